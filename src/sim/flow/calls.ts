import type { Abouts } from './abouts.ts';
import { Ledger } from './ledger.ts';
import type { Requests } from './requests.ts';
import { NO_TASK, type Tasks } from './tasks.ts';

const NONE = -1;

/** The caller has closed the call: whatever comes back is late. */
export const CALL_CLOSED = 1;
/** The callee has answered. */
export const CALL_ANSWERED = 2;

/** What the callee has answered is degraded: by a fallback, its own or further down. */
export const CALL_DEGRADED = 4;
const BOTH_ENDS = CALL_CLOSED + CALL_ANSWERED;

/** The attempt timer has not started: it counts from the beginning of service. */
export const TIMER_WAITS = -2;

/** One try over one wire. It has two ends: the callee answers once, the caller closes once. */
export class Calls extends Ledger {
  number = this.ints();
  /** Row of the request it is made for. */
  root = this.ints();
  /** Row of the call whose work made it; −1 when the request itself did. */
  cause = this.ints();
  wire = this.ints();
  /** Row and number of the caller's operation. */
  operation = this.ints();
  operationNumber = this.ints();
  attempt = this.ints();
  /** What the work is for, whichever attempt does it: equal for every try of one operation. */
  intent = this.ints();
  /** Row of what it is about; −1: the same as its request, also in a row that is not open. */
  about = this.ints().fill(NONE);
  /** When it reaches the callee [µs]. */
  arrivesAt = this.floats();
  /** When the caller stops waiting for it at the latest [µs]. */
  deadline = this.floats();
  /** 64 bits that name this very attempt: what draws about it are keyed by. */
  keyLow = this.ints();
  keyHigh = this.ints();
  /** CALL_CLOSED, CALL_ANSWERED and CALL_DEGRADED. */
  state = this.ints();
  /** Events and tasks that refer to the row besides its two ends. */
  references = this.ints();
  /** Handle of the attempt timer; −1 if there is none, TIMER_WAITS if it starts with the service. */
  timer = this.ints();
  /** Which of the caller's rings of timers it is in. */
  timerRing = this.ints();
  /** The answer on its way back, once there is one. */
  outcome = this.ints();
  /** Which value it carries, to be written or as read (see `Truth`); NO_VALUE where nobody keeps account of values. */
  value = this.ints();
  /** Which of the caller's processes sent it. */
  process = this.ints();
  /** How long the gate that has rejected it says to wait [µs]; −1 when it does not say. */
  retryAfter = this.floats();
  /** Row of the attempt in `Tries`; −1 where no guard of its caller was asked about it. */
  tried = this.ints();
  /** Of a hedge: another attempt of its operation, and that one's number. Few calls have one. */
  readonly copyOf = new Map<number, { call: number; number: number }>();
  /** Fencing token of a delivery. */
  ticket = this.ints();

  constructor(
    private readonly requests: Requests,
    /** What callees do about the calls: the task of a call has the call's row. */
    readonly tasks: Tasks,
    readonly abouts: Abouts,
  ) {
    super();
  }

  /** A fresh row for a request; the caller fills it. */
  begin(root: number): number {
    const number = this.begun;
    const row = this.take();
    this.number[row] = number;
    this.root[row] = root;
    this.requests.references[root]++;
    this.state[row] = 0;
    this.references[row] = 0;
    this.timer[row] = NONE;
    this.retryAfter[row] = NONE;
    this.tasks.phase[row] = NO_TASK;
    return row;
  }

  /** Marks an end; the row is closed once both ends are and nothing else refers to it. */
  endedBy(row: number, end: number): void {
    const state = this.state[row] | end;
    this.state[row] = state;
    if ((state & BOTH_ENDS) === BOTH_ENDS && this.references[row] === 0) this.forget(row);
  }

  /** Both ends at once: an answer that its caller was waiting for. */
  endedByBoth(row: number): void {
    this.state[row] = BOTH_ENDS;
    if (this.references[row] === 0) this.forget(row);
  }

  /** One thing less refers to it. */
  letGo(row: number): void {
    if (--this.references[row] === 0 && (this.state[row] & BOTH_ENDS) === BOTH_ENDS) this.forget(row);
  }

  /** READ, WRITE or COMMIT. */
  operationOf(row: number): number {
    const about = this.about[row];
    return about === NONE ? this.requests.operation[this.root[row]] : this.abouts.operation[about];
  }

  keyOf(row: number): number {
    const about = this.about[row];
    return about === NONE ? this.requests.key[this.root[row]] : this.abouts.key[about];
  }

  /** Size of the value that it reads or writes [B]. */
  bytesOf(row: number): number {
    const about = this.about[row];
    return about === NONE ? this.requests.bytes[this.root[row]] : this.abouts.bytes[about];
  }

  /** How many ordinary calls it is worth. */
  costOf(row: number): number {
    const about = this.about[row];
    return about === NONE ? this.requests.cost[this.root[row]] : this.abouts.cost[about];
  }

  /** How important it is; 0 is the most important. */
  classOf(row: number): number {
    const about = this.about[row];
    return about === NONE ? this.requests.class[this.root[row]] : this.abouts.class[about];
  }

  /** Row of the transaction that it is part of; −1: of none. */
  leaseOf(row: number): number {
    const about = this.about[row];
    return about === NONE ? NONE : this.abouts.lease[about];
  }

  tenantOf(row: number): number {
    const about = this.about[row];
    return about === NONE ? this.requests.tenant[this.root[row]] : this.abouts.tenant[about];
  }

  /** Another attempt of a hedge's operation that is still open; −1 if there is none. */
  originalOf(row: number): number {
    if (this.copyOf.size === 0) return NONE;
    const other = this.copyOf.get(row);
    return other !== undefined && this.number[other.call] === other.number ? other.call : NONE;
  }

  private forget(row: number): void {
    if (this.about[row] !== NONE) {
      this.abouts.letGo(this.about[row]);
      this.about[row] = NONE;
    }
    if (this.copyOf.size > 0) this.copyOf.delete(row);
    this.requests.letGo(this.root[row]);
    this.release(row);
  }

  protected override widen(): void {
    const old = this.number.length;
    super.widen();
    this.about.fill(NONE, old);
    this.tasks.reach(this.capacity);
  }
}
