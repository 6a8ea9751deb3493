import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addFirst, addLast, type LinkedList, linkedList, NOTHING, remove, takeFirst } from '../../../src/sim/structure/linked-list.ts';

/** What is in a list, walked from both ends. */
function walked(list: LinkedList): { forth: number[]; back: number[] } {
  const forth: number[] = [];
  const back: number[] = [];
  for (let entry = list.first; entry !== NOTHING; entry = list.next[entry]) forth.push(entry);
  for (let entry = list.last; entry !== NOTHING; entry = list.before[entry]) back.push(entry);
  return { forth, back };
}

test('1 and 2 last, 3 first: 3 1 2; without 1: 3 2', () => {
  const list = linkedList();
  addLast(list, 1);
  addLast(list, 2);
  addFirst(list, 3);
  expect(walked(list)).toEqual({ forth: [3, 1, 2], back: [2, 1, 3] });
  remove(list, 1);
  expect(walked(list)).toEqual({ forth: [3, 2], back: [2, 3] });
});

test('an empty list gives nothing, and again is empty after its only entry has gone', () => {
  const list = linkedList();
  expect(takeFirst(list)).toBe(NOTHING);
  addFirst(list, 7);
  expect([takeFirst(list), takeFirst(list)]).toEqual([7, NOTHING]);
  expect(walked(list)).toEqual({ forth: [], back: [] });
});

test('grows for entries far beyond its capacity and keeps what it has', () => {
  const list = linkedList(2);
  for (const entry of [0, 1, 5, 1_000, 64]) addLast(list, entry);
  expect(walked(list).forth).toEqual([0, 1, 5, 1_000, 64]);
});

test('does what an array does, whatever is done to it', () => {
  const entry = fc.nat(200);
  const doing = fc.record({ what: fc.constantFrom('last', 'first', 'remove', 'take'), entry });
  fc.assert(
    fc.property(fc.array(doing, { maxLength: 200 }), (actions) => {
      const list = linkedList(1);
      let model: number[] = [];
      for (const { what, entry } of actions) {
        const known = model.includes(entry);
        if (what === 'take') expect(takeFirst(list)).toBe(model.shift() ?? NOTHING);
        else if (what === 'remove' && known) {
          remove(list, entry);
          model = model.filter((each) => each !== entry);
        } else if (what === 'last' && !known) {
          addLast(list, entry);
          model.push(entry);
        } else if (what === 'first' && !known) {
          addFirst(list, entry);
          model.unshift(entry);
        }
        expect(walked(list)).toEqual({ forth: model, back: model.toReversed() });
      }
    }),
    { numRuns: 200, seed: 1 },
  );
});
