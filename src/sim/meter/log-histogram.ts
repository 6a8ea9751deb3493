/** Values below this have a bucket each; above, every power of two is cut into this many equal buckets. */
const CELLS = 64;
const CELL_BITS = 6;
const TWO_31 = 2_147_483_648;
/** Covers 0 µs to 2^42 µs (50 days) with buckets at most 1/64 (1.6 %) wide. */
export const BUCKETS = CELLS * 37;
/** 32-bit words with a bit for each bucket. */
const WORDS = BUCKETS / 32;

const powersOfTwo = Float64Array.from({ length: 40 }, (_, power) => Number(1n << BigInt(power)));

/** The bucket of a whole number of µs. */
export function bucketOf(micros: number): number {
  if (micros < TWO_31) {
    const value = micros | 0;
    if (value < CELLS) return value;
    const power = 31 - Math.clz32(value);
    return ((power - CELL_BITS + 1) << CELL_BITS) + ((value >> (power - CELL_BITS)) & (CELLS - 1));
  }
  const scaled = Math.min(TWO_31 - 1, Math.floor(micros / 2048)) | 0;
  const power = 31 - Math.clz32(scaled);
  return Math.min(BUCKETS - 1, ((power + 11 - CELL_BITS + 1) << CELL_BITS) + ((scaled >> (power - CELL_BITS)) & (CELLS - 1)));
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

/**
 * Counts of values in logarithmic buckets, with their exact sum. Histograms merge by adding; quantiles never do.
 *
 * A bit for each bucket that is not empty lets a handful of values and thousands be folded alike: whoever looks walks from
 * one such bucket to the next, however far apart they are.
 */
export class LogHistogram {
  private readonly counts = new Int32Array(BUCKETS);
  private readonly present = new Int32Array(WORDS);
  /** The first and the last word of `present` that may have bits. */
  private first = WORDS;
  private last = -1;
  count = 0;
  sum = 0;

  /** Adds the first `n` of these values [µs, whole, ≥ 0]. */
  add(values: Float64Array, n: number): void {
    const { counts, present } = this;
    let { first, last, sum } = this;
    for (let i = 0; i < n; i++) {
      const value = values[i];
      const bucket = bucketOf(value);
      const word = bucket >> 5;
      sum += value;
      counts[bucket]++;
      present[word] |= 1 << (bucket & 31);
      if (word < first) first = word;
      if (word > last) last = word;
    }
    this.first = first;
    this.last = last;
    this.sum = sum;
    this.count += n;
  }

  addBucket(bucket: number, count: number): void {
    const word = bucket >> 5;
    this.counts[bucket] += count;
    this.count += count;
    this.present[word] |= 1 << (bucket & 31);
    if (word < this.first) this.first = word;
    if (word > this.last) this.last = word;
  }

  clear(): void {
    const { counts, present, last } = this;
    for (let word = this.first; word <= last; word++) {
      for (let bits = present[word]; bits !== 0; bits &= bits - 1) counts[lowestOf(word, bits)] = 0;
      present[word] = 0;
    }
    this.empty();
  }

  mean(): number {
    return this.count === 0 ? Number.NaN : this.sum / this.count;
  }

  /** The q-quantile [µs] by nearest rank (the ⌈q·n⌉-th smallest), placed evenly within its bucket; NaN when empty. */
  quantile(q: number): number {
    const { counts, present, last } = this;
    const rank = rankOf(q, this.count);
    let before = 0;
    for (let word = this.first; word <= last; word++) {
      for (let bits = present[word]; bits !== 0; bits &= bits - 1) {
        const bucket = lowestOf(word, bits);
        const here = counts[bucket];
        if (before + here >= rank) return placeInBucket(bucket, (rank - before - 0.5) / here);
        before += here;
      }
    }
    return Number.NaN;
  }

  /**
   * Empties it in one pass: the quantiles `qs`, ascending, are written from `offset` on (NaN when empty), its buckets are
   * appended to a row.
   */
  drain(qs: readonly number[], into: Float64Array, offset: number, row: HistogramRow): void {
    const { counts, present, count, last } = this;
    row.begin(Math.min(count, BUCKETS));
    if (count === 0) into.fill(Number.NaN, offset, offset + qs.length);
    let k = 0;
    let rank = rankOf(qs[0], count);
    let before = 0;
    for (let word = this.first; word <= last; word++) {
      for (let bits = present[word]; bits !== 0; bits &= bits - 1) {
        const bucket = lowestOf(word, bits);
        const here = counts[bucket];
        counts[bucket] = 0;
        row.add(bucket, here);
        while (before + here >= rank) {
          into[offset + k] = placeInBucket(bucket, (rank - before - 0.5) / here);
          rank = ++k < qs.length ? rankOf(qs[k], count) : Number.POSITIVE_INFINITY;
        }
        before += here;
      }
      present[word] = 0;
    }
    row.end(this.sum);
    this.empty();
  }

  private empty(): void {
    this.first = WORDS;
    this.last = -1;
    this.count = 0;
    this.sum = 0;
  }
}

/** The bucket of the lowest bit of a word of `present`. */
function lowestOf(word: number, bits: number): number {
  return (word << 5) + 31 - Math.clz32(bits & -bits);
}

/** Which of `n` values, from the smallest, is the q-quantile: from 1. */
function rankOf(q: number, n: number): number {
  return Math.max(1, Math.ceil(q * n));
}

/** A row of histograms as cells. */
export interface HistogramCells {
  columns: number;
  /** Where rows begin and end [µs], ascending: one more than there are rows. */
  edges: Float64Array;
  /** Column after column, each from its lowest row to its highest. */
  counts: Uint32Array;
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

  /**
   * Counts in coarser cells: so many bins a column, so many neighbouring buckets a row, from the lowest value to the highest;
   * null where there is none.
   */
  coarser(bins: number, binsPerColumn: number, bucketsPerRow: number): HistogramCells | null {
    const { buckets, counts, starts, length } = this;
    if (length === 0) return null;
    let least = BUCKETS;
    let most = 0;
    for (let i = 0; i < length; i++) {
      if (buckets[i] < least) least = buckets[i];
      if (buckets[i] > most) most = buckets[i];
    }
    const first = Math.floor(least / bucketsPerRow);
    const rows = Math.floor(most / bucketsPerRow) - first + 1;
    const columns = Math.ceil(bins / binsPerColumn);
    const cells = new Uint32Array(columns * rows);
    for (let bin = 0; bin < starts.length - 1; bin++) {
      const column = Math.floor(bin / binsPerColumn) * rows;
      for (let i = starts[bin]; i < starts[bin + 1]; i++) cells[column + Math.floor(buckets[i] / bucketsPerRow) - first] += counts[i];
    }
    return {
      columns,
      edges: Float64Array.from({ length: rows + 1 }, (_, row) => bucketStart((first + row) * bucketsPerRow)),
      counts: cells,
    };
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
