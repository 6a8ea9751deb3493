import { requireCount, requirePositive, requireRatio } from './domain.ts';

/** Poisson arrivals, answers at once, failures independent; k failures in a row open it, one probe decides. */
export interface BreakerCycle {
  /** λ [1/s] */
  arrivalRate: number;
  /** p, of one attempt, 0 to 1, both excluded */
  failureRatio: number;
  /** k */
  failures: number;
  /** D [s] */
  openTime: number;
}

export interface BreakerCycleFigures {
  /** Attempts from closing to opening. */
  callsToOpen: number;
  /** From one opening out of the closed state to the next [s]. */
  cycle: number;
  /** Share of time in which attempts are refused, and so the share that is refused. */
  refusedRatio: number;
  /** Share of time the breaker counts as open when half-open begins with the next attempt: its wait for that included. */
  openRatio: number;
  /** Share of attempts let out. */
  admittedRatio: number;
  /** Share of arrivals that succeed. */
  successRatio: number;
}

/**
 * Attempts until k failures come in a row: (1 − p^k) / (p^k·(1 − p)). At p = 1 it is k; p = 0 never opens and throws.
 * Source: Feller, An Introduction to Probability Theory (3rd ed. 1968), XIII.7, success runs.
 */
export function callsToOpen(failureRatio: number, failures: number): number {
  requireRatio({ failureRatio });
  requirePositive({ failureRatio });
  requireCount({ failures });
  let calls = 0;
  for (let run = 1; run <= failures; run++) calls += failureRatio ** -run;
  return calls;
}

/**
 * The long run of a breaker that opens after k failures in a row, refuses for D, lets the first attempt after that through
 * as its only probe, closes when it succeeds and opens again when it fails: cycle = N/λ + (D + 1/λ) / (1 − p), by renewal.
 */
export function breakerCycle({ arrivalRate, failureRatio, failures, openTime }: BreakerCycle): BreakerCycleFigures {
  requirePositive({ arrivalRate, openTime });
  const calls = callsToOpen(failureRatio, failures);
  const success = 1 - failureRatio;
  if (success === 0) {
    // a probe every D + 1/λ for ever
    const period = openTime + 1 / arrivalRate;
    const refusedRatio = openTime / period;
    return {
      callsToOpen: calls,
      cycle: Number.POSITIVE_INFINITY,
      refusedRatio,
      openRatio: 1,
      admittedRatio: 1 - refusedRatio,
      successRatio: 0,
    };
  }
  const phases = 1 / success;
  const cycle = calls / arrivalRate + (openTime + 1 / arrivalRate) * phases;
  const admittedRatio = (calls + phases) / (arrivalRate * cycle);
  return {
    callsToOpen: calls,
    cycle,
    refusedRatio: (openTime * phases) / cycle,
    openRatio: ((openTime + 1 / arrivalRate) * phases) / cycle,
    admittedRatio,
    successRatio: admittedRatio * success,
  };
}
