import { Ledger } from './ledger.ts';

/** Timed rights: the visibility of a job that was received. */
export class Leases extends Ledger {
  item = this.ints();
  /** Row of the call that is the delivery under this lease. */
  call = this.ints();
  /** When it runs out by itself [µs]. */
  expires = this.floats();
  /** Which of its owner's rings of timers it is in, and its handle there; −1 if none. */
  timerRing = this.ints();
  timer = this.ints();

  begin(item: number, call: number): number {
    const row = this.take();
    this.item[row] = item;
    this.call[row] = call;
    this.timer[row] = -1;
    return row;
  }
}
