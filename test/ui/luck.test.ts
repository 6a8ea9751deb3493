import { expect, test } from 'vitest';
import type { Seeds } from '../../src/host/look/seeds.ts';
import { figuresFor } from '../../src/scenario/claims.ts';
import type { ClaimDoc } from '../../src/scenario/scenario.ts';
import { countHolding, judgedBy, otherSeeds, RUNS, rangeOf } from '../../src/ui/luck/luck.ts';
import { curated } from '../curated.ts';

const seeds = (rows: readonly (readonly number[])[], figures: readonly number[], done = rows.length): Seeds => ({
  done,
  width: 1,
  length: rows[0].length,
  samples: Float64Array.from(rows.flat()),
  figures: Float64Array.from(figures),
});

test('thirty other seeds, never the one on the screen', () => {
  for (const seed of [0, 1, 17, 31, 9_999]) {
    const others = otherSeeds(seed);
    expect(new Set(others).size).toBe(RUNS);
    expect(others).not.toContain(seed);
  }
});

test('a claim is counted in runs that have ended only, each by its own figures', () => {
  const claim = { text: '', meter: 'a.b', from: 0, to: 10, is: '<', than: { meter: 'a.c', factor: 2 } } as unknown as ClaimDoc;
  const wanted = figuresFor([claim], 10);
  expect(wanted).toHaveLength(2);
  // found, limit: 1 < 2 · 1, 3 < 2 · 1 not, 5 < 2 · 4; the last has not ended
  expect(countHolding(claim, 10, wanted, seeds([[0], [0], [0], [0]], [1, 1, 3, 1, 5, 4, 0, 9], 3))).toBe(2);
});

test('the range is of the means, where anything was observed', () => {
  const nothing = Number.NaN;
  expect(
    rangeOf(
      seeds(
        [
          [1, 3],
          [nothing, 8],
          [nothing, nothing],
        ],
        [],
      ),
    ),
  ).toEqual({ least: 2, most: 8 });
  expect(rangeOf(seeds([[nothing]], []))).toBeNull();
});

test('a chart is judged by what is claimed of its own arm and meter', async () => {
  const scenario = await curated('retry-storm');
  expect(judgedBy(scenario, 'base', 'shoppers.goodput')?.text).toMatch(/goodput has not come back/);
  expect(judgedBy(scenario, 'jitter', 'checkout.queueLength')?.text).toMatch(/600 places/);
  // held against another arm: one arm's runs do not decide it
  expect(judgedBy(scenario, 'jitter', 'checkout.wasted')).toBeNull();
});
