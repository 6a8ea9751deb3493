import type { Calls } from '../../flow/calls.ts';
import { reaching } from '../../structure/widened.ts';

const NONE = -1;

/** What a gateway notes of the calls before it, by row of the call. */
export class JudgedCalls {
  /** Which of the gateway's successive limiters has judged it; −1 when it was not charged. */
  epoch = new Int32Array(1024);
  /** When it passed [µs]. */
  passedAt = new Float64Array(1024);
  /** How what was sent on for it has ended, while its node stands still. */
  outcome = new Int32Array(1024);
  /** What the store has said of it, on the way back. */
  verdict = new Float64Array(1024);
  /** Copies of a state read from the store, by call. */
  readonly copies = new Map<number, Float64Array>();

  constructor(private readonly calls: Calls) {}

  begin(call: number, node: number, epoch: number): void {
    if (call >= this.epoch.length) this.widen(call);
    this.calls.tasks.instance[call] = node;
    this.epoch[call] = epoch;
  }

  /** The node it came to. */
  nodeOf(call: number): number {
    return this.calls.tasks.instance[call];
  }

  /** Nobody is told of it when it ends: there is nobody who has charged it. */
  uncharge(call: number): void {
    this.epoch[call] = NONE;
  }

  private widen(call: number): void {
    this.epoch = reaching(this.epoch, call);
    this.outcome = reaching(this.outcome, call);
    this.passedAt = reaching(this.passedAt, call);
    this.verdict = reaching(this.verdict, call);
  }
}
