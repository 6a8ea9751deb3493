import { describe, expect, test } from 'vitest';
import { answersOf, asked, origin, swiftCache, told } from '../../cache-story.ts';
import { deviations, LIMIT } from '../../statistics.ts';
import { figure, firstRequests, samples, total } from '../../worlds.ts';

const KEYS = 1_000;
const everyKey = (at: number) => Array.from({ length: KEYS }, (_, key) => `${at} r${key}`);
const misses = (answers: readonly string[]) => answers.filter((line) => line.includes(' miss ')).length;

describe('keys over nodes', () => {
  const full = { startsWith: KEYS, capacity: KEYS };
  const change = (from: number, to: number, placement: string) =>
    misses(
      told({ ...full, replicas: from, placement: { kind: placement } }, everyKey(20), {
        changes: [{ at: 10, set: { 'cache.replicas': to } }],
      }).answers,
    );

  test('every key lives on one node', () => {
    for (const kind of ['modulo', 'ring', 'bounded-ring']) {
      const { world } = told({ ...full, replicas: 4, placement: { kind } }, [], { duration: 10 });
      const nodes = world.contents('cache', 0).map(({ keys }) => [...keys]);
      expect(nodes.flat().sort((a, b) => a - b)).toEqual(everyKey(0).map((_, key) => key));
      for (const keys of nodes) expect(keys.length, kind).toBeGreaterThan(150);
    }
  });

  test('a node that joins four others: modulo moves four fifths of the keys, a ring one fifth', () => {
    expect(Math.abs(deviations(change(4, 5, 'modulo'), KEYS, 4 / 5))).toBeLessThan(LIMIT);
    // the new node’s share of the ring: 1/5, give or take a tenth of that for 100 points
    expect(change(4, 5, 'ring')).toBeGreaterThan(KEYS * 0.2 * 0.7);
    expect(change(4, 5, 'ring')).toBeLessThan(KEYS * 0.2 * 1.3);
  });

  test('a node that is lost likewise, and what it held is lost', () => {
    expect(Math.abs(deviations(change(5, 4, 'modulo'), KEYS, 4 / 5))).toBeLessThan(LIMIT);
    expect(change(5, 4, 'ring')).toBeGreaterThan(KEYS * 0.2 * 0.7);
    expect(change(5, 4, 'ring')).toBeLessThan(KEYS * 0.2 * 1.3);
    const { world } = told({ ...full, replicas: 5 }, [], { changes: [{ at: 500, set: { 'cache.replicas': 4 } }], bins: 2 });
    expect(figure(world, 'cache.held', 0, 1)).toBe(KEYS);
    expect(KEYS - figure(world, 'cache.held', 1, 2)).toBe(change(5, 4, 'ring'));
  });

  test('a node that comes again is empty', () => {
    const changes = [
      { at: 10, set: { 'cache.replicas': 4 } },
      { at: 15, set: { 'cache.replicas': 5 } },
    ];
    const lost = change(5, 4, 'ring');
    expect(misses(told({ ...full, replicas: 5, placement: { kind: 'ring' } }, everyKey(20), { changes }).answers)).toBe(lost);
  });

  test('who waits at a node that is lost looks again at another', () => {
    // a fetch from 0 to 10 for whom it was sent by; a node less at 5
    const asks = Array.from({ length: 30 }, (_, key) => [`0 r${key}`, `2 r${key}`]).flat();
    const { world, answers } = told({ replicas: 3, stampedeGuard: { kind: 'coalesce' } }, asks, {
      changes: [{ at: 5, set: { 'cache.replicas': 1 } }],
    });
    for (const line of answers) expect(line).toMatch(/→1[05] miss (joined |)v\d+$/);
    expect(answers.filter((line) => line.includes('→15')).length).toBeGreaterThan(5);
    expect(figure(world, 'cache.goodput')).toBe(60);
  });

  test('a hot key has one node to itself, unless it has copies; the busiest node tells', () => {
    const hot = Array.from({ length: 900 }, (_, i) => `${10 + i / 10} r0`);
    const cache = { replicas: 3, startsWith: 1 };
    expect(figure(told(cache, hot, { bins: 1 }).world, 'cache.busiestReplica')).toBe(3);
    const { world } = told({ ...cache, copies: 3, hotAbove: 20 }, hot, { bins: 1 });
    // 20 at one node, then 880 spread evenly: 313 of 900 on average, give or take 14
    expect((figure(world, 'cache.busiestReplica') * 900) / 3).toBeLessThan(313 + LIMIT * 14);
    expect(figure(world, 'cache.busiestReplica')).toBeGreaterThan(1);
    // every copy is fetched, some more than once before it has come
    expect(total(world, 'cache.tookIn')).toBe(2);
  });

  test('a key is hot while it was asked for often enough in this second or the one before', () => {
    // in the seconds 0, 1, 3 and 4: 5, 10, 5 and 6 times
    const asks = [5, 10, 0, 5, 6].flatMap((count, second) => Array.from({ length: count }, (_, i) => `${second * 1_000 + 10 * i} r0`));
    const { world } = told({ replicas: 2, copies: 2, hotAbove: 5, startsWith: 1 }, asks, { duration: 5_000, bins: 5 });
    const busiest = samples(world, 'cache.busiestReplica');
    // 2 is all at one node; in second 1 the last five may go to the other, in second 4 the last one
    expect([busiest[0], busiest[3]]).toEqual([2, 2]);
    expect(busiest[1]).toBeLessThan(2);
    expect(busiest[1]).toBeGreaterThanOrEqual(1);
    const after = told(
      { replicas: 2, copies: 2, hotAbove: 5, startsWith: 1 },
      [...asks.slice(0, 15), ...asks.slice(0, 8).map((_, i) => `${2_000 + i} r0`)],
      {
        duration: 3_000,
        bins: 3,
      },
    );
    // hot from the first on, because of the second before
    expect(samples(after.world, 'cache.busiestReplica')[2]).toBeLessThan(2);
  });

  test('a hot key is at as many nodes as it has copies, and no other', () => {
    const hot = Array.from({ length: 100 }, (_, i) => `${i} r0`);
    const { world } = told({ replicas: 4, copies: 2, hotAbove: 1, stampedeGuard: { kind: 'none' } }, hot);
    expect(world.contents('cache', 1).filter(({ keys }) => keys.length > 0)).toHaveLength(2);
  });

  test('a write goes to the first copy of a hot key and reaches all others at once', () => {
    const hot = Array.from({ length: 40 }, () => '0 r0');
    const soon = Array.from({ length: 40 }, () => '31 r0');
    const later = Array.from({ length: 40 }, () => '90 r0');
    for (const writes of ['invalidate', 'set', 'write-through', 'write-behind', 'versioned-keys']) {
      const cache = { replicas: 3, copies: 3, hotAbove: 1, writes, flushDelay: 30 };
      const { world, answers } = told(cache, [...hot, '20 w0', '20 w0', '20 w0', '20 w0', ...soon, ...later]);
      expect(total(world, 'cache.servedWrong'), writes).toBe(0);
      for (const line of answers.slice(44)) expect(line, writes).toMatch(/v4$/);
      // stored where it was written, it is there at once
      const stored = answers.slice(44, 84).some((line) => line.includes(' hit '));
      expect(stored, writes).toBe(['set', 'write-through', 'write-behind'].includes(writes));
      const held = world.contents('cache', 1).map(({ keys }) => keys.length);
      expect(held, writes).toEqual([1, 1, 1]);
      // four writes at one node, which writes the last of them behind
      expect(total(world, 'origin.written'), writes).toBe(writes === 'write-behind' ? 1 : 4);
    }
  });

  test('a ring with bounded loads spreads a hot key over nodes', () => {
    const hot = Array.from({ length: 400 }, (_, i) => `${i} r0`);
    const busiest = (kind: string) => figure(told({ replicas: 4, placement: { kind } }, hot, { bins: 1 }).world, 'cache.busiestReplica');
    expect(busiest('ring')).toBe(4);
    expect(busiest('bounded-ring')).toBeLessThan(1.25 * 1.05);
  });
});

describe('a node that is killed', () => {
  // the first of three, at 10; it is back at 110
  const full = { startsWith: KEYS, capacity: KEYS, replicas: 3, restartTime: 100 };
  const kill = { changes: [{ at: 10, set: {}, do: { cache: 'kill' } }] };
  /** What everybody who asks for every key at some times is told, time by time. */
  const everyTime = (cache: object, times: readonly number[], setting = kill) => {
    const { answers, world } = told({ ...full, ...cache }, times.flatMap(everyKey), { ...setting, trace: firstRequests(10_000) });
    return { world, rounds: times.map((_, i) => answers.slice(i * KEYS, (i + 1) * KEYS)) };
  };
  /** How many keys were on the first. */
  const share = (placement: string) =>
    told({ ...full, placement: { kind: placement } }, [], { duration: 1 }).world.contents('cache', 0)[0].keys.length;

  test('takes its third of the keys with it, is missed until it is back, and then is cold', () => {
    const lost = share('ring');
    expect(lost).toBeGreaterThan((KEYS / 3) * 0.7);
    expect(lost).toBeLessThan((KEYS / 3) * 1.3);
    const { rounds, world } = everyTime({ whenReplicaIsDown: 'miss' }, [5, 20, 60, 120, 140]);
    expect(rounds.map(misses)).toEqual([0, lost, lost, lost, 0]);
    // while it is away the origin is asked, in 10 ms, and nothing is kept; afterwards it is filled
    const bypassed = (answers: readonly string[]) => answers.filter((line) => / (20→30|60→70) miss bypassed v\d+$/.test(line)).length;
    expect(rounds.map(bypassed)).toEqual([0, lost, lost, 0, 0]);
    expect(total(world, 'cache.replicaDied')).toBe(1);
    expect(figure(world, 'cache.replicas', 0, 1)).toBeCloseTo(2 + 10 / 100, 9);
    expect(figure(world, 'cache.starting', 0, 2)).toBeCloseTo(100 / 200, 9);
    expect(figure(world, 'cache.held', 0, 1)).toBeCloseTo(KEYS - (lost * 90) / 100, 9);
  });

  test('leaves its keys to the others, where callers fail over: on a ring its own, with modulo two thirds of all', () => {
    const lost = share('ring');
    const onRing = everyTime({}, [20, 60, 120, 140]);
    expect(onRing.rounds.map(misses)).toEqual([lost, 0, lost, 0]);
    expect(total(onRing.world, 'cache.bypassed')).toBe(0);
    const [before, between, after] = everyTime({ placement: { kind: 'modulo' } }, [20, 60, 120]).rounds.map(misses);
    expect(Math.abs(deviations(before, KEYS, 2 / 3))).toBeLessThan(LIMIT);
    expect(between).toBe(0);
    // whatever was on the other two is still there
    expect(after).toBe(share('modulo'));
  });

  test('that was the only one: the origin is asked by everybody', () => {
    for (const whenReplicaIsDown of ['rehash', 'miss'])
      expect(
        answersOf({ startsWith: 1, restartTime: 100, whenReplicaIsDown }, ['5 r0', '20 r0', '30 w0', '50 r0', '111 r0', '130 r0'], kill),
      ).toEqual([
        'r0 5→5 hit v0',
        'r0 20→30 miss bypassed v0',
        'w0 30→40 v1',
        'r0 50→60 miss bypassed v1',
        'r0 111→121 miss v1',
        'r0 130→130 hit v1',
      ]);
  });

  test('is back at once if that takes no time', () => {
    expect(answersOf({ restartTime: 0, startsWith: 1 }, ['5 r0', '12 r0', '30 r0'], kill)).toEqual([
      'r0 5→5 hit v0',
      'r0 12→22 miss v0',
      'r0 30→30 hit v0',
    ]);
  });

  test('takes what it fetches with it: who waits looks again; applications that fetch for themselves have their value', () => {
    const coalescing = { stampedeGuard: { kind: 'coalesce' }, restartTime: 100 };
    const asks = ['5 r0', '8 r0', '120 r0'];
    expect(answersOf(coalescing, asks, kill)).toEqual([
      'r0 5→20 miss bypassed v0',
      'r0 8→20 miss joined bypassed v0',
      'r0 120→130 miss v0',
    ]);
    // and the fetch, of which nobody hears, goes on
    expect(total(told(coalescing, asks, kill).world, 'origin.arrived')).toBe(4);
    expect(answersOf({ ...coalescing, reads: 'cache-aside' }, asks, kill)).toEqual([
      'r0 5→15 miss v0',
      'r0 8→20 miss joined bypassed v0',
      'r0 120→130 miss v0',
    ]);
    // with a second node there, which has key 0, they are served by that, and what it fetches it keeps
    const other = answersOf({ ...coalescing, replicas: 2, placement: { kind: 'modulo' } }, ['5 r0', '5 r1', '8 r1', '30 r1'], kill);
    expect(other).toEqual(['r0 5→15 miss v0', 'r1 5→20 miss joined v1', 'r1 8→20 miss joined v1', 'r1 30→30 hit v1']);
  });

  test('does not keep what was fetched for its last life', () => {
    const cache = { reads: 'cache-aside', restartTime: 1 };
    expect(answersOf(cache, ['5 r0', '30 r0', '50 r0'], kill)).toEqual(['r0 5→15 miss v0', 'r0 30→40 miss v0', 'r0 50→50 hit v0']);
  });

  test('is not warmed up while it is away', () => {
    // a key every 10 ms from 20 on; it dies at 45
    const changes = [
      { at: 10, set: {}, do: { cache: 'restart' } },
      { at: 45, set: {}, do: { cache: 'kill' } },
    ];
    expect(total(told({ startsWith: 50, warmUpRate: 100 }, [], { changes }).world, 'cache.warmedUp')).toBe(3);
  });

  test('forgets who has the lock: the next rebuilds', () => {
    const lock = { stampedeGuard: { kind: 'lock', poll: 1 }, reads: 'cache-aside', restartTime: 1 };
    const asks = ['5 r0', '12 r0'];
    const others = { origin: origin(50) };
    expect(answersOf(lock, asks, { ...kill, others })).toEqual(['r0 5→55 miss v0', 'r0 12→62 miss v0']);
    expect(answersOf(lock, asks, { others })).toEqual(['r0 5→55 miss v0', 'r0 12→55 miss v0']);
  });

  test('and a write that it has under way: an error, which arrives all the same; an application goes on', () => {
    const written = (writes: string) => told({ writes, restartTime: 100 }, ['5 w0', '50 r0'], kill);
    expect(written('write-through').answers).toEqual(['w0 5→10 error', 'r0 50→60 miss bypassed v1']);
    for (const writes of ['invalidate', 'set', 'write-around', 'versioned-keys', 'invalidate-first'])
      expect(written(writes).answers, writes).toEqual(['w0 5→15 v1', 'r0 50→60 miss bypassed v1']);
    // what was to be written later is lost
    const behind = written('write-behind');
    expect(behind.answers).toEqual(['w0 5→5 v1', 'r0 50→60 miss bypassed v0']);
    expect(total(behind.world, 'cache.writesLost')).toBe(1);
  });

  test('in a process is missed by that process alone', () => {
    const inProcess = { locality: 'process', startsWith: 1, restartTime: 100 };
    expect(answersOf(inProcess, ['5 r0@0', '5 r0@1', '20 r0@0', '20 r0@1', '120 r0@0'], kill)).toEqual([
      'r0@0 5→5 hit v0',
      'r0@1 5→5 hit v0',
      'r0@0 20→30 miss bypassed v0',
      'r0@1 20→20 hit v0',
      'r0@0 120→130 miss v0',
    ]);
  });
});

describe('nodes that come and go', () => {
  test('one that joins gets its share of the keys once it is up', () => {
    const cache = { startsWith: KEYS, capacity: KEYS, replicas: 2, startUpTime: 50 };
    for (const whenReplicaIsDown of ['rehash', 'miss']) {
      const asks = [20, 70].flatMap(everyKey);
      const { answers } = told({ ...cache, whenReplicaIsDown }, asks, { changes: [{ at: 10, set: { 'cache.replicas': 3 } }] });
      expect(misses(answers.slice(0, KEYS)), whenReplicaIsDown).toBe(0);
      expect(misses(answers.slice(KEYS)), whenReplicaIsDown).toBeGreaterThan((KEYS / 3) * 0.7);
      expect(misses(answers.slice(KEYS)), whenReplicaIsDown).toBeLessThan((KEYS / 3) * 1.3);
    }
  });

  test('die by themselves, each after its own time, and are restarted', () => {
    const cache = { replicas: 3, restartTime: 100, replicaFault: { kind: 'mortal', lifetime: 100 } };
    const { world } = told(cache, [], { duration: 100_000 });
    // half of the time up, in cycles of 200 ms on average with a deviation of 100
    expect(Math.abs(total(world, 'cache.replicaDied') - 1_500)).toBeLessThan(LIMIT * Math.sqrt(3 * 500 * (100 / 200) ** 2));
    expect(figure(world, 'cache.replicas')).toBeCloseTo(1.5, 1);
    const gone = told({ ...cache, startsWith: 30, restartTime: 3_600_000 }, [], { duration: 10_000 }).world;
    expect(samples(gone, 'cache.held').at(-1)).toBe(0);
  });

  test('that go and come again get keys once they are up', () => {
    const cache = { startsWith: KEYS, capacity: KEYS, replicas: 3, startUpTime: 50, whenReplicaIsDown: 'miss' };
    const changes = [
      { at: 5, set: { 'cache.replicas': 2 } },
      { at: 10, set: { 'cache.replicas': 3 } },
    ];
    const { world, answers } = told(cache, [20, 40].flatMap(everyKey), { changes });
    expect(misses(answers.slice(0, KEYS))).toBeGreaterThan(0);
    expect([misses(answers.slice(KEYS)), total(world, 'cache.bypassed')]).toEqual([0, 0]);
  });

  test('get other keys with another placement', () => {
    const cache = { startsWith: KEYS, capacity: KEYS, replicas: 3, placement: { kind: 'ring' } };
    const { answers } = told(cache, everyKey(20), { changes: [{ at: 10, set: { 'cache.placement': { kind: 'modulo' } } }] });
    expect(misses(answers) / KEYS).toBeGreaterThan(0.6);
    expect(misses(answers) / KEYS).toBeLessThan(0.73);
  });

  test('stand still, and whoever asks one waits until it goes on', () => {
    // the first pause comes within some milliseconds, and then it is a second
    const cache = { startsWith: 1, replicaFault: { kind: 'pause', interval: 1, length: 1_000 } };
    const { world, figures } = told(cache, ['500 r0', '500 r1', '500 w0'], {
      duration: 3_000,
      changes: [{ at: 500, set: { 'cache.replicaFault': { kind: 'none' } } }],
    });
    const [hit, miss, write] = figures.map(({ answer }) => answer.at);
    expect(hit).toBeGreaterThan(1_000);
    expect(hit).toBeLessThan(1_020);
    expect([miss, write]).toEqual([hit + 10, hit + 10]);
    expect(figure(world, 'cache.paused')).toBeCloseTo(1 / 3, 9);
  });

  test('stand still: they write nothing behind, and nobody finds a lock fallen', () => {
    const pause = { replicaFault: { kind: 'pause', interval: 1, length: 1_000 } };
    const asked = (cache: object, asks: string[], duration: number) =>
      total(told({ ...pause, ...cache }, asks, { duration, others: { origin: origin(5_000) } }).world, 'origin.arrived');
    const behind = { writes: 'write-behind', flushDelay: 100 };
    expect([asked(behind, ['0 w0'], 1_000), asked(behind, ['0 w0'], 1_020)]).toEqual([0, 1]);
    const lock = { stampedeGuard: { kind: 'lock', holds: 30, poll: 20 } };
    expect([asked(lock, ['0 r0', '0 r0'], 1_000), asked(lock, ['0 r0', '0 r0'], 1_020)]).toEqual([1, 2]);
  });

  test('die while they stand still: who waits for that looks elsewhere at once', () => {
    const pause = { replicaFault: { kind: 'pause', interval: 1, length: 1_000 }, restartTime: 2_000 };
    const changes = [{ at: 500, set: {}, do: { cache: 'kill' } }];
    expect(answersOf(pause, ['450 r0', '600 r0'], { changes })).toEqual(['r0 450→510 miss bypassed v0', 'r0 600→610 miss bypassed v0']);
    // one waits for a fetch of the node, one looks for its lock again
    const lock = { ...pause, stampedeGuard: { kind: 'lock', poll: 20 } };
    expect(answersOf(lock, ['0 r0', '0 r0'], { changes, duration: 1_200, others: { origin: origin(600) } })).toEqual([
      'r0 0→1100 miss bypassed v0',
      'r0 0→1100 miss bypassed v0',
    ]);
  });
});

describe('a cache in every process', () => {
  const local = { locality: 'process' };

  test('each fetches for itself, and begins with what all begin with', () => {
    expect(answersOf(local, ['0 r0@0', '20 r0@0', '30 r0@1', '50 r0@1'])).toEqual([
      'r0@0 0→10 miss v0',
      'r0@0 20→20 hit v0',
      'r0@1 30→40 miss v0',
      'r0@1 50→50 hit v0',
    ]);
    const stocked = { ...local, startsWith: 1, ttl: 100 };
    expect(answersOf(stocked, ['0 r0@0', '20 r0@3', '99.999 r0@1', '100 r0@2'])).toEqual([
      'r0@0 0→0 hit v0',
      'r0@3 20→20 hit v0',
      'r0@1 99.999→99.999 hit v0',
      'r0@2 100→110 miss v0',
    ]);
    // who is first heard of after a restart has nothing either
    expect(answersOf(stocked, ['0 r0@0', '20 r0@3'], { changes: [{ at: 10, set: { 'cache.restarts': 1 } }] })).toEqual([
      'r0@0 0→0 hit v0',
      'r0@3 20→30 miss v0',
    ]);
  });

  const both = ['0 r0@0', '0 r0@1', '20 w0@0', '35 r0@0', '38 r0@1', '55 r0@1', '110 r0@1'];

  test('hears only of its own writes: time goes back from one process to the next, until the entry expires', () => {
    const { world, answers } = told({ ...local, ttl: 100 }, [...both.slice(0, 4), '50 r0@1', '109 r0@1', '110 r0@1']);
    expect(answers.slice(3)).toEqual([
      'r0@0 35→45 miss v1',
      'r0@1 50→50 hit wrong back v0',
      'r0@1 109→109 hit wrong back v0',
      'r0@1 110→120 miss v1',
    ]);
    expect(figure(world, 'cache.wentBack')).toBe(2);
  });

  test('hears of others’ writes when the news have come', () => {
    // written at 30, news of it at 40
    const news = { ...local, invalidationReaches: 'all', invalidationLag: 10 };
    const { world, answers } = told(news, both);
    expect(answers.slice(3)).toEqual(['r0@0 35→45 miss v1', 'r0@1 38→38 hit wrong v0', 'r0@1 55→65 miss v1', 'r0@1 110→110 hit v1']);
    expect(total(world, 'cache.invalidated')).toBe(2);
    expect(answersOf({ ...news, writes: 'write-through' }, both).slice(3)).toEqual([
      'r0@0 35→35 hit v1',
      'r0@1 38→38 hit wrong back v0',
      'r0@1 55→65 miss v1',
      'r0@1 110→110 hit v1',
    ]);
  });

  test('news that overtake a fetch of the old value do not help, unless what is outdated is refused', () => {
    // process 1 asks at 25 and sees the old row; the write is committed at 30, news at 31; the old value comes at 45
    const slow = { others: { origin: origin(20, 10) } };
    const news = { ...local, invalidationReaches: 'all', invalidationLag: 1 };
    const asks = ['20 w0@0', '25 r0@1', '60 r0@1'];
    expect(answersOf(news, asks, slow)).toEqual(['w0@0 20→30 v1', 'r0@1 25→45 miss wrong v0', 'r0@1 60→60 hit wrong v0']);
    for (const cache of [{ refuses: 'invalidated' }, { refuses: 'older' }])
      expect(answersOf({ ...news, ...cache }, asks, slow).at(-1)).toBe('r0@1 60→80 miss v1');
  });

  test('before a shared one: L1 of 50 ms goes back in time, L2 does not', () => {
    const tiers = {
      cache: swiftCache({ ...local, ttl: 50, writes: 'invalidate' }, 'shared'),
      shared: swiftCache({}),
      origin: origin(),
    };
    const { world, answers } = asked(tiers, ['0 r0@0', '0 r0@1', '20 w0@0', '31 r0@0', '45 r0@1', '60 r0@1', '80 r0@0']);
    expect(answers).toEqual([
      'r0@0 0→10 miss v0',
      'r0@1 0→10 miss v0',
      'w0@0 20→30 v1',
      'r0@0 31→41 miss v1',
      'r0@1 45→45 hit wrong back v0',
      'r0@1 60→60 miss v1',
      'r0@0 80→80 hit v1',
    ]);
    expect(total(world, 'shared.wentBack')).toBe(0);
    expect(total(world, 'cache.wentBack')).toBe(1);
  });
});
