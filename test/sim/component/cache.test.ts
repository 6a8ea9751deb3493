import { describe, expect, test } from 'vitest';
import { answersOf, origin, told } from '../../cache-story.ts';
import { figure, samples, total } from '../../worlds.ts';

// the origin answers after 10 ms, unless it says otherwise
const coalesce = { stampedeGuard: { kind: 'coalesce' } };

/** An origin whose every answer from `from` on is an error, until `to` [ms]. */
const failing = (from: number, to = 100_000) => [
  { at: from, set: { 'origin.fault': { kind: 'error-ratio', ratio: 1 } } },
  { at: to, set: { 'origin.fault': { kind: 'none' } } },
];

describe('hits and misses', () => {
  test('a miss asks the origin, a hit does not', () => {
    const { world, answers } = told({}, ['0 r0', '20 r0', '30 r1', '50 r0']);
    expect(answers).toEqual(['r0 0→10 miss v0', 'r0 20→20 hit v0', 'r1 30→40 miss v1', 'r0 50→50 hit v0']);
    expect(figure(world, 'cache.hitRatio')).toBe(0.5);
    expect(figure(world, 'cache.missRatio')).toBe(0.5);
    expect(figure(world, 'cache.originRate')).toBe(2);
    expect(figure(world, 'cache.missTime.mean')).toBe(10);
    expect(figure(world, 'cache.hitTime.mean')).toBe(0);
    // in the cache for 10 ms at the first hit, for 40 at the second
    expect(figure(world, 'cache.age.mean')).toBe(25);
    expect(samples(world, 'cache.held').at(-1)).toBe(2);
  });

  test('an operation takes its time: a look-up before a hit, a store after a fetch by the application', () => {
    const slow = { operationTime: { kind: 'constant', value: 2 } };
    expect(answersOf(slow, ['0 r0', '11 r0', '20 r0'])).toEqual(['r0 0→12 miss v0', 'r0 11→13 hit v0', 'r0 20→22 hit v0']);
    // look-up until 2, fetch until 12, store until 14: a look-up that ends at 13 misses
    expect(answersOf({ ...slow, reads: 'cache-aside' }, ['0 r0', '11 r0', '20 r0'])).toEqual([
      'r0 0→14 miss v0',
      'r0 11→25 miss v0',
      'r0 20→22 hit v0',
    ]);
  });

  test('a node of limited rate deals with its calls one after the other', () => {
    // 100/s: the first is done after 10 ms, the second after 20, the third after 30
    expect(answersOf({ replicaRate: 100, startsWith: 1 }, ['0 r0', '0 r0', '5 r0', '100 r0'])).toEqual([
      'r0 0→10 hit v0',
      'r0 0→20 hit v0',
      'r0 5→30 hit v0',
      'r0 100→110 hit v0',
    ]);
  });

  test('what has expired is still there until it is asked for; then it is gone, even if nothing comes in its place', () => {
    const { world, answers } = told({ ttl: 50 }, ['0 r0', '0 r1', '250 r0', '450 r0'], { changes: failing(200) });
    expect(answers.slice(2)).toEqual(['r0 250→260 miss error', 'r0 450→460 miss error']);
    expect(samples(world, 'cache.held').slice(0, 4)).toEqual([1.8, 2, 1.5, 1]);
    expect(total(world, 'cache.expired')).toBe(1);
  });

  test('it starts with keys', () => {
    expect(answersOf({ startsWith: 2, ttl: 50 }, ['0 r1', '1 r2', '49.999 r1', '50 r0'])).toEqual([
      'r1 0→0 hit v1',
      'r2 1→11 miss v2',
      'r1 49.999→49.999 hit v1',
      'r0 50→60 miss v0',
    ]);
  });

  test('an error is passed on and not stored; so is being shed', () => {
    const { world, answers } = told({}, ['0 r0', '20 r0', '120 r0'], { changes: failing(0, 100) });
    expect(answers).toEqual(['r0 0→10 miss error', 'r0 20→30 miss error', 'r0 120→130 miss v0']);
    expect(total(world, 'cache.fillFailed')).toBe(2);
    const full = origin(10, 10, { servers: 1, loadShedding: { kind: 'bounded-queue', capacity: 0 } });
    expect(answersOf({}, ['0 r0', '5 r1'], { others: { origin: full } })).toEqual(['r0 0→10 miss v0', 'r1 5→5 miss shed']);
  });

  test('off, it is not asked and holds nothing up; on again, it has what it had', () => {
    const changes = [
      { at: 30, set: { 'cache.works': false } },
      { at: 60, set: { 'cache.works': true } },
    ];
    const { world, answers } = told({ operationTime: { kind: 'constant', value: 1 } }, ['0 r0', '20 r0', '40 r0', '45 w0', '80 r0'], {
      changes,
    });
    expect(answers).toEqual([
      'r0 0→11 miss v0',
      'r0 20→21 hit v0',
      'r0 40→50 miss bypassed v0',
      'w0 45→55 bypassed v1',
      // nobody told it of the write
      'r0 80→81 hit wrong v0',
    ]);
    // of three reads it has answered one was out of date, by 26 ms
    expect(figure(world, 'cache.staleness.mean')).toBeCloseTo(26 / 3, 9);
  });

  test('a caller that leaves while it is looked up, fetched for or waiting is forgotten; the fetch goes on', () => {
    const leaves = (cache: object, ask: string[], attemptTimeout: number) => told(cache, ask, { client: { attemptTimeout } });
    const fetched = leaves({}, ['0 r0', '20 r0'], 4);
    expect(fetched.answers).toEqual(['r0 0→4 miss timed-out', 'r0 20→20 hit v0']);
    expect([total(fetched.world, 'cache.left'), total(fetched.world, 'cache.servedMiss')]).toEqual([1, 0]);
    const lookedUp = leaves({ operationTime: { kind: 'constant', value: 5 } }, ['0 r0'], 4);
    expect(lookedUp.answers).toEqual(['r0 0→4 timed-out']);
    expect([total(lookedUp.world, 'cache.left'), total(lookedUp.world, 'origin.arrived')]).toEqual([1, 0]);
    const joined = leaves(coalesce, ['0 r0', '2 r0', '7 r0', '20 r0'], 6);
    expect(joined.answers).toEqual(['r0 0→6 miss timed-out', 'r0 2→8 miss joined timed-out', 'r0 7→10 miss joined v0', 'r0 20→20 hit v0']);
    expect(figure(joined.world, 'cache.waiting')).toBeCloseTo((6 + 3) / 1_000, 9);
    // who goes on working has served nobody, and counts
    const kept = leaves({ whenCallerLeaves: 'keep-working' }, ['0 r0'], 4);
    expect([total(kept.world, 'cache.left'), total(kept.world, 'cache.servedMiss')]).toEqual([0, 1]);
  });

  test('a timer that counts from the service runs while a call waits for somebody else’s rebuild', () => {
    const client = { attemptTimeout: 5, attemptTimerStarts: 'service' };
    expect(answersOf({ ...coalesce, operationTime: { kind: 'constant', value: 2 } }, ['0 r0', '1 r0'], { client })).toEqual([
      'r0 0→7 miss timed-out',
      'r0 1→8 miss joined timed-out',
    ]);
  });
});

describe('time to live', () => {
  test('fresh before its time and not at it', () => {
    expect(answersOf({ ttl: 100 }, ['0 r0', '109.999 r0', '110 r0'])).toEqual([
      'r0 0→10 miss v0',
      'r0 109.999→109.999 hit v0',
      'r0 110→120 miss v0',
    ]);
  });

  test('counted from when the value was asked for', () => {
    expect(answersOf({ ttl: 100, ttlCounts: 'start' }, ['0 r0', '99.999 r0', '100 r0'])).toEqual([
      'r0 0→10 miss v0',
      'r0 99.999→99.999 hit v0',
      'r0 100→110 miss v0',
    ]);
    // a value that took longer than that has expired when it comes
    expect(answersOf({ ttl: 5, ttlCounts: 'start' }, ['0 r0', '20 r0'])).toEqual(['r0 0→10 miss v0', 'r0 20→30 miss v0']);
  });

  test('counted from the last use: a read within the time gives another', () => {
    expect(answersOf({ ttl: 100, ttlCounts: 'use' }, ['0 r0', '109 r0', '208 r0', '307.999 r0', '407.999 r0'])).toEqual([
      'r0 0→10 miss v0',
      'r0 109→109 hit v0',
      'r0 208→208 hit v0',
      'r0 307.999→307.999 hit v0',
      'r0 407.999→417.999 miss v0',
    ]);
  });

  test('another time to live counts for what comes in from then on', () => {
    const changes = [{ at: 15, set: { 'cache.ttl': 20 } }];
    expect(answersOf({ ttl: 100 }, ['0 r0', '20 r1', '49 r1', '50 r1', '109 r0'], { changes })).toEqual([
      'r0 0→10 miss v0',
      'r1 20→30 miss v1',
      'r1 49→49 hit v1',
      'r1 50→60 miss v1',
      'r0 109→109 hit v0',
    ]);
  });

  test('jitter of 20 %: entries live from 80 to 120 ms, each as long as its draw says, and 100 on average', () => {
    const asks = Array.from({ length: 400 }, (_, key) => `0 r${key}`);
    const { world } = told({ ttl: 100, ttlJitter: 0.2, capacity: 1_000 }, asks, { duration: 60 });
    // they came at 10
    const [{ left }] = world.contents('cache', 1_000);
    const lives = Array.from(left, (micros) => micros / 1_000 + 50);
    expect(lives).toHaveLength(400);
    expect(Math.min(...lives)).toBeGreaterThanOrEqual(80);
    expect(Math.max(...lives)).toBeLessThanOrEqual(120);
    expect(Math.min(...lives)).toBeLessThan(81);
    expect(Math.max(...lives)).toBeGreaterThan(119);
    // uniform: standard deviation 40/√12 = 11.5, of the mean of 400 0.58
    expect(Math.abs(lives.reduce((sum, life) => sum + life, 0) / 400 - 100)).toBeLessThan(4.5 * 0.58);
  });
});

describe('stale while revalidating', () => {
  test('past its time an entry is served and rebuilt in the background, but only within the window', () => {
    const swr = { ttl: 100, staleWhileRevalidate: 50, ...coalesce };
    const { world, answers } = told(swr, ['0 r0', '110 r0', '115 r0', '121 r0', '270 r0', '500 r0']);
    expect(answers).toEqual([
      'r0 0→10 miss v0',
      'r0 110→110 stale v0',
      'r0 115→115 stale v0',
      // rebuilt at 120, fresh until 220, served until 270
      'r0 121→121 hit v0',
      'r0 270→280 miss v0',
      'r0 500→510 miss v0',
    ]);
    expect(total(world, 'cache.rebuildBegun')).toBe(4);
    expect(figure(world, 'cache.staleHits')).toBe(2);
    // a share of all look-ups, stale answers included
    expect(figure(world, 'cache.hitRatio')).toBe(0.5);
  });

  test('without a guard every reader of a stale entry has it rebuilt', () => {
    const { world } = told({ ttl: 100, staleWhileRevalidate: 50 }, ['0 r0', '110 r0', '115 r0', '119 r0', '121 r0']);
    expect(total(world, 'cache.rebuildBegun')).toBe(4);
  });

  test('a refresh that fails leaves the entry as it is', () => {
    expect(answersOf({ ttl: 100, staleWhileRevalidate: 50 }, ['0 r0', '110 r0', '130 r0', '160 r0'], { changes: failing(100) })).toEqual([
      'r0 0→10 miss v0',
      'r0 110→110 stale v0',
      'r0 130→130 stale v0',
      'r0 160→170 miss error',
    ]);
  });
});

describe('stale if error', () => {
  test('an expired entry is served when the origin fails, and only then, and only for so long', () => {
    const { world, answers } = told({ ttl: 100, staleIfError: 200 }, ['0 r0', '120 r0', '290 r0', '299.999 r0', '300.001 r0', '320 r0'], {
      changes: failing(100),
    });
    expect(answers).toEqual([
      'r0 0→10 miss v0',
      'r0 120→130 miss on-error v0',
      'r0 290→300 miss on-error v0',
      'r0 299.999→309.999 miss on-error v0',
      // when the error comes, the 200 ms are over
      'r0 300.001→310.001 miss error',
      'r0 320→330 miss error',
    ]);
    expect(figure(world, 'cache.servedOnError')).toBe(3);
    expect(answersOf({ ttl: 100, staleIfError: 200 }, ['0 r0', '120 r0'])).toEqual(['r0 0→10 miss v0', 'r0 120→130 miss v0']);
  });

  test('those who joined get it too', () => {
    expect(answersOf({ ttl: 100, staleIfError: 200, ...coalesce }, ['0 r0', '120 r0', '125 r0'], { changes: failing(100) })).toEqual([
      'r0 0→10 miss v0',
      'r0 120→130 miss on-error v0',
      'r0 125→130 miss joined on-error v0',
    ]);
  });
});

describe('early refresh', () => {
  test('refresh-ahead: a read in the last fifth of a life has it rebuilt, and nobody waits', () => {
    const ahead = { ttl: 100, earlyRefresh: { kind: 'refresh-ahead', after: 0.8 }, ...coalesce };
    const { world, answers } = told(ahead, ['0 r0', '89.999 r0', '90 r0', '95 r0', '150 r0', '199.999 r0', '220 r0', '221 r0']);
    expect(answers).toEqual([
      'r0 0→10 miss v0',
      'r0 89.999→89.999 hit v0',
      // rebuilt at 100, in a fifth of life from 180
      'r0 90→90 hit v0',
      'r0 95→95 hit v0',
      'r0 150→150 hit v0',
      'r0 199.999→199.999 hit v0',
      // rebuilt at 209.999
      'r0 220→220 hit v0',
      'r0 221→221 hit v0',
    ]);
    expect(total(world, 'cache.rebuildBegun')).toBe(3);
  });

  test('with `refreshWaits` the one that sets it off waits, and counts as a miss; others get what is there', () => {
    const ahead = { ttl: 100, earlyRefresh: { kind: 'refresh-ahead', after: 0.8 }, refreshWaits: true, ...coalesce };
    const waits = told(ahead, ['0 r0', '90 r0', '95 r0', '101 r0']);
    expect(waits.answers).toEqual(['r0 0→10 miss v0', 'r0 90→100 miss v0', 'r0 95→95 hit v0', 'r0 101→101 hit v0']);
    // if the rebuild fails, what is there is still fresh
    expect(answersOf(ahead, ['0 r0', '90 r0', '130 r0'], { changes: failing(80) })).toEqual([
      'r0 0→10 miss v0',
      'r0 90→100 miss v0',
      'r0 130→140 miss error',
    ]);
  });

  test('XFetch: a read at the very end refreshes for certain, one far from it never', () => {
    // a rebuild takes 10 ms; at t before the end a read refreshes with probability e^(−t/10)
    const xfetch = { ttl: 1_000, earlyRefresh: { kind: 'xfetch', beta: 1 } };
    const rebuilds = (times: number[]) =>
      total(told(xfetch, ['0 r0', ...times.map((at) => `${at} r0`)], { duration: 3_000 }).world, 'cache.rebuildBegun') - 1;
    expect(rebuilds(Array.from({ length: 200 }, (_, i) => 20 + i))).toBe(0);
    expect(rebuilds([1_009.999])).toBe(1);
    // 100 independent reads 10 ms before the end: 36.8 of them, give or take 4.8
    const early = rebuilds(Array.from({ length: 100 }, () => 1_000));
    expect(Math.abs(early - 100 * Math.exp(-1))).toBeLessThan(4.5 * 4.8);
    expect(early).toBeGreaterThan(0);
  });

  test('XFetch knows how long a rebuild takes from the last one, waiting at the origin included', () => {
    const slow = origin(10, 10, { servers: 1 });
    // r1 waits for r0: its rebuild took 20 ms, that of r0 10
    const { world } = told({ ttl: 1_000 }, ['0 r0', '0 r1'], { others: { origin: slow } });
    expect(figure(world, 'cache.missTime.mean')).toBe(15);
    const count = (key: number) => {
      const asks = ['0 r0', '0 r1', ...Array.from({ length: 100 }, () => `990 r${key}`)];
      const story = told({ ttl: 1_000, earlyRefresh: { kind: 'xfetch' } }, asks, {
        others: { origin: { ...slow, servers: 1 } },
        duration: 995,
      });
      return total(story.world, 'cache.rebuildBegun') - 2;
    };
    // 20 ms before its end r0 is refreshed with e^(−20/10), 13.5 %, and 30 ms before its end r1 with e^(−30/20), 22.3 %
    expect(Math.abs(count(0) - 13.5)).toBeLessThan(4.5 * 3.4);
    expect(Math.abs(count(1) - 22.3)).toBeLessThan(4.5 * 4.2);
    expect(count(1)).toBeGreaterThan(count(0));
  });
});

describe('a stampede', () => {
  const three = ['0 r0', '3 r0', '9 r0', '20 r0'];

  test('without a guard everybody who misses asks the origin', () => {
    const { world, answers } = told({}, three);
    expect(answers).toEqual(['r0 0→10 miss v0', 'r0 3→13 miss v0', 'r0 9→19 miss v0', 'r0 20→20 hit v0']);
    expect(figure(world, 'cache.rebuilds')).toBe(3);
    expect(figure(world, 'cache.rebuildsPerCycle')).toBe(3);
    expect(figure(world, 'cache.rebuilding')).toBeCloseTo(0.03, 9);
  });

  test('a cycle ends with the first rebuild that ends: what begins after that is of another', () => {
    // value gone at once: 0→10, 5→15, 12→22, 13→23
    const { world } = told({ ttl: 1 }, ['0 r0', '5 r0', '12 r0', '13 r0']);
    expect([total(world, 'cache.rebuildBegun'), total(world, 'cache.cycleBegun')]).toEqual([4, 2]);
  });

  test('laterFills: what somebody else has filled meanwhile is replaced, or stays with its time', () => {
    // filled at 10, again at 19: it lives until 119, or until 110
    const asks = ['0 r0', '9 r0', '115 r0'];
    expect(answersOf({ ttl: 100 }, asks).at(-1)).toBe('r0 115→115 hit v0');
    expect(answersOf({ ttl: 100, laterFills: 'ignored' }, asks).at(-1)).toBe('r0 115→125 miss v0');
  });

  test('coalescing: one rebuild, shared', () => {
    const { world, answers } = told(coalesce, three);
    expect(answers).toEqual(['r0 0→10 miss v0', 'r0 3→10 miss joined v0', 'r0 9→10 miss joined v0', 'r0 20→20 hit v0']);
    expect(figure(world, 'cache.rebuildsPerCycle')).toBe(1);
    expect(total(world, 'origin.arrived')).toBe(1);
    // from 3 to 10 and from 9 to 10
    expect(figure(world, 'cache.waiting')).toBeCloseTo(0.008, 9);
  });

  test('coalescing shares failures too', () => {
    expect(answersOf(coalesce, ['0 r0', '3 r0', '20 r0'], { changes: failing(0, 15) })).toEqual([
      'r0 0→10 miss error',
      'r0 3→10 miss joined error',
      'r0 20→30 miss v0',
    ]);
  });

  test('coalescing: who asked first may leave, and the others still get the value', () => {
    const { world, answers } = told(coalesce, ['0 r0', '5 r0'], { client: { attemptTimeout: 7 } });
    expect(answers).toEqual(['r0 0→7 miss timed-out', 'r0 5→10 miss joined v0']);
    expect(total(world, 'origin.arrived')).toBe(1);
  });

  test('coalescing is by key and by place: another key, or another process with its own cache, asks for itself', () => {
    const { world } = told(coalesce, ['0 r0', '1 r1']);
    expect(total(world, 'origin.arrived')).toBe(2);
    const apart = told({ ...coalesce, locality: 'process' }, ['0 r0@0', '1 r0@1', '2 r0@1']);
    expect(apart.answers).toEqual(['r0@0 0→10 miss v0', 'r0@1 1→11 miss v0', 'r0@1 2→11 miss joined v0']);
  });

  test('a rebuilder that dies answers an error; those who joined start anew', () => {
    const { world, answers } = told({ ...coalesce, holderDies: 1 }, ['0 r0', '3 r0', '4 r0']);
    // the process dies at 10; a microsecond later the second begins, the third joins it, and so on
    expect(answers).toEqual(['r0 0→10 miss error', 'r0 3→20.001 miss joined error', 'r0 4→30.002 miss joined joined error']);
    expect(total(world, 'cache.holderDied')).toBe(3);
    expect(total(world, 'cache.filled')).toBe(0);
  });

  test('who dies serves nothing, not even what is stale', () => {
    expect(
      answersOf({ ttl: 50, staleIfError: 500 }, ['0 r0', '100 r0'], { changes: [{ at: 50, set: { 'cache.holderDies': 1 } }] }),
    ).toEqual(['r0 0→10 miss v0', 'r0 100→110 miss error']);
  });

  describe('a lock', () => {
    const lock = (more = {}) => ({ stampedeGuard: { kind: 'lock', holds: 100, poll: 4, ...more } });

    test('the first rebuilds, the others look every 4 ms', () => {
      const { world, answers } = told(lock(), ['0 r0', '1 r0', '9 r0']);
      // looks at 5, 9 and 13; at 13
      expect(answers).toEqual(['r0 0→10 miss v0', 'r0 1→13 miss v0', 'r0 9→13 miss v0']);
      expect(total(world, 'origin.arrived')).toBe(1);
      expect(figure(world, 'cache.waiting')).toBeCloseTo((12 + 4) / 1_000, 9);
    });

    test('of a dead holder lasts its time: until then everybody waits', () => {
      const changes = [{ at: 20, set: { 'cache.holderDies': 0 } }];
      const { world, answers } = told({ ...lock(), holderDies: 1 }, ['0 r0', '3 r0', '40 r0'], { changes });
      // held until 100; who came at 40 looks at 100 and rebuilds, who came at 3 looks at 99, 103, 107 and 111
      expect(answers).toEqual(['r0 0→10 miss error', 'r0 3→111 miss v0', 'r0 40→110 miss v0']);
      expect(total(world, 'cache.rebuildBegun')).toBe(2);
    });

    test('of a rebuild that fails is given back at once', () => {
      expect(answersOf(lock(), ['0 r0', '2 r0'], { changes: failing(0, 11) })).toEqual(['r0 0→10 miss error', 'r0 2→20 miss v0']);
    });

    test('falls while a rebuild takes longer, and the next rebuilds too; the first gives back nothing but its own', () => {
      const { world, answers } = told({ ...lock({ holds: 8 }) }, ['0 r0', '1 r0', '10.5 r0'], { others: { origin: origin(12) } });
      // held by the first until 8, by the second from 9 to 17; the first is there at 12
      expect(answers).toEqual(['r0 0→12 miss v0', 'r0 1→21 miss v0', 'r0 10.5→14.5 miss v0']);
      expect(total(world, 'cache.rebuildBegun')).toBe(2);
    });

    test('is not waited for beyond one’s patience, and who goes without it leaves it to its holder', () => {
      const cache = { ...lock({ patience: 8, holds: 40 }), ttl: 1 };
      const { world, answers } = told(cache, ['0 r0', '1 r0', '20 r0', '31 r0'], { others: { origin: origin(30) } });
      expect(answers.slice(0, 3)).toEqual([
        'r0 0→30 miss v0',
        // looks at 5 and 9, and at 9 has waited 8 ms
        'r0 1→39 miss v0',
        'r0 20→58 miss v0',
      ]);
      // at 30 the holder gave the lock back: who comes at 31 finds it free, though others rebuild without it
      expect(answers[3]).toBe('r0 31→61 miss v0');
      expect(total(world, 'cache.rebuildBegun')).toBe(4);
    });
  });

  describe('a lease', () => {
    const lease = { stampedeGuard: { kind: 'lease', holds: 100, poll: 4 } };

    test('one token; the others come back', () => {
      expect(answersOf(lease, ['0 r0', '1 r0', '9 r0'])).toEqual(['r0 0→10 miss v0', 'r0 1→13 miss v0', 'r0 9→13 miss v0']);
    });

    test('a write voids the token: the value is not stored, and the next that misses gets another', () => {
      const { world, answers } = told(lease, ['0 r0', '1 w0', '7 r0', '20 r0'], { others: { origin: origin(10, 5) } });
      expect(answers).toEqual(['r0 0→10 miss wrong v0', 'w0 1→6 v1', 'r0 7→17 miss v1', 'r0 20→20 hit v1']);
      expect(total(world, 'cache.fillRefused')).toBe(1);
    });

    test('of a dead holder is followed by another after the lease time', () => {
      const changes = [{ at: 20, set: { 'cache.holderDies': 0 } }];
      expect(answersOf({ ...lease, holderDies: 1 }, ['0 r0', '40 r0'], { changes })).toEqual(['r0 0→10 miss error', 'r0 40→110 miss v0']);
    });
  });

  test('who waits for a rebuild when the nodes restart looks again', () => {
    const changes = [{ at: 5, set: { 'cache.restarts': 1 } }];
    // the fetch is still under way: they join it anew
    expect(answersOf(coalesce, ['0 r0', '3 r0', '20 r0'], { changes })).toEqual([
      'r0 0→10 miss v0',
      'r0 3→10 miss joined joined v0',
      'r0 20→20 hit v0',
    ]);
    // a lock is gone with the memory it was in
    const lock = { stampedeGuard: { kind: 'lock', poll: 1 } };
    expect(answersOf(lock, ['0 r0', '3 r0'], { changes })).toEqual(['r0 0→10 miss v0', 'r0 3→15 miss v0']);
  });
});

describe('keys that do not exist', () => {
  const ten = { others: { origin: origin(10, 10, { rows: 10 }) } };

  test('are asked for again and again', () => {
    const { world, answers } = told({}, ['0 r10', '20 r10', '40 r9'], ten);
    expect(answers).toEqual(['r10 0→10 miss none', 'r10 20→30 miss none', 'r9 40→50 miss v0']);
    expect(figure(world, 'cache.held', 9)).toBe(1);
    expect(figure(world, 'origin.absent')).toBe(2);
  });

  test('negative caching remembers them for a while', () => {
    const { world, answers } = told({ negativeTtl: 50, ttl: 1_000 }, ['0 r10', '20 r10', '59.999 r10', '60 r10'], ten);
    expect(answers).toEqual([
      'r10 0→10 miss none',
      'r10 20→20 hit remembered none',
      'r10 59.999→59.999 hit remembered none',
      'r10 60→70 miss none',
    ]);
    expect(figure(world, 'cache.absentHits')).toBe(2);
  });

  test('with a sliding life they are remembered by their own time, not by that of values', () => {
    const cache = { negativeTtl: 50, ttl: 1_000, ttlCounts: 'use' };
    expect(answersOf(cache, ['0 r10', '20 r10', '69 r10', '119 r10'], ten)).toEqual([
      'r10 0→10 miss none',
      'r10 20→20 hit remembered none',
      'r10 69→69 hit remembered none',
      'r10 119→129 miss none',
    ]);
  });

  test('absence can be remembered also where outdated values are refused', () => {
    for (const cache of [{ refuses: 'older' }, { writes: 'versioned-keys' }, { refuses: 'invalidated' }])
      expect(answersOf({ negativeTtl: 50, ...cache }, ['0 r10', '20 r10'], ten)).toEqual([
        'r10 0→10 miss none',
        'r10 20→20 hit remembered none',
      ]);
  });

  test('a key that comes to be is a wrong answer for as long as its absence is remembered, unless the write is heard of', () => {
    const asks = ['0 r10', '20 w10', '40 r10', '70 r10'];
    const around = told({ negativeTtl: 50, writes: 'write-around' }, asks, ten);
    expect(around.answers).toEqual(['r10 0→10 miss none', 'w10 20→30 v1', 'r10 40→40 hit remembered wrong none', 'r10 70→80 miss v1']);
    // out of date since 30: one read of three by 10 ms
    expect(figure(around.world, 'cache.staleness.mean')).toBeCloseTo(10 / 3, 9);
    expect(answersOf({ negativeTtl: 50 }, asks, ten).slice(2)).toEqual(['r10 40→50 miss v1', 'r10 70→70 hit v1']);
  });

  describe('a Bloom filter', () => {
    const bloom = { absenceGuard: { kind: 'bloom-filter', keys: 10, bitsPerKey: 32 } };

    test('answers for keys that do not exist, at once, and lets those through that do', () => {
      const { world, answers } = told(bloom, ['0 r10', '20 r77', '40 r9'], ten);
      expect(answers).toEqual(['r10 0→0 hit guarded none', 'r77 20→20 hit guarded none', 'r9 40→50 miss v0']);
      expect(total(world, 'origin.arrived')).toBe(1);
      expect(figure(world, 'cache.guarded')).toBe(2);
    });

    test('learns of writes, whatever becomes of itself meanwhile', () => {
      const asks = ['0 w12', '100 r12', '120 r13'];
      const read = ['r12 100→110 miss v1', 'r13 120→120 hit guarded none'];
      const write = { writes: 'write-around' };
      expect(answersOf({ ...bloom, ...write }, asks, ten).slice(1)).toEqual(read);
      // made anew, put in later, or passed by while the cache was off
      const made = [{ at: 50, set: { 'cache.absenceGuard.bitsPerKey': 31 } }];
      expect(answersOf({ ...bloom, ...write }, asks, { ...ten, changes: made }).slice(1)).toEqual(read);
      const put = [{ at: 50, set: { 'cache.absenceGuard': bloom.absenceGuard } }];
      expect(answersOf(write, asks, { ...ten, changes: put }).slice(1)).toEqual(read);
      const on = [{ at: 50, set: { 'cache.works': true } }];
      expect(answersOf({ ...bloom, ...write, works: false }, asks, { ...ten, changes: on }).slice(1)).toEqual(read);
    });
  });
});

describe('room', () => {
  test('for two keys: the third takes the place of the one that was not used the longest', () => {
    const { world, answers } = told({ capacity: 2 }, ['0 r0', '20 r1', '40 r0', '60 r2', '80 r0', '100 r1']);
    expect(answers.map((line) => line.split(' ')[2])).toEqual(['miss', 'miss', 'hit', 'miss', 'hit', 'miss']);
    expect(total(world, 'cache.evicted')).toBe(2);
    expect(figure(world, 'cache.held', 9)).toBe(2);
  });

  test('less of it lets go of what is too much, more of it changes nothing', () => {
    const changes = [
      { at: 70, set: { 'cache.capacity': 1 } },
      { at: 90, set: { 'cache.capacity': 3 } },
    ];
    const { world, answers } = told({ capacity: 3 }, ['0 r0', '20 r1', '40 r2', '60 r0', '80 r0', '100 r1', '120 r0'], { changes });
    expect(answers.map((line) => line.split(' ')[2])).toEqual(['miss', 'miss', 'miss', 'hit', 'hit', 'miss', 'hit']);
    expect(total(world, 'cache.evicted')).toBe(2);
  });

  test('another policy in mid-run keeps what is there, in the order of filling', () => {
    const changes = [{ at: 70, set: { 'cache.eviction': { kind: 'fifo' } } }];
    // LRU would let go of 1, who came second and was used least; FIFO lets go of 0, who came first
    const { world, answers } = told({ capacity: 2 }, ['0 r0', '20 r1', '40 r0', '80 r0', '90 r1', '100 r2', '120 r1', '140 r0'], {
      changes,
    });
    expect(answers.map((line) => line.split(' ')[2])).toEqual(['miss', 'miss', 'hit', 'hit', 'hit', 'miss', 'hit', 'miss']);
    expect(total(world, 'cache.evicted')).toBe(2);
  });

  test('in bytes: what a value takes, and what is too large stays out', () => {
    const cache = { capacity: 1_000, capacityIn: 'bytes' };
    const asks = ['0 r0:400', '20 r1:500', '40 r0:400', '60 r2:300', '80 r1:500', '100 r3:1001', '120 r3:1001'];
    const { world, answers } = told(cache, asks);
    // 0 and 1 make 900; for 2 goes 1; for 1 goes 0, and 2 stays: 800
    expect(answers.map((line) => line.split(' ')[2])).toEqual(['miss', 'miss', 'hit', 'miss', 'miss', 'miss', 'miss']);
    expect([total(world, 'cache.evicted'), total(world, 'cache.keptOut')]).toEqual([2, 2]);
    expect(figure(world, 'cache.used', 9)).toBe(800);
    // 400 of 4,102 bytes came from the cache
    const whole = told(cache, asks, { bins: 1 }).world;
    expect(figure(whole, 'cache.byteHitRatio')).toBeCloseTo(400 / 4_102, 12);
  });

  test('counted otherwise in mid-run: what is there is weighed anew', () => {
    const changes = [{ at: 50, set: { 'cache.capacityIn': 'bytes' } }];
    const { world } = told({ capacity: 700 }, ['0 r0:400', '20 r1:500', '60 r1:500'], { changes });
    // 900 bytes into 700: the first to have been filled goes
    expect(total(world, 'cache.evicted')).toBe(1);
    expect(figure(world, 'cache.used', 9)).toBe(500);
  });

  test('the optimum knows what will be asked for', () => {
    // 0 1 2 0 1 2 with room for 2: LRU hits nothing, Belady keeps 0, then 1 or 2
    const { world } = told({ capacity: 2, knowsOptimum: true }, ['0 r0', '20 r1', '40 r2', '60 r0', '80 r1', '100 r2'], { bins: 1 });
    expect(figure(world, 'cache.hitRatio')).toBe(0);
    expect(figure(world, 'cache.optimalHitRatio')).toBeCloseTo(2 / 6, 12);
  });
});

describe('a restart', () => {
  test('empties every node; the same number again does nothing', () => {
    const changes = [
      { at: 50, set: { 'cache.restarts': 1 } },
      { at: 90, set: { 'cache.restarts': 1 } },
    ];
    const { world, answers } = told({}, ['0 r0', '20 r0', '60 r0', '100 r0'], { changes });
    expect(answers.map((line) => line.split(' ')[2])).toEqual(['miss', 'hit', 'miss', 'hit']);
    expect(samples(world, 'cache.held')[0]).toBeCloseTo(0.4 + 0.3, 9);
  });

  test('with warm-up fetches what was there, the most used first, unless somebody has asked for it already', () => {
    // used: 0 twice, 1 not at all, 2 three times
    const asks = ['0 r0', '0 r1', '0 r2', '20 r0', '21 r0', '22 r2', '23 r2', '24 r2'];
    const changes = [{ at: 50, set: { 'cache.restarts': 1 } }];
    // 10/s: 2 at 150, there at 160; 0 at 250; 1 was asked for at 270
    const after = ['155 r2', '161 r2', '258 r0', '261 r0', '270 r1', '400 r1'];
    const { world, answers } = told({ warmUpRate: 10, ...coalesce }, [...asks, ...after], { changes });
    expect(answers.slice(8).map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      '155→160 miss joined v2',
      '161→161 hit v2',
      '258→260 miss joined v0',
      '261→261 hit v0',
      '270→280 miss v1',
      '400→400 hit v1',
    ]);
    expect(total(world, 'cache.warmedUp')).toBe(2);
  });

  test('warms every process’s own cache with what that one held', () => {
    const changes = [{ at: 50, set: { 'cache.restarts': 1 } }];
    const cache = { locality: 'process', warmUpRate: 100 };
    const { answers } = told(cache, ['0 r0@0', '0 r1@1', '200 r0@0', '200 r1@1'], { changes });
    expect(answers.slice(2)).toEqual(['r0@0 200→200 hit v0', 'r1@1 200→200 hit v1']);
  });
});

test('what takes no time takes no event of its own', () => {
  const handled = (value: number) => {
    const { world } = told({ startsWith: 1, operationTime: { kind: 'constant', value } }, ['1 r0', '2 r0', '3 r0']);
    return world.simulation.handled;
  };
  expect(handled(0.001) - handled(0)).toBe(3);
});
