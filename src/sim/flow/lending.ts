import { NEVER } from '../kernel/time.ts';
import type { LeasingSite } from './calling-site.ts';
import { LEASE_ENDED, LEASE_GRANTED, LEASE_LET_GO } from './leases.ts';
import type { LendingWords } from './lending-meters.ts';
import type { LendingParams } from './lending-params.ts';
import type { Lender } from './port.ts';

const NONE = -1;

/** Who has one of a resource, and who waits for one. */
interface Line {
  lent: number;
  /** Rows of leases, the first to have come first. */
  readonly waiting: number[];
}

/** What lends, as far as it is its own. */
export interface LendingOwner {
  /** Which of different things a lease is for, one or so many of each; absent: any is as good as another. */
  resourceOf?(lease: number): number;
  /** How many of a resource can be lent at once. */
  capacity(resource: number): number;
  /** A lease has ended, however it did. */
  ended?(lease: number): void;
}

/**
 * The lender's half of leases: so many of each resource are lent, and whoever comes when all are waits in the order of
 * coming. A part that a component has, not a component: connection pool, semaphore, locks by key.
 *
 * Whoever waits, and whoever loses a lease, is told by an event of its own: what returns a lease is not in the way of
 * what that brings about.
 */
export class Lending implements Lender {
  private readonly lines = new Map<number, Line>();
  private readonly waitEndsEvent: number;
  private readonly grantedEvent: number;
  private readonly expiresEvent: number;
  private readonly deadNoticedEvent: number;
  private readonly takenBackEvent: number;

  constructor(
    private readonly site: LeasingSite,
    private readonly params: LendingParams,
    private readonly words: LendingWords,
    private readonly owner: LendingOwner,
  ) {
    this.waitEndsEvent = site.event((lease) => this.waitEnds(lease));
    this.grantedEvent = site.event((lease) => this.tell(lease));
    this.expiresEvent = site.event((lease) => this.expired(lease));
    this.deadNoticedEvent = site.event((lease) => this.deadNoticed(lease));
    this.takenBackEvent = site.event((lease) => this.tellTakenBack(lease));
  }

  acquire(lease: number): void {
    const { leases, simulation } = this.site;
    leases.resource[lease] = this.owner.resourceOf?.(lease) ?? NONE;
    const line = this.lineOf(leases.resource[lease]);
    this.report('requested', lease);
    if (line.waiting.length === 0 && line.lent < this.owner.capacity(leases.resource[lease])) {
      this.grant(line, lease);
      this.holderOf(lease).granted(lease);
      return;
    }
    const until = Math.min(simulation.now + this.params.acquireTimeout, leases.deadline[lease]);
    line.waiting.push(lease);
    if (until <= simulation.now) this.waitEnds(lease);
    else if (until !== NEVER) leases.event[lease] = simulation.schedule(until, this.waitEndsEvent, lease);
  }

  release(lease: number): void {
    const { leases } = this.site;
    if (leases.is(lease, LEASE_ENDED)) this.report('returnedLate', lease);
    else if (leases.is(lease, LEASE_GRANTED)) this.end(lease, 'returned');
    else this.leave(lease, 'requestWithdrawn');
  }

  abandon(lease: number): void {
    const { leases, simulation } = this.site;
    const { deadHolderNoticed } = this.params;
    if (leases.is(lease, LEASE_ENDED)) return;
    if (!leases.is(lease, LEASE_GRANTED)) this.leave(lease, 'requestWithdrawn');
    else if (deadHolderNoticed === 0) this.end(lease, 'reclaimed');
    else if (deadHolderNoticed !== NEVER) {
      leases.references[lease]++;
      simulation.schedule(simulation.now + deadHolderNoticed, this.deadNoticedEvent, lease);
    }
  }

  /** Takes one back from a holder that is there, or so it seems. */
  takeBack(lease: number): void {
    this.endUnasked(lease, 'reclaimed');
  }

  /** There may be more to lend than before, or less. */
  capacityChanged(): void {
    for (const [resource, line] of this.lines) this.serve(resource, line);
  }

  /** Leases that are held of a resource. */
  lent(resource: number): number {
    return this.lines.get(resource)?.lent ?? 0;
  }

  private lineOf(resource: number): Line {
    const known = this.lines.get(resource);
    if (known) return known;
    const line = { lent: 0, waiting: [] };
    this.lines.set(resource, line);
    return line;
  }

  private grant(line: Line, lease: number): void {
    const { leases, simulation, recorder } = this.site;
    const { leaseTime } = this.params;
    this.endWait(lease);
    line.lent++;
    leases.state[lease] |= LEASE_GRANTED;
    this.report('granted', lease);
    recorder.observe(this.words.histogram.acquireTime, simulation.now - leases.askedAt[lease]);
    leases.expires[lease] = simulation.now + leaseTime;
    if (leaseTime !== NEVER) leases.event[lease] = simulation.schedule(leases.expires[lease], this.expiresEvent, lease);
  }

  /** Whoever waits gets what is there. */
  private serve(resource: number, line: Line): void {
    const { leases, simulation } = this.site;
    while (line.waiting.length > 0 && line.lent < this.owner.capacity(resource)) {
      const lease = line.waiting.shift()!;
      this.grant(line, lease);
      leases.references[lease]++;
      simulation.schedule(simulation.now, this.grantedEvent, lease);
    }
    if (line.waiting.length === 0 && line.lent === 0) this.lines.delete(resource);
  }

  private tell(lease: number): void {
    const { leases } = this.site;
    if (!leases.is(lease, LEASE_ENDED | LEASE_LET_GO)) this.holderOf(lease).granted(lease);
    leases.letGo(lease);
  }

  private waitEnds(lease: number): void {
    this.site.leases.event[lease] = NONE;
    const holder = this.holderOf(lease);
    this.site.leases.references[lease]++;
    this.leave(lease, 'acquireTimedOut');
    holder.refused(lease);
    this.site.leases.letGo(lease);
  }

  private expired(lease: number): void {
    this.site.leases.event[lease] = NONE;
    this.endUnasked(lease, 'expired');
  }

  private endUnasked(lease: number, how: 'expired' | 'reclaimed'): void {
    const { leases, simulation } = this.site;
    leases.references[lease]++;
    simulation.schedule(simulation.now, this.takenBackEvent, lease);
    this.end(lease, how);
  }

  private tellTakenBack(lease: number): void {
    const { leases } = this.site;
    if (!leases.is(lease, LEASE_LET_GO)) this.holderOf(lease).takenBack(lease, this.params.holderLearns === 'at-once');
    leases.letGo(lease);
  }

  private deadNoticed(lease: number): void {
    const { leases } = this.site;
    if (!leases.is(lease, LEASE_ENDED)) this.end(lease, 'reclaimed');
    leases.letGo(lease);
  }

  private end(lease: number, how: 'returned' | 'expired' | 'reclaimed'): void {
    const { leases } = this.site;
    const resource = leases.resource[lease];
    const line = this.lineOf(resource);
    this.endWait(lease);
    this.report(how, lease);
    line.lent--;
    this.owner.ended?.(lease);
    this.serve(resource, line);
    leases.endedBy(lease, LEASE_ENDED);
  }

  /** One goes that was never granted. */
  private leave(lease: number, how: 'acquireTimedOut' | 'requestWithdrawn'): void {
    const { leases } = this.site;
    const resource = leases.resource[lease];
    const line = this.lineOf(resource);
    this.endWait(lease);
    line.waiting.splice(line.waiting.indexOf(lease), 1);
    this.report(how, lease);
    this.serve(resource, line);
    leases.endedBy(lease, LEASE_ENDED);
  }

  private endWait(lease: number): void {
    const { leases, simulation } = this.site;
    if (leases.event[lease] !== NONE) simulation.cancel(leases.event[lease], lease);
    leases.event[lease] = NONE;
  }

  private holderOf(lease: number) {
    return this.site.allWires[this.site.leases.wire[lease]].holder;
  }

  private report(name: keyof LendingWords['fact'], lease: number): void {
    this.site.reportLease(this.words.fact[name], lease);
  }
}
