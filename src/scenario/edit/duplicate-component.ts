import { planOf } from '../arm.ts';
import { LIMITS, type Scenario } from '../scenario.ts';
import { freshId, freshTitle, isFull } from './fresh.ts';
import { armsIn, type Gesture, inWords, type Refusal, type Where } from './gesture.ts';
import { withPlace } from './with-place.ts';
import { withStructure } from './with-structure.ts';
import { nameIn } from './words.ts';

/** How far from its original a copy stands, to the right and down [px]. */
const BESIDE = 32;

/** A component that is as another is, arm by arm: it calls what that calls, and nothing calls it. */
export function duplicateComponent(scenario: Scenario, id: string, where: Where = 'all'): Gesture | Refusal {
  const has = (arm: string) => Object.hasOwn(planOf(scenario, arm).components, id);
  if (!armsIn(scenario, where).some(has)) return { why: 'There is no such component.' };
  if (isFull(scenario)) return { why: `There are ${LIMITS.components} components, as many as a scenario can have.` };
  const copy = freshId(scenario, id);
  const name = nameIn(scenario, id);
  const title = freshTitle(scenario, name);
  const made = withStructure(scenario, where, (components) =>
    Object.hasOwn(components, id) ? { ...components, [copy]: { ...components[id], title } } : components,
  );
  const at = scenario.layout?.[id];
  const placed = at ? withPlace(made, copy, { x: at.x + BESIDE, y: at.y + BESIDE }) : made;
  return { scenario: placed, said: `Added ${title}, a copy of ${name}${inWords(scenario, where)}.`, id: copy };
}
