import type { JobTasks } from './job-tasks.ts';

const NONE = -1;

/** What a worker process is doing. */
export const DOWN = 0;
export const STARTING = 1;
export const UP = 2;
/** It finishes what it works on and receives nothing. */
export const STOPPING = 3;

/** One worker process: its jobs, and the events that wait for it. After a death or a deployment it is the same one again. */
export class Process {
  state = DOWN;
  /** Jobs at work and jobs prefetched, each the ends of a linked list. */
  running = 0;
  reserved = 0;
  firstRunning = NONE;
  firstReserved = NONE;
  lastRunning = NONE;
  lastReserved = NONE;
  /** Until when it stands still [µs]. */
  pausedUntil = 0;
  /** Pending events: coming up or the end of the grace; the next look; what befalls it; the end of a pause. */
  event = NONE;
  poll = NONE;
  strike = NONE;
  resume = NONE;
  /** How often it was asked when it is struck next. */
  strikes = 0;
  /** While it begins what it has prefetched. */
  beginning = false;
  /** While a deployment replaces it. */
  deploys = false;
  /** Deliveries that died with it, to be told of when it is up again. */
  readonly owed: number[] = [];

  constructor(readonly number: number) {}

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

/** Worker processes by number; the first `wanted` of them are meant to be up. */
export class Processes {
  readonly list: Process[] = [];
  wanted = 0;
  /** Whose turn it is to receive. */
  turn = 0;

  create(): Process {
    const process = new Process(this.list.length);
    this.list.push(process);
    return process;
  }

  /** One more that is wanted. */
  add(): Process {
    this.wanted++;
    return this.create();
  }

  count(state: number): number {
    return this.list.reduce((sum, process) => sum + (process.state === state ? 1 : 0), 0);
  }
}
