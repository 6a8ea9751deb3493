import type { Leases } from './leases.ts';
import { Ledger } from './ledger.ts';
import type { Requests } from './requests.ts';

const NONE = -1;

/** What a call may ask for besides READ and WRITE: that the transaction which it is part of be committed. */
export const COMMIT = 2;

/** What calls are about where that is not what their request is about. An operation and every call made for it refer to one row. */
export class Abouts extends Ledger {
  /** READ or WRITE of the key, or COMMIT, and the size of the value [B]. */
  operation = this.ints();
  key = this.ints();
  bytes = this.floats();
  /** How many ordinary calls such a call is worth. */
  cost = this.floats();
  /** How important it is: 0 is the most important. */
  class = this.ints();
  tenant = this.ints();
  /** Row of the transaction that it is part of; −1: of none. */
  lease = this.ints();
  /** Operations and calls that refer to it. */
  references = this.ints();

  constructor(
    private readonly requests: Requests,
    private readonly leases: Leases,
  ) {
    super();
  }

  /** A row to be overridden: it begins as another, or where that is −1 as what a request is about. */
  begin(root: number, other: number): number {
    const row = this.rows.take();
    const from = other === NONE ? this.requests : this;
    const at = other === NONE ? root : other;
    this.operation[row] = from.operation[at];
    this.key[row] = from.key[at];
    this.bytes[row] = from.bytes[at];
    this.cost[row] = from.cost[at];
    this.class[row] = from.class[at];
    this.tenant[row] = from.tenant[at];
    this.lease[row] = NONE;
    this.references[row] = 1;
    return row;
  }

  /** It is about something within a transaction. */
  within(row: number, lease: number): void {
    this.lease[row] = lease;
    this.leases.references[lease]++;
  }

  /** One thing less refers to it; the last one closes it. */
  letGo(row: number): void {
    if (--this.references[row] > 0) return;
    if (this.lease[row] !== NONE) this.leases.letGo(this.lease[row]);
    this.rows.release(row);
  }
}
