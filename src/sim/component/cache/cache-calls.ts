import { CALL_DEGRADED } from '../../flow/calls.ts';
import { READ } from '../../policy/workload/contract.ts';
import { reaching } from '../../structure/widened.ts';
import type { Site } from '../component.ts';

/** Where a call is. */
export const ASKING = 1;
export const JOINED_OTHERS = 2;
export const LOOKING_AGAIN = 3;
export const AT_ORIGIN = 4;

/** What a cache notes of the calls that are with it, by row of the call, and how it answers them. */
export class CacheCalls {
  /** The fact it was counted as at its first look: a hit or a miss; 0 until then. */
  countedAs = new Int32Array(1024);
  /** Row of what was sent to the origin for it. */
  fill = new Int32Array(1024);

  constructor(private readonly site: Site) {}

  begin(call: number): void {
    if (call >= this.fill.length) this.widen(call);
    this.countedAs[call] = 0;
    this.site.calls.tasks.begin(call, ASKING);
  }

  reads(call: number): boolean {
    return this.site.calls.operationOf(call) === READ;
  }

  /** What a call is answered with is a fallback's, if `degraded` is 1. */
  markDegraded(call: number, degraded: number): void {
    if (degraded === 1) this.site.calls.state[call] |= CALL_DEGRADED;
  }

  /** What a call waits for will not come: what would follow happens now. @param event that tells of it */
  hurry(call: number, event: number): void {
    const { calls, simulation } = this.site;
    simulation.cancel(calls.tasks.event[call], call);
    calls.tasks.event[call] = simulation.schedule(simulation.now, event, call);
  }

  /** A call is over here. */
  answer(call: number, outcome: number): void {
    const { calls } = this.site;
    calls.tasks.end(call);
    this.site.answer(call, outcome);
  }

  private widen(call: number): void {
    this.countedAs = reaching(this.countedAs, call);
    this.fill = reaching(this.fill, call);
  }
}
