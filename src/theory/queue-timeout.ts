import { requireCount, requirePositive } from './domain.ts';
import type { MMc } from './mmc.ts';

/** M/M/c where who has waited for `timeout` leaves the queue unserved; who is in service stays. First in, first out. */
export interface QueueTimeout extends MMc {
  /** τ [s] */
  timeout: number;
}

export interface QueueTimeoutFigures {
  /** Share of arrivals that leave the queue unserved. */
  droppedRatio: number;
  /** Probability that an arrival is served at once. */
  noWaitProbability: number;
  /** Mean wait of those that are served [s]. */
  waitingTimeOfServed: number;
  /** Mean wait of all [s]. */
  waitingTime: number;
  /** Served [1/s]. */
  throughput: number;
  utilisation: number;
}

/**
 * M/M/c+D in steady state and for any load. The wait V that an arrival with endless patience would have has density
 * v(x) = λ·π(c − 1)·e^(λ·min(x, τ) − cμx); it is dropped when V > τ.
 * Source: Baccelli and Hebuterne, On queues with impatient customers (1981).
 */
export function queueTimeout({ arrivalRate, serviceRate, servers, timeout }: QueueTimeout): QueueTimeoutFigures {
  requirePositive({ arrivalRate, serviceRate, timeout });
  requireCount({ servers });
  const most = servers * serviceRate;
  const spare = most - arrivalRate;
  // all weights in units of π(c − 1)·e^(shift), so that an overload cannot overflow
  const shift = Math.max(0, -spare * timeout);
  const unit = Math.exp(-shift);
  let below = 0;
  let weight = unit;
  for (let n = servers - 1; n >= 0; n--) {
    below += weight;
    weight *= (n * serviceRate) / arrivalRate;
  }
  const { zeroth, first } = momentsOfDecay(spare, timeout, shift);
  const within = arrivalRate * zeroth;
  const dropped = (arrivalRate * Math.exp(-spare * timeout - shift)) / most;
  const total = below + within + dropped;
  const droppedRatio = dropped / total;
  const throughput = arrivalRate * (1 - droppedRatio);
  const waitOfServed = (arrivalRate * first) / total;
  return {
    droppedRatio,
    noWaitProbability: below / total,
    waitingTimeOfServed: waitOfServed / (1 - droppedRatio),
    waitingTime: waitOfServed + timeout * droppedRatio,
    throughput,
    utilisation: throughput / most,
  };
}

/** ∫ e^(−dx − shift) dx and ∫ x·e^(−dx − shift) dx over 0 to τ. */
function momentsOfDecay(d: number, tau: number, shift: number): { zeroth: number; first: number } {
  const x = d * tau;
  if (Math.abs(x) < 1e-4) {
    // by series: the closed form cancels
    const unit = Math.exp(-shift);
    return { zeroth: unit * tau * (1 - x / 2 + (x * x) / 6), first: unit * tau * tau * (1 / 2 - x / 3 + (x * x) / 8) };
  }
  const start = Math.exp(-shift);
  const end = Math.exp(-x - shift);
  return { zeroth: (start - end) / d, first: (start - end * (1 + x)) / (d * d) };
}
