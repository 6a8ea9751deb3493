import { ln } from '../kernel/portable-math.ts';
import type { AccessTrace } from './access-trace.ts';
import type { Replay } from './replay.ts';

/** Standard errors that are stated: 99 in 100 lie within. */
const ERRORS = 2.58;

/** What a sample says of one ratio at some capacities: the values, and how far off they may be. */
export interface Estimated {
  values: Float64Array;
  errors: Float64Array;
}

/**
 * What a sample of one key in so many says of a miss ratio, and how far off that may be. It errs for two reasons. A key
 * counts many times or not at all: with m the misses of a key, the sum over n times the sample has the variance
 * n (n − 1) Σ m², summed over the sample (Horvitz and Thompson, J. Am. Stat. Assoc. 47, 1952). And a cache of c/n keys
 * holds a stretch of time that is too long or too short by a share of √((n − 1)/c), c in keys, as if the capacity were another: by as
 * much as the curve falls there. Both together are held against exact curves in a test. Where a curve falls like a cliff
 * between two capacities (a loop a little larger than the cache) it may be further off.
 */
export class Estimate {
  private readonly values: Float64Array;
  private readonly ofKeys: Float64Array;

  /**
   * @param oneIn the sample has one key in so many
   * @param whole accesses, or bytes, of the whole trace
   * @param known values that need no estimate, NaN elsewhere: they say how the curve falls
   * @param inBytes whether it is the ratio of bytes
   */
  constructor(
    private readonly sample: AccessTrace,
    private readonly oneIn: number,
    private readonly whole: number,
    private readonly capacities: Float64Array,
    private readonly known: Float64Array,
    private readonly inBytes: boolean,
  ) {
    this.values = new Float64Array(capacities.length).fill(Number.NaN);
    this.ofKeys = new Float64Array(capacities.length);
  }

  /** Takes in what the sample came to at the capacity with this number; its misses have been counted by key. */
  add(at: number, { result, missesOf }: Replay): void {
    const { oneIn, whole, inBytes } = this;
    const sizes = inBytes ? this.sample.sizes : null;
    const misses = missesOf ?? new Int32Array(0);
    let squares = 0;
    for (let key = 0; key < misses.length; key++) {
      const missed = sizes === null ? misses[key] : misses[key] * sizes[key];
      squares += missed * missed;
    }
    this.values[at] = Math.min(1, (oneIn * (inBytes ? result.bytesMissed : result.misses)) / whole);
    this.ofKeys[at] = Math.sqrt(oneIn * (oneIn - 1) * squares) / whole;
  }

  /** NaN at capacities that were not added. */
  estimated(): Estimated {
    const { values, ofKeys, capacities, oneIn } = this;
    const { sizes } = this.sample;
    // large keys weigh more: what a key of the average byte takes
    const keySize = sizes === null ? 1 : sizes.reduce((sum, size) => sum + size * size, 0) / sizes.reduce((sum, size) => sum + size, 0);
    const errors = values.map((value, at) => {
      if (Number.isNaN(value)) return value;
      const ofTime = Math.max(this.fall(at, at - 1), this.fall(at, at + 1)) * Math.sqrt(((oneIn - 1) * keySize) / capacities[at]);
      return ERRORS * Math.sqrt(ofKeys[at] * ofKeys[at] + ofTime * ofTime);
    });
    return { values, errors };
  }

  /** How much the curve falls between two capacities, per e-fold; 0 where one of them is not known. */
  private fall(a: number, b: number): number {
    const valueAt = (at: number) => (Number.isNaN(this.values[at]) ? this.known[at] : this.values[at]);
    const fall = Math.abs((valueAt(a) - valueAt(b)) / ln(this.capacities[a] / this.capacities[b]));
    return fall > 0 && Number.isFinite(fall) ? fall : 0;
  }
}
