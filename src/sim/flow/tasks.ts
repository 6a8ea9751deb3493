import { Ledger } from './ledger.ts';

const NONE = -1;

/** The phase of a call that nobody works on, or waits to. */
export const NO_TASK = 0;

/**
 * Somebody working on a call, or waiting to: its cause is the call, whose row it shares, and its root the call's root.
 * Work that outlives calls (jobs) will have rows of its own.
 */
export class Tasks extends Ledger {
  phase = this.ints();
  /** The instance it runs on; −1 while it has no server. */
  instance = this.ints();
  /** Next step of its routine. */
  step = this.ints();
  /** Its pending event, or −1. */
  event = this.ints();
  /** Sub-operations under way, and the row of one of them when it is the only one. */
  pending = this.ints();
  operation = this.ints();
  /** 0 until it has answered and goes on; then 1, or 2 when its caller had gone by then. */
  answered = this.ints();

  begin(call: number, phase: number): void {
    this.rows.begun++;
    this.phase[call] = phase;
    this.instance[call] = NONE;
    this.step[call] = 0;
    this.event[call] = NONE;
    this.operation[call] = NONE;
    this.answered[call] = 0;
  }

  end(call: number): void {
    this.rows.ended++;
    this.phase[call] = NO_TASK;
  }

  /** Makes room for as many rows as there are calls. */
  reach(capacity: number): void {
    this.capacity = capacity;
    this.widen();
  }
}
