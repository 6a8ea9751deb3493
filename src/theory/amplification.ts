import { requireCount, requireRatio } from './domain.ts';
import { retries } from './retries.ts';

/**
 * Calls that reach the bottom for one request when every one of `depth` layers makes up to `maxAttempts` attempts and the
 * bottom always fails: maxAttempts^depth.
 * Source: Brooker, Timeouts, retries and backoff with jitter (AWS Builders' Library): 3 attempts at 5 layers, 243-fold.
 * @param depth callers above the bottom, the client included
 */
export function worstAmplification(maxAttempts: number, depth: number): number {
  requireCount({ maxAttempts, depth });
  return maxAttempts ** depth;
}

/** Only the bottom fails, each call independently with ratio p; every layer above retries and passes failures on. */
export interface PartialFailure {
  /** p, of one call to the bottom */
  failureRatio: number;
  maxAttempts: number;
  /** Callers above the bottom, the client included */
  depth: number;
}

export interface AmplificationFigures {
  /** Calls at the bottom per request. */
  amplification: number;
  /** Share of requests that fail in spite of it all. */
  failureRatio: number;
}

/** Layer by layer from the bottom: Π (1 − q^(n + 1)) / (1 − q), where the next layer sees failures at ratio q^(n + 1). */
export function partialAmplification({ failureRatio, maxAttempts, depth }: PartialFailure): AmplificationFigures {
  requireRatio({ failureRatio });
  requireCount({ maxAttempts, depth });
  let amplification = 1;
  let seen = failureRatio;
  for (let layer = 0; layer < depth; layer++) {
    amplification *= retries({ failureRatio: seen, maxAttempts }).meanAttempts;
    seen **= maxAttempts;
  }
  return { amplification, failureRatio: seen };
}
