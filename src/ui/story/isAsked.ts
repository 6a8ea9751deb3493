import type { Scenario } from '../../scenario/scenario.ts';
import { stepOf } from './place.ts';

/** Whether a question is open at a place of the story: its step has one, and the answer has not been looked at. */
export function isAsked(scenario: Scenario, place: number, revealed: readonly number[]): boolean {
  const step = stepOf(scenario, place);
  return scenario.story[step]?.ask !== undefined && !revealed.includes(step);
}
