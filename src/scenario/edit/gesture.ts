import { armOf } from '../arm.ts';
import { armsOf, BASE, type Scenario } from '../scenario.ts';

/** What a gesture of the hand has made of a document. Pure: whoever keeps the document before it can take it back. */
export interface Gesture {
  scenario: Scenario;
  /** What has happened, in a sentence or two, for a notice. */
  said: string;
  /** Id of the component that it has made. */
  id?: string;
}

/** A gesture that cannot be made, and why, in a sentence. */
export interface Refusal {
  why: string;
}

export function isRefused(result: Gesture | Refusal): result is Refusal {
  return 'why' in result;
}

/** Where a gesture goes: everywhere, or into one arm alone, by its id. */
export type Where = 'all' | (string & {});

/** The arms that a gesture goes into. */
export function armsIn(scenario: Scenario, where: Where): readonly string[] {
  return where === 'all' ? armsOf(scenario).map(({ id }) => id) : [armOf(scenario, where).id];
}

/** The end of a sentence that says where a gesture went; nothing where there is but one arm, or it went into all. */
export function inWords(scenario: Scenario, where: Where): string {
  const arms = armsOf(scenario);
  if (where === 'all' || arms.length === 1) return '';
  return `, only in “${arms.find(({ id }) => id === where)?.title ?? (where === BASE ? 'Base' : where)}”`;
}
