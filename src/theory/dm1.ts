import { requireNotNegative, requirePositive, requireStable } from './domain.ts';
import type { QueueFigures } from './queue-figures.ts';

/** Evenly spaced arrivals, exponential service, one server, an endless queue, first in first out (the means: any order). */
export interface DM1 {
  /** Gap between arrivals [s] */
  interarrival: number;
  /** μ [1/s] */
  serviceRate: number;
}

/**
 * D/M/1 in steady state: σ is the root below 1 of σ = e^(−μd(1 − σ)), an arrival waits with probability σ, and
 * Wq = σ / (μ(1 − σ)). Time averages differ from what arrivals see. Throws at utilisation 1 and above.
 * Source: Gross et al., Fundamentals of Queueing Theory (4th ed. 2008), 5.3 (G/M/1).
 */
export function dm1(queue: DM1): QueueFigures {
  const { interarrival, serviceRate } = queue;
  const sigma = foundBusy(queue);
  const waitingTime = sigma / (serviceRate * (1 - sigma));
  const timeInSystem = waitingTime + 1 / serviceRate;
  return {
    utilisation: 1 / (interarrival * serviceRate),
    waitingProbability: sigma,
    queueLength: waitingTime / interarrival,
    inFlight: timeInSystem / interarrival,
    waitingTime,
    timeInSystem,
  };
}

/** σ: the root is attracting, and the map a contraction with factor below ρ on the way to it from 0. */
function foundBusy({ interarrival, serviceRate }: DM1): number {
  requirePositive({ interarrival, serviceRate });
  requireStable(1 / (interarrival * serviceRate));
  let sigma = 0;
  for (let step = 0; step < 1_000_000; step++) {
    const next = Math.exp(-serviceRate * interarrival * (1 - sigma));
    if (Math.abs(next - sigma) < 1e-16) return next;
    sigma = next;
  }
  return sigma;
}

/** P(waiting time > t) = σ·e^(−μ(1 − σ)t). First in, first out. @param t [s] */
export function dm1WaitingTail(queue: DM1, t: number): number {
  requireNotNegative({ t });
  const sigma = foundBusy(queue);
  return sigma * Math.exp(-queue.serviceRate * (1 - sigma) * t);
}

/** The q-quantile of the time in system [s], which is exponential with rate μ(1 − σ). First in, first out. */
export function dm1TimeInSystemQuantile(queue: DM1, q: number): number {
  if (!(q >= 0 && q < 1)) throw new RangeError(`q must be from 0 to below 1, not ${q}`);
  return -Math.log(1 - q) / (queue.serviceRate * (1 - foundBusy(queue)));
}
