import { OK } from '../../flow/port.ts';
import { type Keyed, mix } from '../../kernel/chance.ts';
import type { Site } from '../component.ts';
import type { ServingParams } from './serving-params.ts';

const NONE = -1;

/** What the fault of the moment does to the first so many instances. */
export class PresentFault {
  /** How many of the instances, from the first, it affects. */
  affected = 0;
  /** Those from this one on were not affected by the same fault before. */
  struckFrom = 0;
  private kind = 'none';
  private readonly chance: Keyed;

  constructor(
    private readonly site: Site,
    private readonly params: ServingParams,
  ) {
    this.chance = site.keyed('fault');
  }

  /** The fault, or the number of instances, has changed. */
  bringUpToDate(): void {
    const { replicas, fault } = this.params;
    this.struckFrom = fault.policy.id === this.kind ? this.affected : 0;
    this.kind = fault.policy.id;
    this.affected = fault.policy.id === 'none' ? 0 : Math.ceil((fault.params.share ?? 1) * replicas - 1e-9);
  }

  /** Servers of an instance that work. */
  serversOf(instance: number): number {
    const { fault, servers } = this.params;
    if (instance >= this.affected || !fault.policy.capacity) return servers;
    return Math.floor(servers * fault.policy.capacity(fault.params) + 1e-9);
  }

  /** How long an instance takes to refuse everything [µs]; −1 when it does not. */
  refusesAfter(instance: number): number {
    const { fault } = this.params;
    return instance < this.affected && fault.policy.refusesAfter ? fault.policy.refusesAfter(fault.params) : NONE;
  }

  /** How many times as long work takes on an instance. */
  stretchOn(instance: number): number {
    const { fault } = this.params;
    return instance < this.affected && fault.policy.stretch ? fault.policy.stretch(fault.params) : 1;
  }

  /** How a task's work ends on an instance; `at` the end of the work, or its start, as faults are decided at either. */
  verdict(task: number, instance: number, at: 'start' | 'end'): number {
    const { fault } = this.params;
    if (instance >= this.affected || !fault.policy.verdict || (fault.params.decided ?? 'end') !== at) return OK;
    const { calls } = this.site;
    this.chance.aim(calls.keyLow[task] ^ mix(calls.tasks.step[task]), calls.keyHigh[task]);
    return fault.policy.verdict(fault.params, this.chance);
  }
}
