import { Ledger } from './ledger.ts';

const NONE = -1;

/**
 * Something a caller wants over one wire, however many attempts it takes. What leads from it to something under way is
 * −1 while there is none, also in a row that is not open: whoever ends it sees to that.
 */
export class Operations extends Ledger {
  number = this.ints();
  /** Local number of the wire. */
  wire = this.ints();
  /** Which of the caller's processes it belongs to. */
  instance = this.ints();
  /** Which of the states of its wire's guards is its own. */
  state = this.ints();
  /** What the owner knows it by. */
  token = this.ints();
  root = this.ints();
  cause = this.ints();
  /** Attempts made, refused ones included, and how many of them were hedges. */
  attempts = this.ints();
  hedges = this.ints();
  /** What the work is for, whichever attempt of whichever caller does it. */
  intent = this.ints();
  keyLow = this.ints();
  keyHigh = this.ints();
  /** The value that its calls carry, to be written. */
  value = this.ints();
  /** Row of what its calls are about; −1: the same as the request. */
  about = this.ints();
  /** What its retry delay remembers. */
  memory = this.floats();
  deadline = this.floats();
  deadlineEvent = this.ints();
  /** The event of the next attempt while it waits for one; −1 otherwise. */
  retryEvent = this.ints();
  /** The call under way that no guard was asked about, or −1. */
  call = this.ints();
  /** Its attempts that guards were asked about, not ended: the first of a list of tries; −1 if there is none. */
  firstTry = this.ints();
  /** The try that stands for all of it, and for its present turn, where guards are asked about those; −1 otherwise. */
  whole = this.ints();
  turn = this.ints();
  /** Which of the successive retry budgets of its wire has allowed the retry that it waits for; −1 when none has. */
  allowedBy = this.ints();
  /** The event of the next hedge, or −1, how many its present turn has had, and when the turn began [µs]. */
  hedgeEvent = this.ints();
  hedgesOfTurn = this.ints();
  turnBegan = this.floats();
  /** The try whose fallback it asks for an answer; −1 where its owner wants it. */
  insteadOf = this.ints();

  constructor() {
    super();
    this.layToRest(0);
  }

  begin(): number {
    const number = this.rows.begun;
    const row = this.rows.take();
    this.number[row] = number;
    this.attempts[row] = 0;
    this.hedges[row] = 0;
    this.memory[row] = 0;
    return row;
  }

  protected override widen(): void {
    const old = this.number.length;
    super.widen();
    this.layToRest(old);
  }

  private layToRest(from: number): void {
    const { deadlineEvent, retryEvent, call, firstTry, whole, turn, allowedBy, hedgeEvent, insteadOf } = this;
    for (const column of [deadlineEvent, retryEvent, call, firstTry, whole, turn, allowedBy, hedgeEvent, insteadOf])
      column.fill(NONE, from);
  }
}
