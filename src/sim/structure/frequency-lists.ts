import { widened } from './widened.ts';

const NOTHING = -1;

/**
 * Keys by how often they were counted: a list of rising frequencies, and for each the keys that have it, those that
 * have had it longest first. Every operation takes constant time (Shah, Mitra and Matani, An O(1) algorithm for
 * implementing the LFU cache eviction scheme, 2010). Keys are whole numbers from 0 on.
 */
export class FrequencyLists {
  /** The list each key is in. */
  private list: Int32Array;
  private younger: Int32Array;
  private older: Int32Array;
  // of lists; no more than are in use at once, and one
  private frequency = new Float64Array(64);
  private oldest = new Int32Array(64);
  private youngest = new Int32Array(64);
  private higher = new Int32Array(64);
  private lower = new Int32Array(64);
  /** The lists out of use, chained by `higher`. */
  private spare = NOTHING;
  private made = 0;
  private lowest = NOTHING;

  constructor(keys: number) {
    this.list = new Int32Array(keys).fill(NOTHING);
    this.younger = new Int32Array(keys);
    this.older = new Int32Array(keys);
  }

  has(key: number): boolean {
    return this.list[key] !== NOTHING;
  }

  /** How often a key was counted; 0 if it is not here. */
  frequencyOf(key: number): number {
    const list = this.list[key];
    return list === NOTHING ? 0 : this.frequency[list];
  }

  /** The key that was counted the least, and of several the one that has been at that for the longest; −1 if there is none. */
  get first(): number {
    return this.lowest === NOTHING ? NOTHING : this.oldest[this.lowest];
  }

  /** Adds a key that is not here, counted once. */
  add(key: number): void {
    this.append(this.above(NOTHING, 1), key);
  }

  /** Counts a key that is here once more. */
  count(key: number): void {
    const list = this.list[key];
    const next = this.above(list, this.frequency[list] + 1);
    this.take(key);
    this.append(next, key);
  }

  take(key: number): void {
    const list = this.list[key];
    const up = this.younger[key];
    const down = this.older[key];
    if (down === NOTHING) this.oldest[list] = up;
    else this.younger[down] = up;
    if (up === NOTHING) this.youngest[list] = down;
    else this.older[up] = down;
    this.list[key] = NOTHING;
    if (up === NOTHING && down === NOTHING) this.drop(list);
  }

  /** All keys, in the order in which they would be `first`. */
  toArray(): number[] {
    const keys: number[] = [];
    for (let list = this.lowest; list !== NOTHING; list = this.higher[list])
      for (let key = this.oldest[list]; key !== NOTHING; key = this.younger[key]) keys.push(key);
    return keys;
  }

  /** Makes room for keys below this. */
  widen(keys: number): void {
    const known = this.list.length;
    this.list = widened(this.list, keys).fill(NOTHING, known);
    this.younger = widened(this.younger, keys);
    this.older = widened(this.older, keys);
  }

  private append(list: number, key: number): void {
    const last = this.youngest[list];
    this.list[key] = list;
    this.older[key] = last;
    this.younger[key] = NOTHING;
    if (last === NOTHING) this.oldest[list] = key;
    else this.younger[last] = key;
    this.youngest[list] = key;
  }

  /** The list of a frequency, which is the next there may be above this one; −1 stands for below all. */
  private above(list: number, frequency: number): number {
    const next = list === NOTHING ? this.lowest : this.higher[list];
    if (next !== NOTHING && this.frequency[next] === frequency) return next;
    const made = this.fresh();
    this.frequency[made] = frequency;
    this.oldest[made] = NOTHING;
    this.youngest[made] = NOTHING;
    this.lower[made] = list;
    this.higher[made] = next;
    if (list === NOTHING) this.lowest = made;
    else this.higher[list] = made;
    if (next !== NOTHING) this.lower[next] = made;
    return made;
  }

  private fresh(): number {
    const list = this.spare;
    if (list !== NOTHING) {
      this.spare = this.higher[list];
      return list;
    }
    if (this.made === this.frequency.length) {
      const lists = 2 * this.made;
      this.frequency = widened(this.frequency, lists);
      this.oldest = widened(this.oldest, lists);
      this.youngest = widened(this.youngest, lists);
      this.higher = widened(this.higher, lists);
      this.lower = widened(this.lower, lists);
    }
    return this.made++;
  }

  private drop(list: number): void {
    const up = this.higher[list];
    const down = this.lower[list];
    if (down === NOTHING) this.lowest = up;
    else this.higher[down] = up;
    if (up !== NOTHING) this.lower[up] = down;
    this.higher[list] = this.spare;
    this.spare = list;
  }
}
