import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, PolicyHeader } from '../policy.ts';

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

export type AnyAbsenceGuard = AbsenceGuard & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'absence-guard': Chosen<AnyAbsenceGuard>;
  }
}

export function defineAbsenceGuard<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & AbsenceGuard<State, Params<R>>,
): AnyAbsenceGuard {
  return definition;
}
