import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addFirstOf, addLastOf, firstOf, type Lanes, lanes, removeOf, takeFirstOf } from '../../../src/sim/structure/lanes.ts';
import { NOTHING } from '../../../src/sim/structure/linked-list.ts';

/** What is in a lane, walked from both ends. */
function walked(all: Lanes, lane: number): { forth: number[]; back: number[] } {
  const forth: number[] = [];
  const back: number[] = [];
  for (let entry = firstOf(all, lane); entry !== NOTHING; entry = all.next[entry]) forth.push(entry);
  for (let entry = all.last[lane] ?? NOTHING; entry !== NOTHING; entry = all.before[entry]) back.push(entry);
  return { forth, back };
}

test('lanes share entries, not order: 1 and 2 in lane 5, 3 before them; 4 in lane 0', () => {
  const all = lanes();
  addLastOf(all, 5, 1);
  addLastOf(all, 5, 2);
  addFirstOf(all, 5, 3);
  addLastOf(all, 0, 4);
  expect([walked(all, 5), walked(all, 0)]).toEqual([
    { forth: [3, 1, 2], back: [2, 1, 3] },
    { forth: [4], back: [4] },
  ]);
  expect([takeFirstOf(all, 5), takeFirstOf(all, 0), takeFirstOf(all, 0), takeFirstOf(all, 7_000)]).toEqual([3, 4, NOTHING, NOTHING]);
});

test('does what arrays do', () => {
  const steps = fc.array(fc.record({ does: fc.nat(3), lane: fc.oneof(fc.nat(3), fc.nat(300)), entry: fc.nat(150) }), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (list) => {
      const all = lanes();
      const book = new Map<number, number[]>();
      const home = new Map<number, number>();
      const line = (lane: number) => book.get(lane) ?? book.set(lane, []).get(lane)!;
      for (const { does, lane, entry } of list) {
        const where = home.get(entry);
        if (does === 3) {
          const taken = takeFirstOf(all, lane);
          expect(taken).toBe(line(lane).shift() ?? NOTHING);
          home.delete(taken);
        } else if (where !== undefined) {
          removeOf(all, where, entry);
          line(where).splice(line(where).indexOf(entry), 1);
          home.delete(entry);
        } else {
          home.set(entry, lane);
          if (does === 0) {
            addFirstOf(all, lane, entry);
            line(lane).unshift(entry);
          } else {
            addLastOf(all, lane, entry);
            line(lane).push(entry);
          }
        }
      }
      for (const [lane, entries] of book) expect(walked(all, lane)).toEqual({ forth: entries, back: entries.toReversed() });
    }),
    { numRuns: 300, seed: 1 },
  );
});
