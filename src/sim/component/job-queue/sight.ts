import type { LinkedList } from '../../structure/linked-list.ts';
import { reaching } from '../../structure/widened.ts';

const NONE = -1;

/** The first so many jobs in line: those that are looked at for one to hand out. */
export class Sight {
  private inside = new Uint8Array(64);
  private count = 0;
  /** The last of them; −1 if there is none. */
  private edge = NONE;

  constructor(private readonly line: LinkedList) {}

  has(job: number): boolean {
    return this.inside[job] === 1;
  }

  /** A job has joined the line, last. */
  join(job: number, most: number): void {
    if (job >= this.inside.length) this.inside = reaching(this.inside, job, 0);
    this.inside[job] = 0;
    if (this.count < most) this.add(job);
  }

  /** A job is about to leave the line. */
  leave(job: number): void {
    if (this.inside[job] === 0) return;
    this.inside[job] = 0;
    this.count--;
    if (this.edge === job) this.edge = this.line.before[job];
  }

  /** The next that comes in sight, if there is room; −1 if none does. */
  widen(most: number): number {
    const next = this.edge === NONE ? this.line.first : this.line.next[this.edge];
    if (this.count >= most || next === NONE) return NONE;
    this.add(next);
    return next;
  }

  /** Another number of jobs, of all that are in line. */
  reset(most: number): void {
    this.inside.fill(0);
    this.count = 0;
    this.edge = NONE;
    for (let job = this.line.first; job !== NONE; job = this.line.next[job]) this.join(job, most);
  }

  private add(job: number): void {
    this.inside[job] = 1;
    this.count++;
    this.edge = job;
  }
}
