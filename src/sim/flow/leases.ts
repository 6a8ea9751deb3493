import { Ledger } from './ledger.ts';
import type { Requests } from './requests.ts';

const NONE = -1;

/** What is lent: one of so many, a connection, a permit, a lock; or a transaction. */
export const PERMIT = 0;
export const TRANSACTION = 1;

/** Its holder is through with it: it was given back, or nobody waits for it any more. */
export const LEASE_LET_GO = 1;
/** Its lender is through with it: returned, run out, taken back or refused. */
export const LEASE_ENDED = 2;
/** Its lender has granted it. */
export const LEASE_GRANTED = 4;
/** Its holder has it, as far as it knows. */
export const LEASE_HELD = 8;
/** The asking has reached its lender. */
export const LEASE_ASKED = 16;
const BOTH_ENDS = LEASE_LET_GO + LEASE_ENDED;

/**
 * Timed rights: the visibility of a job that was received; a connection, a permit, a lock, a transaction. One has two
 * ends: its holder lets it go once, its lender ends it once.
 */
export class Leases extends Ledger {
  /** PERMIT or TRANSACTION. */
  kind = this.ints();
  /** What it is a right to: an item, a key; −1 where there is only one kind of thing. */
  resource = this.ints();
  /** Row of the delivery, of a job. */
  cause = this.ints();
  /** Row of the request that it is for, and number of the call whose work wants it. */
  root = this.ints();
  callNumber = this.ints();
  wire = this.ints();
  /** Row of the task that it belongs to; −1: to a replica, or to nobody any more. */
  task = this.ints();
  /** Which replica it belongs to once its task is gone, and which of the replicas asked; −1: none. */
  replica = this.ints();
  /** Which of the replicas of its holder asked. */
  process = this.ints();
  /** Which of the names of its routine it has. */
  slot = this.ints();
  /** The next of its task, or of those that were not given back. */
  next = this.ints();
  /** Until when its holder waits for it [µs], and since when. */
  deadline = this.floats();
  askedAt = this.floats();
  /** When it runs out by itself [µs]. */
  expires = this.floats();
  /** Its lender's pending event: the end of waiting, or of the lease; −1 if none. */
  event = this.ints();
  /** Which of its lender's rings of timers it is in, and its handle there; −1 if none. */
  timerRing = this.ints();
  timer = this.ints();
  /** LEASE_LET_GO, LEASE_ENDED, LEASE_GRANTED, LEASE_HELD and LEASE_ASKED. */
  state = this.ints();
  /** Messages under way, and what calls are about, that refer to the row besides its two ends. */
  references = this.ints();
  /** The lender's answer on its way back. */
  outcome = this.ints();
  /** 64 bits that its draws are keyed by. */
  keyLow = this.ints();
  keyHigh = this.ints();

  constructor(private readonly requests: Requests) {
    super();
  }

  /** The visibility of a job. */
  begin(item: number, call: number): number {
    const row = this.rows.take();
    this.resource[row] = item;
    this.cause[row] = call;
    this.timer[row] = NONE;
    return row;
  }

  /** A lease is to be asked for; its holder fills the row. @param task whose work wants it */
  ask(kind: number, task: number, root: number, callNumber: number, now: number): number {
    const row = this.rows.take();
    this.kind[row] = kind;
    this.root[row] = root;
    this.requests.references[root]++;
    this.callNumber[row] = callNumber;
    this.task[row] = task;
    this.askedAt[row] = now;
    this.event[row] = NONE;
    this.state[row] = 0;
    this.references[row] = 0;
    return row;
  }

  is(row: number, state: number): boolean {
    return (this.state[row] & state) !== 0;
  }

  /** Marks an end; the row is closed once both ends are and nothing else refers to it. */
  endedBy(row: number, end: number): void {
    this.state[row] |= end;
    this.closeIfOver(row);
  }

  /** One thing less refers to it. */
  letGo(row: number): void {
    this.references[row]--;
    this.closeIfOver(row);
  }

  private closeIfOver(row: number): void {
    if ((this.state[row] & BOTH_ENDS) !== BOTH_ENDS || this.references[row] > 0) return;
    this.requests.letGo(this.root[row]);
    this.rows.release(row);
  }
}
