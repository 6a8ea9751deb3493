import { ERROR, OK } from '../../flow/port.ts';
import { type Keyed, mix } from '../../kernel/chance.ts';
import type { Site } from '../component.ts';
import { FAILS, HANGS, PASSES } from './health-checks.ts';
import type { ServingParams } from './serving-params.ts';

const NONE = -1;

/** What the fault of the moment does to the first so many replicas. */
export class PresentFault {
  /** How many of the replicas, from the first, it affects. */
  affected = 0;
  /** Those from this one on were not affected by the same fault before. */
  struckFrom = 0;
  private kind = 'none';
  /** So many replicas there are to be. */
  private replicas = 0;
  private readonly chance: Keyed;
  private readonly probeChance: Keyed;

  constructor(
    private readonly site: Site,
    private readonly params: ServingParams,
  ) {
    this.chance = site.keyed('fault');
    this.probeChance = site.keyed('probe');
  }

  /** The fault has changed, or how many replicas are wanted. */
  bringUpToDate(replicas: number): void {
    const { fault } = this.params;
    this.struckFrom = fault.policy.id === this.kind ? this.affected : 0;
    this.kind = fault.policy.id;
    this.replicas = replicas;
    this.affected = fault.policy.id === 'none' ? 0 : Math.ceil((fault.params.share ?? 1) * replicas - 1e-9);
  }

  /** Servers of an replica that work. */
  serversOf(replica: number): number {
    const { fault, servers } = this.params;
    if (replica >= this.affected || !fault.policy.capacity) return servers;
    return Math.floor(servers * fault.policy.capacity(fault.params) + 1e-9);
  }

  /** How long an replica takes to refuse everything [µs]; −1 when it does not. */
  refusesAfter(replica: number): number {
    const { fault } = this.params;
    return replica < this.affected && fault.policy.refusesAfter ? fault.policy.refusesAfter(fault.params) : NONE;
  }

  /** How many times as long work takes on an replica. */
  stretchOn(replica: number): number {
    const { fault } = this.params;
    return replica < this.affected && fault.policy.stretch ? fault.policy.stretch(fault.params) : 1;
  }

  /** How a task's work ends on an replica; `at` when: a fault is decided at the start of work, at its end, or when it would be answered. */
  verdict(task: number, replica: number, at: 'start' | 'end' | 'answer'): number {
    const { fault } = this.params;
    if (replica >= this.affected || !fault.policy.verdict || (fault.params.decided ?? 'end') !== at) return OK;
    const { calls } = this.site;
    this.chance.aim(calls.keyLow[task] ^ mix(calls.tasks.step[task]), calls.keyHigh[task]);
    return fault.policy.verdict(fault.params, this.chance);
  }

  /**
   * How a task comes out that is about to be answered well, by the fault as it is now.
   * @param replica NONE where it holds no server: it is on none of them, and fails where all are affected
   */
  atAnswer(task: number, replica: number): number {
    const { fault } = this.params;
    const on = replica === NONE ? this.replicas - 1 : replica;
    if (fault.params.inService === 'fails-at-end' && on < this.affected) return ERROR;
    return this.verdict(task, on, 'answer');
  }

  /** What a health check of a replica that is up comes to: it is light, so slowness does not matter to it. @param round the how-manieth check it is */
  probe(replica: number, round: number): number {
    const { policy, params } = this.params.fault;
    if (replica >= this.affected) return PASSES;
    if (policy.refusesAfter) return FAILS;
    if (policy.stretch?.(params) === Number.POSITIVE_INFINITY) return HANGS;
    return policy.verdict && policy.verdict(params, this.probeChance.aim(replica, round)) !== OK ? FAILS : PASSES;
  }
}
