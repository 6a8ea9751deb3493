import { expect, test } from 'vitest';
import { Wishes } from '../../../wishes.ts';

test('loop: round and round', () => {
  expect(new Wishes({ kind: 'loop', keys: 3 }).keys(8)).toEqual([0, 1, 2, 0, 1, 2, 0, 1]);
  expect(new Wishes({ kind: 'loop', keys: 3, first: 40 }).keys(4)).toEqual([40, 41, 42, 40]);
  expect(new Wishes({ kind: 'loop', keys: 1 }).keys(3)).toEqual([0, 0, 0]);
});

test('loop: goes on when it becomes longer, and starts again where it has become too short', () => {
  const wishes = new Wishes({ kind: 'loop', keys: 3 });
  wishes.keys(3);
  wishes.params.keys = 5;
  expect(wishes.keys(4)).toEqual([3, 4, 0, 1]);
  wishes.params.keys = 2;
  expect(wishes.keys(3)).toEqual([0, 1, 0]);
});

test('scan: every key once, and the first one moves it', () => {
  const wishes = new Wishes({ kind: 'scan', first: 10 });
  expect(wishes.keys(4)).toEqual([10, 11, 12, 13]);
  wishes.params.first = 100;
  expect(wishes.keys(2)).toEqual([100, 101]);
  expect(new Set(new Wishes({ kind: 'scan' }).keys(20_000)).size).toBe(20_000);
});

test('sequence: the given keys over and over; other ones from their first', () => {
  const wishes = new Wishes({ kind: 'sequence', keys: '7, 0 7;3' });
  expect([wishes.keys(6), wishes.bound]).toEqual([[7, 0, 7, 3, 7, 0], 8]);
  wishes.params.keys = '1 2';
  expect([wishes.keys(3), wishes.bound]).toEqual([[1, 2, 1], 3]);
});
