import type { Chance } from '../../kernel/chance.ts';
import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export type { Chance } from '../../kernel/chance.ts';
export { exp, ln, pow } from '../../kernel/portable-math.ts';
export { wholeMicros } from '../../kernel/time.ts';
export { choice, duration, LONGEST, number, ratio, text } from '../../param/param.ts';

export const seam = { title: 'Distribution', summary: 'How a span of time varies from one draw to the next.' };

/** How a span of time varies from one draw to the next: service times, think times, network delays. */
export interface Distribution<Values = object> {
  /** One draw, in whole µs, never below 0. */
  sample(params: Values, chance: Chance): number;
  /** The mean of the draws [µs]. */
  mean(params: Values): number;
}

/** What is known of the draws. */
export type DistributionPromise =
  /** The mean of many draws is what `mean` says. */
  | 'keeps-its-mean'
  /** Every draw is the mean. */
  | 'never-varies'
  /** No draw lies outside `min` and `max`, whichever is the larger. */
  | 'stays-within-bounds'
  /** A draw is a monotone function of one uniform variate, so that common draws compare what differs. */
  | 'follows-one-variate'
  /** All times ten times as long make every draw ten times as long. */
  | 'scales-with-its-times';

export type AnyDistribution = Distribution & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    distribution: Chosen<AnyDistribution>;
  }
}

export function defineDistribution<const R extends ParamRecord>(
  definition: PolicyHeader<R> & ForLaws<R, DistributionPromise> & Distribution<Params<R>>,
): AnyDistribution {
  return definition;
}
