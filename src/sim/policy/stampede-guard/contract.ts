import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { choice, duration, LONGEST } from '../../param/param.ts';

export const seam = { title: 'Stampede guard', summary: 'What those do that miss a key while others rebuild it.' };

/** Answers of `decide` besides a wait. */
export const FETCHES = 0;
/** Waits until a rebuild that is under way in the same place has ended, and shares what comes of it. */
export const JOINS = -1;

/** What one that misses can know. One object, filled anew for every miss. */
export interface Rebuild {
  /** Rebuilds of the key that are under way. */
  underWay: number;
  /** Until when somebody holds the right to rebuild it [µs]; 0 when nobody does. */
  heldUntil: number;
  /** How long this one has waited already [µs]. */
  waited: number;
}

/** Whether one that misses rebuilds the value itself. */
export interface StampedeGuard<Values = object> {
  /** FETCHES, JOINS, or after how long to look again [µs]. */
  decide(params: Values, now: number, rebuild: Rebuild): number;
  /** How long the right to rebuild is held at the most [µs]; 0 where there is no such right. */
  holds(params: Values): number;
  /** A value that was fetched before its key was invalidated is not taken. */
  refusesOutdated: boolean;
  /** Those that joined look again when the rebuild has ended, instead of sharing what came of it. */
  looksAgain?(params: Values): boolean;
}

/** How many rebuild a key that many miss. */
export type StampedeGuardPromise =
  /** Each that misses. */
  | 'everybody-fetches'
  /** One at any time while rebuilds end well: the others wait. */
  | 'one-at-a-time'
  /** No value is stored that was fetched before its key was invalidated. */
  | 'refuses-outdated';

export type AnyStampedeGuard = StampedeGuard & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'stampede-guard': Chosen<AnyStampedeGuard>;
  }
}

export function defineStampedeGuard<const R extends ParamRecord>(
  definition: PolicyHeader<R> & ForLaws<R, StampedeGuardPromise> & StampedeGuard<Params<R>>,
): AnyStampedeGuard {
  return definition;
}
