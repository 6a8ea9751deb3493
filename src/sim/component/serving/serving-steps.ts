import { CALL_CLOSED } from '../../flow/calls.ts';
import { type Holdings, WAITS, type Want } from '../../flow/holdings.ts';
import { ERROR, OK } from '../../flow/port.ts';
import { type Keyed, mix } from '../../kernel/chance.ts';
import type { Order, TaskOwner } from '../../routine/step/contract.ts';
import type { Site } from '../component.ts';
import type { SubOperations } from './sub-operations.ts';

const NONE = -1;

/** Whose tasks take the steps. */
export interface StepsOwner {
  work(task: number, at: number, factor: number): void;
  /** A task waits for what others do. */
  waitForOthers(task: number): void;
  /** What a task waited for has ended; or has ended before it could wait. */
  waitEnded(task: number, outcome: number): void;
  heard(task: number, outcome: number): void;
  /** A task fails anew with what has last been caught. */
  failAgain(task: number): void;
  /** How a task that would be answered well now comes out: well, unless a fault decides that then. */
  comesOut(task: number): number;
  /** A task's caller, which still waits, is about to be answered well. */
  answersEarly(task: number): void;
  /** A task is over. */
  end(task: number, outcome: number): void;
}

/** What the steps of a routine may do with tasks that are served. */
export class ServingSteps implements TaskOwner {
  private readonly branchChance: Keyed;
  private readonly sleptEvent: number;

  /** @param holdings null where the routine asks for no leases: then no step does that either */
  constructor(
    private readonly site: Site,
    private readonly holdings: Holdings | null,
    private readonly subOperations: SubOperations,
    private readonly owner: StepsOwner,
  ) {
    this.branchChance = site.keyed('branch');
    this.sleptEvent = site.event((task) => {
      site.calls.tasks.event[task] = NONE;
      owner.waitEnded(task, OK);
    });
  }

  work(task: number, at: number, factor: number): boolean {
    this.owner.work(task, at, factor);
    return false;
  }

  sleep(task: number, time: number): boolean {
    const { calls, simulation } = this.site;
    this.owner.waitForOthers(task);
    calls.tasks.event[task] = simulation.schedule(simulation.now + time, this.sleptEvent, task);
    return false;
  }

  call(task: number, at: number, orders: readonly Order[], quorum: number): boolean {
    if (this.holdings !== null && this.lacks(task, orders)) {
      this.owner.heard(task, ERROR);
      return false;
    }
    const replica = this.replicaOf(task);
    this.owner.waitForOthers(task);
    this.subOperations.ask(task, at, orders, quorum, replica, this.holdings);
    return false;
  }

  acquire(task: number, at: number, want: Want): boolean {
    const outcome = this.holdings!.ask(task, at, want, this.replicaOf(task));
    if (outcome === OK) return true;
    if (outcome === WAITS) this.owner.waitForOthers(task);
    else this.owner.heard(task, outcome);
    return false;
  }

  has(task: number, slot: number): boolean {
    return this.holdings!.find(task, slot) !== NONE;
  }

  release(task: number, slot: number): boolean {
    this.holdings!.giveBack(task, slot);
    return true;
  }

  sendAfterCommit(task: number, at: number, order: Order, slot: number): boolean {
    return this.holdings!.keep(task, slot, order) || this.call(task, at, [order], 1);
  }

  committed(task: number, at: number, slot: number): boolean {
    const kept = this.holdings!.committed(task, slot) as readonly Order[];
    return kept.length === 0 || this.call(task, at, kept, kept.length);
  }

  happens(task: number, at: number, probability: number): boolean {
    const { calls } = this.site;
    return this.branchChance.aim(calls.keyLow[task] ^ mix(at + 1), calls.keyHigh[task]).happens(probability);
  }

  goTo(task: number, at: number): boolean {
    this.site.calls.tasks.step[task] = at;
    return true;
  }

  answer(task: number, isLast: boolean): boolean {
    if (isLast) {
      this.owner.end(task, OK);
      return false;
    }
    return this.answerEarly(task);
  }

  end(task: number): boolean {
    this.owner.end(task, OK);
    return false;
  }

  crash(task: number): boolean {
    this.owner.end(task, ERROR);
    return false;
  }

  failAgain(task: number): boolean {
    this.owner.failAgain(task);
    return false;
  }

  /** Which of the component's replicas asks: that of a task which has freed its server is forgotten. */
  private replicaOf(task: number): number {
    return Math.max(0, this.site.calls.tasks.instance[task]);
  }

  /** Whether a task has lost, or never had, a lease that it needs for what it is about to ask. */
  private lacks(task: number, orders: readonly Order[]): boolean {
    const holdings = this.holdings!;
    return orders.some(
      ({ within = NONE, using = NONE }) =>
        holdings.isLost(task, within) || (using !== NONE && (holdings.find(task, using) === NONE || holdings.isLost(task, using))),
    );
  }

  /** Answers well and goes on working: from here on nobody waits for the task. False where the answer fails, and the task with it. */
  private answerEarly(task: number): boolean {
    const { calls } = this.site;
    const { tasks } = calls;
    if (tasks.answered[task] > 0) return true;
    const outcome = this.owner.comesOut(task);
    if (outcome !== OK) {
      this.owner.end(task, outcome);
      return false;
    }
    tasks.answered[task] = (calls.state[task] & CALL_CLOSED) === 0 ? 1 : 2;
    calls.references[task]++;
    if (tasks.answered[task] === 1) this.owner.answersEarly(task);
    this.site.answer(task, OK);
    return true;
  }
}
