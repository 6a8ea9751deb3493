import { widened } from '../../structure/widened.ts';

const NONE = -1;

/** Keeps jobs of one key in the order of enqueueing: only the first is let through, until it has ended; the others stand behind it. */
export class KeyOrder {
  private readonly lines = new Map<number, { first: number; last: number }>();
  /** By job: its neighbours. */
  private next = new Int32Array(64);
  private before = new Int32Array(64);

  /** A job comes last of its key. */
  join(key: number, job: number): void {
    if (job >= this.next.length) this.reach(job);
    this.next[job] = NONE;
    const line = this.lines.get(key);
    if (line === undefined) {
      this.before[job] = NONE;
      this.lines.set(key, { first: job, last: job });
      return;
    }
    this.before[job] = line.last;
    this.next[line.last] = job;
    line.last = job;
  }

  isFirst(key: number, job: number): boolean {
    return this.lines.get(key)?.first === job;
  }

  /** The first of a key; −1 if there is none. */
  first(key: number): number {
    return this.lines.get(key)?.first ?? NONE;
  }

  /** Who stands behind a job that has joined; −1 if nobody. */
  after(job: number): number {
    return this.next[job];
  }

  /** A job that has joined has ended: the one that is first because of it, −1 if none. */
  leave(key: number, job: number): number {
    const line = this.lines.get(key);
    if (line === undefined) return NONE;
    const next = this.next[job];
    const before = this.before[job];
    if (next === NONE) line.last = before;
    else this.before[next] = before;
    if (before !== NONE) {
      this.next[before] = next;
      return NONE;
    }
    line.first = next;
    if (next === NONE) this.lines.delete(key);
    return next;
  }

  clear(): void {
    this.lines.clear();
  }

  private reach(job: number): void {
    let { length } = this.next;
    while (length <= job) length *= 2;
    this.next = widened(this.next, length);
    this.before = widened(this.before, length);
  }
}
