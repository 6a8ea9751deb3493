import { describe, expect, test } from 'vitest';
import { seedsFrom, summarise } from '../../src/experiment/statistics.ts';
import { mulberry } from '../mulberry.ts';
import { deviations, LIMIT } from '../statistics.ts';

describe('a summary', () => {
  test('of 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares add up to 32, deviation √(32/7)', () => {
    const { count, mean, deviation, halfWidth } = summarise([2, 4, 4, 4, 5, 5, 7, 9]);
    expect([count, mean]).toEqual([8, 5]);
    expect(deviation).toBeCloseTo(Math.sqrt(32 / 7), 12);
    // Student's t of 7 degrees of freedom at 99.5 %
    expect(halfWidth).toBeCloseTo((3.499 * Math.sqrt(32 / 7)) / Math.sqrt(8), 12);
  });

  test('of one figure says nothing of its spread', () => {
    expect(summarise([7])).toEqual({ count: 1, mean: 7, deviation: 0, halfWidth: Number.POSITIVE_INFINITY });
  });

  test('of equal figures is certain', () => {
    expect(summarise([3, 3, 3])).toEqual({ count: 3, mean: 3, deviation: 0, halfWidth: 0 });
  });

  test('of none, or with one that does not exist, does not exist', () => {
    expect(summarise([]).mean).toBeNaN();
    expect(summarise([1, Number.NaN]).mean).toBeNaN();
  });

  test('uses Student’s t, as tables have it', () => {
    // the half width is t · deviation / √n
    const t = (freedom: number) => {
      const figures = Array.from({ length: freedom + 1 }, (_, i) => (i % 2 === 0 ? 1 : -1) + i / 100);
      const { halfWidth, deviation, count } = summarise(figures);
      return (halfWidth * Math.sqrt(count)) / deviation;
    };
    const table = {
      1: 63.657,
      2: 9.925,
      4: 4.604,
      9: 3.25,
      10: 3.169,
      11: 3.106,
      12: 3.055,
      15: 2.947,
      20: 2.845,
      29: 2.756,
      60: 2.66,
      120: 2.617,
    };
    for (const [freedom, quantile] of Object.entries(table)) expect(Math.abs(t(Number(freedom)) - quantile), freedom).toBeLessThan(0.002);
    expect(t(100_000)).toBeCloseTo(2.5758, 3);
  });

  test.each([3, 5, 12, 30])('of %i normal figures covers the true mean 99 times in 100', (n) => {
    const random = mulberry(n);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const trials = 20_000;
    let covered = 0;
    for (let i = 0; i < trials; i++) {
      const { mean, halfWidth } = summarise(Array.from({ length: n }, () => 10 + 3 * normal()));
      if (Math.abs(mean - 10) <= halfWidth) covered++;
    }
    expect(Math.abs(deviations(covered, trials, 0.99))).toBeLessThan(LIMIT);
  });
});

test('seeds follow each other from the first', () => {
  expect(seedsFrom(7, 3)).toEqual([7, 8, 9]);
  expect(seedsFrom(0, 1)).toEqual([0]);
  expect(seedsFrom(1, 0)).toEqual([]);
});
