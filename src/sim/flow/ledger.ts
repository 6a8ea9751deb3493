/**
 * Which rows of a ledger are free. A class of its own, and asked for by each ledger itself: code that all ledgers share
 * sees so many shapes of them that it is compiled badly.
 */
class Rows {
  /** Opened so far. */
  begun = 0;
  /** Closed so far. */
  ended = 0;
  private free = new Int32Array(0);
  private freeCount = 0;

  /** @param widen makes room for so many rows */
  constructor(
    private capacity: number,
    private readonly widen: (capacity: number) => void,
  ) {
    this.add(0);
  }

  take(): number {
    if (this.freeCount === 0) this.grow();
    this.begun++;
    return this.free[--this.freeCount];
  }

  release(row: number): void {
    this.ended++;
    this.free[this.freeCount++] = row;
  }

  private grow(): void {
    const old = this.capacity;
    this.capacity = old * 2;
    this.widen(this.capacity);
    this.add(old);
  }

  /** Rows from this one on are free, the first of them first; no other is. */
  private add(from: number): void {
    const { capacity } = this;
    this.free = new Int32Array(capacity);
    this.freeCount = capacity - from;
    for (let i = 0; i < this.freeCount; i++) this.free[i] = capacity - 1 - i;
  }
}

/**
 * The rows a run is made of, as growing columns: hands out rows and takes them back. A row is a small whole number,
 * reused once nothing refers to it; its `number`, where it has one, is its place in the order of opening, and never is.
 *
 * A column is a property that holds what `ints` or `floats` gave; when there is no row left, all of them are widened.
 * Conservation: begun = ended + open, at any moment.
 */
export abstract class Ledger {
  readonly rows: Rows;

  constructor(protected capacity = 1024) {
    this.rows = new Rows(capacity, (more) => {
      this.capacity = more;
      this.widen();
    });
  }

  get open(): number {
    return this.rows.begun - this.rows.ended;
  }

  /** Gives every column `capacity` entries. */
  protected widen(): void {
    for (const [name, column] of Object.entries(this)) {
      if (!(column instanceof Int32Array || column instanceof Float64Array)) continue;
      const wider = column instanceof Int32Array ? new Int32Array(this.capacity) : new Float64Array(this.capacity);
      wider.set(column);
      (this as Record<string, unknown>)[name] = wider;
    }
  }

  protected ints(old?: Int32Array): Int32Array {
    const column = new Int32Array(this.capacity);
    if (old) column.set(old);
    return column;
  }

  protected floats(old?: Float64Array): Float64Array {
    const column = new Float64Array(this.capacity);
    if (old) column.set(old);
    return column;
  }
}
