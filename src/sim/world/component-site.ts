import type { Site } from '../component/component.ts';
import type { Accounts } from '../flow/accounts.ts';
import type { CallerParams } from '../flow/caller-params.ts';
import { type Calls, TIMER_WAITS } from '../flow/calls.ts';
import type { Items } from '../flow/items.ts';
import type { Leases } from '../flow/leases.ts';
import type { Origin, Wire } from '../flow/port.ts';
import type { Requests } from '../flow/requests.ts';
import type { Truth } from '../flow/truth.ts';
import { Keyed, Stream } from '../kernel/chance.ts';
import type { Simulation } from '../kernel/simulation.ts';
import type { Recorder } from '../meter/recorder.ts';
import type { Observed } from '../observe/contract.ts';
import type { AnyPolicy } from '../policy/policy.ts';
import type { Recordings } from '../policy/workload/contract.ts';
import type { Program } from '../routine/routine.ts';

const NONE = -1;

/** What all components of a world have in common. */
export interface Common {
  readonly seed: number;
  readonly simulation: Simulation;
  readonly requests: Requests;
  readonly calls: Calls;
  readonly items: Items;
  readonly leases: Leases;
  readonly accounts: Accounts;
  readonly allWires: readonly Wire[];
  readonly origins: readonly Origin[];
  readonly grid: { readonly bin: number };
  readonly observed: Observed;
  readonly truth: Truth;
  readonly recordings: Recordings;
  event(handle: (subject: number) => void): number;
  holdsJobs(component: number): boolean;
}

/** What a component has of its own. */
export interface Own {
  readonly id: string;
  readonly index: number;
  readonly recorder: Recorder;
  readonly wires: readonly Wire[];
  readonly program: Program;
  settings(wire: number): CallerParams;
  policiesOf(param: string): readonly AnyPolicy[];
}

/**
 * Where a component stands in its world. A class, although a literal would do: it reports every fact, and methods that
 * all sites have in common are compiled into their callers, closures of each site are not.
 */
export class ComponentSite implements Site {
  readonly id: string;
  readonly index: number;
  readonly salt: number;
  readonly seed: number;
  readonly simulation: Simulation;
  readonly requests: Requests;
  readonly calls: Calls;
  readonly items: Items;
  readonly leases: Leases;
  readonly accounts: Accounts;
  readonly recorder: Recorder;
  readonly wires: readonly Wire[];
  readonly allWires: readonly Wire[];
  readonly origins: readonly Origin[];
  readonly grid: { readonly bin: number };
  readonly observed: Observed;
  readonly truth: Truth;
  readonly recordings: Recordings;
  readonly program: Program;

  constructor(
    private readonly common: Common,
    private readonly own: Own,
  ) {
    this.id = own.id;
    this.index = own.index;
    this.salt = own.index << 4;
    this.seed = common.seed;
    this.simulation = common.simulation;
    this.requests = common.requests;
    this.calls = common.calls;
    this.items = common.items;
    this.leases = common.leases;
    this.accounts = common.accounts;
    this.recorder = own.recorder;
    this.wires = own.wires;
    this.allWires = common.allWires;
    this.origins = common.origins;
    this.grid = common.grid;
    this.observed = common.observed;
    this.truth = common.truth;
    this.recordings = common.recordings;
    this.program = own.program;
  }

  report(fact: number, call: number): void {
    const { calls } = this;
    this.recorder.fact(fact, this.requests.number[calls.root[call]], calls.number[call]);
  }

  reportRequest(fact: number, request: number): void {
    this.recorder.fact(fact, this.requests.number[request], NONE);
  }

  reportLease(fact: number, lease: number): void {
    const { leases } = this;
    this.recorder.fact(fact, this.requests.number[leases.root[lease]], leases.callNumber[lease]);
  }

  begin(call: number): void {
    const { calls } = this;
    if (calls.timer[call] === TIMER_WAITS) this.allWires[calls.wire[call]].caller.begun(call);
  }

  answer(call: number, outcome: number): void {
    this.allWires[this.calls.wire[call]].caller.answered(call, outcome);
  }

  event(handle: (subject: number) => void): number {
    return this.common.event(handle);
  }

  holdsJobs(component: number): boolean {
    return this.common.holdsJobs(component);
  }

  settings(wire: number): CallerParams {
    return this.own.settings(wire);
  }

  policiesOf(param: string): readonly AnyPolicy[] {
    return this.own.policiesOf(param);
  }

  keyed(purpose: string): Keyed {
    return new Keyed(this.seed, this.id, purpose);
  }

  stream(purpose: string): Stream {
    return new Stream(this.seed, this.id, purpose);
  }
}
