import type { ask, change, chart, claim, document, own, point, policy, step, variant } from './document.ts';
import type { DocOf } from './field.ts';
import { BASE } from './limits.ts';

export type { ComponentDoc, Settings } from './component-doc.ts';
export { BASE, LIMITS } from './limits.ts';

/**
 * The document: everything a run depends on, and the lesson around it. Durations and times are in ms, rates per
 * second, ratios 0 to 1. What equals a default is left out where it is stored, and filled in here.
 */
export type Scenario = DocOf<(typeof document)['fields']>;
export type ChangeDoc = DocOf<(typeof change)['fields']>;
/** A variant; an entry with id `base` only names the base. */
export type ArmDoc = DocOf<(typeof variant)['fields']>;
export type WatchDoc = DocOf<(typeof chart)['fields']>;
export type StepDoc = DocOf<(typeof step)['fields']>;
/** A parameter that readers know of their own system. */
export type YoursDoc = DocOf<(typeof own)['fields']>;
export type AskDoc = DocOf<(typeof ask)['fields']>;
/** A point of a line that a choice is drawn as [ms, the meter’s unit]. */
export type PointDoc = DocOf<(typeof point)['fields']>;
/** A statement about a run that a test checks over many seeds. */
export type ClaimDoc = DocOf<(typeof claim)['fields']>;
/** An algorithm of the document's own. */
export type PolicyDoc = DocOf<(typeof policy)['fields']>;
export type Statistic = ClaimDoc['stat'];
export type Relation = ClaimDoc['is'];

/** Every arm of a scenario, the base first, with its title. */
export function armsOf(scenario: Scenario): readonly ArmDoc[] {
  const named = scenario.arms.find(({ id }) => id === BASE);
  const base = named ?? { id: BASE, title: scenario.arms.length > 0 ? 'Base' : scenario.title, set: {}, changes: [] };
  return [base, ...scenario.arms.filter(({ id }) => id !== BASE)];
}
