import { requireCount, requirePositive } from './domain.ts';

/** N users who think and then wait for one of c servers: M/M/c//N, the machine repairman. */
export interface ClosedLoop {
  /** N */
  users: number;
  /** Mean think time [s]; exponential, though its distribution does not matter */
  thinkTime: number;
  /** μ of one server [1/s] */
  serviceRate: number;
  /** c */
  servers: number;
}

export interface ClosedLoopFigures {
  /** X [1/s] */
  throughput: number;
  /** R, mean wait and service [s] */
  responseTime: number;
  utilisation: number;
  /** Mean number waiting or in service. */
  inFlight: number;
}

/**
 * In steady state; there always is one. Birth rate (N − n) / Z, death rate min(n, c)·μ; N = X(R + Z).
 * Source: Gross et al., Fundamentals of Queueing Theory (4th ed. 2008), 2.8; think times are insensitive (BCMP 1975).
 */
export function closedLoop({ users, thinkTime, serviceRate, servers }: ClosedLoop): ClosedLoopFigures {
  requireCount({ users, servers });
  requirePositive({ thinkTime, serviceRate });
  const weights = [0];
  for (let n = 1; n <= users; n++) {
    const birth = (users - n + 1) / thinkTime;
    weights.push(weights[n - 1] + Math.log(birth / (Math.min(n, servers) * serviceRate)));
  }
  const most = weights.reduce((a, b) => Math.max(a, b));
  let total = 0;
  let there = 0;
  let busy = 0;
  weights.forEach((weight, n) => {
    const p = Math.exp(weight - most);
    total += p;
    there += p * n;
    busy += p * Math.min(n, servers);
  });
  const throughput = (serviceRate * busy) / total;
  const inFlight = there / total;
  return { throughput, responseTime: inFlight / throughput, utilisation: busy / total / servers, inFlight };
}
