import type { Keyed } from '../kernel/chance.ts';
import type { Simulation } from '../kernel/simulation.ts';
import type { Recorder } from '../meter/recorder.ts';
import type { AnyPolicy } from '../policy/policy.ts';
import type { CallerParams } from './caller-params.ts';
import type { Calls } from './calls.ts';
import type { Leases } from './leases.ts';
import type { Wire } from './port.ts';
import type { Requests } from './requests.ts';

/** What whoever makes calls is told of where it stands. */
export interface CallingSite {
  readonly id: string;
  /** Its number in the world. */
  readonly index: number;
  /** What sets its draws and intents apart from those of other components. */
  readonly salt: number;
  readonly simulation: Simulation;
  readonly requests: Requests;
  readonly calls: Calls;
  readonly recorder: Recorder;
  /** The wires it calls over, in the order of `calls` in its document. */
  readonly wires: readonly Wire[];
  /** All wires of the world, by number. */
  readonly allWires: readonly Wire[];
  /** A handler of its own events: the number to schedule them with. */
  event(handle: (subject: number) => void): number;
  /** Something happened to a call. @param fact its number in the vocabulary */
  report(fact: number, call: number): void;
  /** Something happened to a request, by row. */
  reportRequest(fact: number, request: number): void;
  /** Draws keyed by what they are for. */
  keyed(purpose: string): Keyed;
  /** The parameters of one of its wires, by local number: its own where the wire sets nothing for itself. */
  settings(wire: number): CallerParams;
  /** Every policy that a policy parameter has at some time in this run. */
  policiesOf(param: string): readonly AnyPolicy[];
}

/** The same of whoever lends, or holds what others lend. */
export interface LeasingSite extends CallingSite {
  readonly leases: Leases;
  /** Something happened to a lease. */
  reportLease(fact: number, lease: number): void;
}
