import { NEVER } from '../../kernel/time.ts';
import type { Site } from '../component.ts';
import type { RotationParams } from './rotation-params.ts';
import { fact, gauge } from './serving-meters.ts';

const NONE = -1;

export interface EjectionsOwner {
  /** Replicas that the balancer knows. */
  readonly members: readonly number[];
  /** Others are ejected than before. */
  othersAreFit(): void;
}

/** What has been done to a replica. */
interface Past {
  /** Since when it is ejected, and when it last returned [µs]; −1 where it is not, or never has. */
  ejectedAt: number;
  returnedAt: number;
  /** How often in a row it has been ejected, one less for each interval in which it stayed in. */
  times: number;
}

/**
 * Ejects the replicas that the policy finds to be outliers: never more than a share of all at once, though one always may
 * be; each for as many times the base time as it was ejected in a row. As in Envoy they return, and what they have been
 * through is forgotten step by step, when it looks: at its interval, so that an ejection may last up to that longer.
 *
 * Apart from Envoy: one always may be ejected (its `always_eject_one_host`, off there by now), no jitter, and a health
 * check that passes does not bring anybody back.
 */
export class Ejections {
  /** Whether anybody may be ejected. */
  on = false;
  private readonly past = new Map<number, Past>();
  private ejected = 0;
  private state: object = {};
  /** When it last looked [µs]. */
  private lookedAt = 0;
  private event = NONE;
  private readonly lookEvent: number;

  constructor(
    private readonly site: Site,
    private readonly params: RotationParams,
    private readonly owner: EjectionsOwner,
  ) {
    this.lookEvent = site.event(() => this.look());
  }

  /** The beginning, or another policy or another value of it. @param replaced whether it is another policy, whose state starts fresh */
  policyChanged(replaced: boolean): void {
    const { simulation } = this.site;
    const { policy, params } = this.params.ejection;
    if (replaced) {
      this.on = policy.id !== 'none';
      this.state = policy.start(params);
      this.lookedAt = simulation.now;
      if (!this.on) {
        for (const [replica, past] of this.past) if (past.ejectedAt !== NONE) this.bringBack(replica, past);
        this.past.clear();
      }
    }
    if (this.event !== NONE) simulation.cancel(this.event, 0);
    this.event = NONE;
    if (this.on) this.arm();
  }

  /** A replica is not known any more, and with it what it did. */
  left(replica: number): void {
    this.params.ejection.policy.forget(this.state, replica);
    if (this.isEjected(replica)) {
      this.ejected--;
      this.site.recorder.change(gauge.ejected, -1);
    }
    this.past.delete(replica);
  }

  isEjected(replica: number): boolean {
    return this.ejected > 0 && (this.past.get(replica)?.ejectedAt ?? NONE) !== NONE;
  }

  /** A replica that is known has answered, well or with an error. */
  learn(replica: number, failed: boolean): void {
    if (this.isEjected(replica)) return;
    const { policy, params } = this.params.ejection;
    if (policy.learn(this.state, params, replica, failed) && this.eject(replica)) this.owner.othersAreFit();
  }

  /** Whether it may. */
  private eject(replica: number): boolean {
    const { mostShare = 0 } = this.params.ejection.params;
    if (this.ejected > 0 && this.ejected + 1 > mostShare * this.owner.members.length + 1e-9) return false;
    const past = this.pastOf(replica);
    past.ejectedAt = this.site.simulation.now;
    if (this.mayGrow(past.times)) past.times++;
    this.ejected++;
    this.site.recorder.fact(fact.replicaEjected, NONE, replica);
    return true;
  }

  private bringBack(replica: number, past: Past): void {
    past.ejectedAt = NONE;
    past.returnedAt = this.site.simulation.now;
    this.ejected--;
    this.site.recorder.fact(fact.replicaReturned, NONE, replica);
  }

  /** Once the longest time is reached it counts one more, so that a while goes by before it gets shorter. */
  private mayGrow(times: number): boolean {
    const { baseTime = NEVER, mostTime = NEVER } = this.params.ejection.params;
    return times * baseTime < mostTime + baseTime;
  }

  private arm(): void {
    const { simulation } = this.site;
    const { interval = NEVER } = this.params.ejection.params;
    this.event = simulation.schedule(Math.max(simulation.now, this.lookedAt + interval), this.lookEvent, 0);
  }

  private look(): void {
    const { now } = this.site.simulation;
    const { policy, params } = this.params.ejection;
    const { interval = NEVER, baseTime = 0, mostTime = 0 } = params;
    const { members } = this.owner;
    this.lookedAt = now;
    let changed = false;
    for (const replica of members) {
      const past = this.past.get(replica);
      if (past === undefined || past.ejectedAt === NONE || now - past.ejectedAt < Math.min(baseTime * past.times, mostTime)) continue;
      this.bringBack(replica, past);
      changed = true;
    }
    const inside = members.filter((replica) => !this.isEjected(replica));
    for (const replica of policy.look(this.state, params, inside)) if (this.eject(replica)) changed = true;
    for (const past of this.past.values()) if (past.ejectedAt === NONE && past.times > 0 && now - past.returnedAt >= interval) past.times--;
    this.arm();
    if (changed) this.owner.othersAreFit();
  }

  private pastOf(replica: number): Past {
    let past = this.past.get(replica);
    if (past === undefined) {
      past = { ejectedAt: NONE, returnedAt: NONE, times: 0 };
      this.past.set(replica, past);
    }
    return past;
  }
}
