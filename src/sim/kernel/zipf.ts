import type { Chance } from './chance.ts';
import { exp, ln } from './portable-math.ts';

/** Below this the series of the functions at the end are used; they are good to 10^−15 there. */
const SMALL = 1e-3;

/** Where a draw lies while it becomes a rank: a number that is not whole would be boxed on its way into a call. */
const AREA = 0;
const PLACE = 1;

/**
 * Ranks by Zipf's law: rank k of 1 to n comes up in proportion to k^−skew. Skew 0 is uniform, 1 is Zipf's own, and
 * measured keys mostly lie between 0.6 and 1.2. No table: a rank costs the same however many there are.
 *
 * Rejection-inversion: one draw is turned into a place under the smooth curve x^−skew; the rank nearest to it is taken
 * unless the place lies in the sliver by which the curve's area exceeds the rank's own bar. Fewer than 1.2 tries a rank.
 *
 * Source: Hörmann and Derflinger, "Rejection-inversion to generate variates from monotone discrete distributions",
 * ACM TOMACS 6(3), 1996. Departure: (e^x − 1)/x and ln(1 + x)/x by their series where x is small, so that a skew of
 * exactly 1 needs no case of its own.
 */
export class Zipf {
  /** The area under the curve at which draws begin, and how far they reach. */
  private readonly start: number;
  private readonly reach: number;
  /** A rank no further than this above its place is taken without a look at its bar. */
  private readonly safe: number;
  /** [AREA] under the curve from 1 on, and the [PLACE] up to which it is that large. */
  private readonly cells = new Float64Array(2);

  /** @param n how many ranks, 1 to 2^31 − 1 @param skew ≥ 0 */
  constructor(
    readonly n: number,
    readonly skew: number,
  ) {
    const { cells } = this;
    this.start = areaUpTo(n + 0.5, skew);
    this.reach = areaUpTo(1.5, skew) - 1 - this.start;
    cells[AREA] = areaUpTo(2.5, skew) - exp(-skew * ln(2));
    this.findPlace();
    this.safe = 2 - cells[PLACE];
  }

  /** A rank, 1 to n; 1 is the most frequent. */
  rank(chance: Chance): number {
    const { n, cells } = this;
    for (;;) {
      cells[AREA] = this.start + chance.unit() * this.reach;
      this.findPlace();
      const place = cells[PLACE];
      const rank = place < n ? Math.max(1, Math.floor(place + 0.5)) : n;
      if (rank - place <= this.safe || this.hasBarAt(rank)) return rank;
    }
  }

  /** The inverse of the area. */
  private findPlace(): void {
    const { cells, skew } = this;
    const area = cells[AREA];
    const t = area * (1 - skew);
    cells[PLACE] = exp(decay(t > -1 ? t : -1) * area);
  }

  /** Whether the area lies under the rank's own bar, which ends at the area up to rank + ½. */
  private hasBarAt(rank: number): boolean {
    const { cells, skew } = this;
    return cells[AREA] >= areaUpTo(rank + 0.5, skew) - exp(-skew * ln(rank));
  }
}

/** The area under t^−skew from 1 to x. */
function areaUpTo(x: number, skew: number): number {
  const log = ln(x);
  return growth((1 - skew) * log) * log;
}

/** (e^x − 1) / x. */
function growth(x: number): number {
  if (x > SMALL || x < -SMALL) return (exp(x) - 1) / x;
  return 1 + (x / 2) * (1 + (x / 3) * (1 + (x / 4) * (1 + x / 5)));
}

/** ln(1 + x) / x. */
function decay(x: number): number {
  if (x > SMALL || x < -SMALL) return ln(1 + x) / x;
  return 1 - x * (1 / 2 - x * (1 / 3 - x * (1 / 4 - x / 5)));
}
