import { describe, expect, test } from 'vitest';
import { answersOf, origin, swiftCache, told } from '../../cache-story.ts';
import { evenClient, figure, firstRequests, played, samples, total } from '../../worlds.ts';

const seconds = (answers: readonly string[]) => answers.map((line) => line.replace(/(\d+)000→(\d+)000/, '$1→$2'));

describe('race_condition_ttl: who finds an entry expired keeps it alive for 5 s and rebuilds it', () => {
  const rails = { ttl: 300_000, staleWhileRebuilding: 5_000 };

  /** A page read ten times a second that takes 12 s to rebuild; it is there from the start. */
  function page(cache: object) {
    const components = {
      readers: evenClient(10, 'cache', { workload: { kind: 'uniform', keys: 1 } }),
      cache: swiftCache({ ...rails, startsWith: 1, ...cache }),
      origin: origin(12_000),
    };
    return played(components, { duration: 330_000, bins: 330, trace: firstRequests(5_000) });
  }

  const fetchedAt = (world: ReturnType<typeof page>) =>
    samples(world, 'cache.rebuilds').flatMap((count, second) => Array<number>(count).fill(second));

  test('a rebuild of 12 s is begun again every 5 s, and nobody waits but the rebuilders', () => {
    const world = page({});
    expect(fetchedAt(world)).toEqual([300, 305, 310]);
    expect(total(world, 'cache.miss')).toBe(3);
    expect(samples(world, 'cache.waiting').every((waiting) => waiting === 0)).toBe(true);
    // those who rebuild wait for 12 s each; of the 120 who came before the first was done the others had the old value at once
    expect([figure(world, 'cache.missTime.mean'), figure(world, 'cache.hitTime.mean')]).toEqual([12_000, 0]);
    expect(total(world, 'cache.staleHit')).toBe(120 - 3);
  });

  test('with coalescing one rebuilds, and the entry is kept alive for as long as that takes', () => {
    const world = page({ stampedeGuard: { kind: 'coalesce' } });
    expect(fetchedAt(world)).toEqual([300]);
    expect([total(world, 'cache.miss'), total(world, 'cache.staleHit')]).toEqual([1, 119]);
  });

  test('the last value to come stays, with a life of its own', () => {
    // begun at 300 and 305 s, done at 312 and 317: fresh until 617
    const asks = ['300000 r0', '304000 r0', '305000 r0', '309000 r0', '313000 r0', '616000 r0', '617000 r0'];
    const slow = { others: { origin: origin(12_000) }, duration: 700_000 };
    expect(seconds(answersOf({ ...rails, startsWith: 1 }, asks, slow))).toEqual([
      'r0 300→312 miss v0',
      'r0 304→304 stale v0',
      'r0 305→317 miss v0',
      'r0 309→309 stale v0',
      'r0 313→313 hit v0',
      'r0 616→616 hit v0',
      'r0 617→629 miss v0',
    ]);
  });

  test('what nobody has found within 5 s of its expiry is gone, and all who come wait', () => {
    const slow = { others: { origin: origin(12_000) }, duration: 400_000 };
    const { world, answers } = told({ ...rails, startsWith: 1 }, ['305000 r0', '306000 r0'], slow);
    expect(seconds(answers)).toEqual(['r0 305→317 miss v0', 'r0 306→318 miss v0']);
    expect(total(world, 'cache.expired')).toBe(1);
  });

  test('a life that is shorter than the time it is kept alive begins anew with each value', () => {
    const short = { ttl: 20, staleWhileRebuilding: 100, startsWith: 1 };
    expect(answersOf(short, ['20 r0', '25 r0', '31 r0', '50 r0', '55 r0'])).toEqual([
      'r0 20→30 miss v0',
      'r0 25→25 stale v0',
      'r0 31→31 hit v0',
      'r0 50→60 miss v0',
      'r0 55→55 stale v0',
    ]);
  });
});

describe('refresh after a time', () => {
  const caffeine = { earlyRefresh: { kind: 'refresh-after', after: 5_000 }, stampedeGuard: { kind: 'coalesce' } };

  test('what never expires is refreshed behind its reader; the first after a pause is served an old value', () => {
    // filled at 0.01 s; refreshed by the read at 6 s, then by the one after 17 minutes, and once though two read
    const asks = ['0 r0', '5000 r0', '6000 r0', '1024000 r0', '1024005 r0', '1024020 r0'];
    const { world, answers } = told(caffeine, asks, { duration: 1_100_000, bins: 11 });
    expect(answers.slice(1).every((line) => line.endsWith('hit v0'))).toBe(true);
    expect(total(world, 'cache.rebuildBegun')).toBe(3);
    // 4,990 + 5,990 + 1,017,990 + 1,017,995 + 10 ms
    expect(figure(world, 'cache.age.mean')).toBeCloseTo((4_990 + 5_990 + 1_017_990 + 1_017_995 + 10) / 5, 6);
  });

  test('a refresh moves the expiry, and the time to the next', () => {
    // refresh after 10 min, expiry after 20: filled at 1, refreshed at 13, still young at 16 and at 23, expired at 34 and at 56
    const minutes = [1, 6, 13, 16, 23, 34, 56].map((minute) => `${minute * 60_000} r0`);
    const cache = { ...caffeine, ttl: 1_200_000, earlyRefresh: { kind: 'refresh-after', after: 600_000 } };
    const { world, answers } = told(cache, minutes, { duration: 3_600_000, bins: 60 });
    expect(answers.map((line) => line.split(' ')[2])).toEqual(['miss', 'hit', 'hit', 'hit', 'hit', 'miss', 'miss']);
    expect(samples(world, 'cache.rebuilds').flatMap((rate, minute) => (rate > 0 ? minute : []))).toEqual([1, 13, 34, 56]);
  });
});
