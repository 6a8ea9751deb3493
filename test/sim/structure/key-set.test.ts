import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeySet } from '../../../src/sim/structure/key-set.ts';

test('the last takes the place of one that is taken', () => {
  const set = new KeySet(9);
  for (const key of [7, 3, 8, 1]) set.add(key);
  set.take(3);
  expect([set.size, set.at(0), set.at(1), set.at(2)]).toEqual([3, 7, 1, 8]);
  set.take(8);
  expect([set.toArray(), set.has(8), set.has(7)]).toEqual([[7, 1], false, true]);
});

test('does what a Set does, and keeps what it has when it is widened', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 20 }), { maxLength: 200, size: 'max' }), (toggled) => {
      const set = new KeySet(21);
      const model = new Set<number>();
      toggled.forEach((key, i) => {
        if (i % 50 === 49) set.widen(21 + i);
        expect(set.has(key)).toBe(model.has(key));
        if (model.delete(key)) set.take(key);
        else {
          set.add(key);
          model.add(key);
        }
        expect(set.size).toBe(model.size);
        expect(set.toArray().sort((a, b) => a - b)).toEqual([...model].sort((a, b) => a - b));
      });
    }),
    { numRuns: 200, seed: 1 },
  );
});
