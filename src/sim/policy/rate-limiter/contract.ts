import { MICROS_PER_MS } from '../../kernel/time.ts';
import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, Gauge, PolicyHeader } from '../policy.ts';

export { pow } from '../../kernel/portable-math.ts';
export { choice, duration, flag, integer, LONGEST, number, policy, ratio } from '../../param/param.ts';
export { LEAK_SIZE, leftOf, pour, startLeak, timeUntil } from '../../structure/leak.ts';
export { type Chosen, promisesOf } from '../policy.ts';

export const seam = { title: 'Rate limiter', summary: 'Whether a call may pass now, later or not at all.' };

/** Answers of `check` besides a wait. */
export const PASSES = 0;
export const REFUSED = -1;

/** Who asks. One object, filled anew for every call. */
export interface Ask {
  /** How many ordinary calls this one is worth. */
  cost: number;
  /** Number of the tenant, from 0. */
  tenant: number;
  /** Class of importance: 0 is the most important. */
  priority: number;
}

/** What of a limiter's state belongs to one key: so many cells, from `at` on. */
export interface Place {
  cells: Float64Array;
  at: number;
}

/**
 * Whether a call may pass. The state of a key is `size` doubles of a column that its host owns, so that 100,000 keys
 * are cheap. Times are whole µs. For every call `check`, then `take` if it passes (at once, or after the wait that
 * `check` names) or `refuse` if not; `release` when a call that passed has ended.
 *
 * `check`, `retryAfter` and gauges are pure: looking never changes a decision. `take` also counts calls that passed
 * elsewhere, as on another node, and may overdraw.
 */
export interface RateLimiter<Values = object> {
  /** Doubles that one key takes. */
  size(params: Values): number;
  start(params: Values, cells: Float64Array, at: number, now: number): void;
  /** PASSES, REFUSED, or the wait after which the call passes [µs]; a call that waits is taken at once. */
  check(params: Values, cells: Float64Array, at: number, now: number, ask: Ask): number;
  take(params: Values, cells: Float64Array, at: number, now: number, ask: Ask): void;
  /** A call was refused: for those that count refused calls, or punish them. */
  refuse?(params: Values, cells: Float64Array, at: number, now: number, ask: Ask): void;
  /** A call that passed has ended. @param latency from passing to the end [µs] @param failed whether it failed or timed out */
  release?(params: Values, cells: Float64Array, at: number, now: number, ask: Ask, latency: number, failed: boolean): void;
  /**
   * How long from now until such a call is not refused, if nobody else asks [µs]; 0 if it would not be refused now,
   * Infinity if never. What a refusal changes it knows only after `refuse`.
   */
  retryAfter(params: Values, cells: Float64Array, at: number, now: number, ask: Ask): number;
  /** What `retryAfter` is worth: the very moment, a moment before which there is no use in asking, or nothing. */
  hint: 'exact' | 'lower-bound' | 'none';
  /**
   * How long from now until such a call passes if nobody else asks and no call ends [µs]; Infinity where only a call that
   * ends makes room. Callers that wait are woken by each end. Absent where `retryAfter` is exact, or nothing better is known.
   */
  nextFree?(params: Values, cells: Float64Array, at: number, now: number, ask: Ask): number;
  /** The most cost that passes in any span of so many µs, ends included; Infinity where there is no promise. */
  promise(params: Values, span: number): number;
  /** The longest wait that `check` ever answers [µs]; absent where nobody is made to wait. */
  longestWait?(params: Values): number;
  /** What the limit is meant to say: so much cost in any such span [µs]; absent, or undefined, where that is not its language. */
  means?(params: Values): { limit: number; span: number } | undefined;
  gauges?: Readonly<Record<string, Gauge<Place, Values>>>;
}

/** What a limiter can promise beside what `promise`, `hint` and `longestWait` say, which the laws hold every one to. */
export type RateLimiterPromise =
  /** No call is refused or waits. */
  | 'lets-everybody-pass'
  /** In no span shorter than that of `means` more than its limit passes. */
  | 'exact-window'
  /** Of two calls the first to ask is the first to pass. */
  | 'keeps-order'
  /** What passes elsewhere never makes it more generous, neither now nor later. */
  | 'use-never-helps'
  /** A call dearer than all that it ever has is refused, and told so. */
  | 'refuses-the-too-dear'
  /** Once full, no time frees anything: only a call that ends does. */
  | 'frees-with-the-end'
  /** Neither the tenant nor the class of a call makes a difference. */
  | 'treats-all-alike';

export type AnyRateLimiter = RateLimiter & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'rate-limiter': Chosen<AnyRateLimiter>;
  }
}

export function defineRateLimiter<const R extends ParamRecord>(
  definition: PolicyHeader<R> & ForLaws<R, RateLimiterPromise> & RateLimiter<Params<R>>,
): AnyRateLimiter {
  return definition;
}

/** When to ask again for a call that was refused, if no call ends before [µs]; Infinity: not before one ends. */
export function nextFree({ policy, params }: Chosen<AnyRateLimiter>, cells: Float64Array, at: number, now: number, ask: Ask): number {
  const wait = policy.retryAfter(params, cells, at, now, ask);
  if (wait === 0 || policy.hint === 'exact') return wait;
  // a limiter that cannot tell is asked now and then
  return policy.nextFree ? policy.nextFree(params, cells, at, now, ask) : Math.max(wait, MICROS_PER_MS);
}

/** µs of a second. */
export const SECOND = 1_000_000;
