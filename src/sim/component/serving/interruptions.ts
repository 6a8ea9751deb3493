import { NO_TASK } from '../../flow/tasks.ts';
import { widened } from '../../structure/widened.ts';
import type { Site } from '../component.ts';
import type { PresentFault } from './present-fault.ts';
import type { ServingParams } from './serving-params.ts';
import { CALLING, FROZEN, WORKING } from './task-phases.ts';

const NONE = -1;

export interface InterruptionsOwner {
  /** Whether a replica stands still by itself. */
  standsStill(replica: number): boolean;
  /** A task loses its replica, and all that it has done. */
  lost(task: number): void;
  /** A task has work to do that takes so long [µs]. */
  wentOn(task: number, needed: number): void;
  /** What a task waited for has ended, like this. */
  heard(task: number, outcome: number): void;
}

/**
 * What becomes of work in service when a fault strikes its replica, and when its replica goes or stands still: it goes
 * on, is lost, or stands still until that is over.
 */
export class Interruptions {
  private readonly frozen: number[] = [];
  /** Work that a frozen task still has to do [µs]; −1 where it waits for others. */
  private left = new Float64Array(64);
  /** What came for frozen tasks meanwhile. */
  private readonly outcomes = new Map<number, number>();

  constructor(
    private readonly site: Site,
    private readonly params: ServingParams,
    private readonly fault: PresentFault,
    private readonly owner: InterruptionsOwner,
  ) {}

  /** The fault, or the number of replicas, has changed. */
  bringUpToDate(): void {
    const { inService } = this.params.fault.params;
    const struck = inService === 'lost' || inService === 'frozen' ? this.tasksOn(this.fault.struckFrom, this.fault.affected) : [];
    this.thaw();
    if (inService === 'lost') this.lose(struck);
    else for (const task of struck) this.freeze(task);
  }

  /** Replicas have lost all that they were working on. */
  loseAll(from: number, to: number): void {
    this.lose(this.tasksOn(from, to));
  }

  /** A replica stands still, and all work on it. */
  freezeAll(replica: number): void {
    for (const task of this.tasksOn(replica, replica + 1)) this.freeze(task);
  }

  /** What a frozen task has waited for has ended; it hears of that once it goes on. */
  keep(task: number, outcome: number): void {
    this.outcomes.set(task, outcome);
  }

  /** A frozen task is taken back. */
  remove(task: number): void {
    this.frozen.splice(this.frozen.indexOf(task), 1);
    this.outcomes.delete(task);
  }

  /** One that is lost may bring about anything, even the end of others. */
  private lose(tasks: readonly number[]): void {
    const { calls } = this.site;
    const numbers = tasks.map((task) => calls.number[task]);
    tasks.forEach((task, i) => {
      if (calls.number[task] === numbers[i] && calls.tasks.phase[task] !== NO_TASK) this.owner.lost(task);
    });
  }

  private freeze(task: number): void {
    const { calls, simulation } = this.site;
    const { tasks } = calls;
    const phase = tasks.phase[task];
    if (phase !== WORKING && phase !== CALLING) return;
    if (task >= this.left.length) this.left = widened(this.left, Math.max(task + 1, this.left.length * 2));
    this.left[task] = NONE;
    if (phase === WORKING) {
      const event = tasks.event[task];
      this.left[task] = simulation.dueAt(event) - simulation.now;
      simulation.cancel(event, task);
      tasks.event[task] = NONE;
    }
    tasks.phase[task] = FROZEN;
    this.frozen.push(task);
  }

  /** Those that nothing makes stand still any more go on where they stopped. */
  thaw(): void {
    const { tasks } = this.site.calls;
    const { frozen, owner } = this;
    const freezes = this.params.fault.params.inService === 'frozen';
    for (let i = 0; i < frozen.length; ) {
      const task = frozen[i];
      const replica = tasks.instance[task];
      if ((freezes && replica < this.fault.affected) || owner.standsStill(replica)) {
        i++;
        continue;
      }
      frozen.splice(i, 1);
      tasks.phase[task] = CALLING;
      const outcome = this.outcomes.get(task);
      if (this.left[task] !== NONE) owner.wentOn(task, this.left[task]);
      else if (outcome !== undefined) {
        this.outcomes.delete(task);
        owner.heard(task, outcome);
        // whatever that has led to, others may have been taken back, anywhere in the list
        i = 0;
      }
    }
  }

  /** Tasks that hold a server of these replicas, in the order of their calls. A look at all calls: faults are rare. */
  private tasksOn(from: number, to: number): number[] {
    const { calls, allWires, index } = this.site;
    const { phase, instance } = calls.tasks;
    const found: number[] = [];
    for (let row = 0; row < phase.length; row++)
      if (phase[row] !== NO_TASK && instance[row] >= from && instance[row] < to && allWires[calls.wire[row]].toIndex === index)
        found.push(row);
    return found.sort((a, b) => calls.number[a] - calls.number[b]);
  }
}
