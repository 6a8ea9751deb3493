import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { NEVER } from '../../kernel/time.ts';
export { choice, duration, flag, LONGEST } from '../../param/param.ts';

export const seam = { title: 'Uniqueness', summary: 'Whether a job may be enqueued, or run, while there is another for the same thing.' };

/** What a lock that was taken when a job was enqueued is given back by. */
export const NO_LOCK = 0;
/** Nothing but its time. */
export const TIME = 1;
/** The start of the first execution. */
export const START = 2;
/** The end of the job: done, dropped, or dead where that counts. */
export const END = 3;

/** Locks by key: whoever comes to enqueue while one is held is told that all is well, and no job is made. */
export interface Uniqueness<Values = object> {
  /** NO_LOCK, TIME, START or END. */
  releasedBy(params: Values): number;
  /** When a lock ends by itself, from the moment it was taken [µs]; Infinity where it does not. */
  expiresAfter(params: Values): number;
  /** Whether a dead-lettered job gives its lock back. */
  releasedByDeath(params: Values): boolean;
  /** How long a job waits that would run while another of its key runs [µs]; −1 where several may. */
  exclusiveWait(params: Values): number;
}

/** How many jobs of one key there can be. */
export type UniquenessPromise =
  /** Every wish becomes a job. */
  | 'no-wish-dropped'
  /** One at most that waits to begin. */
  | 'one-waits'
  /** One at most from enqueueing to its end. */
  | 'one-lives'
  /** One at most at work at a time. */
  | 'one-runs'
  /** A lock that nobody gives back ends by itself. */
  | 'lets-go-in-time';

export type AnyUniqueness = Uniqueness & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    uniqueness: Chosen<AnyUniqueness>;
  }
}

export function defineUniqueness<const R extends ParamRecord>(
  definition: PolicyHeader<R> & ForLaws<R, UniquenessPromise> & Uniqueness<Params<R>>,
): AnyUniqueness {
  return definition;
}
