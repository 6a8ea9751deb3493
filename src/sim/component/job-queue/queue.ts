import { CALL_ANSWERED } from '../../flow/calls.ts';
import { BLOCKED, DEAD, ENDED, HIDDEN, LEASED, READY, STAGED, UNPROTECTED } from '../../flow/items.ts';
import { type Callee, OK, PERMANENT_ERROR, SHED, type Store } from '../../flow/port.ts';
import { derivedHigh, derivedLow, type Keyed, mix } from '../../kernel/chance.ts';
import { MICROS_PER_MS, NEVER } from '../../kernel/time.ts';
import type { Component, Site } from '../component.ts';
import { DeadLetters } from './dead-letters.ts';
import { DrainTime } from './drain-time.ts';
import { Exclusion } from './exclusion.ts';
import { DRAIN_TIME, fact, histogram, jobQueueReadings } from './job-queue-meters.ts';
import type { JobQueueParams } from './job-queue-params.ts';
import { TenantWaits } from './tenant-waits.ts';
import { Visibility } from './visibility.ts';
import { BACK, NEW, WaitingJobs } from './waiting-jobs.ts';
import { Wishes } from './wishes.ts';

const NONE = -1;

/**
 * A job's way from the wish to its end; where it waits, under what lease and in whose account is kept by the queue's parts.
 * Long, because whoever holds jobs is one end of three wires: of those that wish, of workers, and of the accounts.
 */
export class Queue implements Component, Callee, Store {
  readonly callee = this;
  readonly store = this;
  private readonly enqueuesEvent: number;
  private readonly schedulingChance: Keyed;
  private readonly delayChance: Keyed;
  private readonly retryChance: Keyed;
  private readonly wishes: Wishes;
  private readonly waiting: WaitingJobs;
  private readonly visibility: Visibility;
  private readonly deadLetters: DeadLetters;
  private readonly exclusion: Exclusion;
  private readonly drain = new DrainTime();
  private readonly waits = new TenantWaits();
  /** The newest job of each key that waits, where that supersedes older ones. */
  private readonly newest = new Map<number, number>();
  private usefulFor = NEVER;
  private supersedes = false;
  private delays = false;
  /** Jobs that have not ended. */
  private held = 0;
  private received = 0;
  /** The most attempts that a job wanted, those included that it was not allowed. */
  private attemptsWanted = 0;
  private nextWire = 0;
  /** While workers are being told: whoever comes to be ready meanwhile is seen anyway. */
  private waking = false;
  private wakeAgain = false;
  /** Somebody got nothing because too many jobs are in flight. */
  private turnedAway = false;

  constructor(
    private readonly site: Site,
    private readonly params: JobQueueParams,
  ) {
    this.enqueuesEvent = site.event((item) => this.enqueueingDue(item));
    this.schedulingChance = site.keyed('scheduling');
    this.delayChance = site.keyed('delay');
    this.retryChance = site.keyed('retry-delay');
    this.wishes = new Wishes(site, params);
    this.exclusion = new Exclusion(site, params);
    this.waiting = new WaitingJobs(site, params, () => this.wake());
    this.visibility = new Visibility(site, params, (lease) => this.lapse(lease));
    this.deadLetters = new DeadLetters(site, params, (item) => this.redrive(item));
    this.readPolicies();
    this.addReadings();
    site.recorder.addPeak('attemptsWanted', () => this.attemptsWanted);
  }

  get backlog(): number {
    return this.waiting.backlog;
  }

  get choosy(): boolean {
    return this.waiting.isChoosy;
  }

  deliveries(): number {
    return this.received;
  }

  start(): void {
    this.deadLetters.arm();
  }

  finish(): void {
    this.site.recorder.rewrite(DRAIN_TIME, this.drain.seen());
  }

  changed(param: string, replaced: boolean): void {
    this.readPolicies();
    if (param === 'scheduling' && replaced) {
      this.waiting.requeue();
      this.wake();
    } else if (param === 'visibilityTimeout') this.visibility.timeoutChanged();
    else if (param === 'redrive' || param === 'redriveRate') this.deadLetters.arm();
    else if (param === 'orderKept' || param === 'keptTogether') {
      this.waiting.reorder();
      this.wake();
    } else if (param === 'looksAt') {
      this.waiting.lookAgain();
      this.wake();
    } else if (param === 'mostInFlight') this.wake();
    else if (param === 'uniqueBy' || (param === 'uniqueness' && replaced)) this.relock();
  }

  /** What policies say that depends on their parameters alone: asked once and not for every job. */
  private readPolicies(): void {
    const { staleness, delay } = this.params;
    this.exclusion.readPolicy();
    this.usefulFor = staleness.policy.usefulFor(staleness.params);
    this.supersedes = staleness.policy.supersedes(staleness.params);
    this.delays = delay.policy.mean(delay.params) > 0;
  }

  // ——— enqueueing ———

  /** Somebody wishes to enqueue a job. */
  receive(call: number): void {
    const { calls, items } = this.site;
    const root = calls.root[call];
    this.site.report(fact.arrived, call);
    const { capacity, whenFull } = this.params;
    if (this.exclusion.isLocked(call)) {
      this.site.report(fact.deduplicated, call);
      this.site.answer(call, OK);
      return;
    }
    if (this.held >= capacity && (whenFull === 'sheds' || !this.displaceOldest())) {
      this.site.report(fact.shed, call);
      this.site.answer(call, SHED);
      return;
    }
    const item = this.wishes.accept(call);
    this.begins(item);
    const { enqueuedAfter, twice } = this.wishes.plan;
    if (enqueuedAfter !== NEVER) this.exclusion.lock(item);
    if (twice) {
      const copy = this.wishes.begin(call, items.account[item], items.recordAt[item]);
      this.begins(copy);
      this.site.reportRequest(fact.copied, root);
      this.enqueueAfter(copy, enqueuedAfter);
    }
    this.enqueueAfter(item, enqueuedAfter);
    this.site.answer(call, OK);
    this.wake();
  }

  withdraw(): void {}

  /** Jobs that wait are taken back; one under a lease is taken from its worker. */
  revoke(request: number): void {
    const { items, index } = this.site;
    for (let item = 0; item < items.root.length; item++) {
      const state = items.state[item];
      if (items.root[item] === request && items.store[item] === index && state !== ENDED && state !== DEAD) this.takeBack(item);
    }
    this.wake();
  }

  private takeBack(item: number): void {
    const { items, leases, calls, allWires } = this.site;
    const lease = items.lease[item];
    if (!this.waiting.isInFlight(item)) this.waiting.withdraw(item);
    if (lease === NONE) {
      if (this.waiting.isInFlight(item)) this.leaveFlight(item);
      this.end(item, fact.superseded);
      return;
    }
    const call = leases.cause[lease];
    // the delivery's row stays as long as its worker works on it
    const { consumer } = allWires[calls.wire[call]];
    calls.references[call]++;
    this.leaveFlight(item);
    this.end(item, fact.superseded, call);
    consumer.revoked(call);
    calls.letGo(call);
  }

  private begins(item: number): void {
    this.site.items.usefulUntil[item] = this.site.simulation.now + this.usefulFor;
    this.held++;
  }

  private enqueueAfter(item: number, after: number): void {
    const { items, simulation } = this.site;
    if (after === NEVER) this.end(item, items.recordAt[item] === NEVER ? fact.rolledBack : fact.lost);
    else if (after > 0) {
      this.waiting.moveTo(item, STAGED);
      items.event[item] = simulation.schedule(simulation.now + after, this.enqueuesEvent, item);
    } else this.enqueue(item);
  }

  private enqueueingDue(item: number): void {
    this.site.items.event[item] = NONE;
    this.enqueue(item);
    this.wake();
  }

  private enqueue(item: number): void {
    const { items, recorder, requests } = this.site;
    const { delay } = this.params;
    recorder.fact(fact.enqueued, requests.number[items.root[item]], items.cause[item]);
    this.drain.countEnqueued();
    if (this.supersedes) this.supersede(item);
    this.waiting.join(item);
    const after = this.delays ? delay.policy.sample(delay.params, this.aim(this.delayChance, items.root[item], 0)) : 0;
    if (after > 0) this.waiting.delay(item, after, false);
    else this.waiting.appear(item, NEW);
  }

  /** A newer job for the same key makes the one that waits superfluous. */
  private supersede(item: number): void {
    const { items } = this.site;
    const key = items.key[item];
    const older = this.newest.get(key);
    this.newest.set(key, item);
    if (older === undefined) return;
    const state = items.state[older];
    if (state !== READY && state !== HIDDEN && state !== BLOCKED) return;
    this.waiting.withdraw(older);
    this.end(older, fact.superseded);
  }

  /** Makes room by dropping the job that has waited longest; false if none waits. */
  private displaceOldest(): boolean {
    const item = this.waiting.oldest();
    if (item === NONE) return false;
    this.waiting.withdraw(item);
    this.end(item, fact.displaced);
    return true;
  }

  private redrive(item: number): void {
    const { items, simulation, observed } = this.site;
    this.site.reportRequest(fact.redriven, items.root[item]);
    observed.jobs?.redriven.push({ component: this.site.index, job: items.number[item], at: simulation.now });
    this.held++;
    this.wishes.jobBegins(items.account[item]);
    items.receiveCount[item] = 0;
    items.failures[item] = 0;
    items.lapses[item] = 0;
    items.memory[item] = 0;
    items.notBefore[item] = 0;
    this.waiting.join(item);
    this.waiting.appear(item, NEW);
    this.wake();
  }

  // ——— handing out ———

  oldestAge(): number {
    return this.oldestAgeAt(this.site.simulation.now);
  }

  private oldestAgeAt(now: number): number {
    const item = this.waiting.oldest();
    return item === NONE ? 0 : now - this.site.items.enqueuedAt[item];
  }

  /** Tells the workers that there is something, one after the other, until nothing is left. */
  private wake(): void {
    if (this.waking) {
      this.wakeAgain = true;
      return;
    }
    const { wires } = this.site;
    if (wires.length === 0) return;
    this.waking = true;
    do {
      this.wakeAgain = false;
      this.turnedAway = false;
      for (let i = 0; i < wires.length && this.waiting.ready > 0; i++) {
        const wire = wires[(this.nextWire + i) % wires.length];
        wire.consumer.roused(wire.index);
      }
      this.nextWire = (this.nextWire + 1) % wires.length;
    } while (this.wakeAgain);
    this.waking = false;
  }

  take(wire: number, process: number, processes: number): number {
    const { items, simulation } = this.site;
    const { exclusion } = this;
    const wait = exclusion.exclusiveWait;
    while (this.waiting.ready > 0) {
      if (this.isFull()) return NONE;
      this.schedulingChance.aim(this.received, process);
      const item = this.waiting.dequeue(process, processes, this.schedulingChance);
      if (item === NONE) return NONE;
      if (simulation.now >= items.enqueuedAt[item] + this.usefulFor) {
        this.end(item, fact.dropped);
        continue;
      }
      if (wait >= 0 && exclusion.isBusy(item)) {
        this.waiting.hide(item, wait);
        continue;
      }
      exclusion.goesToWork(item);
      return this.deliver(item, wire, process);
    }
    return NONE;
  }

  /** The next of the key of a job just handed out, where several go together. */
  takeAlong(call: number): number {
    const { calls, items, simulation } = this.site;
    const { exclusion } = this;
    for (;;) {
      const item = this.waiting.along(calls.operation[call]);
      if (item === NONE || this.isFull()) return NONE;
      if (simulation.now >= items.enqueuedAt[item] + this.usefulFor) {
        this.end(item, fact.dropped);
        continue;
      }
      if (exclusion.exclusiveWait >= 0 && exclusion.isBusy(item)) return NONE;
      exclusion.goesToWork(item);
      return this.deliver(item, calls.wire[call], calls.process[call]);
    }
  }

  /** Whether no more may be in flight; whoever gets nothing for that is told when there is room. */
  private isFull(): boolean {
    if (this.waiting.inFlight < this.params.mostInFlight) return false;
    this.turnedAway = true;
    return true;
  }

  private deliver(item: number, wire: number, process: number): number {
    const { calls, items, accounts, requests, recorder, simulation, observed } = this.site;
    const root = items.root[item];
    const call = calls.begin(root);
    this.received++;
    this.waiting.moveTo(item, LEASED);
    const delivery = ++items.deliveries[item];
    const receiveCount = ++items.receiveCount[item];
    items.references[item]++;
    const token = ++accounts.handedOut[items.account[item]];
    items.holder[item] = token;
    calls.ticket[call] = token;
    calls.cause[call] = NONE;
    calls.wire[call] = wire;
    calls.operation[call] = item;
    calls.operationNumber[call] = items.number[item];
    calls.attempt[call] = delivery;
    calls.intent[call] = items.intent[item];
    calls.arrivesAt[call] = simulation.now;
    calls.process[call] = process;
    calls.value[call] = NONE;
    const salt = mix(items.intent[item] ^ token);
    calls.keyLow[call] = derivedLow(requests.keyLow[root], requests.keyHigh[root], salt);
    calls.keyHigh[call] = derivedHigh(calls.keyLow[call], requests.keyHigh[root], salt);
    this.visibility.begin(item, call);
    const number = requests.number[root];
    recorder.trace?.opened({ call: calls.number[call], request: number, cause: items.cause[item], wire, attempt: delivery });
    this.site.report(delivery === 1 ? fact.received : fact.redelivered, call);
    observed.jobs?.begin(
      call,
      wire,
      process,
      items.number[item],
      number,
      items.key[item],
      items.tenant[item],
      receiveCount,
      simulation.now,
    );
    return call;
  }

  // ——— what workers say of a delivery ———

  started(call: number): void {
    const { calls, items, recorder, simulation } = this.site;
    const item = calls.operation[call];
    if (items.started[item] === 1) return;
    items.started[item] = 1;
    const waited = simulation.now - items.enqueuedAt[item];
    recorder.observe(histogram.waitingTime, waited);
    recorder.observe(histogram['waitingTime.class0'] + items.class[item], waited);
    recorder.observe(items.tenant[item] === 0 ? histogram['waitingTime.firstTenant'] : histogram['waitingTime.otherTenants'], waited);
    this.waits.began(items.tenant[item], waited);
    this.exclusion.started(item);
  }

  extend(call: number): void {
    if (!this.holds(call)) return;
    const { calls, items } = this.site;
    const lease = items.lease[calls.operation[call]];
    if (lease === NONE) return;
    this.site.report(fact.extended, call);
    this.visibility.extend(lease);
  }

  acknowledge(call: number, done: boolean): void {
    const { calls, items } = this.site;
    const item = calls.operation[call];
    if (!done) {
      // too late, it only waited until it was begun: whoever has it now keeps it
      if (!this.holds(call)) {
        this.site.report(fact.lateIgnored, call);
        return;
      }
      this.visibility.close(item, false);
      items.state[item] = UNPROTECTED;
      return;
    }
    if (this.holds(call)) {
      this.finishJob(item, call, fact.done);
      return;
    }
    const state = items.state[item];
    if (state === ENDED || state === DEAD || this.params.lateAcknowledgement === 'ignored') {
      this.site.report(fact.lateIgnored, call);
      return;
    }
    this.finishJob(item, call, fact.doneLate);
  }

  failed(call: number, outcome: number): void {
    const { calls, items } = this.site;
    const item = calls.operation[call];
    if (!this.holds(call)) return;
    const { whenJobFails, permanentErrors, attemptsCounted, mostAttempts, retryDelay } = this.params;
    this.site.report(fact.failed, call);
    const failures = ++items.failures[item];
    if (whenJobFails === 'lease' && items.lease[item] !== NONE) return;
    this.leaveFlight(item);
    if (whenJobFails === 'lease') this.end(item, fact.lost);
    else if (outcome === PERMANENT_ERROR && permanentErrors === 'dead-lettered') this.end(item, fact.deadPermanent);
    else if (this.hasTried(item, attemptsCounted) >= mostAttempts) this.end(item, fact.deadFailed);
    else {
      this.site.reportRequest(fact.retriedFirst + Math.min(3, failures - 1), items.root[item]);
      const chance = this.aim(this.retryChance, items.root[item], failures);
      this.waiting.delay(item, retryDelay.policy.delay(retryDelay.params, failures, items.memory, item, chance), true);
    }
    this.wake();
  }

  giveBack(call: number, after: number): void {
    if (!this.holds(call)) return;
    const { calls, items } = this.site;
    const item = calls.operation[call];
    this.site.report(fact.returned, call);
    items.receiveCount[item]--;
    this.leaveFlight(item);
    if (after > 0) this.waiting.hide(item, after);
    else this.waiting.appear(item, BACK);
    this.wake();
  }

  died(call: number, noticed: boolean): void {
    if (!this.holds(call)) return;
    const { calls, items } = this.site;
    const item = calls.operation[call];
    if (items.state[item] === UNPROTECTED) {
      this.leaveFlight(item);
      this.end(item, fact.lost);
      this.wake();
      return;
    }
    if (!noticed) return;
    this.site.report(fact.noticed, call);
    this.leaveFlight(item);
    this.comeBack(item);
    this.wake();
  }

  effectMade(call: number): void {
    this.wishes.effectMade(call);
  }

  letGo(call: number): void {
    const { calls } = this.site;
    const item = calls.operation[call];
    calls.endedBy(call, CALL_ANSWERED);
    this.letGoOf(item);
  }

  // ——— the end of a delivery, and of a job ———

  /** Whether a delivery still is the one that its job is out on. */
  private holds(call: number): boolean {
    const { calls, items } = this.site;
    const item = calls.operation[call];
    return this.waiting.isInFlight(item) && items.holder[item] === calls.ticket[call];
  }

  private lapse(lease: number): void {
    const { leases, calls, allWires } = this.site;
    const item = leases.resource[lease];
    const call = leases.cause[lease];
    this.site.report(fact.lapsed, call);
    // the delivery's row stays as long as its worker works on it
    const { consumer } = allWires[calls.wire[call]];
    calls.references[call]++;
    this.leaveFlight(item, true);
    this.comeBack(item);
    consumer.lapsed(call);
    calls.letGo(call);
    this.wake();
  }

  /** A job whose worker did not finish: visible again, or moved aside. */
  private comeBack(item: number): void {
    const { items } = this.site;
    const { mostLapses, attemptsCounted, mostAttempts } = this.params;
    if (++items.lapses[item] > mostLapses) this.end(item, fact.deadLapsed);
    else if (this.hasTried(item, attemptsCounted) >= mostAttempts)
      this.end(item, attemptsCounted === 'receives' ? fact.deadReceived : fact.deadFailed);
    else this.waiting.appear(item, BACK);
  }

  /** How many attempts a job has had that it would have another after. */
  private hasTried(item: number, counted: 'receives' | 'failures'): number {
    const { items } = this.site;
    const attempts = counted === 'receives' ? items.receiveCount[item] : items.failures[item];
    if (attempts >= this.attemptsWanted) this.attemptsWanted = attempts + 1;
    return attempts;
  }

  /** A job is in nobody's hands any more; the caller says at once what it is instead. */
  private leaveFlight(item: number, lapsed = false): void {
    const { items } = this.site;
    if (items.lease[item] !== NONE) this.visibility.close(item, lapsed);
    this.exclusion.leavesWork(item);
  }

  private finishJob(item: number, call: number, how: number): void {
    const { items, leases, calls, allWires, recorder, simulation } = this.site;
    const { waiting } = this;
    const lease = items.lease[item];
    const holder = lease === NONE ? call : leases.cause[lease];
    // the delivery's row stays as long as its worker has it
    if (holder !== call) calls.references[holder]++;
    const ready = items.state[item] === READY ? waiting.ready - 1 : waiting.ready;
    if (waiting.isInFlight(item)) this.leaveFlight(item);
    else waiting.withdraw(item);
    recorder.observe(histogram.timeInSystem, simulation.now - items.enqueuedAt[item]);
    this.drain.countDone();
    this.end(item, how, call);
    if (holder !== call) {
      allWires[calls.wire[holder]].consumer.outrun(holder);
      calls.letGo(holder);
    }
    // whoever has done it looks for the next by itself
    if (waiting.ready > ready || this.turnedAway) this.wake();
  }

  /** A job is over, one way or another; it is in no line and under no lease any more. */
  private end(item: number, how: number, call = NONE): void {
    const { items, requests, calls, origins, recorder } = this.site;
    const root = items.root[item];
    const dies = how >= fact.deadFailed && how <= fact.deadLapsed;
    recorder.fact(how, requests.number[root], call === NONE ? NONE : calls.number[call]);
    this.held--;
    const enqueued = this.waiting.leave(item, dies ? DEAD : ENDED);
    this.exclusion.ended(item, dies, how === fact.lost);
    if (enqueued) this.waiting.letNextAppear(item);
    if (this.newest.size > 0 && this.newest.get(items.key[item]) === item) this.newest.delete(items.key[item]);
    this.wishes.jobEnds(items.account[item]);
    origins[requests.client[root]].jobEnded?.(root, how === fact.done || how === fact.doneLate);
    if (dies) this.moveAside(item, how);
    else this.letGoOf(item);
  }

  /** A job goes to the dead letters. */
  private moveAside(item: number, how: number): void {
    const { items, requests, observed, simulation } = this.site;
    this.deadLetters.add(item);
    observed.jobs?.died(
      this.site.index,
      items.number[item],
      requests.number[items.root[item]],
      items.key[item],
      items.tenant[item],
      simulation.now,
      how - fact.deadFailed,
    );
  }

  private letGoOf(item: number): void {
    const { items, requests } = this.site;
    if (--items.references[item] > 0) return;
    const root = items.root[item];
    items.rows.release(item);
    requests.letGo(root);
  }

  /** Locks of another kind, or by another key: those held are forgotten, and what runs runs. */
  private relock(): void {
    const { waiting, exclusion } = this;
    const { line } = waiting;
    exclusion.reset();
    for (let item = line.first; item !== NONE; item = line.next[item]) if (waiting.isInFlight(item)) exclusion.goesToWork(item);
  }

  private aim(chance: Keyed, root: number, salt: number): Keyed {
    const { requests } = this.site;
    return chance.aim(requests.keyLow[root] ^ mix(salt), requests.keyHigh[root]);
  }

  private addReadings(): void {
    const { recorder } = this.site;
    const reads: ((now: number) => number)[] = [
      (now) => this.oldestAgeAt(now) / MICROS_PER_MS,
      () => this.waits.fairness(),
      () => this.waits.worst() / MICROS_PER_MS,
      (now) => this.drain.expected(now, this.backlog),
      () => Number.NaN,
    ];
    jobQueueReadings.forEach((meter, i) => {
      recorder.addReading(meter, reads[i]);
    });
  }
}
