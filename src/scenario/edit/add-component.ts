import { planOf } from '../arm.ts';
import { componentOf } from '../descriptions.ts';
import type { Spot } from '../field.ts';
import { LIMITS, type Scenario } from '../scenario.ts';
import { unwiredIn } from '../unwired.ts';
import { withChartsOf } from './charts.ts';
import { freshId, freshTitle, isFull } from './fresh.ts';
import { armsIn, type Gesture, inWords, type Refusal, type Where } from './gesture.ts';
import { withPlace } from './with-place.ts';
import { withStructure } from './with-structure.ts';

/**
 * A new component that is wired to nothing, with a name of its own, values at which a first system is calm, and its charts.
 * @param near where a hand has put it; else it finds its place
 */
export function addComponent(scenario: Scenario, kind: string, near: Spot | null = null, where: Where = 'all'): Gesture | Refusal {
  const description = componentOf(kind);
  if (!description) return { why: `There is no component of kind ${kind}.` };
  if (isFull(scenario)) return { why: `There are ${LIMITS.components} components, as many as a scenario can have.` };
  const id = freshId(scenario, kind);
  const title = freshTitle(scenario, description.title);
  const doc = { kind, title, ...description.starts };
  const made = withStructure(scenario, where, (components) => ({ ...components, [id]: doc }));
  const placed = near ? withPlace(made, id, near) : made;
  const charted = withChartsOf(placed, id, scenario);
  const [why] = unwiredIn(planOf(charted, armsIn(charted, where)[0]).components)[id] ?? [];
  return { scenario: charted, said: `Added ${title}${inWords(scenario, where)}.${why ? ` ${why}` : ''}`, id };
}
