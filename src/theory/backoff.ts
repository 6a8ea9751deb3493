import { requireCount, requireNotNegative, requirePositive, requireRatio } from './domain.ts';

/** Mean [s] and variance [s²] of a wait. */
export interface Moments {
  mean: number;
  variance: number;
}

/** A limit that doubles, or grows by `multiplier`, from `base` to `cap`. */
export interface ExponentialLimit {
  /** Limit of the first retry [s] */
  base: number;
  multiplier: number;
  /** [s] */
  cap: number;
}

/** min(cap, base·multiplier^(retry − 1)) [s]; the first retry is 1. What all below but decorrelated jitter are made of. */
export function exponentialLimit({ base, multiplier, cap }: ExponentialLimit, retry: number): number {
  requireNotNegative({ base, cap });
  requirePositive({ multiplier });
  requireCount({ retry });
  return Math.min(cap, base * multiplier ** (retry - 1));
}

/** Uniform from 0 to the limit. Source: Brooker, Exponential backoff and jitter (2015), also for the next two. */
export function fullJitter(limit: ExponentialLimit, retry: number): Moments {
  const b = exponentialLimit(limit, retry);
  return { mean: b / 2, variance: b ** 2 / 12 };
}

/** Uniform from half the limit to the limit. */
export function equalJitter(limit: ExponentialLimit, retry: number): Moments {
  const b = exponentialLimit(limit, retry);
  return { mean: (3 * b) / 4, variance: b ** 2 / 48 };
}

/**
 * min(cap, uniform from base to three times the wait before), the first from base to 3·base; without the cap
 * mₖ = (base + 3mₖ₋₁) / 2 and E[sₖ²] = (base² + 3·base·mₖ₋₁ + 9·E[sₖ₋₁²]) / 3. Exact while base·3^retry ≤ cap, and throws
 * beyond: there the cap takes part of the tail.
 */
export function decorrelatedJitter(base: number, cap: number, retry: number): Moments {
  requirePositive({ base });
  requireCount({ retry });
  if (base * 3 ** retry > cap * (1 + 1e-12)) throw new RangeError(`the cap ${cap} cuts wait ${retry}, which can be ${base * 3 ** retry}`);
  let mean = base;
  let square = base ** 2;
  for (let k = 1; k <= retry; k++) {
    square = (base ** 2 + 3 * base * mean + 9 * square) / 3;
    mean = (base + 3 * mean) / 2;
  }
  return { mean, variance: square - mean ** 2 };
}

/** The limit times a factor uniform from 1 − spread to 1 + spread. Source: gRPC proposal A6, spread 0.2. */
export function proportionalJitter(limit: ExponentialLimit, spread: number, retry: number): Moments {
  requireRatio({ spread });
  const b = exponentialLimit(limit, retry);
  return { mean: b, variance: (2 * spread * b) ** 2 / 12 };
}
