import { requireNotNegative, requirePositive, requireRatio, requireStable } from './domain.ts';

/**
 * Time until a backlog is worked off while more comes in: B / (capacity − λ) [s]. Fluid: exact in the mean for the time
 * until the queue is first empty, as long as all servers are busy. Throws when arrivals leave nothing over.
 * @param backlog waiting at the start @param arrivalRate λ [1/s] @param maxThroughput cμ [1/s]
 */
export function drainTime(backlog: number, arrivalRate: number, maxThroughput: number): number {
  requireNotNegative({ backlog, arrivalRate });
  requirePositive({ maxThroughput });
  requireStable(arrivalRate / maxThroughput);
  return backlog / (maxThroughput - arrivalRate);
}

/**
 * The same after an outage in which all work was kept: T·ρ / (1 − ρ), so at 80 % utilisation it lasts four times as long as
 * the outage. Nobody times out and nobody retries.
 * @param outage T [s] @param utilisation ρ before and after
 */
export function drainTimeAfter(outage: number, utilisation: number): number {
  requireNotNegative({ outage });
  requireRatio({ utilisation });
  requireStable(utilisation);
  return (outage * utilisation) / (1 - utilisation);
}
