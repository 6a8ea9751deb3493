import { requireNotNegative, requirePositive } from './domain.ts';

/** A Markov-modulated Poisson process of two states, in the long run. */
export interface TwoStates {
  /** Arrivals per second in each. */
  rates: readonly [number, number];
  /** How long each lasts on average [s]. */
  stays: readonly [number, number];
}

/** Arrivals per second in the long run. */
export function meanRate({ rates, stays }: TwoStates): number {
  requireNotNegative({ first: rates[0], second: rates[1] });
  requirePositive({ first: stays[0], second: stays[1] });
  return (rates[0] * stays[0] + rates[1] * stays[1]) / (stays[0] + stays[1]);
}

/**
 * Index of dispersion of counts: variance over mean of the arrivals in t seconds; 1 for Poisson, here more, and the more the
 * longer it is looked at, up to a limit.
 * Source: Fischer and Meier-Hellstern, The Markov-modulated Poisson process cookbook (1993), for two states.
 */
export function dispersionOfCounts(process: TwoStates, t: number): number {
  requirePositive({ t });
  const { rates, stays } = process;
  const [leaves, comes] = [1 / stays[0], 1 / stays[1]];
  const both = leaves + comes;
  const spread = (2 * leaves * comes * (rates[0] - rates[1]) ** 2) / (both ** 3 * meanRate(process));
  return 1 + spread * (1 - -Math.expm1(-both * t) / (both * t));
}

/**
 * Share of gaps of at most t seconds where the second state has no arrivals: a mixture of two exponentials.
 * Source: Kuczura, The interrupted Poisson process as an overflow process (1973).
 */
export function gapsUpTo({ rates: [rate, none], stays: [on, off] }: TwoStates, t: number): number {
  if (none !== 0) throw new RangeError('the second state has arrivals');
  requirePositive({ rate, on, off });
  const [leaves, comes] = [1 / on, 1 / off];
  const sum = rate + leaves + comes;
  const root = Math.sqrt(sum * sum - 4 * rate * comes);
  const [quick, slow] = [(sum + root) / 2, (sum - root) / 2];
  const share = (rate - slow) / (quick - slow);
  return share * -Math.expm1(-quick * t) + (1 - share) * -Math.expm1(-slow * t);
}
