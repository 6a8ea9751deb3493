import { requireCount, requireRatio } from './domain.ts';

/** Attempts that fail independently of each other. */
export interface Retries {
  /** p, of one attempt */
  failureRatio: number;
  /** n + 1: the first attempt and n retries */
  maxAttempts: number;
}

export interface RetriesFigures {
  /** Share of requests that succeed in the end: 1 − p^(n + 1). */
  successRatio: number;
  /** Attempts per request: (1 − p^(n + 1)) / (1 − p), or n + 1 when everything fails. */
  meanAttempts: number;
}

/** Retries after independent failures. Exact where failing does not depend on load; elsewhere retries cause failures. */
export function retries({ failureRatio, maxAttempts }: Retries): RetriesFigures {
  requireRatio({ failureRatio });
  requireCount({ maxAttempts });
  // a sum, where (1 − p^(n + 1)) / (1 − p) is 0 ÷ 0 at p = 1
  let meanAttempts = 0;
  let reached = 1;
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    meanAttempts += reached;
    reached *= failureRatio;
  }
  return { successRatio: 1 - reached, meanAttempts };
}
