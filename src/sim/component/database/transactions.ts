import { COMMIT } from '../../flow/abouts.ts';
import { LEASE_ENDED, TRANSACTION } from '../../flow/leases.ts';
import { Lending } from '../../flow/lending.ts';
import { NO_VALUE } from '../../flow/truth.ts';
import { NEVER } from '../../kernel/time.ts';
import { WRITE } from '../../policy/workload/contract.ts';
import type { Site } from '../component.ts';
import { fact, gauge, histogram } from './database-meters.ts';
import type { DatabaseParams } from './database-params.ts';
import { RowLocks } from './row-locks.ts';

const NONE = -1;
/** All transactions are one resource, which never runs out; locks are one each. */
const TRANSACTIONS = -2;

/** What a query may do. */
export const PROCEEDS = 0;
export const MUST_WAIT = 1;
export const FAILS = 2;

export interface TransactionsOwner {
  /** A query that waited for a lock may go on, or has waited too long. */
  woken(task: number): void;
  waitedTooLong(task: number): void;
  /** A write has taken effect. */
  wrote(key: number, value: number): void;
}

/**
 * A database's transactions and the locks that it lends: what each has written and not committed, and the rows that it
 * locks meanwhile. A transaction that ends in any other way than by being committed has changed nothing.
 */
export class Transactions {
  readonly lending: Lending;
  private readonly locks: RowLocks;
  /** Keys written, and their values where the query came with one, by transaction. */
  private readonly writes = new Map<number, { key: number; value: number; number: number; request: number }[]>();
  /** Since when a query waits for a lock [µs], by task. */
  private readonly since = new Map<number, number>();
  private readonly wokenEvent: number;
  private readonly tooLongEvent: number;
  /** The query that is told to go on: one that is in no transaction does, whoever has the row by now. */
  private waking = NONE;

  constructor(
    private readonly site: Site,
    private readonly params: DatabaseParams,
    private readonly owner: TransactionsOwner,
  ) {
    this.lending = new Lending(site, params, { fact, histogram }, this);
    this.wokenEvent = site.event((task) => this.wake(task));
    this.tooLongEvent = site.event((task) => this.waitsTooLong(task));
    this.locks = new RowLocks((task) => this.passOn(task));
  }

  resourceOf(lease: number): number {
    const { leases } = this.site;
    return leases.kind[lease] === TRANSACTION ? TRANSACTIONS : leases.resource[lease];
  }

  capacity(resource: number): number {
    return resource === TRANSACTIONS ? Number.POSITIVE_INFINITY : 1;
  }

  /** A transaction has ended, by whatever; a lock has nothing that must be undone. */
  ended(lease: number): void {
    if (this.site.leases.kind[lease] !== TRANSACTION) return;
    if (lease !== this.committing) this.site.reportLease(fact.rolledBack, lease);
    this.writes.delete(lease);
    this.locks.release(lease);
  }

  /** Whether a query may go to work now; if it must wait, it will be told. */
  judge(task: number): number {
    const { calls } = this.site;
    const lease = this.transactionOf(task);
    if (lease === NONE && this.locks.held === 0) return PROCEEDS;
    if (this.isOver(task)) return FAILS;
    if (calls.operationOf(task) !== WRITE) return PROCEEDS;
    const key = calls.keyOf(task);
    if (this.locks.admits(key, lease) || task === this.waking) return PROCEEDS;
    if (this.locks.wouldDeadlock(key, lease)) {
      this.site.report(fact.deadlocked, task);
      this.lending.takeBack(lease);
      return FAILS;
    }
    this.wait(task, key, lease);
    return MUST_WAIT;
  }

  /** Whether the transaction of a query, if it is in one, is over. */
  isOver(task: number): boolean {
    const { leases } = this.site;
    const lease = this.transactionOf(task);
    return lease !== NONE && leases.is(lease, LEASE_ENDED);
  }

  /** A query that writes or commits has done its work; whether it is one of a transaction. */
  done(task: number): boolean {
    const { calls, requests } = this.site;
    const lease = this.transactionOf(task);
    if (calls.operationOf(task) === COMMIT) {
      if (lease !== NONE) this.commit(lease, task);
      return true;
    }
    if (lease === NONE) return false;
    const write = {
      key: calls.keyOf(task),
      value: calls.value[task],
      number: calls.number[task],
      request: requests.number[calls.root[task]],
    };
    const writes = this.writes.get(lease);
    if (writes) writes.push(write);
    else this.writes.set(lease, [write]);
    return true;
  }

  /** A query goes, whatever it was doing. */
  leaves(task: number): void {
    if (!this.since.has(task)) return;
    this.locks.leave(task);
    this.stopsWaiting(task);
  }

  /** The transaction that a query is part of; −1 if it is made with a lease of another kind, or none. */
  private transactionOf(task: number): number {
    const { calls, leases } = this.site;
    const lease = calls.leaseOf(task);
    return lease !== NONE && leases.kind[lease] === TRANSACTION ? lease : NONE;
  }

  private committing = NONE;

  private commit(lease: number, task: number): void {
    const { truth, simulation, recorder } = this.site;
    for (const { key, value, number, request } of this.writes.get(lease) ?? []) {
      this.owner.wrote(key, value === NO_VALUE ? truth.write(key, simulation.now) : value);
      recorder.fact(fact.written, request, number);
    }
    this.site.report(fact.committed, task);
    this.committing = lease;
    this.lending.release(lease);
    this.committing = NONE;
  }

  private wait(task: number, key: number, lease: number): void {
    const { calls, simulation, recorder } = this.site;
    const { lockTimeout } = this.params;
    this.locks.wait(task, key, lease);
    this.since.set(task, simulation.now);
    recorder.change(gauge.waitingForRow, 1);
    if (lockTimeout !== NEVER) calls.tasks.event[task] = simulation.schedule(simulation.now + lockTimeout, this.tooLongEvent, task);
  }

  /** A query that waited may go on: it is told by an event of its own. */
  private passOn(task: number): void {
    const { calls, simulation } = this.site;
    this.cancelEvent(task);
    calls.tasks.event[task] = simulation.schedule(simulation.now, this.wokenEvent, task);
  }

  private wake(task: number): void {
    this.site.calls.tasks.event[task] = NONE;
    this.stopsWaiting(task);
    this.waking = task;
    this.owner.woken(task);
    this.waking = NONE;
  }

  private waitsTooLong(task: number): void {
    this.site.calls.tasks.event[task] = NONE;
    this.locks.leave(task);
    this.stopsWaiting(task);
    this.site.report(fact.lockTimedOut, task);
    this.owner.waitedTooLong(task);
  }

  private stopsWaiting(task: number): void {
    const { recorder, simulation } = this.site;
    recorder.change(gauge.waitingForRow, -1);
    recorder.observe(histogram.rowLockTime, simulation.now - this.since.get(task)!);
    this.since.delete(task);
  }

  private cancelEvent(task: number): void {
    const { tasks } = this.site.calls;
    if (tasks.event[task] !== NONE) this.site.simulation.cancel(tasks.event[task], task);
    tasks.event[task] = NONE;
  }
}
