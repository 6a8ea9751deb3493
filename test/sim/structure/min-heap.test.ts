import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MinHeap } from '../../../src/sim/structure/min-heap.ts';

test('gives 5, 3, 8, 3 back as 3, 3, 5, 8', () => {
  const heap = new MinHeap();
  for (const item of [5, 3, 8, 3]) heap.add(item);
  expect([heap.size, heap.least]).toEqual([4, 3]);
  expect([heap.take(), heap.take(), heap.take(), heap.take()]).toEqual([3, 3, 5, 8]);
});

test('empty, its least is never', () => {
  const heap = new MinHeap();
  expect([heap.least, heap.take(), heap.size]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0]);
});

test('does what a sorted list does, whatever is added and taken', () => {
  const action = fc.oneof(fc.double({ noNaN: true }), fc.constant('take' as const), fc.integer({ min: -3, max: 3 }));
  fc.assert(
    // long enough to outgrow the 64 items it begins with
    fc.property(fc.array(action, { maxLength: 400, size: 'max' }), (actions) => {
      const heap = new MinHeap();
      const model: number[] = [];
      for (const action of actions) {
        if (action === 'take') expect(heap.take()).toBe(model.shift() ?? Number.POSITIVE_INFINITY);
        else {
          // −0 and 0 are the same time
          heap.add(action + 0);
          model.push(action + 0);
          model.sort((a, b) => a - b);
        }
        expect(heap.size).toBe(model.length);
        expect(heap.least).toBe(model[0] ?? Number.POSITIVE_INFINITY);
      }
    }),
    { numRuns: 100, seed: 1 },
  );
});
