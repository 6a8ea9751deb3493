import { describe, expect, test } from 'vitest';
import { answersOf, asked, origin, swiftCache, told } from '../../cache-story.ts';
import { figure, samples, total } from '../../worlds.ts';

// the origin reads and writes in 10 ms, unless it says otherwise
const failing = (from: number, to: number) => [
  { at: from, set: { 'origin.fault': { kind: 'error-ratio', ratio: 1 } } },
  { at: to, set: { 'origin.fault': { kind: 'none' } } },
];

describe('what a write does', () => {
  // read, written at 20, read just before the write is committed at 30, and after it
  const asks = ['0 r0', '20 w0', '29 r0', '31 r0', '45 r0'];

  test('invalidate: to the origin, then the entry is deleted', () => {
    const { world, answers } = told({}, asks);
    expect(answers).toEqual(['r0 0→10 miss v0', 'w0 20→30 v1', 'r0 29→29 hit v0', 'r0 31→41 miss v1', 'r0 45→45 hit v1']);
    expect(total(world, 'cache.invalidated')).toBe(1);
    expect(figure(world, 'cache.goodput')).toBe(5);
    expect(figure(world, 'cache.wrongRatio')).toBe(0);
  });

  test('invalidate: the way to the cache is one more operation, and what is read meanwhile is wrong', () => {
    // look-up until 21, committed at 31, deleted at 32
    const slow = { operationTime: { kind: 'constant', value: 1 } };
    expect(answersOf(slow, ['0 r0', '20 w0', '29.5 r0', '30.5 r0', '31.5 r0'])).toEqual([
      'r0 0→11 miss v0',
      'w0 20→32 v1',
      'r0 29.5→30.5 hit v0',
      'r0 30.5→31.5 hit wrong v0',
      'r0 31.5→42.5 miss v1',
    ]);
  });

  test('invalidate first: whoever misses before the write is committed brings the old value back', () => {
    const { world, answers } = told({ writes: 'invalidate-first', ttl: 100 }, ['0 r0', '20 w0', '22 r0', '40 r0', '131.999 r0', '132 r0']);
    expect(answers).toEqual([
      'r0 0→10 miss v0',
      'w0 20→30 v1',
      'r0 22→32 miss wrong v0',
      'r0 40→40 hit wrong v0',
      'r0 131.999→131.999 hit wrong v0',
      'r0 132→142 miss v1',
    ]);
    expect(figure(world, 'cache.wrong')).toBe(3);
    // and to refuse what was asked for before the last invalidation does not help: this was asked for after it
    expect(answersOf({ writes: 'invalidate-first', refuses: 'invalidated' }, ['0 r0', '20 w0', '22 r0', '40 r0']).at(-1)).toBe(
      'r0 40→40 hit wrong v0',
    );
  });

  test('set: to the origin, then stored', () => {
    expect(answersOf({ writes: 'set' }, asks)).toEqual([
      'r0 0→10 miss v0',
      'w0 20→30 v1',
      'r0 29→29 hit v0',
      'r0 31→31 hit v1',
      'r0 45→45 hit v1',
    ]);
    // also what nobody has asked for
    expect(answersOf({ writes: 'set' }, ['0 w0', '20 r0'])).toEqual(['w0 0→10 v1', 'r0 20→20 hit v1']);
  });

  test('write-through: stored at the very moment of the origin’s answer', () => {
    const slow = { writes: 'write-through', operationTime: { kind: 'constant', value: 1 } };
    expect(answersOf(slow, ['0 r0', '20 w0', '30.5 r0'])).toEqual(['r0 0→11 miss v0', 'w0 20→31 v1', 'r0 30.5→31.5 hit v1']);
    expect(answersOf({ ...slow, writes: 'set' }, ['0 r0', '20 w0', '30.5 r0']).at(-1)).toBe('r0 30.5→31.5 hit wrong v0');
  });

  test('write-around: stale here until it expires', () => {
    const { world, answers } = told({ writes: 'write-around', ttl: 100 }, ['0 r0', '20 w0', '40 r0', '109.999 r0', '110 r0']);
    expect(answers).toEqual([
      'r0 0→10 miss v0',
      'w0 20→30 v1',
      'r0 40→40 hit wrong v0',
      'r0 109.999→109.999 hit wrong v0',
      'r0 110→120 miss v1',
    ]);
    expect(figure(world, 'cache.wrongRatio')).toBe(0.5);
    // two true answers, one 10 ms out of date, one 79.999 ms
    expect(figure(world, 'cache.staleness.mean')).toBeCloseTo(89.999 / 4, 6);
    // age is another matter: 30 ms and 99.999 ms in the cache
    expect(figure(world, 'cache.age.mean')).toBeCloseTo(129.999 / 2, 6);
  });

  test('one that fails changes nothing', () => {
    for (const writes of ['invalidate', 'set', 'write-through', 'write-around', 'versioned-keys']) {
      const { world, answers } = told({ writes }, ['0 r0', '20 w0', '40 r0'], { changes: failing(15, 35) });
      expect(answers, writes).toEqual(['r0 0→10 miss v0', 'w0 20→30 error', 'r0 40→40 hit v0']);
      expect(total(world, 'cache.writeFailed')).toBe(1);
    }
  });

  test('whoever writes may leave: the write goes on, and the cache hears of it', () => {
    const { world, answers } = told({ writes: 'set', startsWith: 1 }, ['0 w0', '20 r0'], { client: { attemptTimeout: 5 } });
    expect(answers).toEqual(['w0 0→5 timed-out', 'r0 20→20 hit v1']);
    expect([total(world, 'cache.left'), total(world, 'cache.wrote')]).toEqual([1, 0]);
    expect(answersOf({ startsWith: 1 }, ['0 w0', '20 r0', '40 r0'], { client: { attemptTimeout: 5 } }).at(-1)).toBe('r0 40→40 hit v1');
  });
});

describe('the race of delete and set', () => {
  // a reader misses at 0 and sees the old row; a writer commits at 15 and deletes; the reader comes back at 20
  const race = { others: { origin: origin(20, 10) } };
  const asks = ['0 r0', '5 w0', '30 r0', '119.999 r0', '120 r0'];
  const played = (cache: object) => told({ ttl: 100, ...cache }, asks, race);

  test('the reader stores the old value after the delete: wrong answers until it expires', () => {
    for (const reads of ['read-through', 'cache-aside']) {
      const { world, answers } = played({ reads });
      expect(answers).toEqual([
        'r0 0→20 miss wrong v0',
        'w0 5→15 v1',
        'r0 30→30 hit wrong v0',
        'r0 119.999→119.999 hit wrong v0',
        'r0 120→140 miss v1',
      ]);
      expect(figure(world, 'cache.wrong')).toBe(3);
      expect(total(world, 'cache.invalidated')).toBe(0);
    }
  });

  test.each([
    ['what was asked for before an invalidation is refused', { refuses: 'invalidated' }],
    ['what is older than the newest version is refused', { refuses: 'older' }],
    ['leases', { stampedeGuard: { kind: 'lease' } }],
    ['versioned keys', { writes: 'versioned-keys' }],
  ])('%s: the next reader gets the new value', (_name, cache) => {
    const { world, answers } = played(cache);
    // the reader itself gets what it has read; nobody after it
    expect(answers).toEqual(['r0 0→20 miss wrong v0', 'w0 5→15 v1', 'r0 30→50 miss v1', 'r0 119.999→119.999 hit v1', 'r0 120→120 hit v1']);
    expect(total(world, 'cache.fillRefused')).toBe(1);
  });

  test('a lock or coalescing do not help: they are about how many rebuild', () => {
    for (const kind of ['lock', 'coalesce']) expect(played({ stampedeGuard: { kind } }).answers[2], kind).toBe('r0 30→30 hit wrong v0');
  });

  test('a lock outlives the delete: it is a key of its own, and nobody rebuilds besides its holder', () => {
    const { world, answers } = told({ stampedeGuard: { kind: 'lock', poll: 2 } }, ['0 r0', '5 w0', '17 r0'], race);
    expect(answers).toEqual(['r0 0→20 miss wrong v0', 'w0 5→15 v1', 'r0 17→21 miss wrong v0']);
    expect(total(world, 'cache.rebuildBegun')).toBe(1);
  });

  test('a node that restarts forgets what it has seen: only versions, kept elsewhere, still help', () => {
    const restarted = { ...race, changes: [{ at: 17, set: { 'cache.restarts': 1 } }] };
    expect(told({ refuses: 'older' }, asks.slice(0, 3), restarted).answers.at(-1)).toBe('r0 30→30 hit wrong v0');
    expect(told({ writes: 'versioned-keys' }, asks.slice(0, 3), restarted).answers.at(-1)).toBe('r0 30→50 miss v1');
  });

  test('a lease does not outlive the node that gave it', () => {
    const changes = [{ at: 5, set: { 'cache.restarts': 1 } }];
    expect(answersOf({ stampedeGuard: { kind: 'lease' } }, ['0 r0', '20 r0'], { changes })).toEqual([
      'r0 0→10 miss v0',
      'r0 20→30 miss v0',
    ]);
    expect(answersOf({ stampedeGuard: { kind: 'lock' } }, ['0 r0', '20 r0'], { changes })).toEqual(['r0 0→10 miss v0', 'r0 20→20 hit v0']);
  });

  test('set: of two writers whose stores overtake each other the older value stays', () => {
    // the first commits at 11 and stores at 31; the second commits at 24 and stores at 25
    const operation = (at: number, value: number) => ({ at, set: { 'cache.operationTime': { kind: 'constant', value } } });
    const changes = [operation(10, 20), operation(12, 1)];
    const two = ['0 w0', '13 w0', '26 r0', '31 r0'];
    const set = { writes: 'set', operationTime: { kind: 'constant', value: 1 } };
    expect(answersOf(set, two, { changes })).toEqual(['w0 0→31 v1', 'w0 13→25 v2', 'r0 26→27 hit v2', 'r0 31→32 hit wrong back v1']);
    expect(answersOf({ ...set, refuses: 'older' }, two, { changes }).at(-1)).toBe('r0 31→32 hit v2');
    // the cache itself stores at once, and in order
    expect(answersOf({ ...set, writes: 'write-through' }, two, { changes }).at(-1)).toBe('r0 31→32 hit v2');
  });
});

describe('write-behind', () => {
  const behind = { writes: 'write-behind', flushDelay: 50 };

  test('answers at once, serves what it has accepted, and writes it later', () => {
    const { world, answers } = told(behind, ['0 w0', '1 r0', '80 r0']);
    expect(answers).toEqual(['w0 0→0 v1', 'r0 1→1 hit v1', 'r0 80→80 hit v1']);
    expect([total(world, 'origin.written'), total(world, 'cache.flushed'), total(world, 'cache.writesLost')]).toEqual([1, 1, 0]);
    // accepted at 0, due at 50, written at 60
    expect(figure(world, 'cache.dirty')).toBeCloseTo(0.06, 9);
    expect(figure(world, 'cache.wrongRatio')).toBe(0);
  });

  test('the origin then has the very value that was accepted', () => {
    const off = [{ at: 100, set: { 'cache.works': false } }];
    expect(answersOf(behind, ['0 w0', '120 r0'], { changes: off })).toEqual(['w0 0→0 v1', 'r0 120→130 miss bypassed v1']);
  });

  test('writes of one key within the delay become one; one that comes while it is written is written after it', () => {
    const { world } = told(behind, ['0 w0', '10 w0', '49 w0', '55 w0']);
    // at 50 the third, there at 60; then the fourth, at 110
    expect([total(world, 'origin.written'), total(world, 'cache.flushed')]).toEqual([2, 2]);
    expect(figure(world, 'cache.dirty')).toBeCloseTo(0.12, 9);
  });

  test('so many at once', () => {
    const dirty = (flushConcurrency: number) =>
      figure(told({ ...behind, flushConcurrency }, ['0 w0', '0 w1', '0 w2'], { duration: 1_000 }).world, 'cache.dirty') * 1_000;
    expect(dirty(1)).toBeCloseTo(60 + 70 + 80, 6);
    expect(dirty(2)).toBeCloseTo(60 + 60 + 70, 6);
    expect(dirty(3)).toBeCloseTo(60 + 60 + 60, 6);
  });

  test('one that fails is tried again after the delay', () => {
    const { world, answers } = told(behind, ['0 w0', '80 r0'], { changes: failing(0, 100) });
    expect(answers.at(-1)).toBe('r0 80→80 hit v1');
    // 50 to 60, then 110 to 120
    expect([total(world, 'cache.sent'), total(world, 'cache.flushed'), total(world, 'cache.writesLost')]).toEqual([2, 1, 0]);
    expect(figure(world, 'cache.dirty')).toBeCloseTo(0.12, 9);
  });

  test('without a delay, to an origin that fails at once, it tries once a millisecond', () => {
    const refusing = { others: { origin: origin(10, 10, { fault: { kind: 'fail-fast' } }) }, duration: 100 };
    const { world } = told({ ...behind, flushDelay: 0 }, ['0.5 w0'], refusing);
    expect(total(world, 'cache.sent')).toBe(100);
    expect(world.recorders[1].standing('dirty')).toBe(1);
  });

  test('thousands that wait behind one and then fail at once do so one after the other', () => {
    // the first is written from 50 to 60; the origin refuses from 55 on
    const changes = [{ at: 55, set: { 'origin.fault': { kind: 'fail-fast', inService: 'goes-on' } } }];
    const asks = Array.from({ length: 6_000 }, (_, key) => `0 w${key}`);
    const { world } = told({ ...behind, flushConcurrency: 1, capacity: 10_000 }, asks, { changes, duration: 80 });
    expect([total(world, 'cache.sent'), total(world, 'cache.flushed')]).toEqual([6_000, 1]);
  });

  test('a restart loses what has not been sent, every write of it', () => {
    const changes = [{ at: 30, set: { 'cache.restarts': 1 } }];
    const { world, answers } = told(behind, ['0 w0', '10 w0', '20 w1', '40 r0', '60 r0'], { changes });
    // what was acknowledged is gone, and the origin never knew of it
    expect(answers.slice(3)).toEqual(['r0 40→50 miss wrong v0', 'r0 60→60 hit wrong v0']);
    expect([total(world, 'cache.writesLost'), total(world, 'origin.written')]).toEqual([3, 0]);
    expect(samples(world, 'cache.dirty').at(-1)).toBe(0);
  });

  test('what is on its way when the node restarts is not lost, unless it fails', () => {
    const changes = [{ at: 55, set: { 'cache.restarts': 1 } }];
    const well = told(behind, ['0 w0', '10 w0', '52 w0'], { changes }).world;
    // two were sent at 50, the third was not
    expect([total(well, 'cache.writesLost'), total(well, 'cache.flushed'), total(well, 'origin.written')]).toEqual([1, 1, 1]);
    const badly = told(behind, ['0 w0', '10 w0', '52 w0'], { changes: [...changes, ...failing(40, 100)] }).world;
    expect([total(badly, 'cache.writesLost'), total(badly, 'cache.flushed'), total(badly, 'origin.written')]).toEqual([3, 0, 0]);
  });

  test('what is accepted after a restart waits its own time', () => {
    // due at 50 by the write that was lost, at 90 by its own
    const changes = [{ at: 30, set: { 'cache.restarts': 1 } }];
    const { world } = told(behind, ['0 w0', '40 w0'], { changes });
    expect([total(world, 'cache.writesLost'), total(world, 'cache.sent')]).toEqual([1, 1]);
    expect(figure(world, 'cache.dirty')).toBeCloseTo(0.03 + 0.06, 9);
  });

  test('a node that is taken away loses what it had accepted', () => {
    const changes = [{ at: 30, set: { 'cache.replicas': 1 } }];
    const keys = Array.from({ length: 40 }, (_, key) => `0 w${key}`);
    const { world } = told({ ...behind, replicas: 2, capacity: 100 }, keys, { changes });
    const lost = total(world, 'cache.writesLost');
    expect(lost).toBeGreaterThan(5);
    expect(lost).toBeLessThan(35);
    expect([total(world, 'cache.flushed'), total(world, 'origin.written')]).toEqual([40 - lost, 40 - lost]);
  });

  test('a key that was evicted before it was written is served all the same', () => {
    const { world, answers } = told({ ...behind, capacity: 1 }, ['0 w0', '5 r1', '20 r0', '70 r0']);
    expect(total(world, 'cache.evicted')).toBe(2);
    // written at 60: only then is it gone
    expect(answers.slice(2)).toEqual(['r0 20→20 hit v1', 'r0 70→80 miss v1']);
  });
});

describe('what is read is what was written', () => {
  test('through a service between cache and database', () => {
    const others = {
      middle: { kind: 'service', servers: 10, serviceTime: { kind: 'constant', value: 1 }, calls: ['origin'] },
      origin: origin(),
    };
    const { answers } = asked({ cache: swiftCache({}, 'middle'), ...others }, ['0 r0', '20 w0', '40 r0', '60 r0']);
    expect(answers).toEqual(['r0 0→11 miss v0', 'w0 20→31 v1', 'r0 40→51 miss v1', 'r0 60→60 hit v1']);
  });

  test('through two tiers: what the second has the first need not fetch', () => {
    const tiers = { cache: swiftCache({ ttl: 50 }, 'shared'), shared: swiftCache({ ttl: 1_000 }), origin: origin() };
    const { world, answers } = asked(tiers, ['0 r0', '20 r0', '70 r0', '80 w0', '100 r0']);
    expect(answers).toEqual(['r0 0→10 miss v0', 'r0 20→20 hit v0', 'r0 70→70 miss v0', 'w0 80→90 v1', 'r0 100→110 miss v1']);
    expect([total(world, 'shared.hit'), total(world, 'shared.miss'), total(world, 'origin.read')]).toEqual([1, 2, 2]);
  });

  test('through two tiers of different makes: the first serves stale what the second has right', () => {
    const tiers = {
      cache: swiftCache({ ttl: 50, writes: 'write-around' }, 'shared'),
      shared: swiftCache({ writes: 'set' }),
      origin: origin(),
    };
    expect(asked(tiers, ['0 r0', '20 w0', '40 r0', '61 r0']).answers).toEqual([
      'r0 0→10 miss v0',
      'w0 20→30 v1',
      'r0 40→40 hit wrong v0',
      'r0 61→61 miss v1',
    ]);
  });

  test('behind two tiers that both write behind, it is still the value that was accepted', () => {
    const behind = { writes: 'write-behind', flushDelay: 50 };
    const tiers = { cache: swiftCache(behind, 'shared'), shared: swiftCache(behind), origin: origin() };
    // in the second at 50, at the origin at 110
    const { world, answers } = asked(tiers, ['0 w0', '150 r0'], {
      changes: [{ at: 120, set: { 'cache.works': false, 'shared.works': false } }],
    });
    expect(answers).toEqual(['w0 0→0 v1', 'r0 150→160 miss bypassed v1']);
    expect([total(world, 'origin.written'), total(world, 'shared.servedWrong')]).toEqual([1, 0]);
  });
});
