import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyHeap } from '../../../src/sim/structure/key-heap.ts';

function heapOf(keys: number, ranks: readonly number[]): KeyHeap {
  const heap = new KeyHeap(keys);
  ranks.forEach((rank, key) => {
    heap.rank[key] = rank;
    heap.add(key);
  });
  return heap;
}

test('the least rank comes first, of equals the one that has had it longest', () => {
  const heap = heapOf(5, [3, 1, 2, 1]);
  expect([heap.first, heap.size, heap.sorted()]).toEqual([1, 4, [1, 3, 2, 0]]);
  // key 1 is given the same rank anew
  heap.settle(1);
  expect(heap.sorted()).toEqual([3, 1, 2, 0]);
  heap.rank[0] = 0.5;
  heap.settle(0);
  expect(heap.sorted()).toEqual([0, 3, 1, 2]);
  heap.take(3);
  expect([heap.has(3), heap.has(1), heap.sorted()]).toEqual([false, true, [0, 1, 2]]);
});

test('empty, its first is −1', () => {
  const heap = heapOf(1, [7]);
  heap.take(0);
  expect([heap.first, heap.size]).toEqual([-1, 0]);
});

test('keeps what it has when it is widened', () => {
  const heap = heapOf(2, [2, 1]);
  heap.widen(200);
  expect([heap.has(0), heap.has(1), heap.has(2), heap.has(199)]).toEqual([true, true, false, false]);
  heap.rank[199] = 1.5;
  heap.add(199);
  expect(heap.sorted()).toEqual([1, 199, 0]);
});

test('does what a sorted list does', () => {
  const KEYS = 12;
  const ranks = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: KEYS - 1 }), fc.boolean(), ranks), { maxLength: 200, size: 'max' }), (steps) => {
      const heap = new KeyHeap(KEYS);
      // of equal ranks the latest lies behind
      let list: { key: number; rank: number }[] = [];
      for (const [key, takes, rank] of steps) {
        const known = list.some((entry) => entry.key === key);
        expect(heap.has(key)).toBe(known);
        list = list.filter((entry) => entry.key !== key);
        if (takes) {
          if (known) heap.take(key);
        } else {
          heap.rank[key] = rank;
          if (known) heap.settle(key);
          else heap.add(key);
          list.push({ key, rank });
          list.sort((a, b) => (a.rank === b.rank ? 0 : a.rank < b.rank ? -1 : 1));
        }
        expect(heap.size).toBe(list.length);
        expect(heap.first).toBe(list[0]?.key ?? -1);
      }
      // and it gives them back in this order
      for (const { key } of list) {
        expect(heap.first).toBe(key);
        heap.take(key);
      }
    }),
    { numRuns: 300, seed: 1 },
  );
});
