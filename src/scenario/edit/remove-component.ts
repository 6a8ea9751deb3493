import type { Scenario } from '../scenario.ts';
import type { Components } from '../setting.ts';
import { type Gesture, inWords, type Where } from './gesture.ts';
import { withoutWires } from './wires.ts';
import { withStructure } from './with-structure.ts';
import { lostBetween, nameIn } from './words.ts';

/** Takes a component away, with its wires, changes, charts, claims and whatever else speaks of it. */
export function removeComponent(scenario: Scenario, id: string, where: Where = 'all'): Gesture {
  const made = withStructure(scenario, where, (components) => without(components, id));
  const lost = lostBetween(scenario, made);
  return { scenario: made, said: `Removed ${nameIn(scenario, id)}${inWords(scenario, where)}${lost && `, and with it ${lost}`}.` };
}

function without(components: Components, id: string): Components {
  if (!Object.hasOwn(components, id)) return components;
  const { [id]: _, ...others } = components;
  return Object.keys(others).reduce((left: Components, caller) => withoutWires(left, caller, ({ to }) => to === id), others);
}
