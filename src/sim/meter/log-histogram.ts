/** Values below this have a bucket each; above, every power of two is cut into this many equal buckets. */
const CELLS = 64;
const CELL_BITS = 6;
const TWO_31 = 2_147_483_648;
/** Covers 0 µs to 2^41 µs (25 days) with buckets at most 1/64 (1.6 %) wide. */
export const BUCKETS = CELLS * 36;

const powersOfTwo = Float64Array.from({ length: 40 }, (_, power) => Number(1n << BigInt(power)));

/** The bucket of a whole number of µs. */
export function bucketOf(micros: number): number {
  if (micros < TWO_31) {
    const value = micros | 0;
    if (value < CELLS) return value;
    const power = 31 - Math.clz32(value);
    return ((power - CELL_BITS + 1) << CELL_BITS) + ((value >> (power - CELL_BITS)) & (CELLS - 1));
  }
  const scaled = Math.min(TWO_31 - 1, Math.floor(micros / 1024)) | 0;
  const power = 31 - Math.clz32(scaled);
  return Math.min(BUCKETS - 1, ((power + 10 - CELL_BITS + 1) << CELL_BITS) + ((scaled >> (power - CELL_BITS)) & (CELLS - 1)));
}

/** The least value of a bucket [µs]; `bucketStart(b + 1)` is where it ends. */
export function bucketStart(bucket: number): number {
  if (bucket < CELLS) return bucket;
  return (CELLS + (bucket & (CELLS - 1))) * powersOfTwo[(bucket >> CELL_BITS) - 1];
}

/** A value within a bucket, `part` of the way through it; a bucket of one whole number is that number. */
function placeInBucket(bucket: number, part: number): number {
  const start = bucketStart(bucket);
  const width = bucketStart(bucket + 1) - start;
  return width === 1 ? start : start + width * part;
}

/** So many values are folded by sorting them. */
export const FEW = 64;
const few = new Int32Array(FEW);

/** Counts of values in logarithmic buckets, with their exact sum. Histograms merge by adding; quantiles never do. */
export class LogHistogram {
  private readonly counts = new Int32Array(BUCKETS);
  private least = BUCKETS;
  private most = -1;
  count = 0;
  sum = 0;

  /** Adds the first `n` of these values [µs, whole, ≥ 0]. */
  add(values: Float64Array, n: number): void {
    const { counts } = this;
    let { least, most, sum } = this;
    for (let i = 0; i < n; i++) {
      const value = values[i];
      const bucket = bucketOf(value);
      counts[bucket]++;
      sum += value;
      if (bucket < least) least = bucket;
      if (bucket > most) most = bucket;
    }
    this.least = least;
    this.most = most;
    this.sum = sum;
    this.count += n;
  }

  addBucket(bucket: number, count: number): void {
    this.counts[bucket] += count;
    this.count += count;
    if (bucket < this.least) this.least = bucket;
    if (bucket > this.most) this.most = bucket;
  }

  clear(): void {
    if (this.most >= 0) this.counts.fill(0, this.least, this.most + 1);
    this.count = 0;
    this.sum = 0;
    this.least = BUCKETS;
    this.most = -1;
  }

  mean(): number {
    return this.count === 0 ? Number.NaN : this.sum / this.count;
  }

  /** The q-quantile [µs] by nearest rank (the ⌈q·n⌉-th smallest), placed evenly within its bucket; NaN when empty. */
  quantile(q: number): number {
    const into = new Float64Array(1);
    this.quantiles([q], into, 0);
    return into[0];
  }

  /** Several quantiles in one pass, `qs` ascending, written from `offset` on. */
  quantiles(qs: readonly number[], into: Float64Array, offset: number): void {
    const { counts, most, count } = this;
    into.fill(Number.NaN, offset, offset + qs.length);
    if (count === 0) return;
    let k = 0;
    let rank = Math.max(1, Math.ceil(qs[0] * count));
    let before = 0;
    for (let b = this.least; b <= most; b++) {
      const here = counts[b];
      while (before + here >= rank) {
        into[offset + k] = placeInBucket(b, (rank - before - 0.5) / here);
        if (++k === qs.length) return;
        rank = Math.max(1, Math.ceil(qs[k] * count));
      }
      before += here;
    }
  }

  /**
   * Few values at once, with the same result as add, quantiles and copyInto: sorting a handful of bucket numbers costs
   * less than walking through hundreds of empty buckets.
   */
  static foldFew(values: Float64Array, n: number, qs: readonly number[], into: Float64Array, offset: number, row: HistogramRow): number {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const bucket = bucketOf(values[i]);
      sum += values[i];
      let k = i;
      while (k > 0 && few[k - 1] > bucket) few[k] = few[--k];
      few[k] = bucket;
    }
    row.begin(n);
    let q = 0;
    let rank = Math.max(1, Math.ceil(qs[0] * n));
    for (let i = 0; i < n; ) {
      const bucket = few[i];
      let end = i + 1;
      while (end < n && few[end] === bucket) end++;
      for (; q < qs.length && end >= rank; q++, rank = q < qs.length ? Math.max(1, Math.ceil(qs[q] * n)) : 0) {
        into[offset + q] = placeInBucket(bucket, (rank - i - 0.5) / (end - i));
      }
      row.add(bucket, end - i);
      i = end;
    }
    row.end(sum);
    return sum;
  }

  /** Appends its buckets that are not empty. */
  copyInto(row: HistogramRow): void {
    const { counts, most } = this;
    row.begin(most - this.least + 1);
    for (let b = this.least; b <= most; b++) if (counts[b] > 0) row.add(b, counts[b]);
    row.end(this.sum);
  }
}

/** A row of histograms, one a bin, each as its buckets that are not empty. */
export class HistogramRow {
  private buckets = new Int32Array(1024);
  private counts = new Int32Array(1024);
  private length = 0;
  private readonly starts: number[] = [0];
  private readonly sums: number[] = [];

  /** Makes room for a histogram of up to so many buckets. */
  begin(most: number): void {
    const needed = this.length + most;
    if (needed <= this.buckets.length) return;
    const capacity = Math.max(needed, this.buckets.length * 2);
    const buckets = new Int32Array(capacity);
    buckets.set(this.buckets);
    this.buckets = buckets;
    const counts = new Int32Array(capacity);
    counts.set(this.counts);
    this.counts = counts;
  }

  add(bucket: number, count: number): void {
    this.buckets[this.length] = bucket;
    this.counts[this.length++] = count;
  }

  end(sum: number): void {
    this.starts.push(this.length);
    this.sums.push(sum);
  }

  /** Adds the histograms of bins `from` to `to` − 1, as far as there are any, to another. */
  mergeInto(histogram: LogHistogram, from: number, to: number): void {
    const until = Math.min(to, this.sums.length);
    for (let bin = from; bin < until; bin++) {
      for (let i = this.starts[bin]; i < this.starts[bin + 1]; i++) histogram.addBucket(this.buckets[i], this.counts[i]);
      histogram.sum += this.sums[bin];
    }
  }
}
