import { describe, expect, it } from 'vitest';
import { Stream } from '../../src/sim/kernel/chance.ts';
import { Zipf } from '../../src/sim/kernel/zipf.ts';
import { Replay } from '../../src/sim/study/replay.ts';
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
import { chosen } from '../chosen.ts';

/** Worked out with another program, to five digits. */
function expectFiveDigits(value: number, reference: number): void {
  expect(Math.abs(value - reference), `${value}, not ${reference}`).toBeLessThanOrEqual(5.01e-5 * Math.abs(reference));
}

describe('keys that expire', () => {
  it.each([
    [1, 10, 0.90909, 0.99995],
    [0.1, 10, 0.5, 0.63212],
    [10, 1, 0.90909, 0.99995],
  ])('%d/s, expiring after %d s: hits %d after write, %d after access', (rate, lifetime, afterWrite, afterAccess) => {
    expectFiveDigits(hitAfterWrite(rate, lifetime), afterWrite);
    expectFiveDigits(hitAfterAccess(rate, lifetime), afterAccess);
  });

  it.each([
    [1_000, 1, 100, 10, 0.71477, 0.79087, 285.23],
    [10_000, 0.8, 1_000, 10, 0.6517, 0.74078, 3_483],
  ])('%d of them, Zipf %d, %d/s, expiring after %d s', (n, skew, arrivalRate, lifetime, afterWrite, afterAccess, entries) => {
    const figures = expiringKeys({ popularity: zipfPopularity(n, skew), arrivalRate, lifetime });
    expectFiveDigits(figures.hitAfterWrite, afterWrite);
    expectFiveDigits(figures.hitAfterAccess, afterAccess);
    expectFiveDigits(figures.entriesAfterWrite, entries);
  });

  it.each([
    [100, 0.5, 51, 0.95147],
    [1_000, 0.2, 201, 0.9803],
  ])('%d/s, a rebuild in %d s: %d rebuilds per expiry, %d hits', (arrivalRate, rebuild, rebuilds, hits) => {
    expect(stampede({ arrivalRate, rebuild })).toBeCloseTo(rebuilds, 9);
    expectFiveDigits(hitWithRebuild({ arrivalRate, rebuild }, 10), hits);
    // a value that comes at once: the formula without
    expect(hitWithRebuild({ arrivalRate, rebuild: 0 }, 10)).toBeCloseTo(hitAfterWrite(arrivalRate, 10), 12);
  });
});

describe('early refresh', () => {
  it.each([
    [100, 0.5, 1, 1.9287e-22, 2.2446, Math.E],
    [100, 0.5, 2, 3.7201e-44, 5.1824, 1.6487],
    [10, 0.5, 1, 0.0067379, 1.0939, 2.5933],
    [1_000, 0.2, 1, 1.3839e-87, 1.1751, Math.E],
  ])('%d/s, rebuild %d s, eagerness %d', (arrivalRate, rebuild, eagerness, expires, meanLead, rebuilds) => {
    const figures = earlyRefresh({ arrivalRate, rebuild, eagerness, lifetime: 60 });
    expectFiveDigits(figures.expires, expires);
    expectFiveDigits(figures.meanLead, meanLead);
    expectFiveDigits(figures.rebuilds, rebuilds);
  });

  it('without eagerness is a stampede', () => {
    const figures = earlyRefresh({ arrivalRate: 100, rebuild: 0.5, eagerness: 1e-9, lifetime: 60 });
    expect(figures.expires).toBeCloseTo(1, 6);
    expect(figures.meanLead).toBeCloseTo(0, 6);
    expect(figures.rebuilds).toBeCloseTo(51, 4);
  });

  it.each([
    [0, 1],
    [0.25, 0.60653],
    [0.5, 0.36788],
    [1, 0.13534],
    [2, 0.018316],
  ])('%d s before expiry an access rebuilds with probability %d', (left, ratio) => {
    expectFiveDigits(earlyRefreshRatio({ rebuild: 0.5, eagerness: 1 }, left), ratio);
  });
});

const approximations = [
  [1_000, 1, 100, 180.93, 0.57652, 0.52025],
  [1_000, 0.8, 100, 133.86, 0.37779, 0.33368],
  [10_000, 0.8, 500, 653.37, 0.33119, 0.29375],
  [10_000, 1, 1_000, 2_352.2, 0.6756, 0.63091],
  [100, 1, 10, 13.268, 0.39763, 0.34463],
] as const;

/** Hit ratio once the cache is full and has forgotten how it began. */
function measured(kind: string, n: number, skew: number, capacity: number): number {
  const ACCESSES = 1_000_000;
  const WARM_UP = 200_000;
  const zipf = new Zipf(n, skew);
  const chance = new Stream(1, 'test', `keys ${n} ${skew}`);
  const keys = Int32Array.from({ length: ACCESSES }, () => zipf.rank(chance) - 1);
  const { policy, params } = chosen('eviction', { kind });
  const replay = new Replay({ keys, distinct: n, sizes: null }, capacity, (room) => policy.start(params, room));
  replay.to(WARM_UP);
  const before = replay.result.misses;
  replay.to(ACCESSES);
  return 1 - (replay.result.misses - before) / (ACCESSES - WARM_UP);
}

describe('characteristic times', () => {
  it.each(approximations)('%d keys, Zipf %d, room for %d', (n, skew, capacity, time, hits, fifoHits) => {
    const popularity = zipfPopularity(n, skew);
    const lru = lruHitRatio({ popularity, capacity });
    expectFiveDigits(lru.characteristicTime, time);
    expectFiveDigits(lru.hitRatio, hits);
    expectFiveDigits(fifoHitRatio({ popularity, capacity }).hitRatio, fifoHits);
  });

  // chance makes 0.001 of it (800,000 accesses), where keys are few the approximation the rest
  it.each(approximations)('the simulated cache of %d keys, Zipf %d, room for %d', (n, skew, capacity, _time, hits, fifoHits) => {
    const within = n === 100 ? 0.008 : 0.003;
    expect(Math.abs(measured('lru', n, skew, capacity) - hits)).toBeLessThan(within);
    expect(Math.abs(measured('fifo', n, skew, capacity) - fifoHits)).toBeLessThan(within);
    expect(Math.abs(measured('random', n, skew, capacity) - fifoHits)).toBeLessThan(within);
  });

  it('keys that are all alike hit by the share that fits in', () => {
    const cache = { popularity: zipfPopularity(1_000, 0), capacity: 250 };
    expect(lruHitRatio(cache).hitRatio).toBeCloseTo(0.25, 12);
    expect(fifoHitRatio(cache).hitRatio).toBeCloseTo(0.25, 12);
  });

  it('there is none where all fit in', () => {
    const cache = { popularity: zipfPopularity(10, 1), capacity: 10 };
    expect(() => lruHitRatio(cache)).toThrow('capacity must be below the number of keys, 10, not 10');
    expect(() => fifoHitRatio({ popularity: [1, 0, 0], capacity: 2 })).toThrow('no more than 2 keys are ever asked for');
  });
});
