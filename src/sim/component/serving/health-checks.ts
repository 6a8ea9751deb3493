import { NEVER } from '../../kernel/time.ts';
import { reaching } from '../../structure/widened.ts';
import type { Site } from '../component.ts';
import type { RotationParams } from './rotation-params.ts';

const NONE = -1;

/** What a probe of a replica comes to: an answer, an error at once, or nothing for as long as things are so. */
export const PASSES = 0;
export const FAILS = 1;
export const HANGS = 2;

export interface HealthChecksOwner {
  /** Replicas to be checked. */
  readonly members: readonly number[];
  /** What a probe comes to now. @param round the how-manieth check it is */
  probe(replica: number, round: number): number;
  /** Others are healthy than before. */
  othersAreFit(): void;
}

/**
 * Probes all replicas together at every interval; what it has found holds until so many probes in a row say otherwise. One
 * timer for all: it is due at the next round or, while some do not answer, when these have had their time.
 */
export class HealthChecks {
  /** Whether there are any. */
  on = false;
  /** By replica: 1 if it is held to be healthy, and how many probes in a row have said otherwise. */
  private healthy = new Uint8Array(16);
  private contrary = new Int32Array(16);
  /** Those that have not answered in this round. */
  private silent: readonly number[] = [];
  private round = 0;
  /** When the round began [µs]. */
  private roundAt = 0;
  private event = NONE;
  private readonly dueEvent: number;

  constructor(
    private readonly site: Site,
    private readonly params: RotationParams,
    private readonly owner: HealthChecksOwner,
  ) {
    this.dueEvent = site.event(() => this.due());
  }

  /** The beginning, or another interval. Those that there are when checks begin are held to be healthy. */
  intervalChanged(): void {
    const { simulation } = this.site;
    const wasOn = this.on;
    this.on = this.params.healthCheckInterval !== NEVER;
    if (this.event !== NONE) simulation.cancel(this.event, 0);
    this.event = NONE;
    if (!this.on) return;
    if (!wasOn) {
      this.roundAt = simulation.now;
      this.silent = [];
      for (const replica of this.owner.members) this.settle(replica, true);
    }
    this.arm();
  }

  /** Another replica is known: it has to pass first. */
  joined(replica: number): void {
    this.settle(replica, false);
  }

  isFit(replica: number): boolean {
    return !this.on || this.healthy[replica] === 1;
  }

  private settle(replica: number, healthy: boolean): void {
    this.healthy = reaching(this.healthy, replica);
    this.contrary = reaching(this.contrary, replica);
    this.healthy[replica] = healthy ? 1 : 0;
    this.contrary[replica] = 0;
  }

  private arm(): void {
    const { healthCheckInterval, healthCheckTimeout } = this.params;
    const { simulation } = this.site;
    const after = this.silent.length > 0 ? Math.min(healthCheckTimeout, healthCheckInterval) : healthCheckInterval;
    this.event = simulation.schedule(Math.max(simulation.now, this.roundAt + after), this.dueEvent, 0);
  }

  private due(): void {
    const { now } = this.site.simulation;
    let changed = false;
    // one that goes on answers after all
    for (const replica of this.silent) if (this.hears(replica, this.seen(replica) === PASSES)) changed = true;
    this.silent = [];
    if (now >= this.roundAt + this.params.healthCheckInterval) {
      this.round++;
      this.roundAt = now;
      if (this.beginRound()) changed = true;
    }
    this.arm();
    if (changed) this.owner.othersAreFit();
  }

  /** Whether others are healthy than before. */
  private beginRound(): boolean {
    const silent: number[] = [];
    let changed = false;
    for (const replica of this.owner.members) {
      const seen = this.seen(replica);
      if (seen === HANGS) silent.push(replica);
      else if (this.hears(replica, seen === PASSES)) changed = true;
    }
    this.silent = silent;
    return changed;
  }

  private seen(replica: number): number {
    return this.owner.probe(replica, this.round);
  }

  /** A probe has passed or failed; whether it is held to be healthy, or not, from here on. */
  private hears(replica: number, passed: boolean): boolean {
    const { healthyAfter, unhealthyAfter } = this.params;
    if (passed === (this.healthy[replica] === 1)) {
      this.contrary[replica] = 0;
      return false;
    }
    if (++this.contrary[replica] < (passed ? healthyAfter : unhealthyAfter)) return false;
    this.settle(replica, passed);
    return true;
  }
}
