import { Ledger } from './ledger.ts';

const NONE = -1;

/**
 * What came of a wish for a job: one account for a request and a store, however many jobs were made of it. It is what a
 * ledger of side effects is compared with, and lives as long as the request.
 */
export class Accounts extends Ledger {
  /** Number of the component that holds the jobs. */
  store = this.ints();
  /** The next account of the request. */
  next = this.ints();
  /** 0 where the transaction was rolled back: nobody wants the job done. */
  wanted = this.ints();
  /** Jobs made of it that have not ended. */
  jobsOpen = this.ints();
  /** Side effects so far. */
  effects = this.ints();
  /** 1 while it counts as missing: all jobs made of it have ended, and nothing was done. */
  missing = this.ints();
  /** The largest token handed out, and the largest that has made the side effect. */
  handedOut = this.ints();
  writtenBy = this.ints();
  /** When it was entered in the ledger of effects [µs]; −1 when it was not. */
  enteredAt = this.floats();

  begin(store: number, next: number): number {
    const row = this.rows.take();
    this.store[row] = store;
    this.next[row] = next;
    this.wanted[row] = 1;
    this.jobsOpen[row] = 0;
    this.effects[row] = 0;
    this.missing[row] = 0;
    this.handedOut[row] = 0;
    this.writtenBy[row] = 0;
    this.enteredAt[row] = NONE;
    return row;
  }

  /** The account of a store in a list; −1 if there is none. */
  find(first: number, store: number): number {
    let row = first;
    while (row !== NONE && this.store[row] !== store) row = this.next[row];
    return row;
  }

  /** The request is gone. */
  forget(first: number): void {
    for (let row = first; row !== NONE; ) {
      const next = this.next[row];
      this.rows.release(row);
      row = next;
    }
  }
}
