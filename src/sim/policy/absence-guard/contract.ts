import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { integer, number } from '../../param/param.ts';
export { BloomFilter } from '../../structure/bloom-filter.ts';

export const seam = { title: 'Absence guard', summary: 'Whether a key that is not in the cache can exist at all.' };

/** Knows which keys may exist, and keeps questions for others from the origin. Never says no of a key that exists. */
export interface AbsenceGuard<State = object, Values = object> {
  start(params: Values): State;
  mayExist(state: State, params: Values, key: number): boolean;
  /** A key was written: it exists from now on. */
  add(state: State, key: number): void;
}

/** What a guard can promise. */
export type AbsenceGuardPromise =
  /** No question for a key that exists is kept from the origin, whether it was there from the start or has been written since. */
  | 'never-hides'
  /** Of the keys that do not exist at least a third are told apart. */
  | 'spares-the-origin';

export type AnyAbsenceGuard = AbsenceGuard & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'absence-guard': Chosen<AnyAbsenceGuard>;
  }
}

export function defineAbsenceGuard<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & ForLaws<R, AbsenceGuardPromise> & AbsenceGuard<State, Params<R>>,
): AnyAbsenceGuard {
  return definition;
}
