import { NO_TASK } from '../../flow/tasks.ts';
import { NEVER } from '../../kernel/time.ts';
import { widened } from '../../structure/widened.ts';
import type { Site } from '../component.ts';
import type { PresentFault } from './present-fault.ts';
import type { ServingParams } from './serving-params.ts';
import { CALLING, FROZEN, WORKING } from './task-phases.ts';

const NONE = -1;

export interface InterruptionsOwner {
  /** A task loses its replica, and all that it has done. */
  lost(task: number): void;
  /** A task has work to do that takes so long [µs]. */
  wentOn(task: number, needed: number): void;
  /** What a task waited for has ended, like this. */
  heard(task: number, outcome: number): void;
}

/**
 * What becomes of work in service when a fault strikes its replica, and when its replica goes: it goes on, is lost, or
 * stands still until the fault is over.
 */
export class Interruptions {
  private readonly frozen: number[] = [];
  /** Work that a frozen task still has to do [µs]; −1 where it waits for others. */
  private left = new Float64Array(64);
  /** What came for frozen tasks meanwhile. */
  private readonly outcomes = new Map<number, number>();
  /** When replicas that are no longer wanted are stopped [µs]. */
  private stopAt = new Float64Array(0);
  private wanted: number;
  private readonly stopEvent: number;

  constructor(
    private readonly site: Site,
    private readonly params: ServingParams,
    private readonly fault: PresentFault,
    private readonly owner: InterruptionsOwner,
  ) {
    this.wanted = params.replicas;
    this.stopEvent = site.event((replica) => this.stop(replica));
  }

  /** The fault, or the number of replicas, has changed. */
  bringUpToDate(): void {
    this.stopUnwanted();
    const { inService } = this.params.fault.params;
    const struck = inService === 'lost' || inService === 'frozen' ? this.tasksOn(this.fault.struckFrom, this.fault.affected) : [];
    this.thaw();
    if (inService === 'lost') this.lose(struck);
    else for (const task of struck) this.freeze(task);
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

  /** Instances that are no longer wanted are stopped once their grace is over; those that are wanted again are not. */
  private stopUnwanted(): void {
    const { replicas, grace } = this.params;
    const { wanted } = this;
    this.wanted = replicas;
    if (replicas >= wanted || grace === NEVER) return;
    const { simulation } = this.site;
    const at = simulation.now + grace;
    if (this.stopAt.length < wanted) this.stopAt = widened(this.stopAt, wanted);
    for (let replica = replicas; replica < wanted; replica++) {
      this.stopAt[replica] = at;
      if (grace > 0) simulation.schedule(at, this.stopEvent, replica);
    }
    if (grace === 0) this.lose(this.tasksOn(replicas, wanted));
  }

  private stop(replica: number): void {
    if (replica < this.wanted || this.stopAt[replica] !== this.site.simulation.now) return;
    this.lose(this.tasksOn(replica, replica + 1));
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

  /** Those that no fault freezes any more go on where they stopped. */
  private thaw(): void {
    const { tasks } = this.site.calls;
    const { frozen, owner } = this;
    const freezes = this.params.fault.params.inService === 'frozen';
    for (let i = 0; i < frozen.length; ) {
      const task = frozen[i];
      if (freezes && tasks.instance[task] < this.fault.affected) {
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
