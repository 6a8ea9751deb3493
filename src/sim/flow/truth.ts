import { RowChanges } from './row-changes.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** A call that carries no value, or a key that has none. */
export const NO_VALUE = -1;
/** The origin has looked, and there is no such key. */
export const ABSENT = -2;

/**
 * What the value of every key really is: the last one whose writing was acknowledged; of a key that nobody has written
 * its original, while its row is there. Values are numbered in the order in which they came to be, so of two values of a
 * key the larger number is the newer. A key means the same thing in every database of a world.
 */
export class Truth {
  /** When each value was superseded [µs]; Infinity while it is the true one. */
  private superseded = new Float64Array(1024);
  private values = 0;
  /** The first value of each key and the true one; NO_VALUE until somebody asks. */
  private first = new Int32Array(1024).fill(NO_VALUE);
  private current = new Int32Array(1024).fill(NO_VALUE);
  private readonly rows = new RowChanges();
  /** When each key was first written whose row had gone by then [µs]. */
  private readonly cameBack = new Map<number, number>();

  /** The value a key had before anybody wrote it. */
  original(key: number): number {
    this.reach(key);
    if (this.first[key] === NO_VALUE) {
      this.first[key] = this.fresh();
      this.current[key] = this.first[key];
    }
    return this.first[key];
  }

  /** A key has a new value from now on. */
  write(key: number, now: number): number {
    this.original(key);
    const gone = this.goneSince(key);
    if (gone !== NEVER) this.cameBack.set(key, now);
    this.superseded[this.current[key]] = Math.min(gone, now);
    const value = this.fresh();
    this.current[key] = value;
    return value;
  }

  /** Of the keys that nobody has written those below `before` existed in a database, and from now on those below `rows` do. */
  rowsChanged(before: number, rows: number, now: number): void {
    this.rows.note(before, rows, now);
  }

  /** How long a value of a key, or its absence, has been out of date [µs]; 0 while it is true. */
  staleness(key: number, value: number, now: number): number {
    return Math.max(0, now - this.supersededAt(key, value));
  }

  /** Whether a value of a key, or its absence, is not true. */
  isWrong(key: number, value: number): boolean {
    return this.supersededAt(key, value) !== Number.POSITIVE_INFINITY;
  }

  /** When what somebody was told of a key was no longer true [µs]; Infinity while it is. */
  private supersededAt(key: number, value: number): number {
    if (value === ABSENT) return this.thereSince(key);
    if (value < 0) return NEVER;
    const superseded = this.superseded[value];
    return superseded === NEVER ? this.goneSince(key) : superseded;
  }

  /** Since when a key has existed that did not before: by a write, or because its row has appeared. */
  private thereSince(key: number): number {
    const first = key < this.first.length ? this.first[key] : NO_VALUE;
    const written = this.cameBack.get(key) ?? (first === NO_VALUE ? NEVER : this.superseded[first]);
    return this.rows.none ? written : Math.min(written, this.rows.thereSince(key, written));
  }

  /** Since when a key has been gone; what was written stays. */
  private goneSince(key: number): number {
    if (this.rows.none || key >= this.first.length || this.current[key] !== this.first[key]) return NEVER;
    return this.rows.goneSince(key);
  }

  private fresh(): number {
    if (this.values === this.superseded.length) {
      const superseded = new Float64Array(this.values * 2);
      superseded.set(this.superseded);
      this.superseded = superseded;
    }
    this.superseded[this.values] = Number.POSITIVE_INFINITY;
    return this.values++;
  }

  private reach(key: number): void {
    let { length } = this.current;
    if (key < length) return;
    while (length <= key) length *= 2;
    const widened = (column: Int32Array) => {
      const wider = new Int32Array(length).fill(NO_VALUE);
      wider.set(column);
      return wider;
    };
    this.first = widened(this.first);
    this.current = widened(this.current);
  }
}
