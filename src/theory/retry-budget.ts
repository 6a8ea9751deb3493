import { requireCount, requireNotNegative, requirePositive, requireRatio } from './domain.ts';
import { retries } from './retries.ts';

/**
 * The most attempts there can be under a token bucket that earns `ratio` per request, pays 1 per retry and starts with
 * `initial`: (1 + ratio) × requests + initial. Holds at any moment, whatever fails.
 * Source: Brooker, Fixing retries with token buckets and circuit breakers (2022).
 */
export function mostAttempts(requests: number, ratio: number, initial: number): number {
  requireNotNegative({ requests, ratio, initial });
  return (1 + ratio) * requests + initial;
}

/**
 * The same in the long run, per request: what the failures ask for, as far as the budget pays, min(1 + r, (1 − p^(n + 1)) / (1 − p)).
 * A fluid limit: near the point where the two meet, chance keeps it a little below both.
 */
export function budgetedAttempts(failureRatio: number, maxAttempts: number, ratio: number): number {
  requireNotNegative({ ratio });
  return Math.min(1 + ratio, retries({ failureRatio, maxAttempts }).meanAttempts);
}

/**
 * Share of requests that succeed under such a budget with no limit on attempts: each attempt succeeds with 1 − p, and there are
 * 1 + min(r, p / (1 − p)) of them a request. A fluid limit, as above.
 */
export function budgetedSuccess(failureRatio: number, ratio: number): number {
  requireRatio({ failureRatio });
  requireNotNegative({ ratio });
  if (failureRatio === 1) return 0;
  return (1 - failureRatio) * (1 + Math.min(ratio, failureRatio / (1 - failureRatio)));
}

/**
 * The share of failing attempts at which a bucket that loses 1 a failure and gains `ratio` a success neither fills nor
 * drains: ratio / (1 + ratio). Above it retries stop for good, below they are all made.
 * Source: gRPC proposal A6, client retries: throttling.
 */
export function throttledAbove(ratio: number): number {
  requireNotNegative({ ratio });
  return ratio / (1 + ratio);
}

/** The failure, counted from a full bucket with no success in between, after which retries stop: they need more than half. */
export function failuresUntilThrottled(capacity: number): number {
  requirePositive({ capacity });
  const failures = Math.ceil(capacity / 2);
  requireCount({ failures });
  return failures;
}
