import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrequencyLists } from '../../../src/sim/structure/frequency-lists.ts';

test('the least frequent is first, and of several the one that has been at that the longest', () => {
  const lists = new FrequencyLists(5);
  for (const key of [0, 1, 2]) lists.add(key);
  expect(lists.toArray()).toEqual([0, 1, 2]);
  lists.count(0);
  lists.count(1);
  lists.count(0);
  expect([lists.toArray(), [0, 1, 2, 3].map((key) => lists.frequencyOf(key))]).toEqual([
    [2, 1, 0],
    [3, 2, 1, 0],
  ]);
  lists.count(1);
  // both at 3: 0 came first
  expect([lists.toArray(), lists.first]).toEqual([[2, 0, 1], 2]);
  lists.take(2);
  lists.add(4);
  expect([lists.first, lists.has(2), lists.has(4)]).toEqual([4, false, true]);
  for (const key of [4, 0, 1]) lists.take(key);
  expect([lists.first, lists.toArray()]).toEqual([-1, []]);
});

test('does what a sorted array does, with more frequencies than it begins with room for', () => {
  const step = fc.tuple(fc.constantFrom('count', 'count', 'take', 'widen'), fc.nat());
  fc.assert(
    fc.property(fc.array(step, { minLength: 300, maxLength: 500, size: 'max' }), (steps) => {
      let keys = 100;
      const lists = new FrequencyLists(keys);
      const model: { key: number; times: number }[] = [];
      const count = (key: number) => {
        const at = model.findIndex((entry) => entry.key === key);
        const times = at < 0 ? 1 : model.splice(at, 1)[0].times + 1;
        if (at < 0) lists.add(key);
        else lists.count(key);
        // behind all that have been counted as often
        const behind = model.findIndex((entry) => entry.times > times);
        model.splice(behind < 0 ? model.length : behind, 0, { key, times });
      };
      // 80 keys with 80 different frequencies
      for (let key = 0; key < 80; key++) for (let times = 0; times <= key; times++) count(key);
      for (const [what, n] of steps) {
        if (what === 'widen') {
          keys += n % 3;
          lists.widen(keys);
        } else if (what === 'count') count(n % keys);
        else if (model.length > 0) lists.take(model.splice(n % model.length, 1)[0].key);
        expect(lists.first).toBe(model[0]?.key ?? -1);
      }
      expect(lists.toArray()).toEqual(model.map(({ key }) => key));
      expect(model.map(({ key }) => lists.frequencyOf(key))).toEqual(model.map(({ times }) => times));
    }),
    { numRuns: 20, seed: 1 },
  );
});
