import type { Step } from '../../src/sim/routine/routine.ts';
import type { Blueprint, ComponentPlan, PlannedChange } from '../../src/sim/world/blueprint.ts';
import { Maker } from './random-world.ts';

/** When nobody sends any more and nothing is wrong any more [ms]. */
export const MENDED_AT = 2_000;
export const SIZE = 3;

const TARGETS = { pool: ['leases'], db: ['calls', 'leases', 'transactions'], mail: ['calls'] } as const;

/** Steps of whatever kind, now and then within a transaction or with something acquired. */
function routineOf(maker: Maker): Step[] {
  const inner = () => maker.routine(TARGETS) as Step[];
  const key = maker.one(['own', 'tenant', 'any']);
  const until = maker.one(['end', 'released']);
  const shapes: (() => Step[])[] = [
    inner,
    () => [{ begin: 'db' }, { write: 'db' }, ...inner(), maker.one<Step>([{ commit: 'db' }, { rollback: 'db' }, 'answer'])],
    () => [{ acquire: 'pool', until }, ...inner(), ...(maker.chance(0.5) ? [{ release: 'pool' }] : [])],
    () => [{ acquire: 'db', key }, ...inner(), { release: 'db' }],
    () => [{ begin: 'db' }, { write: 'db', key: 'tenant' }, { write: 'db' }, { publish: 'mail', after: 'db' }, { commit: 'db' }],
    () => [{ try: [{ begin: 'db' }, ...inner(), { write: 'db' }, { commit: 'db' }], catch: inner(), finally: inner() }],
  ];
  return Array.from({ length: maker.whole(1, 2) }, () => maker.one(shapes)()).flat();
}

/** Some shops whose work takes leases of a pool and of a database that is struck now and then, as they are themselves. */
export function leaseWorld(seed: number): Blueprint {
  const maker = new Maker(seed);
  // no retry days later
  const random = (kind: string, rest: Partial<ComponentPlan>): ComponentPlan => ({
    ...maker.component(kind, {}),
    retryDelay: { kind: 'constant', delay: maker.whole(0, 50) },
    ...rest,
  });
  const calls = maker.chance(0.3)
    ? { pool: { networkDelay: { kind: 'constant', value: maker.whole(1, 30) } }, db: {}, mail: {} }
    : ['pool', 'db', 'mail'];
  const shop = () =>
    random('service', { calls, routine: routineOf(maker), whenCallerLeaves: maker.one(['cancel', 'drop-if-queued', 'keep-working']) });
  const lending = {
    acquireTimeout: maker.one([20, 100, 400]),
    leaseTime: maker.one([30, 300]),
    holderLearns: maker.one(['at-once', 'at-next-use']),
  };
  const change = (): PlannedChange => {
    const id = maker.one(['a', 'b', 'db', 'mail']);
    const inService = maker.one(['goes-on', 'lost', 'frozen']);
    const fault = maker.one([{ kind: 'fail-fast', inService }, { kind: 'hang', inService }, { kind: 'none' }]);
    if (maker.chance(0.2)) return { at: maker.whole(1, MENDED_AT - 1), set: {}, do: { [id]: 'kill' } };
    return {
      at: maker.whole(1, MENDED_AT - 1),
      set: maker.chance(0.6) ? { [`${id}.fault`]: fault } : { [`${id}.replicas`]: maker.whole(1, 4) },
    };
  };
  const none = { kind: 'none' };
  const mended = Object.fromEntries([
    ...['a', 'b', 'db', 'mail'].flatMap((id) => ['fault', 'replicaFault', 'autoscaling'].map((param) => [`${id}.${param}`, none])),
    ...['a', 'b', 'c', 'd'].flatMap((id) => ['ownLimiter', 'concurrencyLimit'].map((limit) => [`${id}.${limit}`, none])),
    ...['c', 'd'].map((id) => [`${id}.arrival`, { kind: 'constant', rate: 0 }]),
  ]);
  const client = (to: string) =>
    random('client', {
      arrival: { kind: 'poisson', rate: maker.whole(20, 150) },
      workload: { kind: 'uniform', keys: maker.whole(1, 6) },
      tenants: 2,
      attemptTimeout: maker.one([null, 10, 100]),
      calls: [to],
    });
  return {
    seed,
    duration: 90_000,
    bins: 30,
    components: {
      c: client('a'),
      d: client('b'),
      a: shop(),
      b: shop(),
      pool: { kind: 'pool', size: SIZE, ...lending },
      db: random('database', { ...lending, lockTimeout: maker.one([20, 100, 400]) }),
      mail: random('service', {}),
    },
    changes: [...Array.from({ length: maker.whole(0, 6) }, change).sort((a, b) => a.at - b.at), { at: MENDED_AT, set: mended }],
  };
}
