import { describe, expect, it } from 'vitest';
import type { ComponentPlan } from '../../src/sim/world/blueprint.ts';
import type { World } from '../../src/sim/world/world.ts';
import {
  earlyRefresh,
  earlyRefreshRatio,
  expiringKeys,
  fifoHitRatio,
  hitAfterAccess,
  hitAfterWrite,
  hitWithRebuild,
  lruHitRatio,
  stampede,
  zipfPopularity,
} from '../../src/theory/caches.ts';
import { estimate, expectTheory, over, replicate, total } from './replications.ts';

/** Readers who never time out and never retry, a cache whose operations take no time, and an origin as fast for many as for one. */
function reading(arrivalRate: number, workload: object, cache: Partial<ComponentPlan>, rebuild = 0): Record<string, ComponentPlan> {
  return {
    readers: {
      kind: 'client',
      calls: ['cache'],
      arrival: { kind: 'poisson', rate: arrivalRate },
      workload,
      maxAttempts: 1,
      attemptTimeout: null,
    },
    cache: { kind: 'cache', calls: ['origin'], operationTime: { kind: 'constant', value: 0 }, capacity: 100_000, ...cache },
    origin: { kind: 'database', servers: 10_000, serviceTime: { kind: 'constant', value: rebuild * 1_000 } },
  };
}

const oneKey = { kind: 'uniform', keys: 1 };
const zipf = (keys: number, skew: number) => ({ kind: 'zipf', keys, skew });
const hitRatio = (world: World) => ({ hitRatio: over(world, 'cache.hitRatio') });

describe('a key that expires', () => {
  const rows = [
    { arrivalRate: 1, lifetime: 10, afterWrite: 0.90909, afterAccess: 0.99995 },
    { arrivalRate: 0.1, lifetime: 10, afterWrite: 0.5, afterAccess: 0.63212 },
    { arrivalRate: 10, lifetime: 1, afterWrite: 0.90909, afterAccess: 0.99995 },
  ];
  const measured = (arrivalRate: number, cache: object) =>
    replicate(20, { duration: (10_000 / arrivalRate) * 1_000, components: reading(arrivalRate, oneKey, cache) }, hitRatio).hitRatio;

  it.each(rows)(
    '$lifetime s after it was filled, asked for $arrivalRate times a second: λT / (1 + λT)',
    ({ arrivalRate, lifetime, afterWrite }) => {
      expect(hitAfterWrite(arrivalRate, lifetime)).toBeCloseTo(afterWrite, 5);
      const cache = { ttl: lifetime * 1_000 };
      expectTheory(measured(arrivalRate, cache), hitAfterWrite(arrivalRate, lifetime), 0.02, 'hit ratio');
      // an instant fetch is over when it begins
      expectTheory(measured(arrivalRate, { ...cache, ttlCounts: 'start' }), hitAfterWrite(arrivalRate, lifetime), 0.02, 'hit ratio');
    },
  );

  it.each(rows)(
    '$lifetime s after its last use, asked for $arrivalRate times a second: 1 − e^(−λT)',
    ({ arrivalRate, lifetime, afterAccess }) => {
      expect(hitAfterAccess(arrivalRate, lifetime)).toBeCloseTo(afterAccess, 5);
      expectTheory(
        measured(arrivalRate, { ttl: lifetime * 1_000, ttlCounts: 'use' }),
        hitAfterAccess(arrivalRate, lifetime),
        0.02,
        'hit ratio',
      );
    },
  );
});

describe('many keys that expire, by Zipf’s law', () => {
  it.each([
    { keys: 1_000, skew: 1, arrivalRate: 100, afterWrite: 0.71477, afterAccess: 0.79087 },
    { keys: 10_000, skew: 0.8, arrivalRate: 1_000, afterWrite: 0.6517, afterAccess: 0.74078 },
  ])('$keys keys of skew $skew, 10 s: each by itself', ({ keys, skew, arrivalRate, afterWrite, afterAccess }) => {
    const theory = expiringKeys({ popularity: zipfPopularity(keys, skew), arrivalRate, lifetime: 10 });
    expect(theory.hitAfterWrite).toBeCloseTo(afterWrite, 4);
    expect(theory.hitAfterAccess).toBeCloseTo(afterAccess, 4);
    // a quarter of the run is the warm-up, longer than a life
    const duration = arrivalRate === 100 ? 90_000 : 44_000;
    const measured = (cache: object) =>
      replicate(16, { duration, bins: 4, components: reading(arrivalRate, zipf(keys, skew), { ttl: 10_000, ...cache }) }, hitRatio)
        .hitRatio;
    expectTheory(measured({}), theory.hitAfterWrite, 0.02, 'hit ratio after write');
    expectTheory(measured({ ttlCounts: 'use' }), theory.hitAfterAccess, 0.02, 'hit ratio after access');
  });
});

describe('a value that takes its time', () => {
  // the first fill counts, and what comes later is not stored: then the cycles are T + R + 1/λ long
  const cache = { ttl: 10_000, laterFills: 'ignored' };

  it.each([
    { arrivalRate: 100, rebuild: 0.5, hit: 0.95147, rebuilds: 51 },
    { arrivalRate: 1_000, rebuild: 0.2, hit: 0.9803, rebuilds: 201 },
  ])('R = $rebuild s, $arrivalRate req/s: λT / (λT + 1 + λR) hits, 1 + λR rebuilds', ({ arrivalRate, rebuild, hit, rebuilds }) => {
    const key = { arrivalRate, rebuild };
    expect(hitWithRebuild(key, 10)).toBeCloseTo(hit, 4);
    expect(stampede(key)).toBeCloseTo(rebuilds, 9);
    const duration = arrivalRate === 100 ? 200_000 : 65_000;
    const found = replicate(10, { duration, components: reading(arrivalRate, oneKey, cache, rebuild) }, (world) => ({
      ...hitRatio(world),
      rebuilds: over(world, 'cache.rebuildsPerCycle', 0),
      missTime: over(world, 'cache.missTime.mean'),
    }));
    expectTheory(found.hitRatio, hit, 0.01, 'hit ratio');
    expectTheory(found.rebuilds, rebuilds, 0.1, 'rebuilds per cycle');
    // each waits for its own
    for (const time of found.missTime) expect(time).toBeCloseTo(rebuild * 1_000, 6);
  });

  it('coalesced: one rebuild a cycle, and those who join wait for half of it', () => {
    const [arrivalRate, rebuild] = [100, 0.5];
    const coalesced = { ...cache, stampedeGuard: { kind: 'coalesce' } };
    const found = replicate(20, { duration: 200_000, components: reading(arrivalRate, oneKey, coalesced, rebuild) }, (world) => {
      expect(total(world, 'cache', 'rebuildBegun')).toBe(total(world, 'cache', 'cycleBegun'));
      return {
        ...hitRatio(world),
        missTime: over(world, 'cache.missTime.mean') / 1_000,
        waiting: over(world, 'cache.waiting', 0),
        joined: total(world, 'cache', 'joined') / total(world, 'cache', 'cycleBegun'),
      };
    });
    expectTheory(found.hitRatio, hitWithRebuild({ arrivalRate, rebuild }, 10), 0.01, 'hit ratio');
    expectTheory(found.joined, arrivalRate * rebuild, 0.05, 'joined per cycle');
    // one waits for R, and λR for R/2
    const joined = arrivalRate * rebuild;
    expectTheory(found.missTime, (rebuild * (1 + joined / 2)) / (1 + joined), 0.03, 'miss time');
    // by Little: joined a cycle × R/2 each ÷ how long a cycle is
    expectTheory(found.waiting, (joined * rebuild) / 2 / (10 + rebuild + 1 / arrivalRate), 0.05, 'waiting');
  });
});

describe('XFetch', () => {
  /** Rebuilds per cycle, and cycles per second. */
  function measured(runs: number, entry: { arrivalRate: number; rebuild: number; eagerness: number; lifetime: number }, cycles: number) {
    const { arrivalRate, rebuild, eagerness, lifetime } = entry;
    const cache = { ttl: lifetime * 1_000, laterFills: 'ignored', earlyRefresh: { kind: 'xfetch', beta: eagerness } };
    const components = reading(arrivalRate, oneKey, cache, rebuild);
    return replicate(runs, { duration: cycles * lifetime * 1_000, components }, (world) => {
      const rebuilds = over(world, 'cache.rebuildsPerCycle');
      return { rebuilds, period: rebuilds / over(world, 'cache.rebuilds') };
    });
  }

  it.each([
    { eagerness: 0.5, arrivalRate: 240, lifetime: 2, cycles: 60 },
    { eagerness: 1, arrivalRate: 100, lifetime: 3, cycles: 40 },
    { eagerness: 2, arrivalRate: 50, lifetime: 5, cycles: 25 },
  ])('β = $eagerness and many readers: e^(1/β) rebuilds per cycle', ({ eagerness, arrivalRate, lifetime, cycles }) => {
    const entry = { arrivalRate, rebuild: 0.25, eagerness, lifetime };
    const theory = earlyRefresh(entry);
    expect(Math.abs(theory.rebuilds / Math.exp(1 / eagerness) - 1)).toBeLessThan(0.01);
    const { rebuilds, period } = measured(40, entry, cycles);
    expectTheory(rebuilds, theory.rebuilds, 0.12, 'rebuilds per cycle');
    expectTheory(period, lifetime - theory.meanLead + 0.25 + theory.expires / arrivalRate, 0.03, 'time from one cycle to the next');
  });

  it.each([
    { arrivalRate: 10, rebuild: 0.5, eagerness: 1 },
    { arrivalRate: 2, rebuild: 0.5, eagerness: 1 },
    { arrivalRate: 0.8, rebuild: 0.5, eagerness: 0.5 },
  ])('$arrivalRate req/s, R = $rebuild s, β = $eagerness: what is rebuilt by few is rebuilt by the formula', (key) => {
    const entry = { ...key, lifetime: 8 };
    const theory = earlyRefresh(entry);
    const { rebuilds, period } = measured(40, entry, 100);
    expectTheory(rebuilds, theory.rebuilds, 0.06, 'rebuilds per cycle');
    expectTheory(period, 8 - theory.meanLead + key.rebuild + theory.expires / key.arrivalRate, 0.02, 'time from one cycle to the next');
  });

  it('has the published figures for 100 req/s and R = 0.5 s', () => {
    const key = { arrivalRate: 100, rebuild: 0.5, lifetime: 60 };
    expect(earlyRefresh({ ...key, eagerness: 1 }).rebuilds).toBeCloseTo(Math.E, 3);
    expect(earlyRefresh({ ...key, eagerness: 1 }).meanLead).toBeCloseTo(2.2446, 3);
    expect(earlyRefresh({ ...key, eagerness: 2 }).rebuilds).toBeCloseTo(1.6487, 3);
    expect([0, 0.25, 0.5, 1, 2].map((left) => Number(earlyRefreshRatio({ rebuild: 0.5, eagerness: 1 }, left).toFixed(5)))).toEqual([
      1, 0.60653, 0.36788, 0.13534, 0.01832,
    ]);
  });
});

describe('a cache of limited room in a world', () => {
  it.each([
    { keys: 1_000, skew: 1, capacity: 100, lru: 0.57652, fifo: 0.52025 },
    { keys: 100, skew: 1, capacity: 10, lru: 0.39763, fifo: 0.34463 },
  ])(
    '$capacity of $keys keys of skew $skew: LRU and FIFO hit as Che’s approximation says, to a hundredth',
    ({ keys, skew, capacity, lru, fifo }) => {
      const cache = { popularity: zipfPopularity(keys, skew), capacity };
      expect(lruHitRatio(cache).hitRatio).toBeCloseTo(lru, 4);
      expect(fifoHitRatio(cache).hitRatio).toBeCloseTo(fifo, 4);
      for (const [kind, theory] of [
        ['lru', lru],
        ['fifo', fifo],
        ['random', fifo],
      ] as const) {
        const components = reading(1_000, zipf(keys, skew), { capacity, eviction: { kind } });
        const { hitRatio: found } = replicate(20, { duration: 16_000, components }, hitRatio);
        const { mean, halfWidth } = estimate(found);
        const said = `${kind}: ${theory}, simulated ${mean} ± ${halfWidth}`;
        expect(halfWidth, said).toBeLessThan(0.02 * theory);
        expect(Math.abs(mean - theory), said).toBeLessThan(0.01 * theory + halfWidth);
      }
    },
  );
});

describe('a database behind a cache of 99 %', () => {
  // 2,000 req/s of 1,500 keys that never expire, before a database that does 250/s; callers wait for half a second and try thrice
  const components = reading(2_000, { kind: 'uniform', keys: 1_500 }, { capacity: 1_500, startsWith: 1_490 });
  const plan = {
    duration: 20_000,
    bins: 20,
    components: {
      ...components,
      readers: { ...components.readers, maxAttempts: 3, attemptTimeout: 500 },
      origin: { ...components.origin, servers: 5, serviceTime: { kind: 'exponential', mean: 20 } },
    },
  };
  const read = (world: World) => ({
    hitsBefore: over(world, 'cache.hitRatio', 0, 5),
    failedBefore: over(world, 'readers.failures', 0, 5),
    queueBefore: over(world, 'origin.queueLength', 0, 5),
    failedAfter: over(world, 'readers.failures', 7, 9),
    queueAfter: over(world, 'origin.queueLength', 7, 9),
    failedAtLast: over(world, 'readers.failures', 13, 20),
    asked: total(world, 'origin', 'arrived'),
  });

  it('rests until the cache is flushed, and then melts', () => {
    const flushed = replicate(2, { ...plan, changes: [{ at: 5_000, set: { 'cache.restarts': 1 } }] }, read);
    for (const ratio of flushed.hitsBefore) expect(ratio).toBeGreaterThan(0.99);
    for (const failures of flushed.failedBefore) expect(failures).toBe(0);
    for (const queue of flushed.queueBefore) expect(queue).toBeLessThan(5);
    for (const failures of flushed.failedAfter) expect(failures).toBeGreaterThan(500);
    for (const queue of flushed.queueAfter) expect(queue).toBeGreaterThan(2_000);
    for (const asked of flushed.asked) expect(asked).toBeGreaterThan(5_000);
    const left = replicate(2, plan, read);
    for (const failures of left.failedAfter) expect(failures).toBe(0);
  });

  it('coalescing spares it: no more than one question a key', () => {
    const guarded = { ...plan.components, cache: { ...components.cache, stampedeGuard: { kind: 'coalesce' } } };
    const found = replicate(2, { ...plan, components: guarded, changes: [{ at: 5_000, set: { 'cache.restarts': 1 } }] }, read);
    // once before the flush or at the beginning, and once after it; 1,500 at 250/s are 6 s of work
    for (const asked of found.asked) expect(asked).toBeLessThanOrEqual(1_510);
    for (const failures of found.failedAtLast) expect(failures).toBe(0);
  });
});
