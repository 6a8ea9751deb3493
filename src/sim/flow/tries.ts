import { Ledger } from './ledger.ts';

const NONE = -1;

/** What a try stands for: all of an operation, one turn of it with its hedges, or one attempt. */
export const WHOLE = 0;
export const TURN = 1;
export const ATTEMPT = 2;

/**
 * An operation, a turn or an attempt on its way through the guards that are asked about it. Where nobody is to be asked
 * there is none, and an attempt is just a call. What leads from it to something under way is −1 while there is none, and
 * its position and `held` are 0, also in a row that is not open: whoever ends it sees to that.
 */
export class Tries extends Ledger {
  operation = this.ints();
  /** WHOLE, TURN or ATTEMPT. */
  level = this.ints();
  /** How many of its level's guards it has passed. */
  position = this.ints();
  /** 1 while the guard at its position holds it. */
  held = this.ints();
  /** What that guard waits for: an event, or −1. */
  event = this.ints();
  /** Of an attempt: its call once it is sent, until that is closed, and its number; −1 and 0 before. */
  call = this.ints();
  attempt = this.ints();
  /** Of a turn: how many attempts there had been before. */
  before = this.ints();
  /** 1 for a hedge. */
  hedge = this.ints();
  /** The next attempt of its operation. */
  next = this.ints();
  /** Which of the successive retry budgets of its wire knows of it; −1 when none does. */
  budgetEpoch = this.ints();
  /** When it runs out, where a deadline or a timeout stands outside of other guards: their events, or −1. */
  deadlineEvent = this.ints();
  timeoutEvent = this.ints();
  /** The operation that asks for an answer instead of its own; −1 if none. */
  standIn = this.ints();

  constructor() {
    super();
    this.layToRest(0);
  }

  begin(operation: number, level: number): number {
    const row = this.rows.take();
    this.operation[row] = operation;
    this.level[row] = level;
    this.attempt[row] = 0;
    return row;
  }

  protected override widen(): void {
    const old = this.operation.length;
    super.widen();
    this.layToRest(old);
  }

  private layToRest(from: number): void {
    const { event, call, next, budgetEpoch, deadlineEvent, timeoutEvent, standIn } = this;
    for (const column of [event, call, next, budgetEpoch, deadlineEvent, timeoutEvent, standIn]) column.fill(NONE, from);
  }
}
