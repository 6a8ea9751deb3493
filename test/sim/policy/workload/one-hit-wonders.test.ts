import { expect, test } from 'vitest';
import { chiSquareDeviations, deviations, LIMIT } from '../../../statistics.ts';
import { counted, Wishes, zipfShares } from '../../../wishes.ts';

const DRAWS = 200_000;

test('a share of the requests goes to keys that come up once, in order, behind the others; the rest is Zipf', () => {
  const keys = new Wishes({ kind: 'one-hit-wonders', keys: 50, skew: 0.9, wonders: 0.3, first: 7 }).keys(DRAWS);
  const fresh = keys.filter((key) => key >= 57);
  expect(fresh).toEqual(fresh.map((_, i) => 57 + i));
  expect(Math.abs(deviations(fresh.length, DRAWS, 0.3))).toBeLessThan(LIMIT);
  const others = keys.filter((key) => key < 57).map((key) => key - 7);
  const shares = zipfShares(50, 0.9);
  expect(Math.abs(chiSquareDeviations(counted(others, 50), (key) => shares[key] * others.length))).toBeLessThan(LIMIT);
});

test('all wonders is a scan, none is Zipf', () => {
  expect(new Wishes({ kind: 'one-hit-wonders', keys: 5, wonders: 1 }).keys(4)).toEqual([5, 6, 7, 8]);
  expect(Math.max(...new Wishes({ kind: 'one-hit-wonders', keys: 5, wonders: 0 }).keys(1_000))).toBe(4);
});

test('a fresh key stays fresh when there are more or fewer of the others', () => {
  const wishes = new Wishes({ kind: 'one-hit-wonders', keys: 5, wonders: 1 });
  expect(wishes.keys(3)).toEqual([5, 6, 7]);
  wishes.params.keys = 2;
  expect(wishes.keys(2)).toEqual([8, 9]);
  wishes.params.keys = 30;
  expect(wishes.keys(2)).toEqual([30, 31]);
});
