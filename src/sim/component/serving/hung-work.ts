import { widened } from '../../structure/widened.ts';
import type { PresentFault } from './present-fault.ts';
import type { ServingParams } from './serving-params.ts';

export interface HungWorkOwner {
  replicaOf(task: number): number;
  /** Whether a replica stands still, and all work on it. */
  standsStill(replica: number): boolean;
  /** It fails now that the fault is over. */
  failed(task: number): void;
  /** It goes on and takes so long [µs]. */
  wentOn(task: number, needed: number): void;
}

/** Tasks whose work does not end while a fault lasts, in the order in which they came to hang. */
export class HungWork {
  private readonly tasks: number[] = [];
  /** Service time that a task still needs once it goes on [µs]. */
  private needs = new Float64Array(64);
  /** What the fault that hung them says of their end; kept, because by then it is gone. */
  private fails = false;

  constructor(
    private readonly params: ServingParams,
    private readonly fault: PresentFault,
    private readonly owner: HungWorkOwner,
  ) {}

  add(task: number, needed: number): void {
    if (task >= this.needs.length) this.needs = widened(this.needs, Math.max(task + 1, this.needs.length * 2));
    this.needs[task] = needed;
    this.tasks.push(task);
  }

  remove(task: number): void {
    this.tasks.splice(this.tasks.indexOf(task), 1);
  }

  /** Heeds what the present fault says of hung work, if it says anything. */
  bringUpToDate(): void {
    const { hungWork } = this.params.fault.params;
    if (hungWork !== undefined) this.fails = hungWork === 'fails';
  }

  /** A fault is over or has changed: what hung for its sake goes on, or fails. */
  wake(): void {
    const { tasks, owner } = this;
    for (let i = 0; i < tasks.length; ) {
      const task = tasks[i];
      const replica = owner.replicaOf(task);
      const stretch = this.fault.stretchOn(replica);
      if (stretch === Number.POSITIVE_INFINITY || owner.standsStill(replica)) {
        i++;
        continue;
      }
      tasks.splice(i, 1);
      if (this.fails) {
        owner.failed(task);
        // its caller may have taken back others that hang, anywhere in the list
        i = 0;
      } else owner.wentOn(task, this.needs[task] * stretch);
    }
  }
}
