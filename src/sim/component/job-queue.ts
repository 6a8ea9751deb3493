import { derivedHigh, derivedLow, type Keyed, mix } from '../kernel/chance.ts';
import { KIND_BITS } from '../kernel/simulation.ts';
import { MICROS_PER_MS, MICROS_PER_SECOND, NEVER, wholeMicros } from '../kernel/time.ts';
import { TimerRing } from '../kernel/timer-ring.ts';
import { END, NO_LOCK, START } from '../policy/uniqueness/contract.ts';
import { addLast, linkedList, remove } from '../structure/linked-list.ts';
import { type Component, defineComponent, type Site } from './component.ts';
import { BLOCKED, DEAD, ENDED, HIDDEN, LEASED, READY, STAGED, UNPROTECTED } from './items.ts';
import {
  DRAIN_TIME,
  JOB_ENDS,
  jobQueueFacts,
  jobQueueGauges,
  jobQueueHistograms,
  jobQueueMeters,
  jobQueueReadings,
  OPEN_GAUGES,
  queueFact,
  queueGauge,
  TIME_IN_SYSTEM,
  WAITING_CLASSES,
  WAITING_FIRST_TENANT,
  WAITING_OTHERS,
  WAITING_TIME,
} from './job-queue-meters.ts';
import { type JobQueueParams, jobQueueParams } from './job-queue-params.ts';
import { jobQueuePresets } from './job-queue-presets.ts';
import { KeyOrder } from './key-order.ts';
import { CALL_ANSWERED, CALL_CLOSED } from './ledger.ts';
import { OK, PERMANENT_ERROR, SHED, type Store } from './port.ts';
import { TenantWaits } from './tenant-waits.ts';
import { UniqueLocks } from './unique-locks.ts';

/** Keeps jobs until they are done: hands them out under leases, again and again if need be, and moves aside what will not work. */
export const jobQueue = defineComponent({
  id: 'job-queue',
  title: 'Job queue',
  summary: 'Keeps jobs until they are done, and hands them to workers under a lease.',
  notes: [
    {
      title: 'What it models',
      text: 'A queue as SQS, BullMQ, Sidekiq, Celery’s brokers or a table with SKIP LOCKED keep one. Enqueueing is a call that is answered at once; the job lives on. A worker receives it under a lease (the visibility timeout): not acknowledged by then, it is visible again. A job that has been tried too often is a dead letter. For every wish there is an account: whether its side effect has taken place once, more often, or never.',
    },
    {
      title: 'What it leaves out',
      text: 'Several nodes of the queue itself, its own failures, and the round trips of receiving and acknowledging: they take no time. Batches. A queue that shows only a sample of itself, as SQS does with few jobs.',
    },
    {
      title: 'What is settled how',
      text: '**The visibility clock** starts when a job is received, also when it then waits in its worker (prefetch). **Work does not stop** when a lease runs out, unless the worker’s parameter says so; a late acknowledgement deletes the job, or is ignored. **A job that comes back** goes to the head of its line unless told otherwise. **Attempts** are counted when a job is received; by parameter only when it fails. What a worker gives back does not count. **A job that failed** and whose worker does not say so comes back at the end of its lease; acknowledged early it has none, and is lost. **Order per key** blocks all later jobs of a key until the first has ended, its delay and its retries included; let through, a job joins its line like a new one. Switched on in mid-run, what is in flight comes before what waits. **A lock** taken at enqueueing holds for the job it was taken for: others answer well and make no job. It is given back by whatever ends the job, but not when the job is lost; another uniqueness starts without locks. **Stale jobs** are dropped when their turn comes. **Capacity** counts jobs that have not ended, those in flight included. **Age and waiting time** count from the wish to enqueue, the transaction included. **Side effects**: a wish is *missing* once all jobs made of it have ended without one; a straggler that makes it later takes it back. Tries of one client request to enqueue are one wish.',
    },
    {
      title: 'What it is checked against',
      text: 'Deliveries under a visibility timeout in closed form, for work that goes on and work that stops; executions and dead letters under crashes; waits of M/M/c and of priority classes; the time to drain; delays of Sidekiq, BullMQ and Celery.',
    },
  ],
  params: jobQueueParams,
  scopes: {
    scheduling: 'component',
    delay: 'nothing',
    enqueueing: 'nothing',
    uniqueness: 'nothing',
    staleness: 'nothing',
    retryDelay: 'operation',
  },
  takes: 'calls',
  sends: 'jobs',
  calls: { least: 1, most: 20 },
  routine: false,
  roles: ['jobs'],
  facts: jobQueueFacts,
  gauges: jobQueueGauges,
  histograms: jobQueueHistograms,
  meters: [...jobQueueMeters, ...jobQueueReadings],
  face: {
    line: '{backlog} waiting · {inFlight} in flight',
    alert: { meter: 'deadLetters', text: '{deadLetters} dead letters', tone: 'error' },
    column: 'backlog',
    shows: ['scheduling', 'enqueueing', 'uniqueness', 'staleness'],
  },
  balances: [
    { of: 'calls', begun: ['arrived'], ended: ['accepted', 'deduplicated', 'shed'], open: [] },
    { of: 'jobs', begun: ['accepted', 'copied', 'redriven'], ended: JOB_ENDS, open: OPEN_GAUGES },
    { of: 'wishes with a side effect', begun: ['effectFirst'], ended: [], open: ['once', 'repeated'] },
    { of: 'repeated side effects', begun: ['effectRepeated'], ended: [], open: ['extra'] },
  ],
  presets: jobQueuePresets,
  create: (site, values): Component => new JobQueue(site, values),
});

const NONE = -1;
/** Event kinds. */
const LEASE_TIMER = 0;
const LEASE_NOTICED = 1;
const APPEARS = 2;
const ENQUEUES = 3;
const REDRIVES = 4;

const ARRIVED = queueFact('arrived');
const ACCEPTED = queueFact('accepted');
const DEDUPLICATED = queueFact('deduplicated');
const SHEDDED = queueFact('shed');
const COPIED = queueFact('copied');
const ENQUEUED = queueFact('enqueued');
const ROLLED_BACK = queueFact('rolledBack');
const RECEIVED = queueFact('received');
const REDELIVERED = queueFact('redelivered');
const EXTENDED = queueFact('extended');
const DONE = queueFact('done');
const DONE_LATE = queueFact('doneLate');
const LATE_IGNORED = queueFact('lateIgnored');
const LAPSED = queueFact('lapsed');
const NOTICED = queueFact('noticed');
const FAILED = queueFact('failed');
const RETRIED_FIRST = queueFact('retriedFirst');
const RETURNED = queueFact('returned');
const DEAD_FAILED = queueFact('deadFailed');
const DEAD_PERMANENT = queueFact('deadPermanent');
const DEAD_RECEIVED = queueFact('deadReceived');
const DEAD_LAPSED = queueFact('deadLapsed');
const DROPPED = queueFact('dropped');
const SUPERSEDED = queueFact('superseded');
const DISPLACED = queueFact('displaced');
const LOST = queueFact('lost');
const REDRIVEN = queueFact('redriven');
const EFFECT_FIRST = queueFact('effectFirst');
const EFFECT_REPEATED = queueFact('effectRepeated');

const DEAD_LETTERS = queueGauge('dead');
const EXPECTED = queueGauge('expected');
const ONCE = queueGauge('once');
const REPEATED = queueGauge('repeated');
const EXTRA = queueGauge('extra');
const MISSING = queueGauge('missing');
/** The gauge that counts jobs in each state; −1 where none does. */
const GAUGE_OF: readonly number[] = (() => {
  const gauges: number[] = new Array(DEAD + 1).fill(NONE);
  gauges[STAGED] = queueGauge('staged');
  gauges[HIDDEN] = queueGauge('hidden');
  gauges[BLOCKED] = queueGauge('blocked');
  gauges[READY] = queueGauge('ready');
  gauges[LEASED] = queueGauge('inFlight');
  gauges[UNPROTECTED] = queueGauge('inFlight');
  gauges[DEAD] = DEAD_LETTERS;
  return gauges;
})();

/** Of a lease that has run out and waits to be noticed: its timer is an event. */
const BY_EVENT = -2;

class JobQueue implements Component, Store {
  readonly jobStore = this;
  /** The discipline in use: the one that `waiting` belongs to. */
  private discipline: JobQueueParams['scheduling'];
  private waiting: object;
  private readonly schedulingChance: Keyed;
  private readonly delayChance: Keyed;
  private readonly enqueueChance: Keyed;
  private readonly retryChance: Keyed;
  private readonly plan = { enqueuedAfter: 0, recordedAfter: 0, twice: false };
  /** Jobs that have not ended, by when they were enqueued. */
  private readonly line = linkedList(1024);
  private readonly order = new KeyOrder();
  private readonly locks = new UniqueLocks();
  /** Keys being worked on, where only one job of a key may be, and by which. */
  private readonly running = new Map<number, number>();
  /** The newest job of each key that waits, where that supersedes older ones. */
  private readonly newest = new Map<number, number>();
  private readonly waits = new TenantWaits();
  private readonly rings: TimerRing[] = [];
  /** Dead letters, the first to die first. */
  private readonly dead: number[] = [];
  private readonly code: number;
  private lockEndsBy = NO_LOCK;
  private exclusiveWait = NONE;
  private usefulFor = NEVER;
  private supersedes = false;
  private delays = false;
  private transacts = false;
  /** Jobs that have not ended. */
  private held = 0;
  private ready = 0;
  private blocked = 0;
  private received = 0;
  private redriving = NONE;
  private nextWire = 0;
  /** While workers are being told: whoever comes to be ready meanwhile is seen anyway. */
  private waking = false;
  private wakeAgain = false;
  /** At every bin's end: the backlog, and jobs enqueued and done so far. */
  private readonly history = { backlog: [] as number[], at: [] as number[] };
  private enqueuedSoFar = 0;
  private doneSoFar = 0;

  constructor(
    private readonly site: Site,
    private readonly params: JobQueueParams,
  ) {
    this.code = site.index << KIND_BITS;
    this.schedulingChance = site.keyed('scheduling');
    this.delayChance = site.keyed('delay');
    this.enqueueChance = site.keyed('enqueueing');
    this.retryChance = site.keyed('retry-delay');
    this.discipline = params.scheduling;
    this.waiting = this.discipline.policy.start(this.discipline.params);
    this.newRing();
    this.readPolicies();
    this.addReadings();
  }

  get backlog(): number {
    return this.ready + this.blocked;
  }

  get choosy(): boolean {
    return this.discipline.policy.choosy === true;
  }

  deliveries(): number {
    return this.received;
  }

  start(): void {
    this.armRedrive();
  }

  settle(): void {}

  finish(): void {
    this.rewriteDrain();
  }

  handle(kind: number, subject: number): void {
    const { items, leases } = this.site;
    switch (kind) {
      case LEASE_TIMER: {
        const lease = this.rings[subject].fire();
        if (lease === NONE) break;
        leases.timer[lease] = NONE;
        this.leaseOver(lease);
        break;
      }
      case LEASE_NOTICED:
        leases.timer[subject] = NONE;
        this.lapse(subject);
        break;
      case APPEARS:
        items.event[subject] = NONE;
        this.appear(subject, items.receiveCount[subject] > 0);
        this.wake();
        break;
      case ENQUEUES:
        items.event[subject] = NONE;
        this.enqueue(subject);
        this.wake();
        break;
      default:
        this.redriving = NONE;
        this.redriveOne();
        this.armRedrive();
    }
  }

  changed(param: string, replaced: boolean): void {
    this.readPolicies();
    if (param === 'scheduling' && replaced) this.requeue();
    else if (param === 'visibilityTimeout') this.newRing();
    else if (param === 'redrive' || param === 'redriveRate') this.armRedrive();
    else if (param === 'orderKept') this.reorder();
    else if (param === 'uniqueBy' || (param === 'uniqueness' && replaced)) this.relock();
  }

  /** What policies say that depends on their parameters alone: asked once and not for every job. */
  private readPolicies(): void {
    const { uniqueness, staleness, delay, enqueueing } = this.params;
    this.lockEndsBy = uniqueness.policy.releasedBy(uniqueness.params);
    this.exclusiveWait = uniqueness.policy.exclusiveWait(uniqueness.params);
    this.usefulFor = staleness.policy.usefulFor(staleness.params);
    this.supersedes = staleness.policy.supersedes(staleness.params);
    this.delays = delay.policy.mean(delay.params) > 0;
    this.transacts = enqueueing.policy.id !== 'none';
  }

  /** Somebody wishes to enqueue a job. */
  receive(call: number): void {
    const { recorder, requests, calls, simulation, items } = this.site;
    const root = calls.root[call];
    const number = requests.number[root];
    recorder.fact(ARRIVED, number, calls.number[call]);
    const { uniqueness, capacity, whenFull } = this.params;
    const locks = this.lockEndsBy !== NO_LOCK;
    if (locks && this.locks.isHeld(this.lockKey(root), simulation.now)) {
      recorder.fact(DEDUPLICATED, number, calls.number[call]);
      this.answer(call, OK);
      return;
    }
    if (this.held >= capacity && (whenFull === 'sheds' || !this.displaceOldest())) {
      recorder.fact(SHEDDED, number, calls.number[call]);
      this.answer(call, SHED);
      return;
    }
    const item = this.accept(call);
    const account = items.account[item];
    const { plan } = this;
    const { enqueuedAfter } = plan;
    if (locks && enqueuedAfter !== NEVER)
      this.locks.take(this.lockKey(root), items.number[item], simulation.now + uniqueness.policy.expiresAfter(uniqueness.params));
    if (plan.twice) {
      const copy = this.begin(call, account, items.recordAt[item]);
      recorder.fact(COPIED, number, NONE);
      this.enqueueAfter(copy, enqueuedAfter);
    }
    this.enqueueAfter(item, enqueuedAfter);
    this.answer(call, OK);
    this.wake();
  }

  withdraw(): void {}

  begun(): void {}

  answered(): void {
    throw new Error(`${this.site.id} makes no calls that are answered`);
  }

  duplicated(): void {
    throw new Error(`${this.site.id} is not a client: no request comes from it`);
  }

  oldestAge(): number {
    return this.oldestAgeAt(this.site.simulation.now);
  }

  private oldestAgeAt(now: number): number {
    const item = this.oldestWaiting();
    return item === NONE ? 0 : now - this.site.items.enqueuedAt[item];
  }

  take(wire: number, process: number, processes: number): number {
    const { items, simulation } = this.site;
    const wait = this.exclusiveWait;
    while (this.ready > 0) {
      this.schedulingChance.aim(this.received, process);
      const { policy, params } = this.discipline;
      const item = policy.take(this.waiting, params, items, process, processes, this.schedulingChance);
      if (item === NONE) return NONE;
      if (simulation.now >= items.enqueuedAt[item] + this.usefulFor) {
        this.end(item, DROPPED);
        continue;
      }
      if (wait >= 0 && this.running.has(this.lockKey(items.root[item]))) {
        this.hide(item, wait);
        continue;
      }
      if (wait >= 0) this.running.set(this.lockKey(items.root[item]), item);
      return this.deliver(item, wire, process);
    }
    return NONE;
  }

  started(call: number): void {
    const { calls, items, recorder, simulation } = this.site;
    const item = calls.operation[call];
    if (items.started[item] === 1) return;
    items.started[item] = 1;
    const waited = simulation.now - items.enqueuedAt[item];
    recorder.observe(WAITING_TIME, waited);
    recorder.observe(WAITING_CLASSES + items.class[item], waited);
    recorder.observe(items.tenant[item] === 0 ? WAITING_FIRST_TENANT : WAITING_OTHERS, waited);
    this.waits.began(items.tenant[item], waited);
    if (this.lockEndsBy === START) this.locks.release(this.lockKey(items.root[item]), items.number[item]);
  }

  extend(call: number): void {
    if (!this.holds(call)) return;
    const { calls, items, recorder, requests } = this.site;
    const item = calls.operation[call];
    const lease = items.lease[item];
    if (lease === NONE) return;
    recorder.fact(EXTENDED, requests.number[items.root[item]], calls.number[call]);
    this.stopTimer(lease);
    this.startTimer(lease);
  }

  acknowledge(call: number, done: boolean): void {
    const { calls, items, recorder, requests } = this.site;
    const item = calls.operation[call];
    if (!done) {
      this.closeLease(item, false);
      items.state[item] = UNPROTECTED;
      return;
    }
    if (this.holds(call)) {
      this.finishJob(item, call, DONE);
      return;
    }
    const state = items.state[item];
    if (state === ENDED || state === DEAD || this.params.lateAcknowledgement === 'ignored') {
      recorder.fact(LATE_IGNORED, requests.number[items.root[item]], calls.number[call]);
      return;
    }
    this.finishJob(item, call, DONE_LATE);
  }

  failed(call: number, outcome: number): void {
    const { calls, items, recorder, requests } = this.site;
    const item = calls.operation[call];
    if (!this.holds(call)) return;
    const { whenJobFails, permanentErrors, attemptsCounted, mostAttempts, retryDelay } = this.params;
    recorder.fact(FAILED, requests.number[items.root[item]], calls.number[call]);
    const failures = ++items.failures[item];
    if (whenJobFails === 'lease' && items.lease[item] !== NONE) return;
    this.leaveFlight(item);
    if (whenJobFails === 'lease') {
      this.end(item, LOST);
      this.wake();
      return;
    }
    if (outcome === PERMANENT_ERROR && permanentErrors === 'dead-lettered') {
      this.end(item, DEAD_PERMANENT);
      this.wake();
      return;
    }
    if ((attemptsCounted === 'receives' ? items.receiveCount[item] : failures) >= mostAttempts) {
      this.end(item, DEAD_FAILED);
      this.wake();
      return;
    }
    recorder.fact(RETRIED_FIRST + Math.min(3, failures - 1), requests.number[items.root[item]], NONE);
    const chance = this.aim(this.retryChance, items.root[item], failures);
    this.hide(item, retryDelay.policy.delay(retryDelay.params, failures, items.memory, item, chance));
    this.wake();
  }

  giveBack(call: number, after: number): void {
    if (!this.holds(call)) return;
    const { calls, items, recorder, requests } = this.site;
    const item = calls.operation[call];
    recorder.fact(RETURNED, requests.number[items.root[item]], calls.number[call]);
    items.receiveCount[item]--;
    this.leaveFlight(item);
    if (after > 0) this.hide(item, after);
    else this.appear(item, true);
    this.wake();
  }

  died(call: number, noticed: boolean): void {
    if (!this.holds(call)) return;
    const { calls, items, recorder, requests } = this.site;
    const item = calls.operation[call];
    if (items.state[item] === UNPROTECTED) {
      this.leaveFlight(item);
      this.end(item, LOST);
      this.wake();
      return;
    }
    if (!noticed) return;
    recorder.fact(NOTICED, requests.number[items.root[item]], calls.number[call]);
    this.leaveFlight(item);
    this.comeBack(item);
    this.wake();
  }

  effectMade(call: number): void {
    const { calls, items, accounts, recorder, requests, ports } = this.site;
    const item = calls.operation[call];
    const account = items.account[item];
    const root = items.root[item];
    const effects = ++accounts.effects[account];
    accounts.writtenBy[account] = Math.max(accounts.writtenBy[account], calls.ticket[call]);
    if (effects === 1) {
      recorder.fact(EFFECT_FIRST, requests.number[root], calls.number[call]);
      recorder.change(ONCE, 1);
      this.setMissing(account, 0);
      return;
    }
    recorder.fact(EFFECT_REPEATED, requests.number[root], calls.number[call]);
    recorder.change(EXTRA, 1);
    if (effects === 2) {
      recorder.change(ONCE, -1);
      recorder.change(REPEATED, 1);
    }
    ports[requests.client[root]].duplicated(root);
  }

  letGo(call: number): void {
    const { calls } = this.site;
    const item = calls.operation[call];
    calls.endedBy(call, CALL_ANSWERED);
    this.letGoOf(item);
  }

  /** Whether a delivery still is the one that its job is out on. */
  private holds(call: number): boolean {
    const { calls, items } = this.site;
    const item = calls.operation[call];
    const state = items.state[item];
    return (state === LEASED || state === UNPROTECTED) && items.holder[item] === calls.ticket[call];
  }

  private answer(call: number, outcome: number): void {
    const { calls, allWires } = this.site;
    allWires[calls.wire[call]].caller.answered(call, outcome);
  }

  private lockKey(root: number): number {
    const { requests } = this.site;
    return this.params.uniqueBy === 'key' ? requests.key[root] : requests.tenant[root];
  }

  private orderKey(item: number): number {
    const { items } = this.site;
    return this.params.orderKept === 'by-key' ? items.key[item] : items.tenant[item];
  }

  private aim(chance: Keyed, root: number, salt: number): Keyed {
    const { requests } = this.site;
    return chance.aim(requests.keyLow[root] ^ mix(salt), requests.keyHigh[root]);
  }

  /** Makes a job of a wish, and says in `plan` when it gets into the queue. */
  private accept(call: number): number {
    const { calls, requests, accounts, recorder, simulation } = this.site;
    const root = calls.root[call];
    const { enqueueing } = this.params;
    const { plan } = this;
    if (this.transacts) {
      this.enqueueChance.aim(calls.keyLow[call], calls.keyHigh[call]);
      enqueueing.policy.plan(enqueueing.params, simulation.now, this.enqueueChance, plan);
    } else {
      plan.enqueuedAfter = 0;
      plan.recordedAfter = 0;
      plan.twice = false;
    }
    const wanted = plan.recordedAfter === NEVER ? 0 : 1;
    let account = accounts.find(requests.firstAccount[root], this.site.index);
    if (account === NONE) {
      account = accounts.begin(this.site.index, requests.firstAccount[root]);
      requests.firstAccount[root] = account;
      accounts.wanted[account] = 0;
    }
    if (wanted > accounts.wanted[account]) {
      accounts.wanted[account] = 1;
      recorder.change(EXPECTED, 1);
    }
    recorder.fact(ACCEPTED, requests.number[root], calls.number[call]);
    return this.begin(call, account, simulation.now + plan.recordedAfter);
  }

  private begin(call: number, account: number, recordAt: number): number {
    const { calls, requests, items, accounts, simulation } = this.site;
    const root = calls.root[call];
    const item = items.begin();
    requests.references[root]++;
    accounts.jobsOpen[account]++;
    this.setMissing(account, 0);
    items.root[item] = root;
    items.cause[item] = calls.number[call];
    items.store[item] = this.site.index;
    items.account[item] = account;
    items.key[item] = requests.key[root];
    items.tenant[item] = requests.tenant[root];
    items.class[item] = requests.class[root];
    items.cost[item] = requests.cost[root];
    items.enqueuedAt[item] = simulation.now;
    items.usefulUntil[item] = simulation.now + this.usefulFor;
    items.recordAt[item] = recordAt;
    items.intent[item] = mix(calls.intent[call] ^ this.code) | 1;
    // in no gauge until it is somewhere
    items.state[item] = ENDED;
    this.held++;
    return item;
  }

  private enqueueAfter(item: number, after: number): void {
    const { items, simulation } = this.site;
    if (after === NEVER) this.end(item, items.recordAt[item] === NEVER ? ROLLED_BACK : LOST);
    else if (after > 0) {
      this.moveTo(item, STAGED);
      items.event[item] = simulation.schedule(simulation.now + after, this.code | ENQUEUES, item);
    } else this.enqueue(item);
  }

  private enqueue(item: number): void {
    const { items, recorder, requests } = this.site;
    const { delay } = this.params;
    recorder.fact(ENQUEUED, requests.number[items.root[item]], items.cause[item]);
    this.enqueuedSoFar++;
    addLast(this.line, item);
    if (this.supersedes) this.supersede(item);
    if (this.params.orderKept !== 'not') this.order.join(this.orderKey(item), item);
    const after = this.delays ? delay.policy.sample(delay.params, this.aim(this.delayChance, items.root[item], 0)) : 0;
    if (after > 0) this.hide(item, after);
    else this.appear(item, false);
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
    this.takeAway(older);
    this.end(older, SUPERSEDED);
  }

  private moveTo(item: number, state: number): void {
    const { items, recorder } = this.site;
    const old = items.state[item];
    if (old === state) return;
    if (GAUGE_OF[old] !== NONE) recorder.change(GAUGE_OF[old], -1);
    if (GAUGE_OF[state] !== NONE) recorder.change(GAUGE_OF[state], 1);
    if (old === READY) this.ready--;
    if (state === READY) this.ready++;
    if (old === BLOCKED) this.blocked--;
    if (state === BLOCKED) this.blocked++;
    items.state[item] = state;
  }

  private hide(item: number, after: number): void {
    const { items, simulation } = this.site;
    this.moveTo(item, HIDDEN);
    items.event[item] = simulation.schedule(simulation.now + after, this.code | APPEARS, item);
  }

  /** A job is visible, unless it stands behind another of its key. */
  private appear(item: number, returns: boolean): void {
    const { items } = this.site;
    const { orderKept, redeliveredTo } = this.params;
    if (orderKept !== 'not' && !this.order.isFirst(this.orderKey(item), item)) {
      this.moveTo(item, BLOCKED);
      return;
    }
    this.moveTo(item, READY);
    const { policy, params } = this.discipline;
    policy.put(this.waiting, params, item, items, returns && redeliveredTo === 'head');
  }

  /** Tells the workers that there is something, one after the other, until nothing is left. */
  private wake(): void {
    if (this.waking) {
      this.wakeAgain = true;
      return;
    }
    this.waking = true;
    const { wires } = this.site;
    do {
      this.wakeAgain = false;
      for (let i = 0; i < wires.length && this.ready > 0; i++) {
        const wire = wires[(this.nextWire + i) % wires.length];
        wire.callee.jobConsumer?.roused(wire.index);
      }
      this.nextWire = (this.nextWire + 1) % wires.length;
    } while (this.wakeAgain);
    this.waking = false;
  }

  private deliver(item: number, wire: number, process: number): number {
    const { calls, items, leases, accounts, requests, recorder, simulation, observed } = this.site;
    const root = items.root[item];
    const call = calls.begin(root);
    this.received++;
    this.moveTo(item, LEASED);
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
    calls.sentAt[call] = simulation.now;
    calls.arrivesAt[call] = simulation.now;
    calls.process[call] = process;
    calls.value[call] = NONE;
    const salt = mix(items.intent[item] ^ token);
    calls.keyLow[call] = derivedLow(requests.keyLow[root], requests.keyHigh[root], salt);
    calls.keyHigh[call] = derivedHigh(calls.keyLow[call], requests.keyHigh[root], salt);
    const lease = leases.begin(item, call);
    items.lease[item] = lease;
    this.startTimer(lease);
    const number = requests.number[root];
    recorder.trace?.opened({ call: calls.number[call], request: number, cause: items.cause[item], wire, attempt: delivery });
    recorder.fact(delivery === 1 ? RECEIVED : REDELIVERED, number, calls.number[call]);
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

  private startTimer(lease: number): void {
    const { leases, calls, simulation } = this.site;
    const { visibilityTimeout } = this.params;
    const expires = simulation.now + visibilityTimeout;
    leases.expires[lease] = expires;
    calls.deadline[leases.call[lease]] = expires;
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

  private newRing(): void {
    const { simulation } = this.site;
    const { visibilityTimeout } = this.params;
    if (visibilityTimeout === NEVER) return;
    this.rings.push(new TimerRing(simulation, visibilityTimeout, this.code | LEASE_TIMER, this.rings.length));
  }

  /** A lease has run out; it is noticed at once or at the next look. */
  private leaseOver(lease: number): void {
    const { leases, simulation } = this.site;
    const every = this.params.lapsesNoticed;
    const at = every === 0 ? simulation.now : Math.ceil(simulation.now / every) * every;
    if (at === simulation.now) {
      this.lapse(lease);
      return;
    }
    leases.timerRing[lease] = BY_EVENT;
    leases.timer[lease] = simulation.schedule(at, this.code | LEASE_NOTICED, lease);
  }

  private lapse(lease: number): void {
    const { leases, calls, items, recorder, requests, allWires } = this.site;
    const item = leases.item[lease];
    const call = leases.call[lease];
    recorder.fact(LAPSED, requests.number[items.root[item]], calls.number[call]);
    // the delivery's row stays as long as its worker works on it
    const { jobConsumer } = allWires[calls.wire[call]].callee;
    calls.references[call]++;
    this.leaveFlight(item, true);
    this.comeBack(item);
    jobConsumer?.lapsed(call);
    calls.letGo(call);
    this.wake();
  }

  /** A job whose worker did not finish: visible again, or moved aside. */
  private comeBack(item: number): void {
    const { items } = this.site;
    const { mostLapses, attemptsCounted, mostAttempts } = this.params;
    if (++items.lapses[item] > mostLapses) this.end(item, DEAD_LAPSED);
    else if (attemptsCounted === 'receives' && items.receiveCount[item] >= mostAttempts) this.end(item, DEAD_RECEIVED);
    else if (attemptsCounted === 'failures' && items.failures[item] >= mostAttempts) this.end(item, DEAD_FAILED);
    else this.appear(item, true);
  }

  /** A job is in nobody's hands any more; the caller says at once what it is instead. */
  private leaveFlight(item: number, lapsed = false): void {
    const { items } = this.site;
    if (items.lease[item] !== NONE) this.closeLease(item, lapsed);
    if (this.running.size === 0) return;
    const key = this.lockKey(items.root[item]);
    if (this.running.get(key) === item) this.running.delete(key);
  }

  private closeLease(item: number, lapsed: boolean): void {
    const { items, leases, calls, observed, simulation } = this.site;
    const lease = items.lease[item];
    const call = leases.call[lease];
    this.stopTimer(lease);
    items.lease[item] = NONE;
    leases.release(lease);
    observed.jobs?.leaseEnded(call, simulation.now, lapsed);
    calls.endedBy(call, CALL_CLOSED);
  }

  /** Takes a job out of wherever it waits. */
  private takeAway(item: number): void {
    const { items, simulation } = this.site;
    const state = items.state[item];
    if (state === READY) {
      const { policy, params } = this.discipline;
      policy.leave(this.waiting, params, item, items);
    } else if (state === HIDDEN || state === STAGED) {
      simulation.cancel(items.event[item], item);
      items.event[item] = NONE;
    } else if (state === LEASED || state === UNPROTECTED) this.leaveFlight(item);
  }

  private finishJob(item: number, call: number, fact: number): void {
    const { items, recorder, simulation } = this.site;
    const ready = items.state[item] === READY ? this.ready - 1 : this.ready;
    this.takeAway(item);
    recorder.observe(TIME_IN_SYSTEM, simulation.now - items.enqueuedAt[item]);
    this.doneSoFar++;
    this.end(item, fact, call);
    // whoever has done it looks for the next by itself
    if (this.ready > ready) this.wake();
  }

  /** A job is over, one way or another; it is in no line and under no lease any more. */
  private end(item: number, fact: number, call = NONE): void {
    const { items, accounts, recorder, requests, calls, ports, observed, simulation } = this.site;
    const root = items.root[item];
    const number = requests.number[root];
    const state = items.state[item];
    const dies = fact >= DEAD_FAILED && fact <= DEAD_LAPSED;
    recorder.fact(fact, number, call === NONE ? NONE : calls.number[call]);
    this.held--;
    // it may never have got into the queue
    const enqueued = state !== STAGED && state !== ENDED;
    if (enqueued) remove(this.line, item);
    this.moveTo(item, dies ? DEAD : ENDED);
    const { uniqueness, orderKept } = this.params;
    if (
      (this.lockEndsBy === END || this.lockEndsBy === START) &&
      (!dies || uniqueness.policy.releasedByDeath(uniqueness.params)) &&
      fact !== LOST
    )
      this.locks.release(this.lockKey(root), items.number[item]);
    if (orderKept !== 'not' && enqueued) {
      const next = this.order.leave(this.orderKey(item), item);
      if (next !== NONE && items.state[next] === BLOCKED) this.appear(next, false);
    }
    if (this.newest.size > 0 && this.newest.get(items.key[item]) === item) this.newest.delete(items.key[item]);
    const account = items.account[item];
    if (--accounts.jobsOpen[account] === 0 && accounts.wanted[account] === 1 && accounts.effects[account] === 0)
      this.setMissing(account, 1);
    ports[requests.client[root]].jobEnded?.(root, fact === DONE || fact === DONE_LATE);
    if (dies) {
      this.dead.push(item);
      observed.jobs?.died(
        this.site.index,
        items.number[item],
        number,
        items.key[item],
        items.tenant[item],
        simulation.now,
        fact - DEAD_FAILED,
      );
    } else this.letGoOf(item);
  }

  private letGoOf(item: number): void {
    const { items, requests } = this.site;
    if (--items.references[item] > 0) return;
    const root = items.root[item];
    items.release(item);
    requests.letGo(root);
  }

  private setMissing(account: number, missing: number): void {
    const { accounts, recorder } = this.site;
    if (accounts.missing[account] === missing) return;
    accounts.missing[account] = missing;
    recorder.change(MISSING, missing === 1 ? 1 : -1);
  }

  /** Makes room by dropping the job that has waited longest; false if none waits. */
  private displaceOldest(): boolean {
    const item = this.oldestWaiting();
    if (item === NONE) return false;
    this.takeAway(item);
    this.end(item, DISPLACED);
    return true;
  }

  private oldestWaiting(): number {
    const { state } = this.site.items;
    let item = this.line.first;
    while (item !== NONE && state[item] !== READY && state[item] !== BLOCKED) item = this.line.next[item];
    return item;
  }

  private armRedrive(): void {
    const { simulation } = this.site;
    const { redrive, redriveRate } = this.params;
    if (this.redriving !== NONE) simulation.cancel(this.redriving, 0);
    this.redriving = redrive
      ? simulation.schedule(simulation.now + Math.max(1, wholeMicros(MICROS_PER_SECOND / redriveRate)), this.code | REDRIVES, 0)
      : NONE;
  }

  private redriveOne(): void {
    const { items, accounts, recorder, requests, simulation, observed } = this.site;
    const item = this.dead.shift();
    if (item === undefined) return;
    const account = items.account[item];
    recorder.fact(REDRIVEN, requests.number[items.root[item]], NONE);
    observed.jobs?.redriven.push({ component: this.site.index, job: items.number[item], at: simulation.now });
    this.held++;
    accounts.jobsOpen[account]++;
    this.setMissing(account, 0);
    items.receiveCount[item] = 0;
    items.failures[item] = 0;
    items.lapses[item] = 0;
    items.memory[item] = 0;
    addLast(this.line, item);
    if (this.params.orderKept !== 'not') this.order.join(this.orderKey(item), item);
    this.appear(item, false);
    this.wake();
  }

  /** Another order is kept: of what is in flight nothing is called back, and it comes before what waits. */
  private reorder(): void {
    const { items } = this.site;
    const { line, order } = this;
    order.clear();
    const kept = this.params.orderKept !== 'not';
    const isInFlight = (item: number) => items.state[item] === LEASED || items.state[item] === UNPROTECTED;
    for (let item = line.first; kept && item !== NONE; item = line.next[item]) if (isInFlight(item)) order.join(this.orderKey(item), item);
    for (let item = line.first; item !== NONE; item = line.next[item]) {
      if (isInFlight(item)) continue;
      if (kept) order.join(this.orderKey(item), item);
      if (items.state[item] === BLOCKED) this.appear(item, false);
      else if (items.state[item] === READY && kept && !order.isFirst(this.orderKey(item), item)) {
        this.takeAway(item);
        this.moveTo(item, BLOCKED);
      }
    }
    this.wake();
  }

  /** Locks of another kind, or by another key: those held are forgotten, and what runs runs. */
  private relock(): void {
    const { items } = this.site;
    const { line, running } = this;
    this.locks.clear();
    running.clear();
    if (this.exclusiveWait < 0) return;
    for (let item = line.first; item !== NONE; item = line.next[item])
      if (items.state[item] === LEASED || items.state[item] === UNPROTECTED) running.set(this.lockKey(items.root[item]), item);
  }

  /** Another discipline: what waits is handed over in the order of enqueueing. */
  private requeue(): void {
    const { items } = this.site;
    const { scheduling } = this.params;
    this.discipline = scheduling;
    this.waiting = scheduling.policy.start(scheduling.params);
    for (let item = this.line.first; item !== NONE; item = this.line.next[item])
      if (items.state[item] === READY) scheduling.policy.put(this.waiting, scheduling.params, item, items, false);
    this.wake();
  }

  private addReadings(): void {
    const { recorder } = this.site;
    let enqueued = 0;
    let done = 0;
    let before = 0;
    const reads: ((now: number) => number)[] = [
      (now) => this.oldestAgeAt(now) / MICROS_PER_MS,
      () => this.waits.fairness(),
      () => this.waits.worst() / MICROS_PER_MS,
      (now) => {
        this.history.backlog.push(this.backlog);
        this.history.at.push(now);
        const rate = (this.doneSoFar - done - (this.enqueuedSoFar - enqueued)) / (now - before);
        enqueued = this.enqueuedSoFar;
        done = this.doneSoFar;
        before = now;
        if (this.backlog === 0) return 0;
        return rate > 0 ? this.backlog / rate / MICROS_PER_MS : Number.NaN;
      },
      () => Number.NaN,
    ];
    jobQueueReadings.forEach((meter, i) => {
      recorder.addReading(meter, reads[i]);
    });
  }

  /** From every bin's end, how long it was until the backlog was gone; known only afterwards. */
  private rewriteDrain(): void {
    const { backlog, at } = this.history;
    const times = new Array<number>(backlog.length).fill(Number.NaN);
    let gone = Number.NaN;
    for (let bin = backlog.length - 1; bin >= 0; bin--) {
      if (backlog[bin] === 0) gone = at[bin];
      times[bin] = (gone - at[bin]) / MICROS_PER_MS;
    }
    this.site.recorder.rewrite(DRAIN_TIME, times);
  }
}
