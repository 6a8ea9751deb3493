import { derivedHigh, derivedLow, type Keyed, mix } from '../kernel/chance.ts';
import { NEVER } from '../kernel/time.ts';
import { reaching } from '../structure/widened.ts';
import type { LeasingSite } from './calling-site.ts';
import type { HoldingWords } from './holding-meters.ts';
import { LEASE_ASKED, LEASE_ENDED, LEASE_HELD, LEASE_LET_GO } from './leases.ts';
import { ERROR, type Holder, OK } from './port.ts';

const NONE = -1;

/** `ask` has no answer yet. */
export const WAITS = -1;

/** What a step wants to have. */
export interface Want {
  /** Local number of the wire. */
  readonly wire: number;
  /** PERMIT or TRANSACTION. */
  readonly kind: number;
  /** The number of its name in the routine. */
  readonly slot: number;
  /** Which of the lender's things: that of its own key, of its tenant's number, or any. */
  readonly key: 'own' | 'tenant' | 'any';
  /** A task that ends without releasing it leaves it to its replica. */
  readonly untilReleased: boolean;
}

/** Whose tasks they are. */
export interface HoldingsOwner {
  /** What a task has waited for has come, or is refused: OK or ERROR. */
  leaseCame(task: number, outcome: number): void;
  /** A task learns that a lease of its has been taken back. */
  leaseLost(task: number): void;
}

/**
 * The holder's half of leases: asks for them on behalf of tasks, knows what each task has, gives it back when the task
 * is over. A part that a component has, not a component.
 */
export class Holdings implements Holder {
  /** The latest lease of each task, the first of a list; −1 if it has none. */
  private first = new Int32Array(64).fill(NONE);
  /** The first of those that tasks have left to their replicas. */
  private leaked = NONE;
  /** Orders that wait for the end of a transaction, by lease. */
  private readonly kept = new Map<number, unknown[]>();
  private readonly wayThere: Keyed;
  private readonly wayBack: Keyed;
  private readonly askEvent: number;
  private readonly answerEvent: number;
  private readonly releaseEvent: number;
  /** The lease that is being asked for, and what its lender has said at once. */
  private asking = NONE;
  private answer = WAITS;

  constructor(
    private readonly site: LeasingSite,
    private readonly words: HoldingWords,
    private readonly owner: HoldingsOwner,
  ) {
    this.wayThere = site.keyed('lease-there');
    this.wayBack = site.keyed('lease-back');
    this.askEvent = site.event((lease) => this.askArrived(lease));
    this.answerEvent = site.event((lease) => this.answerArrived(lease));
    this.releaseEvent = site.event((lease) => this.releaseArrived(lease));
  }

  /**
   * Asks for a lease.
   * @param at number of the step that wants it @param replica which of the component's replicas asks
   * @returns OK or ERROR where that is known at once, else WAITS: the owner will be told
   */
  ask(task: number, at: number, want: Want, replica: number): number {
    const { leases, calls, simulation, wires } = this.site;
    const { deadlineTravels } = this.site.settings(want.wire);
    const lease = leases.ask(want.kind, task, calls.root[task], calls.number[task], simulation.now);
    leases.resource[lease] = want.key === 'any' ? NONE : want.key === 'own' ? calls.keyOf(task) : calls.tenantOf(task);
    leases.wire[lease] = wires[want.wire].index;
    leases.slot[lease] = want.slot;
    leases.replica[lease] = want.untilReleased ? replica : NONE;
    leases.process[lease] = replica;
    leases.deadline[lease] = deadlineTravels ? calls.deadline[task] : NEVER;
    const salt = mix((at + 1) * 64);
    leases.keyLow[lease] = derivedLow(calls.keyLow[task], calls.keyHigh[task], salt);
    leases.keyHigh[lease] = derivedHigh(leases.keyLow[lease], calls.keyHigh[task], salt);
    this.first = reaching(this.first, task, NONE);
    leases.next[lease] = this.first[task];
    this.first[task] = lease;
    this.site.reportLease(this.words.fact.acquireStarted, lease);
    const delay = this.delay(lease, this.wayThere);
    if (delay > 0) {
      leases.references[lease]++;
      simulation.schedule(simulation.now + delay, this.askEvent, lease);
      return WAITS;
    }
    this.asking = lease;
    this.answer = WAITS;
    leases.state[lease] |= LEASE_ASKED;
    wires[want.wire].lender.acquire(lease);
    this.asking = NONE;
    return this.answer;
  }

  /** The latest lease that a task has by a name; −1 if it has none. */
  find(task: number, slot: number): number {
    const { leases } = this.site;
    if (task >= this.first.length) return NONE;
    for (let lease = this.first[task]; lease !== NONE; lease = leases.next[lease]) if (leases.slot[lease] === slot) return lease;
    return NONE;
  }

  /** Whether a task believes to have what it has no more. */
  isLost(task: number, slot: number): boolean {
    const lease = this.find(task, slot);
    return lease !== NONE && this.site.leases.is(lease, LEASE_ENDED);
  }

  /** A task gives back what it has by a name, if it has it. */
  giveBack(task: number, slot: number): void {
    const lease = this.find(task, slot);
    if (lease === NONE) return;
    this.unlink(task, lease);
    this.close(lease);
  }

  /** A task no longer waits for what it has asked for. */
  giveUpWaiting(task: number): void {
    const { leases } = this.site;
    for (let lease = this.first[task]; lease !== NONE; ) {
      const next = leases.next[lease];
      if (!leases.is(lease, LEASE_HELD)) {
        this.unlink(task, lease);
        this.close(lease);
      }
      lease = next;
    }
  }

  /** A transaction has been committed: its lender has ended it. @returns what was to be done then */
  committed(task: number, slot: number): readonly unknown[] {
    const lease = this.find(task, slot);
    if (lease === NONE) return [];
    const kept = this.kept.get(lease) ?? [];
    this.kept.delete(lease);
    this.unlink(task, lease);
    this.site.reportLease(this.words.fact.released, lease);
    this.site.leases.endedBy(lease, LEASE_LET_GO);
    return kept;
  }

  /** Something is to be done when a transaction has been committed; false if there is none. */
  keep(task: number, slot: number, order: unknown): boolean {
    const lease = this.find(task, slot);
    if (lease === NONE) return false;
    const kept = this.kept.get(lease);
    if (kept) kept.push(order);
    else this.kept.set(lease, [order]);
    return true;
  }

  /** A task is over: what it has goes back, but for what is its replica's. */
  taskEnds(task: number): void {
    if (task >= this.first.length) return;
    const { leases } = this.site;
    for (let lease = this.first[task]; lease !== NONE; lease = this.first[task]) {
      this.first[task] = leases.next[lease];
      if (leases.replica[lease] === NONE || !leases.is(lease, LEASE_HELD) || leases.is(lease, LEASE_ENDED)) this.close(lease);
      else this.leak(lease);
    }
  }

  /** A task is lost with its replica: nobody gives back what it has. */
  taskDies(task: number): void {
    if (task >= this.first.length) return;
    const { leases } = this.site;
    for (let lease = this.first[task]; lease !== NONE; lease = this.first[task]) {
      this.first[task] = leases.next[lease];
      this.abandon(lease);
    }
  }

  /** A replica is gone, and with it what tasks have left to it. */
  replicaDies(replica: number): void {
    const { leases, recorder } = this.site;
    let before = NONE;
    for (let lease = this.leaked; lease !== NONE; ) {
      const next = leases.next[lease];
      if (leases.replica[lease] === replica) {
        if (before === NONE) this.leaked = next;
        else leases.next[before] = next;
        recorder.change(this.words.gauge.leasesLeaked, -1);
        this.abandon(lease);
      } else before = lease;
      lease = next;
    }
  }

  granted(lease: number): void {
    this.answered(lease, OK);
  }

  refused(lease: number): void {
    this.answered(lease, ERROR);
  }

  takenBack(lease: number, told: boolean): void {
    const { leases } = this.site;
    const task = leases.task[lease];
    if (task === NONE) this.forgetLeaked(lease);
    else if (told && leases.is(lease, LEASE_HELD)) this.owner.leaseLost(task);
  }

  private answered(lease: number, outcome: number): void {
    const { leases, simulation } = this.site;
    // whoever has given up waiting has said so
    if (leases.is(lease, LEASE_LET_GO)) return;
    const delay = this.delay(lease, this.wayBack);
    if (delay === 0) {
      this.came(lease, outcome);
      return;
    }
    leases.outcome[lease] = outcome;
    leases.references[lease]++;
    simulation.schedule(simulation.now + delay, this.answerEvent, lease);
  }

  private askArrived(lease: number): void {
    const { leases, allWires } = this.site;
    if (leases.is(lease, LEASE_LET_GO)) leases.endedBy(lease, LEASE_ENDED);
    else {
      leases.state[lease] |= LEASE_ASKED;
      allWires[leases.wire[lease]].lender.acquire(lease);
    }
    leases.letGo(lease);
  }

  private answerArrived(lease: number): void {
    const { leases } = this.site;
    if (!leases.is(lease, LEASE_LET_GO)) this.came(lease, leases.outcome[lease]);
    leases.letGo(lease);
  }

  private releaseArrived(lease: number): void {
    const { leases, allWires } = this.site;
    // it may have overtaken the asking
    if (!leases.is(lease, LEASE_ASKED)) leases.endedBy(lease, LEASE_ENDED);
    else allWires[leases.wire[lease]].lender.release(lease);
    leases.letGo(lease);
  }

  private came(lease: number, outcome: number): void {
    const { leases, recorder, simulation } = this.site;
    const task = leases.task[lease];
    if (outcome === OK) {
      leases.state[lease] |= LEASE_HELD;
      this.site.reportLease(this.words.fact.acquired, lease);
      recorder.observe(this.words.histogram.timeToAcquire, simulation.now - leases.askedAt[lease]);
    } else {
      this.unlink(task, lease);
      this.site.reportLease(this.words.fact.acquireFailed, lease);
      leases.endedBy(lease, LEASE_LET_GO);
    }
    if (lease === this.asking) this.answer = outcome;
    else this.owner.leaseCame(task, outcome);
  }

  /** Its holder is through with it: says so to the lender. */
  private close(lease: number): void {
    const { leases, simulation, allWires } = this.site;
    const { fact } = this.words;
    const isHeld = leases.is(lease, LEASE_HELD);
    const isEnded = leases.is(lease, LEASE_ENDED);
    this.kept.delete(lease);
    this.site.reportLease(isEnded && isHeld ? fact.leaseLost : isHeld ? fact.released : fact.acquireGivenUp, lease);
    leases.task[lease] = NONE;
    if (!isEnded) {
      const delay = this.delay(lease, this.wayThere);
      leases.references[lease]++;
      if (delay > 0) simulation.schedule(simulation.now + delay, this.releaseEvent, lease);
      else {
        allWires[leases.wire[lease]].lender.release(lease);
        leases.letGo(lease);
      }
    }
    leases.endedBy(lease, LEASE_LET_GO);
  }

  private abandon(lease: number): void {
    const { leases, allWires } = this.site;
    const { fact } = this.words;
    this.kept.delete(lease);
    this.site.reportLease(leases.is(lease, LEASE_HELD) ? fact.leaseAbandoned : fact.acquireGivenUp, lease);
    leases.task[lease] = NONE;
    leases.references[lease]++;
    if (!leases.is(lease, LEASE_ASKED)) leases.endedBy(lease, LEASE_ENDED);
    else if (!leases.is(lease, LEASE_ENDED)) allWires[leases.wire[lease]].lender.abandon(lease);
    leases.endedBy(lease, LEASE_LET_GO);
    leases.letGo(lease);
  }

  private leak(lease: number): void {
    const { leases } = this.site;
    this.site.reportLease(this.words.fact.leaked, lease);
    leases.task[lease] = NONE;
    leases.next[lease] = this.leaked;
    this.leaked = lease;
  }

  /** One that was left to a replica has ended. */
  private forgetLeaked(lease: number): void {
    const { leases, recorder } = this.site;
    let before = NONE;
    for (let other = this.leaked; other !== lease; other = leases.next[other]) before = other;
    if (before === NONE) this.leaked = leases.next[lease];
    else leases.next[before] = leases.next[lease];
    recorder.change(this.words.gauge.leasesLeaked, -1);
    this.site.reportLease(this.words.fact.leaseLost, lease);
    leases.endedBy(lease, LEASE_LET_GO);
  }

  private unlink(task: number, lease: number): void {
    const { leases } = this.site;
    if (this.first[task] === lease) {
      this.first[task] = leases.next[lease];
      return;
    }
    let before = this.first[task];
    while (leases.next[before] !== lease) before = leases.next[before];
    leases.next[before] = leases.next[lease];
  }

  private delay(lease: number, chance: Keyed): number {
    const { leases, wires } = this.site;
    const { networkDelay } = this.site.settings(leases.wire[lease] - wires[0].index);
    return networkDelay.policy.sample(networkDelay.params, chance.aim(leases.keyLow[lease], leases.keyHigh[lease]));
  }
}
