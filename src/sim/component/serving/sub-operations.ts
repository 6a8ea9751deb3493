import type { Caller } from '../../flow/caller.ts';
import type { Holdings } from '../../flow/holdings.ts';
import { OK } from '../../flow/port.ts';
import { derivedHigh, derivedLow, mix } from '../../kernel/chance.ts';
import type { Order } from '../../routine/step/contract.ts';
import type { Site } from '../component.ts';

const NONE = -1;

/** What tasks have asked of others and wait for. */
export class SubOperations {
  /** Operations of tasks that wait for several at once. */
  private readonly parallel = new Map<number, number[]>();
  /** How many of the several of a task may still fail, where that is not none. */
  private readonly spare = new Map<number, number>();

  constructor(
    private readonly site: Site,
    private readonly caller: Caller,
  ) {}

  /**
   * Asks several at once, or one.
   * @param step number of the instruction that wants it @param needed how many must answer well @param replica which of the component's replicas asks
   * @param holdings the leases of its tasks
   */
  ask(task: number, step: number, orders: readonly Order[], needed: number, replica: number, holdings: Holdings | null): void {
    const { calls } = this.site;
    const { tasks } = calls;
    tasks.pending[task] = needed;
    if (needed < orders.length) this.spare.set(task, orders.length - needed);
    const low = calls.keyLow[task];
    const high = calls.keyHigh[task];
    const intent = calls.intent[task];
    const operations = orders.map((order, i) => {
      // named by the work it is part of, not by the attempt that does it: the draws by both
      const salt = mix((step + 1) * 64 + i);
      const newLow = derivedLow(low, high, salt);
      const newHigh = derivedHigh(newLow, high, salt);
      const operation = this.caller.open(order.wire, replica, task, calls.root[task], task, mix(intent ^ salt), newLow, newHigh);
      const used = order.within ?? order.using;
      const lease = holdings === null || used === undefined ? NONE : holdings.find(task, used);
      if (lease !== NONE || order.operation !== undefined || order.key !== undefined || order.bytes !== undefined)
        this.override(operation, task, order, lease);
      return operation;
    });
    if (operations.length === 1) {
      tasks.operation[task] = operations[0];
      this.caller.go(operations[0]);
      return;
    }
    this.parallel.set(task, operations);
    // one that fails at once ends the task, which takes the list away and cancels the rest
    for (const operation of operations) {
      if (this.parallel.get(task) !== operations) return;
      this.caller.go(operation);
    }
  }

  /** One has ended; whether that settles it for the task: all have ended well, or this one has not. */
  settles(task: number, outcome: number): boolean {
    const { calls } = this.site;
    const { tasks } = calls;
    // the task is ending, and this operation was about to be cancelled
    if (tasks.pending[task] === 0) return false;
    if (outcome !== OK) {
      const spare = this.spare.get(task) ?? 0;
      if (spare > 0) {
        this.spare.set(task, spare - 1);
        return false;
      }
      this.cancel(task);
      return true;
    }
    this.caller.handOn(task);
    if (--tasks.pending[task] > 0) return false;
    if (this.spare.size > 0 && this.spare.has(task)) this.cancel(task);
    tasks.operation[task] = NONE;
    if (this.parallel.size > 0) this.parallel.delete(task);
    return true;
  }

  /** A task no longer waits for what it has asked. */
  cancel(task: number): void {
    const { tasks } = this.site.calls;
    tasks.pending[task] = 0;
    this.spare.delete(task);
    const several = this.parallel.get(task);
    if (several) {
      this.parallel.delete(task);
      for (const operation of several) if (this.caller.isOpenFor(operation, task)) this.caller.cancel(operation);
    } else if (tasks.operation[task] !== NONE && this.caller.isOpenFor(tasks.operation[task], task))
      this.caller.cancel(tasks.operation[task]);
    tasks.operation[task] = NONE;
  }

  /** What an operation is about, where the step says so. */
  private override(operation: number, task: number, { operation: wanted, key, bytes }: Order, lease: number): void {
    const { calls } = this.site;
    const row = this.caller.overrideAbout(operation);
    if (wanted !== undefined) calls.abouts.operation[row] = wanted;
    if (key !== undefined) calls.abouts.key[row] = calls.tenantOf(task);
    if (bytes !== undefined) calls.abouts.bytes[row] = bytes;
    if (lease !== NONE) calls.abouts.within(row, lease);
  }
}
