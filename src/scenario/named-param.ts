import type { Param } from '../sim/param/param.ts';
import { type Components, targetOf } from './setting.ts';
import { titleOf, within } from './wording.ts';

/** A parameter under the policies that hold it, the outermost first, and what it is a parameter of, in words. */
export interface NamedParam {
  chain: readonly Param[];
  of: string;
}

/** The parameter that a path leads to in these components; null where it leads to none. */
export function namedParam(components: Components, path: string): NamedParam | null {
  const parts = path.split('.');
  const own = parts[1] === 'calls' ? 3 : 1;
  const chain: Param[] = [];
  for (let length = own + 1; length <= parts.length; length++) {
    const target = targetOf(components, parts.slice(0, length).join('.'));
    if (target.kind !== 'param') return null;
    chain.push(target.param);
  }
  if (chain.length === 0) return null;
  const title = within(titleOf(components, parts[0]));
  if (own === 1) return { chain, of: title };
  const wire = targetOf(components, parts.slice(0, 3).join('.'));
  return wire.kind === 'wire' ? { chain, of: `the wire from ${title} to ${within(titleOf(components, wire.wire))}` } : null;
}
