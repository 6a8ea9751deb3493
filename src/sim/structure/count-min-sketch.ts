import { mix } from '../kernel/chance.ts';

const ROWS = 4;
/** Counters have 4 bits. */
export const MOST_COUNTED = 15;
/** Places a row has per key that is expected, at least, unless it is told otherwise. */
const SPREAD = 4;
/** A row has no more than that because it is told to have more per key: it would be too much memory. */
const MOST_WIDENED = 4_194_304;

/**
 * How often each of very many keys came up lately, in a few counters: a key has one in every row, shares it with
 * others, and the least of the four errs the least. It never says too little, but for what has aged: once so many
 * keys have been counted, all counters are halved.
 *
 * Sources: Cormode and Muthukrishnan, An improved data stream summary: the count-min sketch and its applications (2005);
 * ageing and 4-bit counters as in TinyLFU (Einziger, Friedman and Manes, 2017).
 */
export class CountMinSketch {
  private counters = new Uint8Array(0);
  /** Places of a row − 1, all ones. */
  private mask = 0;
  private counted = 0;
  private readonly at = new Int32Array(ROWS);

  /**
   * Makes room for so many keys of interest, which a sketch that is large enough has anyway; one that grows forgets.
   * @param keys 1 to 2^26 @param spread places a row has per key
   */
  fit(keys: number, spread = SPREAD): void {
    const least = Math.min(spread * keys, Math.max(SPREAD * keys, MOST_WIDENED));
    if (this.counters.length > 0 && least <= this.mask + 1) return;
    let places = 64;
    while (places < least) places *= 2;
    this.counters = new Uint8Array(ROWS * places);
    this.mask = places - 1;
    this.counted = 0;
  }

  /** How often a key was counted, 0 to 15. */
  estimate(key: number): number {
    this.aim(key);
    const { counters, at } = this;
    let least = MOST_COUNTED;
    for (let row = 0; row < ROWS; row++) if (counters[at[row]] < least) least = counters[at[row]];
    return least;
  }

  /** Counts a key. @param sample how many are counted until all counters are halved */
  count(key: number, sample: number): void {
    this.aim(key);
    const { counters, at } = this;
    let raised = 0;
    for (let row = 0; row < ROWS; row++) {
      if (counters[at[row]] === MOST_COUNTED) continue;
      counters[at[row]]++;
      raised = 1;
    }
    this.counted += raised;
    if (this.counted >= sample) this.halve();
  }

  private halve(): void {
    const { counters } = this;
    let odd = 0;
    for (let i = 0; i < counters.length; i++) {
      odd += counters[i] & 1;
      counters[i] >>= 1;
    }
    // a key counted stands in every row; the halves that were lost are not counted on
    this.counted = Math.max(0, Math.floor((this.counted - odd / ROWS) / 2));
  }

  /** Finds a key's counters; the second hash is odd, so that a key has different places in all rows of one hash. */
  private aim(key: number): void {
    const first = mix(key ^ 0x3c6ef372);
    const second = mix(first ^ 0x9e3779b9) | 1;
    const { at, mask } = this;
    for (let row = 0; row < ROWS; row++) at[row] = row * (mask + 1) + ((first + Math.imul(row, second)) & mask);
  }
}
