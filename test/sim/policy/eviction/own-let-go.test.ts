import { expect, test } from 'vitest';
import { Stream } from '../../../../src/sim/kernel/chance.ts';
import { guarded } from '../../../../src/sim/own-policy/guarded.ts';
import { type AnyEviction, type Eviction, NOTHING, type Room } from '../../../../src/sim/policy/eviction/contract.ts';
import { slru } from '../../../../src/sim/policy/eviction/slru.ts';

/** Six keys in four segments, the way code of a document's own is run, which lets go of this key at a hit. */
function eviction(letGo?: number): Eviction {
  const start = (params: never, room: Room) => {
    const own = slru.start(params, room);
    if (letGo !== undefined) own.letGo = () => letGo;
    return own;
  };
  const room = { capacity: 6, keys: 9, sizes: null, costs: null, clock: new Float64Array(1), chance: new Stream(1, 'desk', 'eviction') };
  const held = (guarded('eviction', { ...slru, start } as never) as AnyEviction).start({ segments: 4 }, room);
  for (const key of [0, 1, 2, 3, 4, 5]) {
    held.lookUp(key);
    held.admit(key);
  }
  held.lookUp(4);
  return held;
}

test('what a policy of a document’s own lets go of at a hit leaves the book', () => {
  const held = eviction();
  expect([held.letGo!(), held.letGo!(), held.letGo!()]).toEqual([0, 5, NOTHING]);
  // a miss, as the book says
  expect(held.lookUp(0)).toBe(0);
});

test.each([
  ['one that is not there', 7],
  ['the one that was asked for', 4],
])('it cannot let go of %s', (_what, key) => {
  expect(() => eviction(key).letGo!()).toThrow(
    `letGo answered ${key}, expected a key that is in the cache and was not asked for, or NOTHING`,
  );
});
