import { planOf } from '../arm.ts';
import { armsOf, LIMITS, type Scenario } from '../scenario.ts';
import type { Components } from '../setting.ts';

/** Letters of an id before its number. */
const MOST_LETTERS = 36;

/** Components of every arm. */
const everyPlan = (scenario: Scenario): readonly Components[] => armsOf(scenario).map(({ id }) => planOf(scenario, id).components);

/** An id that nothing has in any arm: `cache`, `cache-2` … @param like what it begins with */
export function freshId(scenario: Scenario, like: string): string {
  const taken = new Set(everyPlan(scenario).flatMap((components) => Object.keys(components)));
  return numbered(like.slice(0, MOST_LETTERS), '-', (id) => taken.has(id));
}

/** What nothing else is called in any arm: `Cache`, `Cache 2` … */
export function freshTitle(scenario: Scenario, like: string): string {
  const taken = new Set(everyPlan(scenario).flatMap((components) => Object.entries(components).map(([id, { title }]) => title ?? id)));
  return numbered(like, ' ', (title) => taken.has(title)).slice(0, LIMITS.titleLength);
}

/** Whether a component more is more than a document may have. */
export function isFull(scenario: Scenario): boolean {
  return everyPlan(scenario).some((components) => Object.keys(components).length >= LIMITS.components);
}

function numbered(like: string, between: string, isTaken: (name: string) => boolean): string {
  const stem = like.replace(new RegExp(`${between}\\d+$`), '');
  let name = stem;
  for (let n = 2; isTaken(name); n++) name = `${stem}${between}${n}`;
  return name;
}
