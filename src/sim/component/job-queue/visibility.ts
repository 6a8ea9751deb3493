import { CALL_CLOSED } from '../../flow/calls.ts';
import { MICROS_PER_MS, NEVER } from '../../kernel/time.ts';
import { TimerRing } from '../../kernel/timer-ring.ts';
import type { Site } from '../component.ts';
import type { JobQueueParams } from './job-queue-params.ts';

const NONE = -1;
/** Of a lease that has run out and waits to be noticed: its timer is an event. */
const BY_EVENT = -2;

/** The leases on jobs that were received, and when they run out. */
export class Visibility {
  private readonly timerEvent: number;
  private readonly noticedEvent: number;
  /** One ring of timers for every visibility timeout there has been in this run; the last is in use. */
  private readonly rings: TimerRing[] = [];

  constructor(
    private readonly site: Site,
    private readonly params: JobQueueParams,
    /** A lease has run out, and this is noticed. */
    private readonly lapsed: (lease: number) => void,
  ) {
    this.timerEvent = site.event((ring) => this.timerDue(ring));
    this.noticedEvent = site.event((lease) => this.noticed(lease));
    this.timeoutChanged();
    site.recorder.addPeak('leaseTime', () => Math.max(0, ...this.rings.map((ring) => ring.longest())) / MICROS_PER_MS);
  }

  timeoutChanged(): void {
    const { visibilityTimeout } = this.params;
    if (visibilityTimeout === NEVER) return;
    this.rings.push(new TimerRing(this.site.simulation, visibilityTimeout, this.timerEvent, this.rings.length));
  }

  /** A job is received: its delivery holds a lease on it. */
  begin(item: number, call: number): void {
    const { items, leases } = this.site;
    const lease = leases.begin(item, call);
    items.lease[item] = lease;
    this.startTimer(lease);
  }

  extend(lease: number): void {
    this.stopTimer(lease);
    this.startTimer(lease);
  }

  /** The lease on a job ends. @param lapsed whether because it ran out */
  close(item: number, lapsed: boolean): void {
    const { items, leases, calls, observed, simulation } = this.site;
    const lease = items.lease[item];
    const call = leases.cause[lease];
    this.stopTimer(lease);
    items.lease[item] = NONE;
    leases.rows.release(lease);
    observed.jobs?.leaseEnded(call, simulation.now, lapsed);
    calls.endedBy(call, CALL_CLOSED);
  }

  private startTimer(lease: number): void {
    const { leases, calls, simulation } = this.site;
    const { visibilityTimeout } = this.params;
    const expires = simulation.now + visibilityTimeout;
    leases.expires[lease] = expires;
    calls.deadline[leases.cause[lease]] = expires;
    if (visibilityTimeout === NEVER) return;
    leases.timerRing[lease] = this.rings.length - 1;
    leases.timer[lease] = this.rings[this.rings.length - 1].set(lease);
  }

  private stopTimer(lease: number): void {
    const { leases, simulation } = this.site;
    if (leases.timer[lease] === NONE) return;
    if (leases.timerRing[lease] === BY_EVENT) simulation.cancel(leases.timer[lease], lease);
    else this.rings[leases.timerRing[lease]].cancel(leases.timer[lease]);
    leases.timer[lease] = NONE;
  }

  private timerDue(ring: number): void {
    const lease = this.rings[ring].fire();
    if (lease === NONE) return;
    this.site.leases.timer[lease] = NONE;
    this.over(lease);
  }

  /** A lease has run out; it is noticed at once or at the next look. */
  private over(lease: number): void {
    const { leases, simulation } = this.site;
    const every = this.params.lapsesNoticed;
    const at = every === 0 ? simulation.now : Math.ceil(simulation.now / every) * every;
    if (at === simulation.now) {
      this.lapsed(lease);
      return;
    }
    leases.timerRing[lease] = BY_EVENT;
    leases.timer[lease] = simulation.schedule(at, this.noticedEvent, lease);
  }

  private noticed(lease: number): void {
    this.site.leases.timer[lease] = NONE;
    this.lapsed(lease);
  }
}
