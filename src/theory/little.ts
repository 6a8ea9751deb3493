import { requireNotNegative, requirePositive } from './domain.ts';

/**
 * Little's law, L = λW: for anything that requests enter and leave, over a long time, whatever happens inside.
 * Source: Little, A proof for the queuing formula L = λW (1961).
 * @param throughput of whatever is counted [1/s] @param time spent inside, mean [s]
 */
export function inFlightOf(throughput: number, time: number): number {
  requireNotNegative({ throughput, time });
  return throughput * time;
}

/** Mean time inside [s]. @param inFlight mean number inside @param throughput [1/s] */
export function timeOf(inFlight: number, throughput: number): number {
  requireNotNegative({ inFlight });
  requirePositive({ throughput });
  return inFlight / throughput;
}

/**
 * The same for a closed loop, users = throughput × (response time + think time): how much a fixed population sends.
 * Source: Denning and Buzen, The operational analysis of queueing network models (1978), response time law.
 * @param responseTime mean [s] @param thinkTime mean [s]
 */
export function closedLoopThroughput(users: number, responseTime: number, thinkTime: number): number {
  requireNotNegative({ users, responseTime, thinkTime });
  requirePositive({ 'responseTime + thinkTime': responseTime + thinkTime });
  return users / (responseTime + thinkTime);
}
