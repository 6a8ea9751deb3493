import type { Scenario } from '../scenario.ts';
import { type Gesture, inWords, type Where } from './gesture.ts';
import { withoutWires } from './wires.ts';
import { withStructure } from './with-structure.ts';
import { lostBetween, nameIn } from './words.ts';

/** Takes a wire away, with what speaks of it. @param wire its name, which is the id of what it leads to unless it says otherwise */
export function removeWire(scenario: Scenario, from: string, wire: string, where: Where = 'all'): Gesture {
  const made = withStructure(scenario, where, (components) =>
    Object.hasOwn(components, from) ? withoutWires(components, from, ({ name }) => name === wire) : components,
  );
  const lost = lostBetween(scenario, made, ['wire']);
  return {
    scenario: made,
    said: `Removed a wire of ${nameIn(scenario, from)}${inWords(scenario, where)}${lost && `, and with it ${lost}`}.`,
  };
}
