import { describe, expect, test } from 'vitest';
import { answersOf, asked, origin, swiftCache, told } from '../../cache-story.ts';
import { deviations, LIMIT } from '../../statistics.ts';
import { figure, samples, total } from '../../worlds.ts';

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
