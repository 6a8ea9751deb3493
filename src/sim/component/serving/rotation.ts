import type { Site } from '../component.ts';
import { Ejections, type EjectionsOwner } from './ejections.ts';
import { HealthChecks, type HealthChecksOwner } from './health-checks.ts';
import type { RotationParams } from './rotation-params.ts';
import type { Servers } from './servers.ts';
import { gauge } from './serving-meters.ts';

interface RotationOwner {
  /** What a health check of a replica comes to now. @param round the how-manieth check it is */
  probe(replica: number, round: number): number;
  /** Newcomers are sent to others than before. */
  rotated(): void;
}

/**
 * What a balancer knows of its replicas, and which of them newcomers are sent to: those that it holds to be healthy and has
 * not ejected; all, if these are too few.
 *
 * It knows those that are up. With health checks it knows a replica from when that first comes up until it is no longer
 * wanted, and one that dies meanwhile, or stands still, is in rotation until the checks have found out.
 */
export class Rotation implements HealthChecksOwner, EjectionsOwner {
  /** Replicas that newcomers are sent to, the lowest first. */
  list: readonly number[] = [];
  /** Those that it knows, the lowest first. */
  members: readonly number[] = [];
  /** Whether it is to be told how calls have ended. */
  learns = false;
  /** Whether what it knows comes from health checks, so that one that is down may be in rotation. */
  isLate = false;
  private readonly checks: HealthChecks;
  private readonly ejections: Ejections;
  private counted = 0;

  constructor(
    private readonly site: Site,
    private readonly params: RotationParams,
    private readonly servers: Servers,
    private readonly owner: RotationOwner,
  ) {
    this.checks = new HealthChecks(site, params, this);
    this.ejections = new Ejections(site, params, this);
  }

  /** Time 0: whoever is up is known to be. */
  start(): void {
    this.changed('healthCheckInterval', true);
    this.changed('ejection', true);
  }

  changed(param: string, replaced: boolean): void {
    if (param === 'healthCheckInterval') {
      this.checks.intervalChanged();
      this.isLate = this.checks.on;
      this.bringUpToDate();
    } else if (param === 'ejection') {
      this.ejections.policyChanged(replaced);
      this.learns = this.ejections.on;
    } else if (param !== 'panicThreshold') return;
    this.othersAreFit();
  }

  /** Others may be up, or wanted, than before. */
  bringUpToDate(): void {
    const { up, wanted } = this.servers;
    const before = this.members;
    const stay = this.isLate ? before.filter((replica) => replica < wanted && !up.includes(replica)) : [];
    this.members = [...up, ...stay].sort((a, b) => a - b);
    for (const replica of before) if (!this.members.includes(replica)) this.ejections.left(replica);
    for (const replica of this.members) if (!before.includes(replica)) this.checks.joined(replica);
    this.select();
  }

  knows(replica: number): boolean {
    return this.members.includes(replica);
  }

  /** A replica has answered a call that it was sent, well or with an error. */
  learn(replica: number, failed: boolean): void {
    if (this.knows(replica)) this.ejections.learn(replica, failed);
  }

  probe(replica: number, round: number): number {
    return this.owner.probe(replica, round);
  }

  othersAreFit(): void {
    this.select();
    this.owner.rotated();
  }

  private select(): void {
    const { members } = this;
    this.list = members;
    if (this.learns || this.isLate) {
      const fit = members.filter((replica) => this.checks.isFit(replica) && !this.ejections.isEjected(replica));
      if (fit.length >= this.params.panicThreshold * members.length - 1e-9) this.list = fit;
    }
    this.site.recorder.change(gauge.inRotation, this.list.length - this.counted);
    this.counted = this.list.length;
  }
}
