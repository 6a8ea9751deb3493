import { requirePositive } from './domain.ts';
import type { MM1 } from './mm1.ts';

/** M/M/1 where work is cancelled wherever it is, in service too, once it has been there for `deadline`. */
export interface SojournDeadline extends MM1 {
  /** τ [s] */
  deadline: number;
}

export interface SojournDeadlineFigures {
  /** Share of arrivals that are cancelled at their deadline. */
  timedOutRatio: number;
  /** Done in time [1/s]. */
  goodput: number;
  utilisation: number;
}

/**
 * In steady state and for any load. The work that an arrival finds is that of a finite dam of height τ: with δ = μ − λ
 * density λ·P₀·e^(−δx) on (0, τ) and P₀ = 1 / (1 + λ(1 − e^(−δτ)) / δ) at 0; whoever finds x is done in time with
 * probability 1 − e^(−μ(τ − x)). First in, first out.
 * Source: Cohen, The Single Server Queue (1982), III.5; Takács, finite dams.
 */
export function sojournDeadline({ arrivalRate, serviceRate, deadline }: SojournDeadline): SojournDeadlineFigures {
  requirePositive({ arrivalRate, serviceRate, deadline });
  const x = (serviceRate - arrivalRate) * deadline;
  // (1 − e^(−δτ)) / δ, which is τ at δ = 0
  const filled = x === 0 ? deadline : (-Math.expm1(-x) / x) * deadline;
  const empty = 1 / (1 + arrivalRate * filled);
  // what is served is work the server does: μ·(1 − P₀) of it a second
  const goodput = serviceRate * (1 - empty);
  return { timedOutRatio: 1 - goodput / arrivalRate, goodput, utilisation: 1 - empty };
}
