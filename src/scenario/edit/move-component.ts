import type { Spot } from '../field.ts';
import type { Scenario } from '../scenario.ts';
import type { Gesture } from './gesture.ts';
import { withPlace } from './with-place.ts';
import { nameIn } from './words.ts';

/** Puts a component somewhere, in every arm; null: where it finds its place by itself. The run stays as it was. */
export function moveComponent(scenario: Scenario, id: string, to: Spot | null): Gesture {
  const name = nameIn(scenario, id);
  return { scenario: withPlace(scenario, id, to), said: to ? `Moved ${name}.` : `${name} finds its place by itself again.` };
}
