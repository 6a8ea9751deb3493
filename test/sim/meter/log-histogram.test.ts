import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUCKETS, bucketOf, bucketStart, HistogramRow, LogHistogram } from '../../../src/sim/meter/log-histogram.ts';
import { QUANTILES } from '../../../src/sim/meter/meter.ts';

function histogramOf(values: readonly number[]): LogHistogram {
  const histogram = new LogHistogram();
  histogram.add(Float64Array.from(values), values.length);
  return histogram;
}

/** The ⌈q·n⌉-th smallest. */
function nearestRank(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1];
}

/** Whole µs over the whole range: as many short as long ones. */
const micros = fc.double({ min: 0, max: 41, noNaN: true }).map((power) => Math.floor(2 ** power) - 1);

describe('buckets', () => {
  test('up to 127 µs hold one number each, then two, then four', () => {
    expect([0, 1, 63, 64, 127].map(bucketOf)).toEqual([0, 1, 63, 64, 127]);
    expect([128, 129, 130, 254, 255, 256, 259, 260].map(bucketOf)).toEqual([128, 128, 129, 191, 191, 192, 192, 193]);
  });

  test('follow each other without gap or overlap, each at most 1/64 as wide as its start', () => {
    for (let bucket = 0; bucket < BUCKETS - 1; bucket++) {
      const [start, end] = [bucketStart(bucket), bucketStart(bucket + 1)];
      expect([bucketOf(start), bucketOf(end - 1)], `bucket ${bucket}`).toEqual([bucket, bucket]);
      expect(end - start, `bucket ${bucket}`).toBeLessThanOrEqual(Math.max(1, start / 64));
    }
  });

  test('reach to 50 days; what is longer is in the last', () => {
    expect(bucketOf(50 * 86_400e6)).toBeLessThan(BUCKETS);
    expect([bucketOf(2 ** 42 - 1), bucketOf(2 ** 42), bucketOf(2 ** 52)]).toEqual(Array(3).fill(BUCKETS - 1));
  });

  test('are monotonous, also across 2^31, where the arithmetic changes', () => {
    for (const power of [30, 31, 32, 41])
      for (const near of [-2, -1, 0, 1]) expect(bucketOf(2 ** power + near)).toBeLessThanOrEqual(bucketOf(2 ** power + near + 1));
    fc.assert(
      fc.property(micros, (value) => bucketStart(bucketOf(value)) <= value && value < bucketStart(bucketOf(value) + 1)),
      { seed: 1 },
    );
  });
});

describe('quantiles', () => {
  test('of 1 … 100 µs are exact: 50, 90, 99 and 100', () => {
    const histogram = histogramOf(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(QUANTILES.map((q) => histogram.quantile(q))).toEqual([50, 90, 99, 100]);
    expect([histogram.mean(), histogram.sum, histogram.count]).toEqual([50.5, 5_050, 100]);
  });

  test('of one value are that value, to its bucket', () => {
    expect(histogramOf([7]).quantile(0.5)).toBe(7);
    // the bucket of 1,000 runs from 1,000 to 1,008: the one value stands in its middle
    expect(histogramOf([1_000]).quantile(0.5)).toBe(1_004);
  });

  test('stand evenly within a bucket: four values in 1,000 to 1,008 at 1,001, 1,003, 1,005 and 1,007', () => {
    const histogram = histogramOf([1_000, 1_000, 1_000, 1_000]);
    expect([0.25, 0.5, 0.75, 1].map((q) => histogram.quantile(q))).toEqual([1_001, 1_003, 1_005, 1_007]);
  });

  test('of nothing do not exist, nor does the mean', () => {
    expect([new LogHistogram().quantile(0.5), new LogHistogram().mean()]).toEqual([Number.NaN, Number.NaN]);
  });

  test('lie in the bucket of the exact ones, in order', () => {
    fc.assert(
      fc.property(fc.array(micros, { minLength: 1, maxLength: 500, size: 'max' }), (values) => {
        const histogram = histogramOf(values);
        const found = QUANTILES.map((q) => histogram.quantile(q));
        QUANTILES.forEach((q, i) => {
          const bucket = bucketOf(nearestRank(values, q));
          expect(found[i]).toBeGreaterThanOrEqual(bucketStart(bucket));
          expect(found[i]).toBeLessThanOrEqual(bucketStart(bucket + 1));
        });
        expect(found).toEqual([...found].sort((a, b) => a - b));
      }),
      { numRuns: 100, seed: 2 },
    );
  });
});

/** What is written after a bin: the quantiles, and a row with the buckets. */
function drained(histogram: LogHistogram): { quantiles: number[]; row: HistogramRow } {
  const into = new Float64Array(QUANTILES.length + 1);
  const row = new HistogramRow();
  histogram.drain(QUANTILES, into, 1, row);
  expect(into[0]).toBe(0);
  return { quantiles: [...into.subarray(1)], row };
}

describe('emptied', () => {
  const spread = [5, 70_000, 3e9];
  const asNew = (histogram: LogHistogram) => {
    expect([histogram.count, histogram.quantile(0.5), histogram.mean()]).toEqual([0, Number.NaN, Number.NaN]);
    histogram.add(Float64Array.of(9), 1);
    expect([histogram.count, histogram.sum, histogram.quantile(0.001), histogram.quantile(1)]).toEqual([1, 9, 9, 9]);
  };

  test('by clearing it is as new', () => {
    const histogram = histogramOf(spread);
    histogram.clear();
    asNew(histogram);
  });

  test('by draining it too', () => {
    const histogram = histogramOf(spread);
    drained(histogram);
    asNew(histogram);
  });

  test('also of what was merged into it', () => {
    const histogram = new LogHistogram();
    drained(histogramOf(spread)).row.mergeInto(histogram, 0, 1);
    expect([histogram.count, histogram.sum]).toEqual([3, 3_000_070_005]);
    histogram.clear();
    asNew(histogram);
  });
});

describe('drained', () => {
  test('into quantiles and buckets: 40 times 3 µs and 2 times 1,000 µs', () => {
    const { quantiles, row } = drained(histogramOf([...Array(40).fill(3), 1_000, 1_000]));
    // the two stand at 1,002 and 1,006; p90 is the 38th, p99 and p99.9 the 42nd
    expect(quantiles).toEqual([3, 3, 1_006, 1_006]);
    const merged = new LogHistogram();
    row.mergeInto(merged, 0, 1);
    expect([merged.count, merged.sum, merged.quantile(41 / 42)]).toEqual([42, 2_120, 1_002]);
  });

  test('empty, there are no quantiles', () => {
    expect(drained(new LogHistogram()).quantiles).toEqual(QUANTILES.map(() => Number.NaN));
  });

  test('every bucket alone, the first and last bit of a word too', () => {
    const histogram = new LogHistogram();
    const into = new Float64Array(1);
    const row = new HistogramRow();
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      histogram.add(Float64Array.of(bucketStart(bucket)), 1);
      histogram.drain([0.5], into, 0, row);
      expect(bucketOf(into[0]), `bucket ${bucket}`).toBe(bucket);
      row.mergeInto(histogram, bucket, bucket + 1);
      expect([histogram.count, histogram.quantile(0.5)], `bucket ${bucket}`).toEqual([1, into[0]]);
      histogram.clear();
    }
  });

  test('few or thousands: the quantiles are those of the whole, and so is what is kept', () => {
    const many = fc.array(micros, { minLength: 1, maxLength: 3_000, size: 'max' });
    const few = fc.array(micros, { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(fc.oneof(few, many), (values) => {
        const whole = histogramOf(values);
        const { quantiles, row } = drained(histogramOf(values));
        expect(quantiles).toEqual(QUANTILES.map((q) => whole.quantile(q)));
        const kept = new LogHistogram();
        row.mergeInto(kept, 0, 1);
        expect([kept.count, kept.sum]).toEqual([whole.count, whole.sum]);
        for (let part = 1; part <= 20; part++) expect(kept.quantile(part / 20)).toBe(whole.quantile(part / 20));
      }),
      { numRuns: 100, seed: 4 },
    );
  });
});

describe('a row of histograms', () => {
  test('merged over bins is the histogram of all their values', () => {
    fc.assert(
      fc.property(fc.array(fc.array(micros, { maxLength: 60 }), { maxLength: 20 }), fc.nat(20), fc.nat(25), (bins, from, length) => {
        const row = new HistogramRow();
        for (const values of bins) histogramOf(values).drain(QUANTILES, new Float64Array(QUANTILES.length), 0, row);
        const merged = new LogHistogram();
        row.mergeInto(merged, from, from + length);
        const all = bins.slice(from, from + length).flat();
        const whole = histogramOf(all);
        expect([merged.count, merged.sum]).toEqual([all.length, whole.sum]);
        for (const q of QUANTILES) expect(merged.quantile(q)).toBe(whole.quantile(q));
      }),
      { numRuns: 100, seed: 3 },
    );
  });
});
