import type { Scenario } from '../../scenario/scenario.ts';

/** Where one can be in a story: at its steps, from 0, and after the last of them at the form for one's own numbers, if it has one. */

/** The last place of a story. */
export function lastPlace({ story, yours }: Scenario): number {
  return Math.max(0, story.length - (yours ? 0 : 1));
}

/** Whether a place is the form. */
export function isForm({ story, yours }: Scenario, place: number): boolean {
  return yours !== undefined && place >= story.length;
}

/** The step that a place belongs to: the form goes on with the last one, its charts and its question among it. */
export function stepOf({ story }: Scenario, place: number): number {
  return Math.max(0, Math.min(place, story.length - 1));
}
