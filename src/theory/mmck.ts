import { requireCount, requireNotNegative, requirePositive } from './domain.ts';
import type { MMc } from './mmc.ts';
import { quantileOf } from './quantile.ts';

/** M/M/c with room for K requests, those in service included; who finds it full is turned away. */
export interface MMcK extends MMc {
  /** K ≥ c */
  capacity: number;
}

export interface MMcKFigures {
  /** Share of arrivals that are turned away. */
  blockedRatio: number;
  /** Completions [1/s]. */
  throughput: number;
  utilisation: number;
  queueLength: number;
  inFlight: number;
  /** Mean times of those that were let in [s]. */
  waitingTime: number;
  timeInSystem: number;
}

/**
 * M/M/c/K in steady state, for any load: pₙ ∝ Π λ / (μ·min(n, c)), blocked = p_K (arrivals see time averages).
 * Source: Gross et al., Fundamentals of Queueing Theory (4th ed. 2008), 2.5.
 */
export function mmck(queue: MMcK): MMcKFigures {
  const { arrivalRate, serviceRate, servers, capacity } = queue;
  const p = numberInSystem(queue);
  const blockedRatio = p[capacity];
  const throughput = arrivalRate * (1 - blockedRatio);
  let queueLength = 0;
  let inFlight = 0;
  for (let n = 0; n <= capacity; n++) {
    inFlight += n * p[n];
    if (n > servers) queueLength += (n - servers) * p[n];
  }
  return {
    blockedRatio,
    throughput,
    utilisation: throughput / (servers * serviceRate),
    queueLength,
    inFlight,
    waitingTime: queueLength / throughput,
    timeInSystem: inFlight / throughput,
  };
}

/** P(n requests are there), n from 0 to K. */
function numberInSystem({ arrivalRate, serviceRate, servers, capacity }: MMcK): Float64Array {
  requirePositive({ arrivalRate, serviceRate });
  requireCount({ servers });
  requireCount({ capacity }, servers);
  // in logarithms, as λ^K overflows
  const weights = new Float64Array(capacity + 1);
  for (let n = 1; n <= capacity; n++) weights[n] = weights[n - 1] + Math.log(arrivalRate / (serviceRate * Math.min(n, servers)));
  const most = weights.reduce((a, b) => Math.max(a, b));
  const p = weights.map((weight) => Math.exp(weight - most));
  const total = p.reduce((sum, x) => sum + x, 0);
  return p.map((x) => x / total);
}

/**
 * P(waiting time > t) of those let in: who finds n ≥ c before him waits for n − c + 1 departures at rate cμ, an Erlang
 * time. First in, first out. @param t [s]
 */
export function mmckWaitingTail(queue: MMcK, t: number): number {
  requireNotNegative({ t });
  const { serviceRate, servers, capacity } = queue;
  const p = numberInSystem(queue);
  const departures = servers * serviceRate * t;
  let poisson = 0;
  let logarithm = -departures;
  let tail = 0;
  for (let n = servers; n < capacity; n++) {
    const j = n - servers;
    if (j > 0) logarithm += Math.log(departures / j);
    poisson += Math.exp(logarithm);
    tail += p[n] * poisson;
  }
  return Math.min(1, tail / (1 - p[capacity]));
}

/** The q-quantile of the waiting time of those let in [s]. First in, first out. */
export function mmckWaitingQuantile(queue: MMcK, q: number): number {
  return quantileOf((t) => mmckWaitingTail(queue, t), q, 1 / queue.serviceRate);
}
