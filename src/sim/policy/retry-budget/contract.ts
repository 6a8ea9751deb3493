import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, Gauge, PolicyHeader } from '../policy.ts';

export { choice, duration, integer, LONGEST, number, ratio } from '../../param/param.ts';
export { addTo, type SlidingWindow, slidingWindow, totalOf } from '../../structure/sliding-window.ts';
export { AFTER_REJECTION, AFTER_TIMEOUT, FAILED, SUCCEEDED } from '../policy.ts';

export const seam = { title: 'Retry budget', summary: 'Whether a caller may retry at all.' };

/**
 * Whether a caller may retry at all. One state per calling process and wire.
 * For every attempt `sent`, then once `learn`; before a retry is sent, `decide`.
 */
export interface RetryBudget<State = object, Values = object> {
  start(params: Values, now: number): State;
  /** An attempt is sent; 1 is a first attempt, which no budget refuses. */
  sent(state: State, params: Values, now: number, attempt: number): void;
  /** An attempt has ended: SUCCEEDED, FAILED or WITHDRAWN. `memory[at]` as for `decide`. */
  learn(state: State, params: Values, now: number, attempt: number, seen: number, memory: Float64Array, at: number): void;
  /**
   * May a retry be made? A yes is charged for at once.
   * `why`: AFTER_ERROR, AFTER_TIMEOUT, AFTER_REJECTION or AS_HEDGE. `memory[at]` belongs to the operation that is to be
   * tried again: 0 at its first attempt, then whatever was left there.
   */
  decide(state: State, params: Values, now: number, why: number, memory: Float64Array, at: number): boolean;
  /** Upper bound on retries per first attempt in the long run, whatever fails; absent where there is none. */
  bound?(params: Values): number;
  gauges?: Readonly<Record<string, Gauge<State, Values>>>;
}

/** How retries are held back. */
export type RetryBudgetPromise =
  /** Every retry is allowed. */
  | 'never-refuses'
  /** In an outage there are in the long run no more retries per first attempt than `bound` says, at any traffic. */
  | 'bounds-retries'
  /** While nothing succeeds, retries come to an end. */
  | 'stops-in-an-outage'
  /** Of retries without end at one moment it refuses all but some. */
  | 'refuses-a-burst'
  /** After an outage that has used it up, enough first attempts that succeed make it allow retries again. */
  | 'recovers';

export type AnyRetryBudget = RetryBudget & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'retry-budget': Chosen<AnyRetryBudget>;
  }
}

export function defineRetryBudget<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & ForLaws<R, RetryBudgetPromise> & RetryBudget<State, Params<R>>,
): AnyRetryBudget {
  return definition;
}
