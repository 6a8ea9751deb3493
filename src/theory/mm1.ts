import { requireNotNegative } from './domain.ts';
import { mmc, mmcWaitingQuantile, mmcWaitingTail } from './mmc.ts';
import type { QueueFigures } from './queue-figures.ts';

/** Poisson arrivals, exponential service, one server, an endless queue, first in first out (the means: any order). */
export interface MM1 {
  /** λ [1/s] */
  arrivalRate: number;
  /** μ [1/s] */
  serviceRate: number;
}

export interface MM1Figures extends QueueFigures {
  /** Variance of the number waiting or in service; ρ / (1 − ρ)². */
  inFlightVariance: number;
  /** Variance of the time in system [s²]; 1 / (μ − λ)². First in, first out. */
  timeInSystemVariance: number;
}

/**
 * M/M/1 in steady state: L = ρ / (1 − ρ), W = 1 / (μ − λ). Throws at utilisation 1 and above.
 * Source: Gross et al., Fundamentals of Queueing Theory (4th ed. 2008), 2.2.
 */
export function mm1(queue: MM1): MM1Figures {
  const figures = mmc({ ...queue, servers: 1 });
  const idle = 1 - figures.utilisation;
  return { ...figures, inFlightVariance: figures.utilisation / idle ** 2, timeInSystemVariance: figures.timeInSystem ** 2 };
}

/** P(waiting time > t) = ρ·e^(−(μ − λ)t). First in, first out. @param t [s] */
export function mm1WaitingTail(queue: MM1, t: number): number {
  return mmcWaitingTail({ ...queue, servers: 1 }, t);
}

/** The q-quantile of the waiting time [s]. First in, first out. */
export function mm1WaitingQuantile(queue: MM1, q: number): number {
  return mmcWaitingQuantile({ ...queue, servers: 1 }, q);
}

/** P(time in system > t) = e^(−(μ − λ)t). First in, first out. @param t [s] */
export function mm1TimeInSystemTail(queue: MM1, t: number): number {
  requireNotNegative({ t });
  return Math.exp(-t / mm1(queue).timeInSystem);
}

/** The q-quantile of the time in system [s], −ln(1 − q) / (μ − λ). First in, first out. */
export function mm1TimeInSystemQuantile(queue: MM1, q: number): number {
  if (!(q >= 0 && q < 1)) throw new RangeError(`q must be from 0 to below 1, not ${q}`);
  return -Math.log(1 - q) * mm1(queue).timeInSystem;
}
