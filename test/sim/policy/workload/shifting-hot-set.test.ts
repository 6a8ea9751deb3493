import { describe, expect, test } from 'vitest';
import { chiSquareDeviations, LIMIT } from '../../../statistics.ts';
import { counted, Wishes, zipfShares } from '../../../wishes.ts';

const KIND = 'shifting-hot-set';

/** The different keys of many requests, all now. */
const asked = (wishes: Wishes) => [...new Set(wishes.keys(200))].sort((a, b) => a - b);

describe('ten keys, three of them hot, four further every second', () => {
  const small = { kind: KIND, keys: 10, hot: 3, hotShare: 1, step: 4, period: 1_000 };

  test('0 1 2, then 4 5 6, then 8 9 and from the front 0, then 2 3 4', () => {
    const wishes = new Wishes(small);
    const sets = [0, 999, 1_000, 2_000, 3_500].map((now) => {
      wishes.now = now;
      return asked(wishes);
    });
    expect(sets).toEqual([
      [0, 1, 2],
      [0, 1, 2],
      [4, 5, 6],
      [0, 8, 9],
      [2, 3, 4],
    ]);
  });

  test('a quiet spell of many periods counts every one of them', () => {
    const wishes = new Wishes(small);
    wishes.keys(1);
    wishes.now = 7_000;
    // 7 · 4 = 28
    expect(asked(wishes)).toEqual([0, 8, 9]);
  });

  test('one that starts in mid-run starts at the first key', () => {
    const wishes = new Wishes(small);
    wishes.now = 5_500;
    expect(asked(wishes)).toEqual([0, 1, 2]);
    wishes.now = 6_000;
    expect(asked(wishes)).toEqual([4, 5, 6]);
  });

  test('a period that changes does not move it', () => {
    const wishes = new Wishes(small);
    wishes.keys(1);
    wishes.now = 5_500;
    expect(asked(wishes)).toEqual([0, 1, 2]);
    wishes.params.period = 100_000;
    expect(asked(wishes)).toEqual([0, 1, 2]);
    wishes.now = 6_500;
    expect(asked(wishes)).toEqual([0, 1, 2]);
  });

  test('more hot keys than keys: all are, and equally', () => {
    const counts = counted(new Wishes({ ...small, hot: 13 }).keys(50_000), 10);
    expect(Math.abs(chiSquareDeviations(counts, () => 5_000))).toBeLessThan(LIMIT);
  });
});

test('hot keys get their share, and of the rest as much as any other key by its rank', () => {
  const draws = 200_000;
  for (const skew of [0, 0.9]) {
    const wishes = new Wishes({ kind: KIND, keys: 20, hot: 4, hotShare: 0.6, step: 4, period: 1_000, skew });
    wishes.keys(1);
    wishes.now = 2_000;
    const counts = counted(wishes.keys(draws), 20);
    const shares = zipfShares(20, skew).map((share, key) => 0.4 * share + (key >= 8 && key < 12 ? 0.6 / 4 : 0));
    expect(Math.abs(chiSquareDeviations(counts, (key) => shares[key] * draws))).toBeLessThan(LIMIT);
  }
});
