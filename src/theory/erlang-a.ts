import { requireCount, requirePositive } from './domain.ts';
import type { MMc } from './mmc.ts';

/** M/M/c whose waiting requests lose patience; those in service stay. */
export interface ErlangA extends MMc {
  /** θ: each waiting request gives up at this rate, so its patience is exponential with mean 1/θ [1/s] */
  abandonRate: number;
}

export interface ErlangAFigures {
  /** Share of arrivals that give up before service. */
  abandonedRatio: number;
  /** Probability that an arrival finds all servers taken. */
  waitingProbability: number;
  queueLength: number;
  /** Mean wait of all, those who give up included [s]. */
  waitingTime: number;
  utilisation: number;
  /** Served [1/s]. */
  throughput: number;
}

/**
 * Erlang A, M/M/c+M, in steady state and for any load: birth and death with death rate min(n, c)·μ + max(n − c, 0)·θ.
 * Those who give up are θ·Lq of the arrivals.
 * Source: Palm (1957); Mandelbaum and Zeltyn, The Palm/Erlang-A queue (2004).
 */
export function erlangA({ arrivalRate, serviceRate, servers, abandonRate }: ErlangA): ErlangAFigures {
  requirePositive({ arrivalRate, serviceRate, abandonRate });
  requireCount({ servers });
  // in logarithms up to where the terms have fallen out of sight of the largest
  const weights = [0];
  let most = 0;
  for (let n = 1; ; n++) {
    const death = Math.min(n, servers) * serviceRate + Math.max(0, n - servers) * abandonRate;
    const weight = weights[n - 1] + Math.log(arrivalRate / death);
    weights.push(weight);
    most = Math.max(most, weight);
    if (n > servers && weight < most - 45 && death > arrivalRate) break;
  }
  let total = 0;
  let waiting = 0;
  let queue = 0;
  let busy = 0;
  weights.forEach((weight, n) => {
    const p = Math.exp(weight - most);
    total += p;
    busy += p * Math.min(n, servers);
    if (n < servers) return;
    waiting += p;
    queue += p * (n - servers);
  });
  const queueLength = queue / total;
  const throughput = (serviceRate * busy) / total;
  return {
    abandonedRatio: (abandonRate * queueLength) / arrivalRate,
    waitingProbability: waiting / total,
    queueLength,
    waitingTime: queueLength / arrivalRate,
    utilisation: busy / total / servers,
    throughput,
  };
}
