import { expect, test } from 'vitest';
import { chiSquareDeviations, deviations, LIMIT } from '../../../statistics.ts';
import { counted, Wishes, zipfShares } from '../../../wishes.ts';

const DRAWS = 200_000;

test('uniform: every key as often as any other', () => {
  const keys = new Wishes({ kind: 'uniform', keys: 50, first: 0 }).keys(DRAWS);
  expect(Math.abs(chiSquareDeviations(counted(keys, 50), () => DRAWS / 50))).toBeLessThan(LIMIT);
});

test('zipf: the k-th key in proportion to k to the power of minus the skew', () => {
  for (const skew of [0, 0.6, 0.9, 1, 1.2]) {
    const shares = zipfShares(50, skew);
    const keys = new Wishes({ kind: 'zipf', keys: 50, skew }).keys(DRAWS);
    expect(Math.abs(chiSquareDeviations(counted(keys, 50), (key) => shares[key] * DRAWS))).toBeLessThan(LIMIT);
  }
});

test('zipf: with skew 1 and three keys, 6, 3 and 2 of 11', () => {
  const counts = counted(new Wishes({ kind: 'zipf', keys: 3, skew: 1 }).keys(110_000), 3);
  counts.forEach((count, key) => {
    expect(Math.abs(deviations(count, 110_000, [6, 3, 2][key] / 11))).toBeLessThan(LIMIT);
  });
});

test('zipf: a skew that changes in mid-run holds from the next request on', () => {
  const wishes = new Wishes({ kind: 'zipf', keys: 50, skew: 1.2 });
  wishes.keys(1_000);
  wishes.params.skew = 0;
  expect(Math.abs(chiSquareDeviations(counted(wishes.keys(DRAWS), 50), () => DRAWS / 50))).toBeLessThan(LIMIT);
});
