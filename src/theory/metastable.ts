import { requireCount, requirePositive } from './domain.ts';
import { mmcTimeInSystemTail } from './mmc.ts';
import { retries } from './retries.ts';

/**
 * The arrival rate [1/s] above which a collapse can keep itself going after its trigger has gone: every request then
 * makes all its attempts, and they alone are more than the servers manage. Exact where a timed-out attempt is still
 * worked on and retries follow at once.
 * Source: Bronson et al., Metastable failures in distributed systems (HotOS 2021).
 * @param maxThroughput cμ [1/s]
 * @param attemptsPerRequest while everything fails: maxAttempts with plain retries, 1 + r with a retry budget of ratio r
 */
export function collapseThreshold(maxThroughput: number, attemptsPerRequest: number): number {
  requirePositive({ maxThroughput, attemptsPerRequest });
  return maxThroughput / attemptsPerRequest;
}

/** M/M/c whose clients time out, retry at once, and whose timed-out work is done all the same. */
export interface TimeoutsRetried {
  /** λ, first attempts only [1/s] */
  arrivalRate: number;
  /** μ of one server [1/s] */
  serviceRate: number;
  servers: number;
  /** [s] */
  attemptTimeout: number;
  maxAttempts: number;
}

export interface FixedPoint {
  /** Attempts that arrive, first and others [1/s]. */
  attemptRate: number;
  /** Share of attempts that time out. */
  timedOutRatio: number;
  /** Share of requests that succeed. */
  successRatio: number;
  retryAmplification: number;
  /** Whether the system returns to it after a small push. */
  stable: boolean;
}

const CELLS = 20_000;

/**
 * Where retries and timeouts balance in the mean-field approximation, by attempt rate: x = λ(1 − p^(n + 1)) / (1 − p) with
 * p = P(time in system > timeout) of M/M/c at attempt rate x, and p = 1 from cμ on. An approximation: attempts that
 * follow a timeout find the same crowd, so they are not independent. The collapsed point is exact.
 */
export function fixedPoints({ arrivalRate, serviceRate, servers, attemptTimeout, maxAttempts }: TimeoutsRetried): FixedPoint[] {
  requirePositive({ arrivalRate, serviceRate, attemptTimeout });
  requireCount({ servers, maxAttempts });
  const most = servers * serviceRate;
  const timedOut = (rate: number) =>
    rate < most ? Math.min(1, mmcTimeInSystemTail({ arrivalRate: rate, serviceRate, servers }, attemptTimeout)) : 1;
  const surplus = (rate: number) => arrivalRate * retries({ failureRatio: timedOut(rate), maxAttempts }).meanAttempts - rate;
  const points: FixedPoint[] = [];
  const add = (attemptRate: number, stable: boolean) => {
    const { successRatio, meanAttempts } = retries({ failureRatio: timedOut(attemptRate), maxAttempts });
    points.push({ attemptRate, timedOutRatio: timedOut(attemptRate), successRatio, retryAmplification: meanAttempts, stable });
  };
  // below cμ the surplus is smooth; its zeros are looked for cell by cell
  const width = (most - arrivalRate) / CELLS;
  for (let cell = 0; cell < CELLS && arrivalRate < most; cell++) {
    let low = arrivalRate + cell * width;
    let high = cell === CELLS - 1 ? most * (1 - 1e-12) : low + width;
    const falls = surplus(low) > 0;
    if (falls === surplus(high) > 0) continue;
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (surplus(middle) > 0 === falls) low = middle;
      else high = middle;
    }
    add((low + high) / 2, falls);
  }
  const collapsed = arrivalRate * maxAttempts;
  if (collapsed >= most) add(collapsed, true);
  return points;
}
