import { type Check, oneOf, plain } from './check.ts';
import { type Components, type Target, targetOf } from './setting.ts';
import { canBeFilledIn } from './yours.ts';

/** A parameter of the form must be there in the base, and be one that can be filled in. */
export function checkYours(check: Check, where: string, path: string, components: Components): void {
  const target = targetOf(components, path);
  if (target.kind === 'nowhere')
    check.problem(where, plain(target.reason), target.options.length > 0 ? oneOf(missed(components, path), target.options) : EXPECTED);
  else if (!canBeFilledIn(target)) check.problem(where, plain(`${path}, ${NAMED[kindOf(target)]}`), EXPECTED);
}

const EXPECTED = 'a number, a time, a ratio or a choice, as shoppers.arrival.rate';

const NAMED: Readonly<Record<string, string>> = {
  component: 'a whole component',
  wires: 'wires',
  wire: 'a whole wire',
  routine: 'a routine',
  title: 'a name',
  policy: 'a policy as a whole',
  flag: 'on or off',
  text: 'a text',
  list: 'a list',
};

const kindOf = (target: Target) => (target.kind === 'param' ? target.param.type : target.kind);

/** The first part of a path that leads nowhere. */
export function missed(components: Components, path: string): string {
  const parts = path.split('.');
  if (!Object.hasOwn(components, parts[0])) return parts[0];
  return parts.find((_, i) => i > 0 && targetOf(components, parts.slice(0, i + 1).join('.')).kind === 'nowhere') ?? '';
}
