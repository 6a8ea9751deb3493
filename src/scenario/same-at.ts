import { wiresOf } from '../sim/param/wires.ts';
import { changedParams } from './changed-params.ts';
import { same } from './same.ts';
import { type Components, targetOf } from './setting.ts';

/** What the components say at a path is the same; a value may be spelled out here and be a default there. */
export function sameAt(a: Components, b: Components, path: string): boolean {
  const [was, is] = [targetOf(a, path), targetOf(b, path)];
  // a policy that has no such parameter says nothing else of it
  if (was.kind === 'param' && is.kind === 'nowhere') return targetOf(b, path.slice(0, path.lastIndexOf('.'))).kind === 'param';
  if (was.kind !== is.kind) return false;
  const [id] = path.split('.');
  switch (was.kind) {
    case 'param': {
      if (is.kind !== 'param') return false;
      // by the same name another policy may have a parameter of its own
      if (is.param !== was.param) return same(was.value, is.value);
      return changedParams({ own: was.param }, { own: was.value }, { own: is.value }).length === 0;
    }
    case 'wires':
      return same(wiresOf(a[id].calls), wiresOf(b[id].calls));
    case 'routine':
      return same(a[id].routine ?? [], b[id].routine ?? []);
    case 'title':
    case 'undescribed':
      return same(writtenAt(a, path), writtenAt(b, path));
    default:
      return true;
  }
}

/** What stands at a path; undefined where that is left to a default. */
export function writtenAt(components: Components, path: string): unknown {
  return path.split('.').reduce<unknown>((whole, key) => (whole as Readonly<Record<string, unknown>> | undefined)?.[key], components);
}
