/** A growing binary heap of numbers, least first: times at which many independent things are due. */
export class MinHeap {
  private items = new Float64Array(64);
  size = 0;

  /** The least item; +Infinity when empty. */
  get least(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.items[0];
  }

  add(item: number): void {
    if (this.size === this.items.length) {
      const wider = new Float64Array(this.items.length * 2);
      wider.set(this.items);
      this.items = wider;
    }
    const { items } = this;
    let i = this.size++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (items[parent] <= item) break;
      items[i] = items[parent];
      i = parent;
    }
    items[i] = item;
  }

  /** Removes and returns the least item; +Infinity when empty. */
  take(): number {
    if (this.size === 0) return Number.POSITIVE_INFINITY;
    const { items } = this;
    const result = items[0];
    const size = --this.size;
    const item = items[size];
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) break;
      if (child + 1 < size && items[child + 1] < items[child]) child++;
      if (item <= items[child]) break;
      items[i] = items[child];
      i = child;
    }
    items[i] = item;
    return result;
  }
}
