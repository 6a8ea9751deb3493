/** A call that carries no value, or a key that has none. */
export const NO_VALUE = -1;
/** The origin has looked, and there is no such key. */
export const ABSENT = -2;

/**
 * What the value of every key really is: the last one whose writing was acknowledged. Values are numbered in the order
 * in which they came to be, so of two values of a key the larger number is the newer. A key means the same thing in
 * every database of a world.
 */
export class Truth {
  /** When each value was superseded [µs]; Infinity while it is the true one. */
  private superseded = new Float64Array(1024);
  private values = 0;
  /** The first value of each key and the true one; NO_VALUE until somebody asks. */
  private first = new Int32Array(1024).fill(NO_VALUE);
  private current = new Int32Array(1024).fill(NO_VALUE);

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
    this.superseded[this.current[key]] = now;
    const value = this.fresh();
    this.current[key] = value;
    return value;
  }

  /** How long a value of a key, or its absence, has been out of date [µs]; 0 while it is true. */
  staleness(key: number, value: number, now: number): number {
    return Math.max(0, now - this.supersededAt(key, value));
  }

  /** Whether a value of a key, or its absence, is not true. */
  isWrong(key: number, value: number): boolean {
    return this.supersededAt(key, value) !== Number.POSITIVE_INFINITY;
  }

  /** Whoever was told that there is no such key was right until the first write of it. */
  private supersededAt(key: number, value: number): number {
    const outdated = value === ABSENT && key < this.first.length ? this.first[key] : value;
    return outdated < 0 ? Number.POSITIVE_INFINITY : this.superseded[outdated];
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
