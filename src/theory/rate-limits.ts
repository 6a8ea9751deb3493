import { requireCount, requireNotNegative, requirePositive } from './domain.ts';
import { erlangB } from './erlang.ts';

/** What passes a rate limiter of Poisson calls that do not come back, in steady state: the share of them. */

/**
 * Token bucket with continuous refill, which starts in steady state: K / (1 + ρK), ρ the arrival rate over the refill
 * rate, K = Σ_{k<B} (−ρ(B − 1 − k))^k / k! · e^{ρ(B − 1 − k)}. It is M/D/1 whose waits are bounded by (B − 1)/rate, and
 * K the unnormalised probability that M/D/1 holds fewer than B; it is worked out from the cuts of that chain, as the
 * terms of the sum, of either sign, outgrow their sum by twenty digits.
 * Also the leaky bucket of the same capacity, meter and queue, and GCRA.
 * Source: Crommelin (1932) for M/D/1; Gross et al., Fundamentals of Queueing Theory (4th ed. 2008), 5.1, for the chain.
 * @param arrivalRate [1/s] @param rate [1/s] @param burst B, whole
 */
export function tokenBucketAcceptance(arrivalRate: number, rate: number, burst: number): number {
  requirePositive({ arrivalRate, rate });
  requireCount({ burst });
  const load = arrivalRate / rate;
  // P(more than j arrive in a service time), from j = 0
  const more: number[] = [];
  let term = Math.exp(-load);
  let fewer = 0;
  for (let j = 0; j < burst; j++) {
    fewer += term;
    more.push(Math.max(0, 1 - fewer));
    term *= load / (j + 1);
  }
  const none = Math.exp(-load);
  const weights = [1];
  let sum = 1;
  for (let n = 0; n + 1 < burst && sum < 1e200; n++) {
    let up = more[n];
    for (let i = 1; i <= n; i++) up += weights[i] * more[n + 1 - i];
    weights.push(up / none);
    sum += weights[n + 1];
  }
  return 1 / (1 / sum + load);
}

/**
 * Sliding log of the calls that passed: each holds a place for exactly the length of the window, so it is Erlang's loss
 * system with offered load rate × window, which does not mind that the times are all alike.
 * @param arrivalRate [1/s] @param window [s]
 */
export function slidingLogAcceptance(arrivalRate: number, window: number, limit: number): number {
  requirePositive({ arrivalRate, window });
  return 1 - erlangB(arrivalRate * window, limit);
}

/** Fixed windows of the clock: E min(N, limit) / E N, N the Poisson number of calls in a window. @param window [s] */
export function fixedWindowAcceptance(arrivalRate: number, window: number, limit: number): number {
  requirePositive({ arrivalRate, window });
  return meanOfLesser(arrivalRate * window, limit) / (arrivalRate * window);
}

/**
 * Fixed windows that open with the first call after the last has ended: in a cycle of window and pause there are 1 + N
 * calls, of which min(1 + N, limit) pass. @param window [s]
 */
export function firstCallWindowAcceptance(arrivalRate: number, window: number, limit: number): number {
  requirePositive({ arrivalRate, window });
  requireCount({ limit }, 0);
  if (limit === 0) return 0;
  const offered = arrivalRate * window;
  return (1 + meanOfLesser(offered, limit - 1)) / (1 + offered);
}

/** E min(N, limit) for a Poisson N: Σ_{n<limit} P(N > n). */
function meanOfLesser(mean: number, limit: number): number {
  requireNotNegative({ mean });
  requireCount({ limit }, 0);
  // in logarithms, as e^−mean underflows
  let logarithm = -mean;
  let atMost = 0;
  let result = 0;
  for (let n = 0; n < limit; n++) {
    atMost += Math.exp(logarithm);
    result += Math.max(0, 1 - atMost);
    logarithm += Math.log(mean / (n + 1));
  }
  return result;
}
