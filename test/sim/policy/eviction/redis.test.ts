import { describe, expect, test } from 'vitest';
import { Stream } from '../../../../src/sim/kernel/chance.ts';
import { Zipf } from '../../../../src/sim/kernel/zipf.ts';
import { replay } from '../../../../src/sim/study/replay.ts';
import { chosen } from '../../../chosen.ts';
import { Desk } from './desk.ts';

describe('Redis LRU', () => {
  const zipf = new Zipf(10_000, 0.9);
  const chance = new Stream(1, 'test', 'keys');
  const trace = { keys: Int32Array.from({ length: 200_000 }, () => zipf.rank(chance) - 1), distinct: 10_000, sizes: null };
  const missRatio = (document: { kind: string; [param: string]: unknown }) =>
    replay(trace, 500, chosen('eviction', document)).misses / trace.keys.length;

  test('comes the closer to LRU the more it draws', () => {
    const [lru, random] = [missRatio({ kind: 'lru' }), missRatio({ kind: 'random' })];
    const beyond = [1, 3, 5, 10].map((samples) => missRatio({ kind: 'redis-lru', samples }) - lru);
    expect(beyond).toEqual(beyond.toSorted((a, b) => b - a));
    // of a single draw nothing is left for the next eviction
    expect(beyond[0]).toBe(random - lru);
    expect(beyond[2]).toBeLessThan(0.005);
    expect(beyond[3]).toBeLessThan(0.002);
  });

  test('with a clock as coarse as in Redis it hardly knows which of them is older', () => {
    const fine = missRatio({ kind: 'redis-lru' });
    const coarse = missRatio({ kind: 'redis-lru', resolution: 1_000 });
    // a second is 1,000 accesses here, and twice as many as fit in
    expect(coarse).toBeGreaterThan(fine + 0.01);
  });

  test('what has been drawn goes, even if it was used since', () => {
    const desk = new Desk({ kind: 'redis-lru', samples: 2 }, 2);
    const places: number[] = [];
    desk.room.chance.below = () => places.shift()!;
    desk.ask('AB');
    desk.wait(10);
    // both are drawn; A goes, and B stays in the pool as idle for 11 ms
    places.push(0, 1);
    desk.ask('C');
    expect([desk.victims, desk.shelves]).toEqual(['A', ['B', 'C']]);
    expect(desk.ask('B')).toBe('+');
    // C is drawn twice, idle for 2 ms
    places.push(1, 1);
    desk.ask('D');
    expect([desk.victims, desk.shelves]).toEqual(['AB', ['C', 'D']]);
  });
});

test.each(['redis-lru', 'redis-lfu'])('%s: what was removed is no longer in the pool when it comes again', (kind) => {
  const desk = new Desk({ kind, samples: 2 }, 2);
  const places: number[] = [];
  desk.room.chance.below = () => places.shift()!;
  desk.ask('AB');
  desk.wait(200_000);
  places.push(0, 1);
  desk.ask('C');
  expect([desk.victims, desk.shelves]).toEqual(['A', ['B', 'C']]);
  desk.remove('B');
  desk.ask('B');
  // C is drawn twice: B as it was would have been idle for longer
  places.push(0, 0);
  desk.ask('D');
  expect(desk.victims).toBe('AC');
});

describe('Redis LFU', () => {
  // redis.conf: the counter after so many hits, by lfu-log-factor
  test.each([
    [0, 100, 104],
    [0, 1_000, 255],
    [1, 100, 18],
    [1, 1_000, 49],
    [1, 100_000, 255],
    [10, 100, 10],
    [10, 1_000, 18],
    [10, 100_000, 142],
    [10, 1_000_000, 255],
    [100, 100, 8],
    [100, 1_000, 11],
    [100, 100_000, 49],
    [100, 1_000_000, 143],
  ])('with a factor of %d, %d hits raise a counter to about %d', (logFactor, hits, counter) => {
    const desk = new Desk({ kind: 'redis-lfu', logFactor, decayTime: null }, 2);
    desk.ask('A');
    for (let i = 1; i < hits; i++) desk.eviction.lookUp(0);
    // the counter is a random walk: √ of its height, three times
    expect(Math.abs(desk.mark('A') - counter)).toBeLessThanOrEqual(counter === 255 ? 0 : 3 * Math.sqrt(counter));
  });

  test('a counter falls by 1 for every turn of the minute without use', () => {
    const desk = new Desk({ kind: 'redis-lfu', logFactor: 0 }, 2);
    desk.ask('AAAA');
    expect(desk.mark('A')).toBe(8);
    desk.wait(59_000);
    expect(desk.mark('A')).toBe(8);
    desk.wait(1_000);
    expect(desk.mark('A')).toBe(7);
    desk.wait(120_000);
    expect(desk.mark('A')).toBe(5);
    desk.ask('A');
    expect(desk.mark('A')).toBe(6);
    desk.wait(3_600_000);
    expect(desk.mark('A')).toBe(0);
  });

  test('a decay time of two minutes needs two turns between two uses, one of 5 s sees every 5 s', () => {
    const [slow, quick] = [120_000, 5_000].map((decayTime) => new Desk({ kind: 'redis-lfu', logFactor: 0, decayTime }, 2));
    for (const desk of [slow, quick]) {
      desk.ask('A');
      desk.wait(119_000);
    }
    expect([slow.mark('A'), quick.mark('A')]).toEqual([5, 0]);
    slow.wait(1_000);
    expect(slow.mark('A')).toBe(4);
    quick.ask('AA');
    quick.wait(5_000);
    expect(quick.mark('A')).toBe(1);
  });

  test('lets go of the least used of those it has drawn', () => {
    const desk = new Desk({ kind: 'redis-lfu', samples: 64, logFactor: 0 }, 3);
    desk.ask('AABBBCCCCD');
    expect(desk.victims).toBe('A');
  });
});
