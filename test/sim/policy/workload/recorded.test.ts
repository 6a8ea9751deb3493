import { describe, expect, test } from 'vitest';
import { READ, type Recording, UNDECIDED, WRITE } from '../../../../src/sim/policy/workload/contract.ts';
import { Wishes } from '../../../wishes.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);
const keysOnly: Recording = { keys: Int32Array.of(0, 1, 0, 2), bytes: null, operations: null };
const full: Recording = { keys: Int32Array.of(0, 0, 1), bytes: Float64Array.of(500, 0, 700), operations: Uint8Array.of(WRITE, READ, READ) };
const recordings = new Map([
  [A, keysOnly],
  [B, full],
]);
const shop = { kind: 'recorded', name: 'shop.csv', length: 4, hash: A };

test('plays the accesses in their order, and from the start again', () => {
  const wishes = new Wishes(shop, 1, recordings);
  expect(wishes.keys(10)).toEqual([0, 1, 0, 2, 0, 1, 0, 2, 0, 1]);
  expect(wishes.bound).toBe(4);
});

test('says nothing of operation and size where the file says nothing, and what it says where it does', () => {
  expect(new Wishes(shop, 1, recordings).next()).toEqual({ key: 0, operation: UNDECIDED, bytes: 0 });
  const wishes = new Wishes({ ...shop, length: 3, hash: B }, 1, recordings);
  expect([wishes.next(), wishes.next(), wishes.next()]).toEqual([
    { key: 0, operation: WRITE, bytes: 500 },
    { key: 0, operation: READ, bytes: 0 },
    { key: 1, operation: READ, bytes: 700 },
  ]);
});

test('another file in mid-run is played from its start', () => {
  const wishes = new Wishes(shop, 1, recordings);
  wishes.keys(3);
  Object.assign(wishes.params, { length: 3, hash: B });
  expect(wishes.keys(4)).toEqual([0, 0, 1, 0]);
});

describe('makes up nothing', () => {
  const C = '0123456789abcdef'.repeat(4);

  test('when the file is not at hand, and says which it is', () => {
    expect(() => new Wishes({ ...shop, length: 95_607, hash: C }, 1, recordings)).toThrow(
      'the workload needs a recording that is not at hand: shop.csv (95607 accesses, SHA-256 0123456789ab…)',
    );
    const wishes = new Wishes(shop, 1, recordings);
    wishes.params.hash = C;
    expect(() => wishes.next()).toThrow('not at hand: shop.csv');
  });

  test('when none has been chosen', () => {
    expect(() => new Wishes({ kind: 'recorded' }, 1, recordings)).toThrow('the workload is recorded, but no file has been chosen');
  });

  test('when the file has not as many accesses as it should', () => {
    expect(() => new Wishes({ ...shop, length: 5 }, 1, recordings)).toThrow('has 4 accesses: the workload was set up for another file');
  });
});
