import { requireCount, requireNotNegative, requirePositive, requireRatio, requireStable } from './domain.ts';
import { erlangC } from './erlang.ts';

/** Jobs received under a visibility timeout V, with exponential work of mean m, workers enough, and no other faults. */
export interface Visibility {
  /** V [s] */
  timeout: number;
  /** m [s] */
  meanWork: number;
  /** What the end of a lease does to the work, and whether the work is drawn anew for each delivery. */
  work: 'goes-on' | 'goes-on-the-same' | 'stops';
}

export interface VisibilityFigures {
  /** Deliveries of a job until it is acknowledged. */
  meanDeliveries: number;
  /** Share of the jobs that are delivered more than once. */
  repeatedRatio: number;
}

/**
 * How often a job is delivered. At k·V the k-th delivery comes unless one has ended: where work goes on that is
 * e^(−V/m)·e^(−2V/m)···, so E = Σ e^(−V k(k + 1)/(2m)); where it stops, or is as much every time, Σ e^(−kV/m) = 1/(1 − e^(−V/m)).
 */
export function visibility({ timeout, meanWork, work }: Visibility): VisibilityFigures {
  requirePositive({ timeout, meanWork });
  const ratio = timeout / meanWork;
  const repeatedRatio = Math.exp(-ratio);
  if (work !== 'goes-on') return { meanDeliveries: 1 / (1 - repeatedRatio), repeatedRatio };
  let meanDeliveries = 0;
  for (let k = 0, term = 1; term > 1e-16; k++, term = Math.exp((-ratio * k * (k + 1)) / 2)) meanDeliveries += term;
  return { meanDeliveries, repeatedRatio };
}

/** At least once: each execution crashes before its acknowledgement. */
export interface Crashes {
  /** q, of one execution */
  crashRatio: number;
  /** n: executions until it is moved aside */
  maxAttempts: number;
  /** r: how many of the crashes come after the side effect */
  afterEffectRatio: number;
}

export interface CrashesFigures {
  /** (1 − qⁿ)/(1 − q) */
  meanExecutions: number;
  /** qⁿ */
  deadRatio: number;
  /** E[executions]·((1 − q) + q·r) */
  meanEffects: number;
}

export function crashes({ crashRatio, maxAttempts, afterEffectRatio }: Crashes): CrashesFigures {
  requireRatio({ crashRatio, afterEffectRatio });
  requireCount({ maxAttempts });
  let meanExecutions = 0;
  let reached = 1;
  for (let execution = 1; execution <= maxAttempts; execution++) {
    meanExecutions += reached;
    reached *= crashRatio;
  }
  return { meanExecutions, deadRatio: reached, meanEffects: meanExecutions * (1 - crashRatio + crashRatio * afterEffectRatio) };
}

/** Classes of importance before c servers, Poisson arrivals, the same exponential service for all, not preemptive. */
export interface PriorityQueue {
  /** λ of each class, the most important first [1/s] */
  arrivalRates: readonly number[];
  /** μ of one server [1/s] */
  serviceRate: number;
  /** c */
  servers: number;
}

/**
 * Mean waiting time of each class [s]: (C / cμ) / ((1 − σ₍ₖ₋₁₎)(1 − σₖ)), with σₖ the utilisation by class k and those above.
 * Source: Cobham, Priority assignment in waiting line problems (Operations Research 2(1), 1954).
 */
export function priorityWaits({ arrivalRates, serviceRate, servers }: PriorityQueue): number[] {
  requirePositive({ serviceRate });
  requireCount({ servers });
  for (const arrivalRate of arrivalRates) requireNotNegative({ arrivalRate });
  const all = arrivalRates.reduce((sum, rate) => sum + rate, 0);
  requireStable(all / (servers * serviceRate));
  const residual = erlangC(all / serviceRate, servers) / (servers * serviceRate);
  let above = 0;
  return arrivalRates.map((rate) => {
    const upTo = above + rate / (servers * serviceRate);
    const wait = residual / ((1 - above) * (1 - upTo));
    above = upTo;
    return wait;
  });
}
