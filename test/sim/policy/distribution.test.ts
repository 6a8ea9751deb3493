import { describe, expect, test } from 'vitest';
import { Stream } from '../../../src/sim/kernel/chance.ts';
import { Given } from '../../../src/sim/law/given.ts';
import type { ParamRecord, TextParam } from '../../../src/sim/param/param.ts';
import type { DistributionPromise } from '../../../src/sim/policy/distribution/contract.ts';
import { catalogue } from '../../../src/sim/policy/distribution/index.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises, namedIn } from '../../law/promises.ts';
import { deviations, LIMIT, moments } from '../../statistics.ts';

const DRAWS = 400_000;

interface Case {
  document: Document;
  /** Mean and standard deviation [ms]. */
  mean: number;
  deviation: number;
  /** Values [ms] and how likely a draw is to be at most that, to the microsecond. */
  quantiles: readonly (readonly [number, number])[];
}

/** Φ at 1 and at 2. */
const PHI_1 = 0.8413447460685429;
const PHI_2 = 0.9772498680518208;

/** k-th moment of a power law with exponent α between two bounds. */
const powerMoment = (low: number, high: number, alpha: number, k: number) =>
  ((alpha * low ** alpha) / (1 - (low / high) ** alpha)) *
  (k === alpha ? Math.log(high / low) : (high ** (k - alpha) - low ** (k - alpha)) / (k - alpha));

function paretoCase(min: number, max: number, alpha: number): Case {
  const mean = powerMoment(min, max, alpha, 1);
  const upTo = (x: number) => (1 - (min / x) ** alpha) / (1 - (min / max) ** alpha);
  return {
    document: { kind: 'pareto', min, max, alpha },
    mean,
    deviation: Math.sqrt(powerMoment(min, max, alpha, 2) - mean * mean),
    quantiles: [min * 1.1, min * 2, Math.sqrt(min * max), max / 2].map((x) => [x, upTo(x)]),
  };
}

function lognormalCase(mean: number, variation: number): Case {
  const sigma = Math.sqrt(Math.log(1 + variation * variation));
  const median = mean / Math.sqrt(1 + variation * variation);
  return {
    document: { kind: 'lognormal', mean, variation },
    mean,
    deviation: mean * variation,
    quantiles: [
      [median, 0.5],
      [median * Math.exp(sigma), PHI_1],
      [median * Math.exp(-sigma), 1 - PHI_1],
      [median * Math.exp(2 * sigma), PHI_2],
    ],
  };
}

const cases: Case[] = [
  { document: { kind: 'constant', value: 100 }, mean: 100, deviation: 0, quantiles: [] },
  {
    document: { kind: 'exponential', mean: 100 },
    mean: 100,
    deviation: 100,
    quantiles: [
      [100 * Math.LN2, 0.5],
      [230.25850929940458, 0.9],
      [460.51701859880916, 0.99],
      [690.7755278982137, 0.999],
    ],
  },
  {
    document: { kind: 'uniform', min: 50, max: 150 },
    mean: 100,
    deviation: 100 / Math.sqrt(12),
    quantiles: [
      [75, 0.25],
      [100, 0.5],
      [149, 0.99],
    ],
  },
  {
    document: { kind: 'uniform', min: 150, max: 50 },
    mean: 100,
    deviation: 100 / Math.sqrt(12),
    quantiles: [[75, 0.25]],
  },
  lognormalCase(100, 0.5),
  lognormalCase(100, 1),
  lognormalCase(20, 2),
  paretoCase(20, 10_000, 1.5),
  paretoCase(20, 10_000, 1),
  paretoCase(1, 1_000, 0.5),
  paretoCase(10, 100, 2),
  paretoCase(10, 100, 5),
  {
    // 5 % of 1,000 and 95 % of 50
    document: { kind: 'bimodal', fast: 50, slow: 1_000, slowRatio: 0.05 },
    mean: 97.5,
    deviation: 950 * Math.sqrt(0.05 * 0.95),
    quantiles: [
      [50, 0.95],
      [999, 0.95],
      [1_000, 1],
    ],
  },
  {
    // exponential within each kind: the second moment is twice the square of its mean
    document: { kind: 'bimodal', fast: 50, slow: 1_000, slowRatio: 0.05, shape: 'exponential' },
    mean: 97.5,
    deviation: Math.sqrt(2 * (0.95 * 50 ** 2 + 0.05 * 1_000 ** 2) - 97.5 ** 2),
    quantiles: [[100, 0.95 * (1 - Math.exp(-2)) + 0.05 * (1 - Math.exp(-0.1))]],
  },
  {
    document: { kind: 'empirical', values: '20x60 45x30 120x9 900' },
    mean: (20 * 60 + 45 * 30 + 120 * 9 + 900) / 100,
    deviation: Math.sqrt((20 ** 2 * 60 + 45 ** 2 * 30 + 120 ** 2 * 9 + 900 ** 2) / 100 - 45.3 ** 2),
    quantiles: [
      [20, 0.6],
      [44, 0.6],
      [45, 0.9],
      [120, 0.99],
      [900, 1],
    ],
  },
];

function drawn(document: Document, count: number): Float64Array {
  const { policy, params } = chosen('distribution', document);
  const chance = new Stream(11, 'checkout', 'service-time');
  return Float64Array.from({ length: count }, () => policy.sample(params, chance));
}

test.each(namedIn('distribution'))('%s draws whole microseconds, never below 0', (_name, document) => {
  expect(drawn(document, 20_000).every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
});

/** The document with every time ten times as long. */
function tenfold({ kind, ...values }: Document): Document {
  const { params } = catalogue.find(({ id }) => id === kind)!;
  const times = Object.entries(params as ParamRecord).filter(([, { type }]) => type === 'duration');
  return { kind, ...values, ...Object.fromEntries(times.map(([name, param]) => [name, 10 * Number(values[name] ?? param.default)])) };
}

holdToPromises<'distribution', DistributionPromise>('distribution', {
  'keeps-its-mean': ({ document, policy, params }) => {
    const values = drawn(document, 100_000);
    const { mean, variance } = moments(values);
    // half a microsecond more than chance: draws are rounded
    expect(Math.abs(mean - policy.mean(params))).toBeLessThanOrEqual(LIMIT * Math.sqrt(variance / values.length) + 0.5);
  },

  'never-varies': ({ document, policy, params }) => {
    expect(new Set(drawn(document, 1_000))).toEqual(new Set([policy.mean(params)]));
  },

  'stays-within-bounds': ({ document, params }) => {
    const { min, max } = params as { min: number; max: number };
    const values = drawn(document, 50_000).sort();
    expect(values[0]).toBeGreaterThanOrEqual(Math.min(min, max));
    expect(values[values.length - 1]).toBeLessThanOrEqual(Math.max(min, max));
  },

  'follows-one-variate': ({ policy, params }) => {
    const values = Array.from({ length: 501 }, (_, i) => {
      const chance = new Given([i / 500]);
      const value = policy.sample(params, chance);
      expect(chance.drawn).toBeLessThanOrEqual(1);
      return value;
    });
    const up = values.toSorted((a, b) => a - b);
    expect([up, up.toReversed()]).toContainEqual(values);
  },

  'scales-with-its-times': ({ document }) => {
    const [once, ten] = [drawn(document, 5_000), drawn(tenfold(document), 5_000)];
    // ten times what rounding may take away
    for (const [i, value] of once.entries()) expect(Math.abs(ten[i] - 10 * value)).toBeLessThanOrEqual(5.5);
  },
});

describe.each(cases.map((each) => [JSON.stringify(each.document), each] as const))(
  '%s',
  (_name, { document, mean, deviation, quantiles }) => {
    const { policy, params } = chosen('distribution', document);
    const chance = new Stream(11, 'checkout', 'service-time');
    const values = Float64Array.from({ length: DRAWS }, () => policy.sample(params, chance));
    const found = moments(values);

    test('says its mean', () => {
      expect(policy.mean(params) / 1_000).toBeCloseTo(mean, 6);
    });

    test('draws with that mean', () => {
      // half a microsecond more than chance: draws are rounded
      expect(Math.abs(found.mean / 1_000 - mean)).toBeLessThanOrEqual((LIMIT * deviation) / Math.sqrt(DRAWS) + 0.0005);
    });

    test('draws with that standard deviation', () => {
      const spread = Math.sqrt(Math.max(0, found.kurtosis - 1) / 4 / DRAWS);
      if (deviation === 0) expect(found.variance).toBe(0);
      else expect(Math.abs(Math.sqrt(found.variance) / 1_000 / deviation - 1)).toBeLessThanOrEqual(LIMIT * spread + 1e-5);
    });

    test('draws with those quantiles', () => {
      for (const [value, share] of quantiles) {
        const atMost = values.reduce((count, each) => (each <= Math.floor(value * 1_000 + 0.5) ? count + 1 : count), 0);
        if (share === 1) expect(atMost).toBe(DRAWS);
        else expect(Math.abs(deviations(atMost, DRAWS, share))).toBeLessThan(LIMIT);
      }
    });
  },
);

describe('bounds', () => {
  test('a Pareto whose bounds are equal or the wrong way round always draws the least', () => {
    for (const max of [20, 10]) {
      const { policy, params } = chosen('distribution', { kind: 'pareto', min: 20, max });
      expect([policy.sample(params, new Stream(1, 'a', 'b')), policy.mean(params)]).toEqual([20_000, 20_000]);
    }
  });

  test('a log-normal without variation is constant', () => {
    const { policy, params } = chosen('distribution', { kind: 'lognormal', mean: 30, variation: 0 });
    expect(policy.sample(params, new Stream(1, 'a', 'b'))).toBe(30_000);
  });

  test('a mean of 0 draws 0', () => {
    for (const document of [
      { kind: 'constant', value: 0 },
      { kind: 'exponential', mean: 0 },
      { kind: 'lognormal', mean: 0 },
      { kind: 'uniform', min: 0, max: 0 },
      { kind: 'bimodal', fast: 0, slow: 0 },
      { kind: 'empirical', values: '0' },
    ]) {
      const { policy, params } = chosen('distribution', document);
      expect([policy.sample(params, new Stream(1, 'a', 'b')), policy.mean(params)]).toEqual([0, 0]);
    }
  });
});

describe('measured values', () => {
  const draws = (values: string, n = 60_000) => {
    const { policy, params } = chosen('distribution', { kind: 'empirical', values });
    const chance = new Stream(13, 'checkout', 'service-time');
    const counts = new Map<number, number>();
    for (let i = 0; i < n; i++) {
      const value = policy.sample(params, chance) / 1_000;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return counts;
  };

  test('come up as often as they stand in the list, and nothing else does', () => {
    const counts = draws('12 14 14 19 250');
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([12, 14, 19, 250]);
    expect(Math.abs(deviations(counts.get(14)!, 60_000, 2 / 5))).toBeLessThan(LIMIT);
    expect(Math.abs(deviations(counts.get(250)!, 60_000, 1 / 5))).toBeLessThan(LIMIT);
  });

  test('mean the same however they are separated and weighted', () => {
    const list = draws('10 10 10 40.5');
    for (const other of ['10x3, 40.5', '10×3;40.5x1', '  10*3\n40.5  ', '10,10,10,40.5', '10x1 10x2 40.5'])
      expect(draws(other)).toEqual(list);
  });

  const { pattern } = catalogue.find(({ id }) => id === 'empirical')!.params.values as TextParam;
  const accepts = (text: string) => new RegExp(`^(?:${pattern})$`).test(text);

  test.each(['20x60 45x30 120x9 900', '12', ' 12.5 , 14;3', '0', '20×3', '20*3', '0.001x1000000'])('%j is a list', (text) => {
    expect(accepts(text)).toBe(true);
    const { policy, params } = chosen('distribution', { kind: 'empirical', values: text });
    expect(policy.mean(params)).toBeGreaterThanOrEqual(0);
  });

  test.each(['', ' ', ',12', '12,', '-3', '1e3', '12x', '12x0', 'x3', '12 ms', '1.', '.5', 'NaN', '12x1.5', '12  x3'])(
    '%j is not',
    (text) => {
      expect(accepts(text)).toBe(false);
    },
  );

  test('more lists than are kept parsed at a time still draw from their own', () => {
    for (let round = 0; round < 2; round++)
      for (let value = 1; value <= 200; value++) {
        const { policy, params } = chosen('distribution', { kind: 'empirical', values: `${value}` });
        expect(policy.sample(params, new Stream(1, 'a', 'b'))).toBe(value * 1_000);
      }
  });
});
