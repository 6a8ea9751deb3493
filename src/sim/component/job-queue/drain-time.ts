import { MICROS_PER_MS } from '../../kernel/time.ts';

/** How long it takes until the backlog is gone: what the rates of the last bin promise, and afterwards how long it was. */
export class DrainTime {
  /** At every bin's end: when [µs], and the backlog. */
  private readonly at: number[] = [];
  private readonly backlog: number[] = [];
  private enqueued = 0;
  private done = 0;
  private enqueuedBefore = 0;
  private doneBefore = 0;
  private before = 0;

  countEnqueued(): void {
    this.enqueued++;
  }

  countDone(): void {
    this.done++;
  }

  /** A bin ends: how long the backlog would last at its rates [ms]; NaN while it grows. */
  expected(now: number, backlog: number): number {
    this.backlog.push(backlog);
    this.at.push(now);
    const rate = (this.done - this.doneBefore - (this.enqueued - this.enqueuedBefore)) / (now - this.before);
    this.enqueuedBefore = this.enqueued;
    this.doneBefore = this.done;
    this.before = now;
    if (backlog === 0) return 0;
    return rate > 0 ? backlog / rate / MICROS_PER_MS : Number.NaN;
  }

  /** From every bin's end, how long it was until the backlog was gone [ms]; known only afterwards. */
  seen(): number[] {
    const { backlog, at } = this;
    const times = new Array<number>(backlog.length).fill(Number.NaN);
    let gone = Number.NaN;
    for (let bin = backlog.length - 1; bin >= 0; bin--) {
      if (backlog[bin] === 0) gone = at[bin];
      times[bin] = (gone - at[bin]) / MICROS_PER_MS;
    }
    return times;
  }
}
