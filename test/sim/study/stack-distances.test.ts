import { describe, expect, test } from 'vitest';
import { lru } from '../../../src/sim/policy/eviction/lru.ts';
import { type AccessTrace, numbered } from '../../../src/sim/study/access-trace.ts';
import { replay } from '../../../src/sim/study/replay.ts';
import { StackDistances } from '../../../src/sim/study/stack-distances.ts';
import { mulberry } from '../../mulberry.ts';

const letters = (text: string): AccessTrace => numbered(Int32Array.from(text, (letter) => letter.charCodeAt(0)));

/** Misses at every capacity, however it is sliced. */
function missesOf(trace: AccessTrace, capacities: readonly number[], slice = trace.keys.length): number[] {
  const stack = new StackDistances(trace, capacities);
  for (let end = 0; end < trace.keys.length; ) {
    end = Math.min(trace.keys.length, end + slice);
    stack.to(end);
  }
  return capacities.map((_, i) => stack.missesAt(i).misses);
}

describe('stack distances', () => {
  test('A B C A B: both come back after three keys, so two hits from three keys on', () => {
    expect(missesOf(letters('ABCAB'), [1, 2, 3, 4])).toEqual([5, 5, 3, 3]);
  });

  test('A A B A: distances 1 and 2', () => {
    expect(missesOf(letters('AABA'), [1, 2])).toEqual([3, 2]);
  });

  test('with sizes, what stands from a key to the end must fit: A of 3 B, B of 2 B', () => {
    const trace = { ...letters('ABAB'), sizes: Float64Array.of(3, 2) };
    const stack = new StackDistances(trace, [3, 4, 5]);
    stack.to(4);
    expect([0, 1, 2].map((i) => stack.missesAt(i))).toEqual([
      { accesses: 4, misses: 4, bytes: 10, bytesMissed: 10 },
      { accesses: 4, misses: 4, bytes: 10, bytesMissed: 10 },
      { accesses: 4, misses: 2, bytes: 10, bytesMissed: 5 },
    ]);
    expect(StackDistances.exactFrom(trace)).toBe(3);
  });

  /** Small and large, skewed and scanning, with the line closed up many times. */
  const random = (keys: number, length: number, sized: boolean): AccessTrace => {
    const draw = mulberry(keys * 31 + length);
    const skewed = Int32Array.from({ length }, (_, i) => (i % 97 < 20 ? i % keys : Math.floor(keys * draw() ** 3)));
    const trace = numbered(skewed);
    return sized ? { ...trace, sizes: Float64Array.from({ length: trace.distinct }, () => 1 + Math.floor(draw() * 50)) } : trace;
  };
  const chosen = { policy: lru, params: {} };

  test.each([1, 2, 31, 32, 33, 100, 257])('of %i keys are what LRU misses, at every capacity', (keys) => {
    const trace = random(keys, 4_000, false);
    const capacities = Array.from({ length: trace.distinct + 2 }, (_, i) => i + 1);
    const expected = capacities.map((capacity) => replay(trace, capacity, chosen).misses);
    expect(missesOf(trace, capacities)).toEqual(expected);
    expect(missesOf(trace, capacities, 37)).toEqual(expected);
  });

  test('of keys with sizes are what LRU misses, from the largest on, in bytes too', () => {
    const trace = random(60, 3_000, true);
    const from = StackDistances.exactFrom(trace);
    const all = trace.sizes!.reduce((sum, size) => sum + size, 0);
    const capacities = Array.from({ length: all + 2 - from }, (_, i) => from + i);
    const stack = new StackDistances(trace, capacities);
    stack.to(trace.keys.length);
    capacities.forEach((capacity, i) => {
      expect(stack.missesAt(i), `${capacity} B`).toEqual(replay(trace, capacity, chosen));
    });
  });
});
