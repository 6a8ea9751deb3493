import { requireCount, requireNotNegative, requireStable } from './domain.ts';

/**
 * Erlang B: the share of arrivals that find all servers taken and are lost. M/G/c/c, whatever the distribution of
 * service times (insensitivity), for any load: B(0) = 1, B(n) = a·B(n − 1) / (n + a·B(n − 1)).
 * Source: Erlang, Solution of some problems in the theory of probabilities (1917); recursion: Jagerman (1974).
 * @param offeredLoad arrival rate × mean service time [erlang]
 */
export function erlangB(offeredLoad: number, servers: number): number {
  requireNotNegative({ offeredLoad });
  requireCount({ servers }, 0);
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (offeredLoad * blocked) / (n + offeredLoad * blocked);
  return blocked;
}

/** What an Erlang loss system does with its load; see `erlangB`. */
export function erlangLoss(offeredLoad: number, servers: number): { blockedRatio: number; carriedLoad: number; utilisation: number } {
  requireCount({ servers });
  const blockedRatio = erlangB(offeredLoad, servers);
  const carriedLoad = offeredLoad * (1 - blockedRatio);
  return { blockedRatio, carriedLoad, utilisation: carriedLoad / servers };
}

/**
 * Erlang C: the probability that an arrival has to wait in M/M/c with an endless queue, c·B / (c − a·(1 − B)).
 * Throws unless the offered load is below the number of servers.
 * @param offeredLoad [erlang]
 */
export function erlangC(offeredLoad: number, servers: number): number {
  requireCount({ servers });
  requireStable(offeredLoad / servers);
  const blocked = erlangB(offeredLoad, servers);
  return (servers * blocked) / (servers - offeredLoad * (1 - blocked));
}
