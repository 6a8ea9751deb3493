import { Replica } from '../../replica/replica.ts';
import type { JobTasks } from './job-tasks.ts';

const NONE = -1;

/** Some of the jobs of a process, in the order in which they came. */
class TaskList {
  first = NONE;
  last = NONE;
  length = 0;

  add(tasks: JobTasks, task: number): void {
    tasks.before[task] = this.last;
    tasks.next[task] = NONE;
    if (this.last === NONE) this.first = task;
    else tasks.next[this.last] = task;
    this.last = task;
    this.length++;
  }

  remove(tasks: JobTasks, task: number): void {
    const next = tasks.next[task];
    const before = tasks.before[task];
    if (before === NONE) this.first = next;
    else tasks.next[before] = next;
    if (next === NONE) this.last = before;
    else tasks.before[next] = before;
    this.length--;
  }
}

/** One worker process and its jobs: those at work, those prefetched, and those for later, which take no room. */
export class Process extends Replica {
  readonly running = new TaskList();
  readonly reserved = new TaskList();
  readonly delayed = new TaskList();
  /** The pending event of its next look for jobs; −1 if none. */
  poll = NONE;
  /** In which round it received what it has; a batch grows in no other. */
  batch = NONE;
  /** While it begins what it has prefetched. */
  beginning = false;
  /** Deliveries that died with it, to be told of when it is up again. */
  readonly owed: number[] = [];

  get hasJobs(): boolean {
    return this.running.length > 0 || this.lastHeld !== NONE;
  }

  /** The last of those that it has not begun; −1 if there is none. */
  get lastHeld(): number {
    return this.delayed.last === NONE ? this.reserved.last : this.delayed.last;
  }
}
