import type { Blueprint, ComponentPlan } from '../../src/sim/world/blueprint.ts';
import { Maker } from './random-world.ts';

/**
 * Some who read and write many keys by way of a cache before a database, half of them through a shop and a gateway first:
 * every policy of the cache, what gateway and shop do with those who come, and whatever else these two are like is made up.
 */
export function cachedWorld(seed: number): Blueprint {
  const maker = new Maker(seed);
  const client = (to: string): ComponentPlan => ({
    kind: 'client',
    arrival: { kind: 'poisson', rate: 100 },
    workload: { kind: 'zipf', keys: maker.whole(5, 100), skew: 0.5 },
    writeRatio: maker.one([0.05, 0.3]),
    sizeSpread: 1,
    tenants: 5,
    users: 3,
    calls: [to],
  });
  const capacity = maker.whole(5, 40);
  return {
    seed,
    duration: 4_000,
    bins: 20,
    components: {
      users: client('shop'),
      others: client('cache'),
      shop: {
        kind: 'service',
        servers: 2,
        replicas: 3,
        serviceTime: { kind: 'exponential', mean: 50 },
        queues: maker.one(['shared', 'own']),
        balancer: maker.policy('balancer'),
        loadShedding: maker.policy('load-shedding'),
        calls: ['gate'],
      },
      gate: { ...maker.component('gateway', { cache: ['calls'] }), replicas: maker.whole(1, 4) },
      cache: {
        ...maker.component('cache', { db: ['calls'] }),
        ...{ eviction: maker.policy('eviction'), earlyRefresh: maker.policy('early-refresh'), absenceGuard: maker.policy('absence-guard') },
        ...(maker.chance(0.5) ? { capacity } : { capacity: capacity * 1_000, capacityIn: 'bytes' }),
        works: true,
        warmUpRate: 100,
      },
      db: { kind: 'database', rows: maker.one([20, 1_000]), serviceTime: { kind: 'exponential', mean: maker.one([2, 30]) } },
    },
    changes: [
      { at: 1_000, set: { 'cache.absenceGuard': maker.policy('absence-guard') } },
      { at: 2_000, set: {}, do: { cache: 'restart' } },
    ],
  };
}
