import { requireCount, requireNotNegative, requirePositive, requireStable } from './domain.ts';
import { quantileOf } from './quantile.ts';
import type { QueueFigures } from './queue-figures.ts';

/** Poisson arrivals, constant service time, c servers, an endless queue, first in first out (the means: any order). */
export interface MDc {
  /** λ [1/s] */
  arrivalRate: number;
  /** D [s] */
  serviceTime: number;
  /** c */
  servers: number;
}

/** Probabilities below this are nothing. */
const NEGLIGIBLE = 1e-17;

/**
 * M/D/c in steady state, to rounding. Whoever is in service now has gone after D, so the number in system obeys
 * N(t + D) = Poisson(λD) + max(N(t) − c, 0), and its distribution is what that step leaves as it is.
 * Throws at utilisation 1 and above; slow beyond 0.98, as it takes ever more steps.
 * Source: Crommelin, Delay probability formulae when the holding times are constant (1932).
 */
export function mdc(queue: MDc): QueueFigures {
  const { arrivalRate, serviceTime, servers } = queue;
  const p = numberInSystem(queue);
  let queueLength = 0;
  let below = 0;
  for (let n = 0; n < servers; n++) below += p[n];
  for (let n = servers + 1; n < p.length; n++) queueLength += (n - servers) * p[n];
  const waitingTime = queueLength / arrivalRate;
  const timeInSystem = waitingTime + serviceTime;
  return {
    utilisation: (arrivalRate * serviceTime) / servers,
    waitingProbability: 1 - below,
    queueLength,
    inFlight: arrivalRate * timeInSystem,
    waitingTime,
    timeInSystem,
  };
}

/**
 * P(waiting time > t): with (k − 1)D ≤ t < kD and u = kD − t, 1 − e^(−λu)·Σ Q(kc − 1 − j)·(λu)^j / j!, where Q(m) is the
 * probability that at most m wait. All terms are positive, so unlike Crommelin's alternating series it stays exact far
 * into the tail. First in, first out. Source: Franx, A simple solution for the M/D/c waiting time distribution (2001).
 * @param t [s]
 */
export function mdcWaitingTail(queue: MDc, t: number): number {
  requireNotNegative({ t });
  return tailOver(queue, atMostWaiting(queue), t);
}

/** The q-quantile of the waiting time [s]. First in, first out. */
export function mdcWaitingQuantile(queue: MDc, q: number): number {
  const atMost = atMostWaiting(queue);
  return quantileOf((t) => tailOver(queue, atMost, t), q, queue.serviceTime);
}

function tailOver({ arrivalRate, serviceTime, servers }: MDc, atMost: Float64Array, t: number): number {
  const k = Math.floor(t / serviceTime) + 1;
  const expected = arrivalRate * (k * serviceTime - t);
  let poisson = Math.exp(-expected);
  let within = 0;
  for (let j = 0; j < k * servers; j++) {
    if (j > 0) poisson *= expected / j;
    within += atMost[Math.min(atMost.length - 1, k * servers - 1 - j)] * poisson;
    if (j > expected && poisson < NEGLIGIBLE) break;
  }
  return Math.max(0, 1 - within);
}

/** P(at most m wait), m from 0. */
function atMostWaiting(queue: MDc): Float64Array {
  const p = numberInSystem(queue);
  const atMost = new Float64Array(p.length - queue.servers);
  let sum = 0;
  for (let n = 0; n < p.length; n++) {
    sum += p[n];
    if (n >= queue.servers) atMost[n - queue.servers] = Math.min(1, sum);
  }
  return atMost;
}

function numberInSystem({ arrivalRate, serviceTime, servers }: MDc): Float64Array {
  requirePositive({ arrivalRate, serviceTime });
  requireCount({ servers });
  const load = arrivalRate * serviceTime;
  const utilisation = load / servers;
  requireStable(utilisation);
  const arrivals = poissonWeights(load);
  // beyond the servers the tail falls by about e^(−2(1 − ρ)) a place: this leaves e^(−80) of it out
  const length = servers + arrivals.length + Math.ceil(40 / (1 - utilisation));
  let p = new Float64Array(length);
  p[0] = 1;
  for (let step = 0; step < 200_000; step++) {
    const next = new Float64Array(length);
    for (let n = 0; n < length; n++) {
      if (p[n] < NEGLIGIBLE) continue;
      const left = Math.max(0, n - servers);
      for (let a = 0; a < arrivals.length && left + a < length; a++) next[left + a] += p[n] * arrivals[a];
    }
    let change = 0;
    for (let n = 0; n < length; n++) change += Math.abs(next[n] - p[n]);
    p = next;
    if (change < 1e-14) break;
  }
  return p;
}

function poissonWeights(mean: number): number[] {
  const weights = [Math.exp(-mean)];
  for (let k = 1; k < mean || weights[k - 1] > NEGLIGIBLE; k++) weights.push((weights[k - 1] * mean) / k);
  return weights;
}
