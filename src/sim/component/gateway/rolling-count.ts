/** How much passed in the last window, of one key; and the most there was since it was last looked at. */
export class RollingCount {
  /** What was last shown. */
  shown = Number.NaN;
  private times = new Float64Array(256);
  private costs = new Float64Array(256);
  private first = 0;
  private count = 0;
  private sum = 0;
  private peak = 0;

  add(now: number, cost: number, span: number): void {
    this.forget(now, span);
    if (this.count === this.times.length) this.widen();
    const place = (this.first + this.count++) % this.times.length;
    this.times[place] = now;
    this.costs[place] = cost;
    this.sum += cost;
    if (this.sum > this.peak) this.peak = this.sum;
  }

  /** The most since the last look. */
  most(now: number, span: number): number {
    this.forget(now, span);
    this.shown = Math.max(this.peak, this.sum);
    this.peak = this.sum;
    return this.shown;
  }

  private forget(now: number, span: number): void {
    while (this.count > 0 && this.times[this.first] <= now - span) {
      this.sum -= this.costs[this.first];
      this.first = (this.first + 1) % this.times.length;
      this.count--;
    }
  }

  private widen(): void {
    const { times, costs, first, count } = this;
    this.times = new Float64Array(count * 2);
    this.costs = new Float64Array(count * 2);
    for (let i = 0; i < count; i++) {
      this.times[i] = times[(first + i) % count];
      this.costs[i] = costs[(first + i) % count];
    }
    this.first = 0;
  }
}
