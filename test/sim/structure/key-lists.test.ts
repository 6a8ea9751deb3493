import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyLists } from '../../../src/sim/structure/key-lists.ts';

test('a key that comes is the youngest, and so is one that is renewed', () => {
  const lists = new KeyLists(2, 6, { sizes: null });
  for (const key of [4, 0, 5]) lists.add(1, key);
  lists.add(2, 3);
  expect([lists.keysOf(1), lists.oldest(1), lists.youngest(1), lists.youngerThan(0), lists.olderThan(0)]).toEqual([[4, 0, 5], 4, 5, 5, 4]);
  lists.renew(4);
  lists.renew(4);
  expect(lists.keysOf(1)).toEqual([0, 5, 4]);
  lists.move(2, 5);
  expect([lists.keysOf(1), lists.keysOf(2), Array.from(lists.weight)]).toEqual([
    [0, 4],
    [3, 5],
    [0, 2, 2],
  ]);
  expect([lists.youngerThan(4), lists.olderThan(0)]).toEqual([-1, -1]);
});

test('of an empty list there is neither an oldest nor a youngest', () => {
  const lists = new KeyLists(1, 3, { sizes: null });
  lists.add(1, 2);
  lists.take(2);
  expect([lists.oldest(1), lists.youngest(1), lists.list[2], lists.weight[1]]).toEqual([-1, -1, 0, 0]);
});

test('a key weighs what it weighed when it came, until it comes anew', () => {
  const scale = { sizes: Float64Array.of(10, 20, 30) };
  const lists = new KeyLists(2, 3, scale);
  for (const key of [0, 1, 2]) lists.add(1, key);
  expect([lists.weight[1], lists.weightOf(2)]).toEqual([60, 30]);
  scale.sizes[1] = 5;
  expect([lists.weight[1], lists.weightOf(1)]).toEqual([60, 5]);
  lists.renew(1);
  expect(lists.weight[1]).toBe(60);
  lists.move(2, 1);
  expect(Array.from(lists.weight)).toEqual([0, 40, 5]);
  lists.take(1);
  expect(Array.from(lists.weight)).toEqual([0, 40, 0]);
});

test('does what arrays do, and keeps what it has when it is widened', () => {
  const LISTS = 3;
  const step = fc.tuple(fc.constantFrom('put', 'put', 'take', 'renew', 'widen'), fc.nat({ max: 9 }), fc.integer({ min: 1, max: LISTS }));
  fc.assert(
    fc.property(fc.boolean(), fc.array(step, { maxLength: 150, size: 'max' }), (sized, steps) => {
      const scale = { sizes: sized ? Float64Array.from({ length: 10 }, (_, key) => key + 1) : null };
      const lists = new KeyLists(LISTS, 10, scale);
      const model: number[][] = [[], [], [], []];
      let keys = 10;
      for (const [what, key, list] of steps) {
        const home = model.findIndex((each) => each.includes(key));
        const leave = () => model[home].splice(model[home].indexOf(key), 1);
        if (what === 'widen') {
          keys += key;
          if (sized) scale.sizes = Float64Array.from({ length: keys }, (_, each) => each + 1);
          lists.widen(keys);
        } else if (what === 'put') {
          if (home < 0) lists.add(list, key);
          else {
            lists.move(list, key);
            leave();
          }
          model[list].push(key);
        } else if (home > 0) {
          leave();
          if (what === 'take') lists.take(key);
          else {
            lists.renew(key);
            model[home].push(key);
          }
        }
        for (let each = 1; each <= LISTS; each++) {
          expect(lists.keysOf(each)).toEqual(model[each]);
          expect(lists.weight[each]).toBe(model[each].reduce((sum, one) => sum + (sized ? one + 1 : 1), 0));
        }
        expect(lists.list[key]).toBe(
          Math.max(
            0,
            model.findIndex((each) => each.includes(key)),
          ),
        );
      }
    }),
    { numRuns: 200, seed: 1 },
  );
});
