import { expect, test } from 'vitest';
import { chiSquareDeviations, deviations, LIMIT } from '../../../statistics.ts';
import { counted, Wishes, zipfShares } from '../../../wishes.ts';

const KIND = 'zipf-drift';

/** The most frequent of some keys. */
function favourite(keys: readonly number[]): number {
  const counts = counted(keys, Math.max(...keys) + 1);
  return counts.indexOf(Math.max(...counts));
}

test('at the start and while no time passes it is Zipf, key numbers being ranks', () => {
  const wishes = new Wishes({ kind: KIND, keys: 50, skew: 0.9 });
  wishes.now = 500;
  const shares = zipfShares(50, 0.9);
  const counts = counted(wishes.keys(200_000), 50);
  expect(Math.abs(chiSquareDeviations(counts, (key) => shares[key] * 200_000))).toBeLessThan(LIMIT);
});

test('later it is Zipf too, with other keys on top', () => {
  const wishes = new Wishes({ kind: KIND, keys: 50, skew: 1.2, lifetime: 1_000 });
  wishes.keys(3_000, 1);
  const counts = counted(wishes.keys(200_000), 50);
  expect(counts.indexOf(Math.max(...counts))).not.toBe(0);
  const shares = zipfShares(50, 1.2);
  // far enough apart to be told by their counts
  const top = counts.toSorted((a, b) => b - a).slice(0, 8);
  top.forEach((count, rank) => {
    expect(Math.abs(deviations(count, 200_000, shares[rank]))).toBeLessThan(LIMIT);
  });
});

test('after a lifetime the favourite still is one in as many runs as swaps at random leave it', () => {
  // 100 keys, one lifetime: 50 swaps. One swap takes the favourite away with probability 2 · 1/100 · 99/100 and brings
  // it back with 2/100², so it is there after n swaps with probability 0.01 + 0.99 · 0.98^n
  const expected = 0.01 + 0.99 * 0.98 ** 50;
  const runs = 3_000;
  let same = 0;
  for (let seed = 0; seed < runs; seed++) {
    const wishes = new Wishes({ kind: KIND, keys: 100, skew: 3, lifetime: 1_000 }, seed);
    wishes.keys(1);
    wishes.now = 1_000;
    // rank 1 gets 83 % of the requests
    if (favourite(wishes.keys(25)) === 0) same++;
  }
  expect(Math.abs(deviations(same, runs, expected))).toBeLessThan(LIMIT);
});

test('small steps of time and large ones come to the same', () => {
  const runs = 2_000;
  const still = (apart: number) => {
    let same = 0;
    for (let seed = 0; seed < runs; seed++) {
      const wishes = new Wishes({ kind: KIND, keys: 100, skew: 3, lifetime: 1_000 }, seed);
      wishes.keys(1_000 / apart, apart);
      if (favourite(wishes.keys(25)) === 0) same++;
    }
    return same;
  };
  const expected = 0.01 + 0.99 * 0.98 ** 50;
  for (const apart of [3.125, 250]) expect(Math.abs(deviations(still(apart), runs, expected))).toBeLessThan(LIMIT);
});

test('after many lifetimes any key may be the favourite', () => {
  const favourites = Array.from({ length: 2_000 }, (_, seed) => {
    const wishes = new Wishes({ kind: KIND, keys: 20, skew: 3, lifetime: 1_000 }, seed);
    wishes.keys(1);
    wishes.now = 3_600_000;
    return favourite(wishes.keys(25));
  });
  expect(Math.abs(chiSquareDeviations(counted(favourites, 20), () => 100))).toBeLessThan(LIMIT);
});
