import { type Wire, wiresOf } from '../../sim/param/wires.ts';
import { planOf } from '../arm.ts';
import { isId } from '../check.ts';
import { armsOf, type Scenario } from '../scenario.ts';
import type { Components } from '../setting.ts';
import type { Gesture, Refusal } from './gesture.ts';
import { withNameChanged } from './name-change.ts';
import { nameIn } from './words.ts';

/**
 * Gives a component another id, wherever it is named: wires and routines, arms, changes, charts, story, numbers of prose,
 * claims, goals, places. What it leaves to chance is drawn by its id, so a run comes out otherwise as with another seed.
 */
export function changeComponentId(scenario: Scenario, from: string, to: string): Gesture | Refusal {
  if (!isId(to)) return { why: 'An id is a lower-case letter, then letters, digits or hyphens, 40 at most.' };
  const plans = armsOf(scenario).map(({ id }) => planOf(scenario, id).components);
  if (!plans.some((components) => Object.hasOwn(components, from))) return { why: 'There is no such component.' };
  if (from === to) return { scenario, said: `${from} keeps its id.`, id: to };
  if (plans.some((components) => Object.hasOwn(components, to))) return { why: `Something else has the id ${to}.` };
  const made = withNameChanged(scenario, plans, { from, to, callers: callersByName(plans, from, to), ofId: true });
  return { scenario: made, said: `The id of ${nameIn(scenario, from)} is ${to} now.`, id: to };
}

/** Those whose wires to it bear its name: their names change with it. Others may keep the name, or have the new one already. */
function callersByName(plans: readonly Components[], from: string, to: string): ReadonlySet<string> {
  const follows = ({ name, to: callee }: Wire) => (name === from ? callee === from : name !== to);
  const everyone = new Set(plans.flatMap((components) => Object.keys(components)));
  return new Set([...everyone].filter((id) => plans.every((components) => wiresOf(components[id]?.calls).every(follows))));
}
