import { describe, expect, test } from 'vitest';
import { Stream } from '../../../src/sim/kernel/chance.ts';
import { Zipf } from '../../../src/sim/kernel/zipf.ts';
import { chiSquareDeviations, deviations, LIMIT } from '../../statistics.ts';

/** The exact probability of every rank, by the definition. */
function probabilities(n: number, skew: number): Float64Array {
  const weights = Float64Array.from({ length: n }, (_, i) => (i + 1) ** -skew);
  // smallest first, so that the sum does not lose them
  let total = 0;
  for (let i = n - 1; i >= 0; i--) total += weights[i];
  return weights.map((weight) => weight / total);
}

const DRAWS = 300_000;

describe.each([
  [1, 1],
  [2, 1],
  [10, 0],
  [10, 0.5],
  [10, 1],
  [10, 3],
  [100, 0.8],
  [1_000, 1],
  [1_000, 1.2],
  [100_000, 0],
  [100_000, 0.99],
  [1_000_000, 1],
  [1_000_000, 1.0001],
  [1_000_000, 1.2],
  [1_000_000, 2],
  [50, 40],
])('%d ranks with skew %d', (n, skew) => {
  const zipf = new Zipf(n, skew);
  const chance = new Stream(17, 'shoppers', 'keys');
  const counts = new Float64Array(n);
  let outside = 0;
  for (let i = 0; i < DRAWS; i++) {
    const rank = zipf.rank(chance);
    if (Number.isInteger(rank) && rank >= 1 && rank <= n) counts[rank - 1]++;
    else outside++;
  }
  const exact = probabilities(n, skew);

  test('gives whole ranks from 1 to n', () => {
    expect(outside).toBe(0);
  });

  test('gives every rank as often as Zipf’s law says', () => {
    // ranks are lumped together, in order, until 20 draws are expected of the lump
    const observed: number[] = [];
    const expected: number[] = [];
    let [lump, share] = [0, 0];
    for (let i = 0; i < n; i++) {
      lump += counts[i];
      share += exact[i];
      if (share * DRAWS < 20) continue;
      observed.push(lump);
      expected.push(share * DRAWS);
      [lump, share] = [0, 0];
    }
    if (observed.length === 0) throw new Error('nothing to compare');
    observed[observed.length - 1] += lump;
    expected[expected.length - 1] += share * DRAWS;
    if (observed.length > 1) expect(Math.abs(chiSquareDeviations(observed, (cell) => expected[cell]))).toBeLessThan(LIMIT);
    else expect(observed).toEqual([DRAWS]);
    for (const rank of [1, 2, 3, 5, n]) {
      if (rank <= n && exact[rank - 1] < 1 && exact[rank - 1] * DRAWS > 20)
        expect(Math.abs(deviations(counts[rank - 1], DRAWS, exact[rank - 1]))).toBeLessThan(LIMIT);
    }
  });
});

test('a rank takes fewer than 1.2 tries on average', () => {
  for (const skew of [0, 0.5, 1, 1.2, 2]) {
    const zipf = new Zipf(100_000, skew);
    const chance = new Stream(1, 'shoppers', 'keys');
    let draws = 0;
    const counted = Object.create(chance, {
      unit: {
        value: () => {
          draws++;
          return chance.unit();
        },
      },
    });
    for (let i = 0; i < 20_000; i++) zipf.rank(counted);
    expect(draws / 20_000).toBeLessThan(1.2);
  }
});

test('the same draws give the same ranks', () => {
  const ranks = () => {
    const zipf = new Zipf(1_000, 0.9);
    const chance = new Stream(5, 'shoppers', 'keys');
    return Array.from({ length: 1_000 }, () => zipf.rank(chance));
  };
  expect(ranks()).toEqual(ranks());
});
