import type { Chance } from '../../kernel/chance.ts';
import { wholePow } from '../../kernel/portable-math.ts';
import { duration, LONGEST, number, type ParamRecord, type Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export type { Chance } from '../../kernel/chance.ts';
export { exp, tanh, wholePow } from '../../kernel/portable-math.ts';
export { MICROS_PER_MS, MICROS_PER_SECOND, wholeMicros } from '../../kernel/time.ts';
export { choice, duration, flag, LONGEST, list, number, ratio } from '../../param/param.ts';

export const seam = { title: 'Retry delay', summary: 'How long a caller waits before it tries again.' };

/** How long to wait before trying again. */
export interface RetryDelay<Values = object> {
  /**
   * The wait before the retry-th retry (1 is the first), in whole µs.
   * `memory[at]` belongs to the operation that is being retried: 0 before its first retry, then whatever was left there.
   */
  delay(params: Values, retry: number, memory: Float64Array, at: number, chance: Chance): number;
  /**
   * The longest the retry-th wait can be [µs], and the shortest: what the laws hold it to, and what the page draws.
   */
  most(params: Values, retry: number): number;
  least(params: Values, retry: number): number;
}

/** What is known of the waits. */
export type RetryDelayPromise =
  /** The least and the most that a wait can be never fall from one retry to the next. */
  | 'never-falls'
  /** No wait is longer than `cap`. */
  | 'within-cap'
  /** The extreme draws make the least and the most that it says. */
  | 'reaches-its-ends'
  /** Nothing is left to chance: all that failed together come back together. */
  | 'same-for-all'
  /** Two that failed together come back apart. */
  | 'spreads';

export type AnyRetryDelay = RetryDelay & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'retry-delay': Chosen<AnyRetryDelay>;
  }
}

export function defineRetryDelay<const R extends ParamRecord>(
  definition: PolicyHeader<R> & ForLaws<R, RetryDelayPromise> & RetryDelay<Params<R>>,
): AnyRetryDelay {
  return definition;
}

/** Where waits that have no cap of their own end [µs]: 31.7 years, which leaves the clock room to add to. */
export const LONGEST_WAIT = 1e15;

/** The parameters of everything that grows exponentially up to a cap. */
export const exponentialParams = {
  base: duration({ label: 'Base', help: 'The limit for the first retry.', default: 100, min: 0, max: LONGEST, scale: 'log' }),
  multiplier: number({
    label: 'Multiplier',
    help: 'Each further retry multiplies the limit by this.',
    idle: { notBelow: { base: 'cap' }, why: 'the first wait is as long as the cap allows' },
    unit: '×',
    default: 2,
    min: 1,
    max: 10,
    step: 0.1,
  }),
  cap: duration({ label: 'Cap', help: 'The limit never grows beyond this.', default: 10_000, min: 0, max: LONGEST, scale: 'log' }),
} as const;

/** min(cap, base · multiplier^(retry − 1)) [µs]: the cap comes before any jitter. */
export function exponentialLimit(params: Params<typeof exponentialParams>, retry: number): number {
  if (params.base === 0) return 0;
  return Math.min(params.cap, params.base * wholePow(params.multiplier, retry - 1));
}
