import { requireCount, requireNotNegative, requirePositive } from './domain.ts';
import { erlangC } from './erlang.ts';
import { quantileOf } from './quantile.ts';
import type { QueueFigures } from './queue-figures.ts';

/** Poisson arrivals, exponential service, c servers, an endless queue, first in first out (the means: any order). */
export interface MMc {
  /** λ [1/s] */
  arrivalRate: number;
  /** μ of one server [1/s] */
  serviceRate: number;
  /** c */
  servers: number;
}

/**
 * M/M/c in steady state: Wq = C / (cμ − λ), W = Wq + 1/μ, L = λW. Throws at utilisation 1 and above.
 * Source: Gross et al., Fundamentals of Queueing Theory (4th ed. 2008), 2.3.
 */
export function mmc(queue: MMc): QueueFigures {
  const { arrivalRate, serviceRate, servers } = queue;
  const waitingProbability = waits(queue);
  const waitingTime = waitingProbability / (servers * serviceRate - arrivalRate);
  const timeInSystem = waitingTime + 1 / serviceRate;
  return {
    utilisation: arrivalRate / (servers * serviceRate),
    waitingProbability,
    queueLength: arrivalRate * waitingTime,
    inFlight: arrivalRate * timeInSystem,
    waitingTime,
    timeInSystem,
  };
}

function waits({ arrivalRate, serviceRate, servers }: MMc): number {
  requirePositive({ arrivalRate, serviceRate });
  requireCount({ servers });
  return erlangC(arrivalRate / serviceRate, servers);
}

/** P(waiting time > t) = C·e^(−(cμ − λ)t). First in, first out. @param t [s] */
export function mmcWaitingTail(queue: MMc, t: number): number {
  requireNotNegative({ t });
  return waits(queue) * Math.exp(-(queue.servers * queue.serviceRate - queue.arrivalRate) * t);
}

/** The q-quantile of the waiting time [s]: 0 for those who need not wait. First in, first out. */
export function mmcWaitingQuantile(queue: MMc, q: number): number {
  const { arrivalRate, serviceRate, servers } = queue;
  const chance = waits(queue);
  if (!(q >= 0 && q < 1)) throw new RangeError(`q must be from 0 to below 1, not ${q}`);
  return Math.max(0, Math.log(chance / (1 - q)) / (servers * serviceRate - arrivalRate));
}

/**
 * P(time in system > t): with d = cμ − λ, (1 − C)·e^(−μt) + C·(d·e^(−μt) − μ·e^(−dt)) / (d − μ), and in the limit d = μ
 * e^(−μt)·(1 + C·μt). First in, first out. @param t [s]
 */
export function mmcTimeInSystemTail(queue: MMc, t: number): number {
  requireNotNegative({ t });
  const { arrivalRate, serviceRate, servers } = queue;
  const chance = waits(queue);
  const spare = servers * serviceRate - arrivalRate;
  const gap = spare - serviceRate;
  const served = Math.exp(-serviceRate * t);
  if (Math.abs(gap) * t < 1e-7) return served * (1 + chance * serviceRate * t);
  return (1 - chance) * served + (chance * (spare * served - serviceRate * Math.exp(-spare * t))) / gap;
}

/** The q-quantile of the time in system [s]. First in, first out. */
export function mmcTimeInSystemQuantile(queue: MMc, q: number): number {
  return quantileOf((t) => mmcTimeInSystemTail(queue, t), q, 1 / queue.serviceRate);
}
