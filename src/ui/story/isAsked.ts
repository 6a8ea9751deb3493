import type { Scenario } from '../../scenario/scenario.ts';

/** Whether a step's question is open: it has one, and its answer has not been looked at. */
export function isAsked(scenario: Scenario, step: number, revealed: readonly number[]): boolean {
  return scenario.story[step]?.ask !== undefined && !revealed.includes(step);
}
