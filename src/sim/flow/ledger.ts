/**
 * The rows a run is made of, as growing columns: hands out rows and takes them back. A row is a small whole number,
 * reused once nothing refers to it; its `number`, where it has one, is its place in the order of opening, and never is.
 *
 * A column is a property that holds what `ints` or `floats` gave; when there is no row left, all of them are widened.
 * Conservation: begun = ended + open, at any moment.
 */
export abstract class Ledger {
  /** Rows opened so far. */
  begun = 0;
  /** Rows closed so far. */
  ended = 0;
  protected capacity: number;
  private free: Int32Array;
  private freeCount: number;

  constructor(capacity = 1024) {
    this.capacity = capacity;
    this.free = new Int32Array(capacity);
    this.freeCount = capacity;
    for (let i = 0; i < capacity; i++) this.free[i] = capacity - 1 - i;
  }

  get open(): number {
    return this.begun - this.ended;
  }

  protected take(): number {
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
    this.widen();
    this.free = new Int32Array(this.capacity);
    for (let i = 0; i < old; i++) this.free[i] = this.capacity - 1 - i;
    this.freeCount = old;
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
