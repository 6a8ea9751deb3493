import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NOTHING } from '../../../src/sim/structure/linked-list.ts';
import { addRanked, rankedHeap, removeRanked, takeLeast } from '../../../src/sim/structure/ranked-heap.ts';

test('the least rank first, of equals the least number, and what never ends last', () => {
  const ranks = Float64Array.of(2, Number.POSITIVE_INFINITY, 1, Number.POSITIVE_INFINITY, 2);
  const numbers = Int32Array.of(4, 3, 2, 1, 0);
  const heap = rankedHeap();
  for (const entry of [0, 1, 2, 3, 4]) addRanked(heap, entry, ranks, numbers);
  removeRanked(heap, 2);
  expect([1, 2, 3, 4, 5].map(() => takeLeast(heap))).toEqual([4, 0, 3, 1, NOTHING]);
});

test('a rank is read when an entry comes: what it is later does not matter', () => {
  const ranks = Float64Array.of(1, 2);
  const numbers = Int32Array.of(0, 1);
  const heap = rankedHeap();
  addRanked(heap, 0, ranks, numbers);
  addRanked(heap, 1, ranks, numbers);
  ranks[0] = 9;
  expect(takeLeast(heap)).toBe(0);
  addRanked(heap, 0, ranks, numbers);
  expect([takeLeast(heap), takeLeast(heap)]).toEqual([1, 0]);
});

test('does what a sorted list does, whoever leaves from its middle', () => {
  const ROOM = 200;
  const steps = fc.array(
    fc.record({ takes: fc.boolean(), entry: fc.nat(ROOM - 1), rank: fc.oneof(fc.nat(3), fc.double({ noNaN: true })) }),
    {
      maxLength: 300,
      size: 'max',
    },
  );
  fc.assert(
    fc.property(steps, (list) => {
      const heap = rankedHeap();
      const ranks = new Float64Array(ROOM);
      const numbers = new Int32Array(ROOM);
      const inside = new Set<number>();
      const least = () => [...inside].sort((a, b) => (ranks[a] === ranks[b] ? numbers[a] - numbers[b] : ranks[a] - ranks[b]))[0] ?? NOTHING;
      for (const [i, { takes, entry, rank }] of list.entries()) {
        if (takes) {
          const first = least();
          expect(takeLeast(heap)).toBe(first);
          inside.delete(first);
        } else if (inside.delete(entry)) removeRanked(heap, entry);
        else {
          ranks[entry] = rank;
          numbers[entry] = i;
          addRanked(heap, entry, ranks, numbers);
          inside.add(entry);
        }
        expect(heap.size).toBe(inside.size);
      }
    }),
    { numRuns: 200, seed: 1 },
  );
});
