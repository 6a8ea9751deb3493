import { Replica } from '../../replica/replica.ts';
import type { JobTasks } from './job-tasks.ts';

const NONE = -1;

/** One worker process and its jobs: those at work and those prefetched, each a linked list. */
export class Process extends Replica {
  running = 0;
  reserved = 0;
  firstRunning = NONE;
  firstReserved = NONE;
  lastRunning = NONE;
  lastReserved = NONE;
  /** The pending event of its next look for jobs; −1 if none. */
  poll = NONE;
  /** While it begins what it has prefetched. */
  beginning = false;
  /** Deliveries that died with it, to be told of when it is up again. */
  readonly owed: number[] = [];

  addRunning(tasks: JobTasks, task: number): void {
    tasks.before[task] = this.lastRunning;
    tasks.next[task] = NONE;
    if (this.lastRunning === NONE) this.firstRunning = task;
    else tasks.next[this.lastRunning] = task;
    this.lastRunning = task;
    this.running++;
  }

  removeRunning(tasks: JobTasks, task: number): void {
    const next = tasks.next[task];
    const before = tasks.before[task];
    if (before === NONE) this.firstRunning = next;
    else tasks.next[before] = next;
    if (next === NONE) this.lastRunning = before;
    else tasks.before[next] = before;
    this.running--;
  }

  addReserved(tasks: JobTasks, task: number): void {
    tasks.before[task] = this.lastReserved;
    tasks.next[task] = NONE;
    if (this.lastReserved === NONE) this.firstReserved = task;
    else tasks.next[this.lastReserved] = task;
    this.lastReserved = task;
    this.reserved++;
  }

  removeReserved(tasks: JobTasks, task: number): void {
    const next = tasks.next[task];
    const before = tasks.before[task];
    if (before === NONE) this.firstReserved = next;
    else tasks.next[before] = next;
    if (next === NONE) this.lastReserved = before;
    else tasks.before[next] = before;
    this.reserved--;
  }
}
