import { planOf } from '../arm.ts';
import type { Scenario } from '../scenario.ts';
import { canWire, canWireIn } from './can-wire.ts';
import { armsIn, type Gesture, inWords, type Refusal, type Where } from './gesture.ts';
import { keysInWords, withKeys } from './keys.ts';
import { withWire } from './wires.ts';
import { withStructure } from './with-structure.ts';
import { nameIn } from './words.ts';

/** Wires two components, whichever way their roles fit; says why not where they do not. */
export function drawWire(scenario: Scenario, a: string, b: string, where: Where = 'all'): Gesture | Refusal {
  const possible = canWire(scenario, a, b, where);
  if ('why' in possible) return possible;
  const { from, to } = possible;
  const given = new Set<string>();
  const made = withStructure(scenario, where, (components) => {
    const here = canWireIn(components, a, b);
    // an arm that has the wire, or has no room for it, stays as it is
    if ('why' in here || here.from !== from) return components;
    const keyed = withKeys(withWire(components, from, to));
    for (const id of keyed.given) given.add(id);
    return keyed.components;
  });
  const [first] = armsIn(made, where);
  const keys = keysInWords(planOf(made, first).components, [...given]);
  return { scenario: made, said: `Wired ${nameIn(made, from)} to ${nameIn(made, to)}${inWords(made, where)}.${keys}` };
}
