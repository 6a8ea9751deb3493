import { MICROS_PER_MS } from '../../kernel/time.ts';
import { widened } from '../../structure/widened.ts';

/** How long the jobs of every tenant have waited since it was last looked at. */
export class TenantWaits {
  private sums = new Float64Array(16);
  private counts = new Int32Array(16);
  private readonly seen: number[] = [];
  private worstMean = Number.NaN;

  began(tenant: number, waited: number): void {
    if (tenant >= this.sums.length) {
      let { length } = this.sums;
      while (length <= tenant) length *= 2;
      this.sums = widened(this.sums, length);
      this.counts = widened(this.counts, length);
    }
    if (this.counts[tenant]++ === 0) this.seen.push(tenant);
    this.sums[tenant] += waited;
  }

  /**
   * Jain's index over the mean waits, each made 1 ms longer so that no wait is as fair as the same wait; begins anew.
   * Source: Jain, Chiu and Hawe, DEC-TR-301 (1984).
   */
  fairness(): number {
    let sum = 0;
    let squares = 0;
    this.worstMean = Number.NaN;
    for (const tenant of this.seen) {
      const mean = this.sums[tenant] / this.counts[tenant];
      const wait = mean + MICROS_PER_MS;
      sum += wait;
      squares += wait * wait;
      if (!(mean <= this.worstMean)) this.worstMean = mean;
      this.sums[tenant] = 0;
      this.counts[tenant] = 0;
    }
    const count = this.seen.length;
    this.seen.length = 0;
    return count === 0 ? Number.NaN : (sum * sum) / (count * squares);
  }

  /** The longest mean wait of those that `fairness` last looked at [µs]. */
  worst(): number {
    return this.worstMean;
  }
}
