import { describe, expect, test } from 'vitest';
import { RowLocks } from '../../src/sim/component/database/row-locks.ts';
import { Maker } from './random-world.ts';

const RUNS = 60;
const STEPS = 200;
const NONE = -1;

interface Query {
  task: number;
  key: number;
  /** Of its transaction, −1: none. */
  lease: number;
}

/** The same, written down as plainly as can be: who holds each key, and the queries that wait, the first to come first. */
class Book {
  readonly holders = new Map<number, number>();
  waiting: Query[] = [];

  /** Every transaction that one waits for, directly or not. */
  blockersOf(lease: number, key: number): Set<number> {
    const blockers = new Set<number>();
    for (const open = [this.holders.get(key)!]; open.length > 0; ) {
      const holder = open.pop()!;
      if (blockers.has(holder)) continue;
      blockers.add(holder);
      for (const query of this.waiting) if (query.lease === holder) open.push(this.holders.get(query.key)!);
    }
    return lease === NONE ? new Set() : blockers;
  }

  /** @returns tasks that need not wait any more */
  release(lease: number): number[] {
    const own = this.waiting.filter((query) => query.lease === lease);
    this.waiting = this.waiting.filter((query) => query.lease !== lease);
    const freed = [...this.holders].filter(([, holder]) => holder === lease).map(([key]) => key);
    for (const key of freed) this.holders.delete(key);
    const goOn = own.map(({ task }) => task);
    for (const key of freed)
      for (const query of this.waiting.filter((each) => each.key === key)) {
        if (this.holders.has(key)) break;
        this.waiting = this.waiting.filter((each) => each !== query);
        goOn.push(query.task);
        if (query.lease !== NONE) this.holders.set(key, query.lease);
      }
    return goOn;
  }
}

describe('whatever queries and transactions do', () => {
  test('locks are held, waited for and passed on as in a plain book', () => {
    const seen = { waited: 0, deadlocks: 0, left: 0, passed: 0 };
    for (let seed = 1; seed <= RUNS; seed++) {
      const maker = new Maker(seed);
      const [keys, leases] = [maker.whole(1, 5), maker.whole(1, 6)];
      const woken: number[] = [];
      const locks = new RowLocks((task) => woken.push(task));
      const book = new Book();
      for (let task = 0; task < STEPS; task++) {
        const name = `run ${seed}, step ${task}`;
        const lease = maker.whole(NONE, leases - 1);
        const what = maker.whole(0, 9);
        if (what < 2 && lease !== NONE) {
          const goOn = book.release(lease);
          locks.release(lease);
          // keys of one transaction come free one after the other, in whatever order
          expect(
            woken.splice(0).sort((a, b) => a - b),
            name,
          ).toEqual(goOn.sort((a, b) => a - b));
          seen.passed += goOn.length;
        } else if (what < 3 && book.waiting.length > 0) {
          const query = maker.one(book.waiting);
          book.waiting = book.waiting.filter((each) => each !== query);
          locks.leave(query.task);
          seen.left++;
        } else {
          const key = maker.whole(0, keys - 1);
          const holder = book.holders.get(key);
          const admitted = holder === undefined || holder === lease;
          expect(locks.admits(key, lease), name).toBe(admitted);
          if (admitted && lease !== NONE) book.holders.set(key, lease);
          if (!admitted) {
            const deadlocks = book.blockersOf(lease, key).has(lease);
            expect(locks.wouldDeadlock(key, lease), name).toBe(deadlocks);
            if (deadlocks) seen.deadlocks++;
            else {
              locks.wait(task, key, lease);
              book.waiting.push({ task, key, lease });
              seen.waited++;
            }
          }
        }
        const waiting = book.waiting.filter((query) => locks.isWaiting(query.task)).length;
        expect([woken.length, locks.waiting, waiting], name).toEqual([0, book.waiting.length, book.waiting.length]);
      }
    }
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(100);
  });

  test('those that wait for one key go on in the order in which they came', () => {
    const woken: number[] = [];
    const locks = new RowLocks((task) => woken.push(task));
    expect([locks.admits(7, 1), locks.admits(7, 2)]).toEqual([true, false]);
    for (const [task, lease] of [
      [10, NONE],
      [11, 2],
      [12, NONE],
      [13, 3],
    ])
      locks.wait(task, 7, lease);
    locks.release(1);
    // the first is in no transaction, the second takes it
    expect(woken).toEqual([10, 11]);
    locks.release(2);
    expect(woken).toEqual([10, 11, 12, 13]);
    expect([locks.admits(7, 3), locks.admits(7, NONE)]).toEqual([true, false]);
  });
});
