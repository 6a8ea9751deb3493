import { derivedHigh, derivedLow, type Keyed, mix } from '../kernel/chance.ts';
import { KIND_BITS } from '../kernel/simulation.ts';
import { MICROS_PER_MS, MICROS_PER_SECOND, NEVER, wholeMicros } from '../kernel/time.ts';
import { TimerRing } from '../kernel/timer-ring.ts';
import type { DeliveryEnd } from '../observe/jobs.ts';
import {
  AFTER,
  BEFORE,
  type Holder,
  NEVER as NEVER_RECORDED,
  RECEIVED as WHEN_RECEIVED,
  WITH,
} from '../policy/acknowledgement/contract.ts';
import type { Readings } from '../policy/autoscaling/contract.ts';
import type { Ask } from '../policy/rate-limiter/contract.ts';
import { type Execution, SURVIVES } from '../policy/worker-fault/contract.ts';
import { CALLER_KINDS, Caller, callerScopes } from './caller.ts';
import { type Component, defineComponent, type Site } from './component.ts';
import { CALLING, HUNG, JobTasks, LIMITED, RESERVED, WORKING } from './job-tasks.ts';
import { addLimiterReadings, LimiterStates } from './limiter-states.ts';
import { type Consumer, ERROR, OK, PERMANENT_ERROR, type Store, type Wire } from './port.ts';
import { DOWN, type Process, Processes, STARTING, STOPPING, UP } from './processes.ts';
import { RUNNING_TIME, workerFact, workerFacts, workerGauge, workerGauges, workerHistograms, workerMeters } from './worker-meters.ts';
import { type WorkerParams, workerParams } from './worker-params.ts';
import { workerPresets } from './worker-presets.ts';

/** Processes that receive jobs from queues, work on them, make their side effect and acknowledge; and die, and stand still. */
export const workers = defineComponent({
  id: 'workers',
  title: 'Workers',
  summary: 'Processes that receive jobs, work on them, make their side effect and acknowledge.',
  notes: [
    {
      title: 'What it models',
      text: 'Processes, each with so many jobs at once and so many prefetched. A job is work; after a given share of it (all, by default) it calls everybody the workers are wired to, one after the other, and then makes its side effect once: money booked, a mail sent. Processes die, stand still, are scaled, deployed and stopped.',
    },
    {
      title: 'What it leaves out',
      text: 'The round trips of receiving and acknowledging, batches of jobs, memory and processor of a process as things of their own: jobs of a process do not slow each other down. What a job calls has side effects of its own, which are counted there.',
    },
    {
      title: 'What is settled how',
      text: '**Processes with room are served in turn**, one job at a time, so prefetch is filled evenly. **Prefetched jobs** hold a lease and have no heartbeat until they are begun. **A process that dies** takes all its jobs with it; it is away for its restart time and then the same process again; one that does not come up again tells nobody. Its jobs go back in the order in which it had received them. **A pause** stops work and heartbeats, not the clock: the process does not know. Time until the next one counts from its end. **A lease that has run out** is not noticed by the worker unless it stops by parameter. **Side effect and fault at the same share of the work**: the side effect comes first. **A ledger of effects** is asked when a job begins and, unless it was entered then, when the effect is due. **Those who wait for the rate limit** ask in turn, one line for each limit; going back to the queue they ask again when they come again. **Checkpoints** are lost by nobody: the last part is done anew by every try, and so is a side effect in the part at which a job goes on; one that was refused for its token has not taken place. **Asked to stop**, a process gives back what it has prefetched, receives nothing, and finishes what it works on within its grace. **A deployment** replaces so many processes at a time, the lowest first. **If a call fails**, the job has failed; calls already made are made again by the next try.',
    },
    {
      title: 'What it is checked against',
      text: 'Deliveries under a visibility timeout, crashes before and after the side effect, and dead letters, each in closed form; M/M/c; every way of acknowledging against the interleavings that it forbids.',
    },
  ],
  params: workerParams,
  scopes: {
    processingTime: 'nothing',
    acknowledgement: 'nothing',
    workerFault: 'nothing',
    fault: 'nothing',
    limiter: 'component',
    autoscaling: 'component',
    ...callerScopes,
  },
  takes: 'jobs',
  sends: 'calls',
  calls: { least: 0, most: 20 },
  routine: false,
  facts: workerFacts,
  gauges: workerGauges,
  histograms: workerHistograms,
  meters: workerMeters,
  face: {
    line: '{busy} of {slots} busy · {processes} up',
    alert: { meter: 'strays', text: '{strays} zombies', tone: 'error' },
    cells: { filled: 'busy', of: 'slots' },
    shows: ['acknowledgement', 'workerFault', 'fault', 'limiter', 'autoscaling'],
  },
  balances: [
    {
      of: 'jobs received',
      begun: ['received'],
      ended: ['done', 'skipped', 'failed', 'killed', 'stopped', 'returned'],
      open: ['reserved', 'working'],
    },
  ],
  presets: workerPresets,
  create: (site, values): Component => new Workers(site, values),
});

const NONE = -1;
/** Event kinds of its own. */
const STEP = CALLER_KINDS;
const BEAT = CALLER_KINDS + 1;
const POLL = CALLER_KINDS + 2;
const PROCESS_EVENT = CALLER_KINDS + 3;
const STRIKE = CALLER_KINDS + 4;
const RESUME = CALLER_KINDS + 5;
const LOOK = CALLER_KINDS + 6;
const LIMIT = CALLER_KINDS + 7;

const RECEIVED = workerFact('received');
const STARTED = workerFact('started');
const LIMITED_FACT = workerFact('limited');
const DONE = workerFact('done');
const SKIPPED = workerFact('skipped');
const FAILED = workerFact('failed');
const RECORD_NOT_FOUND = workerFact('recordNotFound');
const EFFECT_MADE = workerFact('effectMade');
const EFFECT_REFUSED = workerFact('effectRefused');
const KILLED = workerFact('killed');
const STOPPED = workerFact('stopped');
const RETURNED = workerFact('returned');
const PROCESS_UP = workerFact('processUp');
const PROCESS_DIED = workerFact('processDied');
const PROCESS_PAUSED = workerFact('processPaused');
const PROCESS_STOPPED = workerFact('processStopped');

const RESERVED_GAUGE = workerGauge('reserved');
const WORKING_GAUGE = workerGauge('working');
const SLOTS = workerGauge('slots');
const UP_GAUGE = workerGauge('up');
const STARTING_GAUGE = workerGauge('starting');
const PAUSED_GAUGE = workerGauge('paused');
const STRAYS = workerGauge('strays');

/** Instead of the next wire to call over: the job fails at its next step, in a way that trying again can mend or not. */
const FAILS = 1_000;
const FAILS_FOR_GOOD = 1_001;
/** Instead of a side effect that has been made: a token was too old. */
const REFUSED = 2;

/** How each end of an execution is logged, by its fact. */
const ENDS = new Map<number, DeliveryEnd>([
  [DONE, 'done'],
  [SKIPPED, 'skipped'],
  [FAILED, 'failed'],
  [KILLED, 'killed'],
  [STOPPED, 'stopped'],
  [RETURNED, 'returned'],
]);

/** Jobs that wait for one limit, in order. */
interface Turn {
  waiting: number[];
  /** When the first of them asks again. */
  event: number;
  number: number;
}

class Workers implements Component, Consumer {
  readonly caller: Caller;
  readonly jobConsumer = this;
  private readonly tasks = new JobTasks();
  private readonly processes: Processes;
  private readonly timeChance: Keyed;
  private readonly faultChance: Keyed;
  private readonly jobChance: Keyed;
  private readonly crashChance: Keyed;
  private readonly processChance: Keyed;
  private readonly code: number;
  /** Wires that lead here from queues. */
  private sources: readonly Wire[] = [];
  private nextSource = 0;
  private fetching = false;
  private fetchAgain = false;
  /** The task of each delivery, by row of its call. */
  private taskOf = new Int32Array(1024).fill(NONE);
  private readonly rings: TimerRing[] = [];
  private readonly hung: number[] = [];
  private readonly holder: Holder = { token: 0, newestHandedOut: 0, newestWritten: 0, recordedAt: NONE };
  private readonly execution: Execution = { effectAt: 1, receiveCount: 1 };
  private readonly ask: Ask = { cost: 1, tenant: 0, priority: 0 };
  private limits: LimiterStates | null = null;
  /** Those who wait for the limiter, by what has a limit of its own. */
  private readonly turns: Turn[] = [];
  private readonly turnByKey = new Map<number, Turn>();
  private scaler: object = {};
  private looks = NONE;
  /** What the autoscaler is told, and what it takes to know it. */
  private readonly readings: Readings = {
    up: 0,
    starting: 0,
    backlog: 0,
    oldestAge: 0,
    busy: 0,
    slots: 0,
    utilisation: 0,
    done: 0,
    since: 0,
  };
  private lookedAt = 0;
  private busyArea = 0;
  private slotArea = 0;
  private areaAt = 0;
  private endedSinceLook = 0;
  private busy = 0;
  /** Slots of processes that are up and have no job. */
  private free = 0;
  /** Processes still to be replaced by a deployment, and how many are being replaced. */
  private readonly toDeploy: Process[] = [];
  private deploying = 0;
  private deployed: number;

  constructor(
    private readonly site: Site,
    private readonly params: WorkerParams,
  ) {
    this.caller = new Caller(site, params, this);
    this.code = site.index << KIND_BITS;
    this.timeChance = site.keyed('processing-time');
    this.faultChance = site.keyed('fault');
    this.jobChance = site.keyed('worker-fault-job');
    this.crashChance = site.keyed('worker-fault');
    this.processChance = site.keyed('process');
    this.processes = new Processes();
    this.deployed = params.version;
    this.newRing();
    addLimiterReadings(
      site,
      'limiter',
      'of the first key',
      () => params.limiter,
      () => this.limits,
    );
    this.readLimiter(true);
    this.addScalingReadings();
  }

  start(): void {
    this.sources = this.site.allWires.filter(({ callee }) => callee === this);
    for (let i = 0; i < this.params.instances; i++) this.bringUp(this.processes.add());
    this.startScaling();
    this.fetch();
  }

  settle(): void {}

  open(): number {
    return this.tasks.open;
  }

  capacity(): number {
    const { processingTime, concurrency } = this.params;
    return (this.processes.wanted * concurrency * 1_000_000) / processingTime.policy.mean(processingTime.params);
  }

  handle(kind: number, subject: number): void {
    const { tasks } = this;
    switch (kind) {
      case STEP:
        tasks.event[subject] = NONE;
        this.stepDone(subject);
        break;
      case BEAT: {
        const task = this.rings[subject].fire();
        if (task !== NONE) this.beat(task);
        break;
      }
      case POLL:
        this.processes.list[subject].poll = NONE;
        this.fetch();
        break;
      case PROCESS_EVENT:
        this.processDue(this.processes.list[subject]);
        break;
      case STRIKE:
        this.strike(this.processes.list[subject]);
        break;
      case RESUME:
        this.resume(this.processes.list[subject]);
        break;
      case LOOK:
        this.look();
        break;
      case LIMIT:
        this.takeTurns(this.turns[subject]);
        break;
      default:
        this.caller.handle(kind, subject);
    }
  }

  changed(param: string, replaced: boolean): void {
    switch (param) {
      case 'instances':
        if (this.params.autoscaling.policy.id === 'none') this.scaleTo(this.params.instances);
        break;
      case 'concurrency':
      case 'prefetch':
        this.takeStock();
        this.fetch();
        break;
      case 'enabled':
      case 'pollInterval':
        this.fetch();
        break;
      case 'heartbeat':
        this.newRing();
        break;
      case 'workerFault':
        for (const process of this.processes.list) this.armStrike(process);
        break;
      case 'fault':
        this.wakeHung();
        break;
      case 'limiter':
        this.readLimiter(replaced);
        this.askAgain();
        break;
      case 'limitedBy':
        this.readLimiter(true);
        this.askAgain();
        break;
      case 'autoscaling':
        this.startScaling(replaced);
        break;
      case 'version':
        if (this.params.version !== this.deployed) this.deploy();
        break;
      default:
        this.caller.changed(param, replaced);
    }
  }

  receive(): void {
    throw new Error(`${this.site.id} takes jobs from queues and no calls`);
  }

  withdraw(): void {}

  begun(call: number): void {
    this.caller.begun(call);
  }

  answered(call: number, outcome: number): void {
    this.caller.answered(call, outcome);
  }

  duplicated(): void {
    throw new Error(`${this.site.id} is not a client: no request comes from it`);
  }

  roused(): void {
    if (this.params.pollInterval === 0) this.fetch();
  }

  lapsed(call: number): void {
    const { tasks } = this;
    const task = this.taskOf[call];
    if (task === NONE) return;
    this.keepProgress(task);
    if (this.params.whenLeaseEnds === 'goes-on') {
      tasks.stray[task] = 1;
      if (tasks.phase[task] !== RESERVED) this.site.recorder.change(STRAYS, 1);
      return;
    }
    // a process that stands still stops its work when it goes on
    if (this.isPaused(this.processes.list[tasks.process[task]])) {
      tasks.stops[task] = 1;
      return;
    }
    this.end(task, STOPPED);
    this.fetch();
  }

  /** An operation made for a job has ended. */
  concluded(task: number, outcome: number): void {
    const { tasks } = this;
    tasks.operation[task] = NONE;
    const process = this.processes.list[tasks.process[task]];
    if (outcome !== OK) tasks.nextWire[task] = outcome === PERMANENT_ERROR ? FAILS_FOR_GOOD : FAILS;
    // a process that stands still hears of the answer when it goes on
    if (this.isPaused(process)) this.schedule(task, process.pausedUntil);
    else this.hear(task);
  }

  /** Goes on after an answer. */
  private hear(task: number): void {
    const next = this.tasks.nextWire[task];
    if (next < FAILS) this.callNext(task);
    else this.fail(task, next === FAILS ? ERROR : PERMANENT_ERROR);
  }

  private store(call: number): Store {
    const { calls, allWires } = this.site;
    return allWires[calls.wire[call]].caller.jobStore as Store;
  }

  private isPaused(process: Process): boolean {
    return process.pausedUntil > this.site.simulation.now;
  }

  /** How many more jobs a process can receive. */
  private room(process: Process): number {
    const { concurrency, prefetch } = this.params;
    if (process.state !== UP || this.isPaused(process)) return 0;
    return concurrency - process.running + prefetch - process.reserved;
  }

  /** Receives as many jobs as there are, and is room for, the processes in turn. */
  private fetch(): void {
    if (!this.params.enabled) return;
    if (this.fetching) {
      this.fetchAgain = true;
      return;
    }
    this.fetching = true;
    do {
      this.fetchAgain = false;
      this.fetchRound();
    } while (this.fetchAgain);
    this.fetching = false;
  }

  private fetchRound(): void {
    const { processes } = this;
    const { list } = processes;
    const { pollInterval, prefetch } = this.params;
    if (prefetch === 0 && this.free === 0) return;
    let inVain = 0;
    while (inVain < list.length) {
      const process = list[processes.turn];
      processes.turn = processes.turn + 1 >= list.length ? 0 : processes.turn + 1;
      inVain++;
      // whoever sleeps between two looks does not look
      if (this.room(process) <= 0 || process.poll !== NONE) continue;
      if (pollInterval === 0 && !this.hasBacklog()) {
        processes.turn = process.number;
        return;
      }
      const call = this.takeFor(process);
      if (call !== NONE) {
        this.received(call, process);
        inVain = 0;
      } else if (pollInterval > 0) process.poll = this.schedulePoll(process, pollInterval);
      else if (!this.choosy()) {
        // who has got nothing has not had its turn
        processes.turn = process.number;
        return;
      }
    }
  }

  private hasBacklog(): boolean {
    const { sources } = this;
    for (let i = 0; i < sources.length; i++) if ((sources[i].caller.jobStore as Store).backlog > 0) return true;
    return false;
  }

  private schedulePoll(process: Process, pollInterval: number): number {
    const { simulation } = this.site;
    return simulation.schedule(simulation.now + pollInterval, this.code | POLL, process.number);
  }

  private choosy(): boolean {
    return this.sources.some(({ caller }) => caller.jobStore?.choosy);
  }

  private takeFor(process: Process): number {
    const { sources } = this;
    const { length } = sources;
    const strict = this.params.queueOrder === 'strict';
    for (let i = 0; i < length; i++) {
      const source = strict ? i : (this.nextSource + i) % length;
      const wire = sources[source];
      const call = (wire.caller.jobStore as Store).take(wire.index, process.number, this.processes.wanted);
      if (call === NONE) continue;
      this.nextSource = (source + 1) % length;
      return call;
    }
    return NONE;
  }

  private received(call: number, process: Process): void {
    const { calls, recorder, requests } = this.site;
    const task = this.tasks.begin(call, calls.operation[call], process.number);
    if (call >= this.taskOf.length) this.widenTaskOf(call);
    this.taskOf[call] = task;
    recorder.fact(RECEIVED, requests.number[calls.root[call]], calls.number[call]);
    const { acknowledgement } = this.params;
    if (acknowledgement.policy.when(acknowledgement.params) === WHEN_RECEIVED) this.store(call).acknowledge(call, false);
    if (process.running < this.params.concurrency) this.take(task, process);
    else {
      process.addReserved(this.tasks, task);
      recorder.change(RESERVED_GAUGE, 1);
    }
  }

  private widenTaskOf(call: number): void {
    let { length } = this.taskOf;
    while (length <= call) length *= 2;
    const wider = new Int32Array(length).fill(NONE);
    wider.set(this.taskOf);
    this.taskOf = wider;
  }

  /** A slot takes a job. */
  private take(task: number, process: Process): void {
    const { tasks } = this;
    this.countTime();
    process.addRunning(tasks, task);
    this.busy++;
    if (process.running <= this.params.concurrency) this.free--;
    this.site.recorder.change(WORKING_GAUGE, 1);
    if (tasks.stray[task] === 1) this.site.recorder.change(STRAYS, 1);
    tasks.phase[task] = LIMITED;
    this.tryToBegin(task);
  }

  /** Begins a job if the limiter lets it and nobody waits for the same limit. */
  private tryToBegin(task: number): void {
    const { tasks } = this;
    const { recorder, requests, calls } = this.site;
    if (this.limits === null) {
      this.begin(task);
      return;
    }
    const goesBack = this.params.whenLimited === 'goes-back';
    const turn = this.turnOf(this.limitKey(task));
    const wait = turn.waiting.length > 0 && !goesBack ? NONE : this.askLimiter(task, true);
    if (wait === 0) return;
    const call = tasks.call[task];
    recorder.fact(LIMITED_FACT, requests.number[calls.root[call]], calls.number[call]);
    if (goesBack) {
      this.end(task, RETURNED, wait === Number.POSITIVE_INFINITY ? MICROS_PER_SECOND : wait);
      this.fetch();
      return;
    }
    turn.waiting.push(task);
    if (turn.waiting.length === 1) this.armTurn(turn, wait);
  }

  private limitKey(task: number): number {
    const { items } = this.site;
    const { limitedBy } = this.params;
    const item = this.tasks.item[task];
    return limitedBy === 'all' ? 0 : limitedBy === 'key' ? items.key[item] : items.tenant[item];
  }

  private describe(task: number): void {
    const { ask } = this;
    const { items } = this.site;
    const item = this.tasks.item[task];
    ask.cost = items.cost[item];
    ask.tenant = items.tenant[item];
    ask.priority = items.class[item];
  }

  /**
   * Lets a job begin, or says when it may ask again [µs from now]; Infinity: not before something happens.
   * @param first whether it has not asked before
   */
  private askLimiter(task: number, first: boolean): number {
    const { tasks, ask } = this;
    const { simulation } = this.site;
    const limits = this.limits as LimiterStates;
    const { policy, params } = this.params.limiter;
    const { now } = simulation;
    const at = limits.place(this.limitKey(task), now);
    this.describe(task);
    const verdict = limits.check(at, now, ask);
    if (verdict >= 0) {
      limits.take(at, now, ask);
      tasks.passedAt[task] = now + verdict;
      if (verdict === 0) this.begin(task);
      else {
        tasks.phase[task] = WORKING;
        tasks.done[task] = NONE;
        this.schedule(task, now + verdict);
      }
      return 0;
    }
    if (first) policy.refuse?.(params, limits.cells, at, now, ask);
    const wait = policy.retryAfter(params, limits.cells, at, now, ask);
    if (wait === Number.POSITIVE_INFINITY) return wait;
    // who cannot tell exactly is asked now and then
    return policy.hint === 'exact' && wait > 0 ? wholeMicros(wait) : Math.max(MICROS_PER_MS, wholeMicros(wait));
  }

  private turnOf(key: number): Turn {
    let turn = this.turnByKey.get(key);
    if (turn === undefined) {
      turn = { waiting: [], event: NONE, number: this.turns.length };
      this.turns.push(turn);
      this.turnByKey.set(key, turn);
    }
    return turn;
  }

  private armTurn(turn: Turn, wait: number): void {
    const { simulation } = this.site;
    if (turn.event !== NONE) simulation.cancel(turn.event, turn.number);
    turn.event = wait === Number.POSITIVE_INFINITY ? NONE : simulation.schedule(simulation.now + wait, this.code | LIMIT, turn.number);
  }

  /** Those that wait for the limiter ask again, in order; whoever stands still lets the others by. */
  private takeTurns(turn: Turn): void {
    turn.event = NONE;
    const { waiting } = turn;
    let paused = Number.POSITIVE_INFINITY;
    for (let i = 0; i < waiting.length; ) {
      const task = waiting[i];
      const pause = this.pauseLeft(this.tasks.process[task]);
      if (pause > 0) {
        paused = Math.min(paused, pause);
        i++;
        continue;
      }
      waiting.splice(i, 1);
      const wait = this.limits === null ? 0 : this.askLimiter(task, false);
      if (wait === 0 && this.limits === null) this.begin(task);
      if (wait === 0) continue;
      waiting.splice(i, 0, task);
      this.armTurn(turn, Math.min(wait, paused));
      return;
    }
    if (waiting.length > 0) this.armTurn(turn, paused);
  }

  private begin(task: number): void {
    const { tasks, holder } = this;
    const { items, accounts, calls, recorder, requests, simulation, observed } = this.site;
    const { now } = simulation;
    const call = tasks.call[task];
    const item = tasks.item[task];
    const number = requests.number[calls.root[call]];
    recorder.fact(STARTED, number, calls.number[call]);
    observed.jobs?.started(call, now);
    tasks.phase[task] = WORKING;
    tasks.startedAt[task] = now;
    tasks.done[task] = items.progress[item];
    tasks.until[task] = items.progress[item];
    tasks.pace[task] = 0;
    this.store(call).started(call);
    if (items.recordAt[item] > now) {
      recorder.fact(RECORD_NOT_FOUND, number, calls.number[call]);
      this.fail(task, ERROR);
      return;
    }
    const { acknowledgement, fault, workerFault, effectAt } = this.params;
    const records = acknowledgement.policy.records(acknowledgement.params);
    if (records !== NEVER_RECORDED) {
      this.fillHolder(task);
      if (!acknowledgement.policy.permits(acknowledgement.params, now, holder)) {
        this.store(call).acknowledge(call, true);
        this.end(task, SKIPPED);
        this.fetch();
        return;
      }
      if (records === BEFORE) accounts.enteredAt[items.account[item]] = now;
    }
    if (this.params.heartbeat !== NEVER) this.startBeat(task);
    tasks.work[task] = this.workOf(task);
    tasks.effected[task] = items.effected[item];
    tasks.kills[task] = NONE;
    if (workerFault.policy.kills) {
      this.execution.effectAt = effectAt;
      this.execution.receiveCount = items.receiveCount[item];
      const root = calls.root[call];
      this.jobChance.aim(requests.keyLow[root], requests.keyHigh[root]);
      this.crashChance.aim(calls.keyLow[call], calls.keyHigh[call]);
      const kills = workerFault.policy.kills(workerFault.params, this.execution, this.jobChance, this.crashChance);
      if (kills !== SURVIVES) tasks.kills[task] = Math.max(kills, tasks.done[task]);
    }
    if (tasks.process[task] < this.struck()) {
      const after = fault.policy.refusesAfter?.(fault.params);
      if (after !== undefined) {
        tasks.nextWire[task] = FAILS;
        this.schedule(task, now + after);
        return;
      }
      if (fault.params.decided === 'start' && this.verdict(task) !== OK) {
        this.fail(task, this.verdict(task));
        return;
      }
    }
    tasks.nextWire[task] = 0;
    this.goOn(task);
  }

  /** How many of the processes, from the first, a fault of the work strikes. */
  private struck(): number {
    const { fault } = this.params;
    if (fault.policy.id === 'none') return 0;
    const share = fault.params.share ?? 1;
    // those that are stopping, too
    return share === 1 ? this.processes.list.length : Math.ceil(share * this.processes.wanted - 1e-9);
  }

  private verdict(task: number): number {
    const { calls } = this.site;
    const { fault } = this.params;
    if (!fault.policy.verdict) return OK;
    const call = this.tasks.call[task];
    return fault.policy.verdict(fault.params, this.faultChance.aim(calls.keyLow[call], calls.keyHigh[call]));
  }

  /** How long all of a job's work takes [µs]. */
  private workOf(task: number): number {
    const { calls, requests, items } = this.site;
    const { processingTime, processingTimeDrawn } = this.params;
    const call = this.tasks.call[task];
    const root = calls.root[call];
    const chance =
      processingTimeDrawn === 'job'
        ? this.timeChance.aim(requests.keyLow[root] ^ items.intent[this.tasks.item[task]], requests.keyHigh[root])
        : this.timeChance.aim(calls.keyLow[call], calls.keyHigh[call]);
    const time = processingTime.policy.sample(processingTime.params, chance);
    const cost = items.cost[this.tasks.item[task]];
    return cost === 1 ? time : wholeMicros(time * cost);
  }

  /** Works on until something happens: the side effect, its death, or the end. */
  private goOn(task: number): void {
    const { tasks } = this;
    const { simulation } = this.site;
    const { fault, effectAt } = this.params;
    const done = tasks.done[task];
    let until = 1;
    if (tasks.effected[task] === 0) until = Math.min(until, Math.max(done, effectAt));
    const kills = tasks.kills[task];
    if (kills !== NONE && kills < until) until = kills;
    tasks.until[task] = until;
    let time = wholeMicros((until - done) * tasks.work[task]);
    if (fault.policy.stretch && tasks.process[task] < this.struck()) {
      const stretch = fault.policy.stretch(fault.params);
      if (stretch === Number.POSITIVE_INFINITY) {
        tasks.phase[task] = HUNG;
        this.hung.push(task);
        this.hungWorkFails = fault.params.hungWork === 'fails';
        return;
      }
      time = wholeMicros(time * stretch);
    }
    tasks.phase[task] = WORKING;
    tasks.pace[task] = until > done ? time / (until - done) : 0;
    this.schedule(task, simulation.now + this.pauseLeft(tasks.process[task]) + time);
  }

  private schedule(task: number, at: number): void {
    const { tasks } = this;
    tasks.due[task] = at;
    tasks.event[task] = this.site.simulation.schedule(at, this.code | STEP, task);
  }

  private stepDone(task: number): void {
    const { tasks } = this;
    // it was only held back
    if (tasks.done[task] < 0) {
      this.begin(task);
      return;
    }
    if (tasks.phase[task] === CALLING || tasks.nextWire[task] >= FAILS) {
      this.hear(task);
      return;
    }
    tasks.done[task] = tasks.until[task];
    if (tasks.effected[task] !== 0 || tasks.done[task] < this.params.effectAt) {
      this.afterStretch(task);
      return;
    }
    const { fault } = this.params;
    const verdict = fault.params.decided !== 'start' && tasks.process[task] < this.struck() ? this.verdict(task) : OK;
    if (verdict === OK) this.callNext(task);
    else this.fail(task, verdict);
  }

  private afterStretch(task: number): void {
    const { tasks } = this;
    if (tasks.kills[task] !== NONE && tasks.done[task] >= tasks.kills[task]) {
      this.die(this.processes.list[tasks.process[task]]);
      return;
    }
    if (tasks.done[task] >= 1) this.complete(task);
    else this.goOn(task);
  }

  /** Calls the next of those it is wired to; after the last the side effect takes place. */
  private callNext(task: number): void {
    const { tasks } = this;
    const { calls, wires } = this.site;
    const wire = tasks.nextWire[task];
    if (wire >= wires.length) {
      tasks.effected[task] = this.makeEffect(task) ? 1 : REFUSED;
      this.afterStretch(task);
      return;
    }
    tasks.nextWire[task] = wire + 1;
    tasks.phase[task] = CALLING;
    const call = tasks.call[task];
    const salt = mix((wire + 1) * 64);
    const low = derivedLow(calls.keyLow[call], calls.keyHigh[call], salt);
    const high = derivedHigh(low, calls.keyHigh[call], salt);
    const operation = this.caller.open(wire, tasks.process[task], task, calls.root[call], call, mix(calls.intent[call] ^ salt), low, high);
    tasks.operation[task] = operation;
    this.caller.go(operation);
  }

  private fillHolder(task: number): void {
    const { calls, items, accounts } = this.site;
    const { holder } = this;
    const account = items.account[this.tasks.item[task]];
    holder.token = calls.ticket[this.tasks.call[task]];
    holder.newestHandedOut = accounts.handedOut[account];
    holder.newestWritten = accounts.writtenBy[account];
    holder.recordedAt = accounts.enteredAt[account];
  }

  /** Makes the side effect, if it may; whether it has taken place, now or before. */
  private makeEffect(task: number): boolean {
    const { calls, items, accounts, recorder, requests, simulation, observed } = this.site;
    const { acknowledgement } = this.params;
    const call = this.tasks.call[task];
    const number = requests.number[calls.root[call]];
    const records = acknowledgement.policy.records(acknowledgement.params);
    if (records !== BEFORE) {
      this.fillHolder(task);
      if (!acknowledgement.policy.permits(acknowledgement.params, simulation.now, this.holder)) {
        recorder.fact(EFFECT_REFUSED, number, calls.number[call]);
        return records !== NEVER_RECORDED;
      }
    }
    if (records === WITH) accounts.enteredAt[items.account[this.tasks.item[task]]] = simulation.now;
    recorder.fact(EFFECT_MADE, number, calls.number[call]);
    observed.jobs?.effectMade(call, simulation.now);
    this.store(call).effectMade(call);
    return true;
  }

  /** All work is done: acknowledged, and the slot is free. */
  private complete(task: number): void {
    const { items, accounts, simulation } = this.site;
    const { acknowledgement } = this.params;
    // whose token was refused has done nothing: the job is its successor's
    if (this.tasks.effected[task] === REFUSED) {
      this.end(task, STOPPED);
      this.fetch();
      return;
    }
    const call = this.tasks.call[task];
    if (acknowledgement.policy.records(acknowledgement.params) === AFTER)
      accounts.enteredAt[items.account[this.tasks.item[task]]] = simulation.now;
    this.store(call).acknowledge(call, true);
    this.end(task, DONE);
    this.fetch();
  }

  private fail(task: number, outcome: number): void {
    const call = this.tasks.call[task];
    this.keepProgress(task);
    this.store(call).failed(call, outcome);
    this.end(task, FAILED);
    this.fetch();
  }

  /** What of a job needs not be done again is noted with the job. */
  private keepProgress(task: number): void {
    const { tasks } = this;
    const { checkpoints, effectAt } = this.params;
    const phase = tasks.phase[task];
    if (checkpoints === 1 || phase === RESERVED || phase === LIMITED || tasks.done[task] < 0) return;
    const { items, simulation } = this.site;
    let done = tasks.done[task];
    if (phase === WORKING) {
      const ahead = Math.max(0, tasks.due[task] - simulation.now - this.pauseLeft(tasks.process[task]));
      const pace = tasks.pace[task];
      done = pace > 0 ? Math.max(done, tasks.until[task] - ahead / pace) : tasks.until[task];
    }
    // the last part has not been done while the job is not
    const kept = Math.min(checkpoints - 1, Math.floor(done * checkpoints + 1e-9)) / checkpoints;
    const item = tasks.item[task];
    if (kept <= items.progress[item]) return;
    items.progress[item] = kept;
    if (tasks.effected[task] === 1 && kept > effectAt) items.effected[item] = 1;
  }

  private pauseLeft(process: number): number {
    return Math.max(0, this.processes.list[process].pausedUntil - this.site.simulation.now);
  }

  /** A worker is through with a delivery. @param after for one that is given back: when it is visible again [µs from now] @param owed whether the queue is told only when the process is up again */
  private end(task: number, fact: number, after = 0, owed = false): void {
    const { tasks } = this;
    const { calls, recorder, requests, simulation, observed } = this.site;
    const { now } = simulation;
    const call = tasks.call[task];
    const process = this.processes.list[tasks.process[task]];
    const store = this.store(call);
    if (tasks.event[task] !== NONE) simulation.cancel(tasks.event[task], task);
    if (tasks.phase[task] === LIMITED) this.leaveTurn(task);
    if (tasks.phase[task] === HUNG) this.hung.splice(this.hung.indexOf(task), 1);
    if (tasks.operation[task] !== NONE && this.caller.isOpenFor(tasks.operation[task], task)) this.caller.cancel(tasks.operation[task]);
    this.stopBeat(task);
    const wasReserved = tasks.phase[task] === RESERVED;
    recorder.fact(fact, requests.number[calls.root[call]], calls.number[call]);
    if (wasReserved) {
      process.removeReserved(tasks, task);
      recorder.change(RESERVED_GAUGE, -1);
    } else {
      this.countTime();
      process.removeRunning(tasks, task);
      this.busy--;
      if (process.state === UP && process.running < this.params.concurrency) this.free++;
      if (fact === DONE || fact === SKIPPED) this.endedSinceLook++;
      recorder.change(WORKING_GAUGE, -1);
      if (tasks.stray[task] === 1) recorder.change(STRAYS, -1);
      if (tasks.phase[task] !== LIMITED && tasks.done[task] >= 0) recorder.observe(RUNNING_TIME, now - tasks.startedAt[task]);
      this.tellLimiter(task, fact);
    }
    observed.jobs?.ended(call, now, ENDS.get(fact) ?? 'done');
    this.taskOf[call] = NONE;
    tasks.release(task);
    if (fact === RETURNED) store.giveBack(call, after);
    if (!owed) store.letGo(call);
    // whoever has ended a job looks for the next at once
    if (process.poll !== NONE) {
      simulation.cancel(process.poll, process.number);
      process.poll = NONE;
    }
    this.startReserved(process);
    if (!wasReserved && process.state === STOPPING && process.running === 0 && process.reserved === 0) this.stopped(process);
  }

  private startReserved(process: Process): void {
    // one that ends as soon as it is begun comes back here
    if (process.beginning) return;
    process.beginning = true;
    while (process.state === UP && !this.isPaused(process) && process.firstReserved !== NONE && process.running < this.params.concurrency) {
      const task = process.firstReserved;
      process.removeReserved(this.tasks, task);
      this.site.recorder.change(RESERVED_GAUGE, -1);
      this.take(task, process);
    }
    process.beginning = false;
  }

  private tellLimiter(task: number, fact: number): void {
    const { tasks, limits } = this;
    const passedAt = tasks.passedAt[task];
    if (limits === null || passedAt === NONE) return;
    const { policy, params } = this.params.limiter;
    if (!policy.release) return;
    const { now } = this.site.simulation;
    const key = this.limitKey(task);
    this.describe(task);
    policy.release(params, limits.cells, limits.place(key, now), now, this.ask, Math.max(0, now - passedAt), fact !== DONE);
    const turn = this.turnOf(key);
    if (turn.waiting.length > 0) this.armTurn(turn, 0);
  }

  /** One that waits for the limiter ends: whoever stands behind it may ask. */
  private leaveTurn(task: number): void {
    const turn = this.turnByKey.get(this.limitKey(task));
    const place = turn === undefined ? NONE : turn.waiting.indexOf(task);
    if (turn === undefined || place === NONE) return;
    turn.waiting.splice(place, 1);
    if (place === 0 && turn.waiting.length > 0) this.armTurn(turn, 0);
  }

  private readLimiter(replaced: boolean): void {
    const { limiter } = this.params;
    const anew = replaced || this.limits?.hasOutgrown() === true;
    if (limiter.policy.id === 'none') this.limits = null;
    else if (this.limits === null || anew) this.limits = new LimiterStates(() => this.params.limiter);
    // what the old limiter was told of the new one is not
    if (this.limits === null || anew) this.tasks.passedAt.fill(NONE);
  }

  /** Another limit: whoever waits for it asks again, in the order of processes where there are other keys. */
  private askAgain(): void {
    const { tasks, turns } = this;
    for (const turn of turns) {
      turn.waiting.length = 0;
      this.armTurn(turn, Number.POSITIVE_INFINITY);
    }
    this.turnByKey.clear();
    turns.length = 0;
    for (const process of this.processes.list) {
      for (let task = process.firstRunning; task !== NONE; task = tasks.next[task])
        if (tasks.phase[task] === LIMITED) this.turnOf(this.limitKey(task)).waiting.push(task);
    }
    for (const turn of turns) this.armTurn(turn, 0);
  }

  private newRing(): void {
    const { heartbeat } = this.params;
    if (heartbeat !== NEVER) this.rings.push(new TimerRing(this.site.simulation, heartbeat, this.code | BEAT, this.rings.length));
  }

  private startBeat(task: number): void {
    const { tasks } = this;
    tasks.beatRing[task] = this.rings.length - 1;
    tasks.beat[task] = this.rings[this.rings.length - 1].set(task);
  }

  private stopBeat(task: number): void {
    const { tasks } = this;
    if (tasks.beat[task] === NONE) return;
    this.rings[tasks.beatRing[task]].cancel(tasks.beat[task]);
    tasks.beat[task] = NONE;
  }

  private beat(task: number): void {
    const { tasks } = this;
    tasks.beat[task] = NONE;
    const process = this.processes.list[tasks.process[task]];
    if (!this.isPaused(process)) this.store(tasks.call[task]).extend(tasks.call[task]);
    if (this.params.heartbeat !== NEVER) this.startBeat(task);
  }

  private wakeHung(): void {
    const { fault } = this.params;
    const hung = this.hung.splice(0);
    for (const task of hung) {
      const { tasks } = this;
      tasks.phase[task] = WORKING;
      const stillHangs = fault.policy.stretch?.(fault.params) === Number.POSITIVE_INFINITY;
      const process = this.processes.list[tasks.process[task]];
      if (!this.hungWorkFails || stillHangs) this.goOn(task);
      else if (this.isPaused(process)) {
        tasks.phase[task] = CALLING;
        tasks.nextWire[task] = FAILS;
        this.schedule(task, process.pausedUntil);
      } else this.fail(task, ERROR);
    }
  }

  /** What the fault that hung them said of their end; kept, because by then it is gone. */
  private hungWorkFails = false;

  private bringUp(process: Process): void {
    process.state = UP;
    process.pausedUntil = 0;
    this.site.recorder.fact(PROCESS_UP, NONE, process.number);
    this.site.recorder.change(UP_GAUGE, 1);
    this.takeStock();
    for (const call of process.owed.splice(0)) {
      const store = this.store(call);
      store.died(call, true);
      store.letGo(call);
    }
    this.armStrike(process);
  }

  /** A process is no longer up: asked to stop, or dead. */
  private takeDown(process: Process): void {
    const { recorder, simulation } = this.site;
    recorder.change(UP_GAUGE, -1);
    if (this.isPaused(process)) recorder.change(PAUSED_GAUGE, -1);
    for (const name of ['poll', 'strike', 'resume'] as const) {
      if (process[name] !== NONE) simulation.cancel(process[name], process.number);
      process[name] = NONE;
    }
  }

  private slots = 0;

  /** After a change of processes or of their slots. */
  private takeStock(): void {
    this.countTime();
    const { concurrency } = this.params;
    let slots = 0;
    this.free = 0;
    for (const { state, running } of this.processes.list) {
      if (state === UP) this.free += Math.max(0, concurrency - running);
      if (state === UP || state === STOPPING) slots += concurrency;
    }
    this.site.recorder.change(SLOTS, slots - this.slots);
    this.slots = slots;
    for (const process of this.processes.list) this.startReserved(process);
  }

  /** A process dies with all it has in hand, and is restarted. */
  private die(process: Process): void {
    const { recorder } = this.site;
    recorder.fact(PROCESS_DIED, NONE, process.number);
    const wasStopping = process.state === STOPPING;
    this.cancelProcessEvent(process);
    if (!wasStopping) this.takeDown(process);
    process.state = DOWN;
    this.takeStock();
    this.killAll(process);
    if (wasStopping) {
      this.stopped(process);
      return;
    }
    this.startLater(process, this.params.restartTime);
    this.fetch();
  }

  /** The latest first: each goes to the head of its line, and so they stand there as they did. */
  private killAll(process: Process): void {
    const { crashNoticed } = this.params;
    for (;;) {
      const task = process.lastReserved !== NONE ? process.lastReserved : process.lastRunning;
      if (task === NONE) return;
      const call = this.tasks.call[task];
      this.keepProgress(task);
      const store = this.store(call);
      store.died(call, crashNoticed === 'at-once');
      const owed = crashNoticed === 'restart';
      if (owed) process.owed.push(call);
      this.end(task, KILLED, 0, owed);
    }
  }

  /** A process comes up after a while. */
  private startLater(process: Process, after: number): void {
    const { simulation, recorder } = this.site;
    if (after === 0) {
      this.bringUp(process);
      this.fetch();
      return;
    }
    process.state = STARTING;
    recorder.change(STARTING_GAUGE, 1);
    process.event = simulation.schedule(simulation.now + after, this.code | PROCESS_EVENT, process.number);
  }

  private cancelProcessEvent(process: Process): void {
    if (process.event === NONE) return;
    this.site.simulation.cancel(process.event, process.number);
    process.event = NONE;
    if (process.state === STARTING) this.site.recorder.change(STARTING_GAUGE, -1);
  }

  /** A process is up, or its grace is over. */
  private processDue(process: Process): void {
    process.event = NONE;
    if (process.state === STARTING) {
      this.site.recorder.change(STARTING_GAUGE, -1);
      this.bringUp(process);
      this.replaced(process);
      this.fetch();
      return;
    }
    if (this.params.whenGraceEnds === 'killed') {
      this.die(process);
      return;
    }
    while (process.state === STOPPING && process.lastRunning !== NONE) {
      this.keepProgress(process.lastRunning);
      this.end(process.lastRunning, RETURNED);
    }
  }

  /** Asks a process to stop. */
  private stop(process: Process): void {
    const { simulation } = this.site;
    const { grace } = this.params;
    if (process.state === STARTING) {
      this.cancelProcessEvent(process);
      process.state = DOWN;
      this.stayAway(process);
      this.replaced(process);
      return;
    }
    if (process.state !== UP) return;
    const pausedFor = this.pauseLeft(process.number);
    this.takeDown(process);
    process.state = STOPPING;
    this.takeStock();
    while (process.lastReserved !== NONE) this.end(process.lastReserved, RETURNED);
    if (process.running === 0) this.stopped(process);
    else if (grace !== NEVER)
      process.event = simulation.schedule(simulation.now + Math.max(grace, pausedFor), this.code | PROCESS_EVENT, process.number);
  }

  /** A process that was asked to stop has stopped. */
  private stopped(process: Process): void {
    this.cancelProcessEvent(process);
    process.state = DOWN;
    this.takeStock();
    this.site.recorder.fact(PROCESS_STOPPED, NONE, process.number);
    if (process.number < this.processes.wanted) this.startLater(process, this.params.startUpTime);
    else this.stayAway(process);
    if (process.state !== STARTING) this.replaced(process);
  }

  /** A process does not come up again: nobody tells the queue which jobs died with it, but for the end of their leases. */
  private stayAway(process: Process): void {
    for (const call of process.owed.splice(0)) this.store(call).letGo(call);
  }

  private armStrike(process: Process): void {
    const { simulation } = this.site;
    const { workerFault } = this.params;
    if (process.strike !== NONE) simulation.cancel(process.strike, process.number);
    process.strike = NONE;
    if (!workerFault.policy.strikesAfter || process.state !== UP) return;
    this.processChance.aim(process.number, process.strikes++);
    const after = workerFault.policy.strikesAfter(workerFault.params, this.processChance);
    if (after === NEVER) return;
    const from = simulation.now + this.pauseLeft(process.number);
    process.strike = simulation.schedule(from + Math.max(1, wholeMicros(after)), this.code | STRIKE, process.number);
  }

  private strike(process: Process): void {
    process.strike = NONE;
    const { workerFault } = this.params;
    if (!workerFault.policy.lasts) return;
    this.processChance.aim(process.number, ~process.strikes);
    const lasts = workerFault.policy.lasts(workerFault.params, this.processChance);
    if (lasts === NEVER) {
      this.die(process);
      return;
    }
    this.pause(process, wholeMicros(lasts));
    this.armStrike(process);
  }

  /** A process stands still: whatever it would have done is done later, and its clock has not stopped. */
  private pause(process: Process, span: number): void {
    if (span === 0) return;
    const { tasks } = this;
    const { simulation, recorder } = this.site;
    const { now } = simulation;
    recorder.fact(PROCESS_PAUSED, NONE, process.number);
    if (!this.isPaused(process)) recorder.change(PAUSED_GAUGE, 1);
    else if (process.resume !== NONE) simulation.cancel(process.resume, process.number);
    const until = Math.max(now, process.pausedUntil) + span;
    const longer = until - Math.max(now, process.pausedUntil);
    process.pausedUntil = until;
    for (let task = process.firstRunning; task !== NONE; task = tasks.next[task]) {
      if (tasks.event[task] === NONE) continue;
      simulation.cancel(tasks.event[task], task);
      tasks.due[task] += longer;
      tasks.event[task] = simulation.schedule(tasks.due[task], this.code | STEP, task);
    }
    process.resume = simulation.schedule(until, this.code | RESUME, process.number);
  }

  private resume(process: Process): void {
    process.resume = NONE;
    this.site.recorder.change(PAUSED_GAUGE, -1);
    process.pausedUntil = 0;
    this.stopLapsed(process);
    this.startReserved(process);
    this.fetch();
  }

  /** Ends what a process would have stopped while it stood still. */
  private stopLapsed(process: Process): void {
    const { tasks } = this;
    const lapsed: number[] = [];
    for (const first of [process.firstReserved, process.firstRunning])
      for (let task = first; task !== NONE; task = tasks.next[task]) if (tasks.stops[task] === 1) lapsed.push(task);
    for (const task of lapsed) if (tasks.stops[task] === 1) this.end(task, STOPPED);
  }

  /** As many processes as this are wanted from now on; the highest go first. */
  private scaleTo(wanted: number): void {
    const { processes } = this;
    const before = processes.wanted;
    processes.wanted = wanted;
    for (let i = wanted; i < before; i++) this.stop(processes.list[i]);
    for (let i = before; i < wanted; i++) {
      const process = i < processes.list.length ? processes.list[i] : processes.create();
      // one that is still stopping starts again when it has stopped
      if (process.state === DOWN) this.startLater(process, this.params.startUpTime);
    }
    this.fetch();
  }

  private startScaling(replaced = true): void {
    const { simulation } = this.site;
    const { autoscaling } = this.params;
    if (replaced) {
      this.scaler = autoscaling.policy.start(autoscaling.params, simulation.now);
      if (autoscaling.policy.id === 'none' && this.looks !== NONE) this.scaleTo(this.params.instances);
    }
    if (this.looks !== NONE) simulation.cancel(this.looks, 0);
    this.looks = NONE;
    const interval = autoscaling.policy.interval(autoscaling.params);
    if (interval === NEVER) return;
    this.lookedAt = simulation.now;
    this.areaAt = simulation.now;
    this.looks = simulation.schedule(simulation.now + interval, this.code | LOOK, 0);
  }

  /** Counts busy and free slots up to now. */
  private countTime(): void {
    if (this.looks === NONE) return;
    const { now } = this.site.simulation;
    this.busyArea += this.busy * (now - this.areaAt);
    this.slotArea += this.slots * (now - this.areaAt);
    this.areaAt = now;
  }

  private look(): void {
    const { simulation } = this.site;
    const { autoscaling } = this.params;
    const { now } = simulation;
    const { readings, processes } = this;
    this.countTime();
    readings.up = processes.count(UP);
    readings.starting = processes.count(STARTING);
    readings.backlog = this.sources.reduce((sum, { caller }) => sum + (caller.jobStore as Store).backlog, 0);
    readings.oldestAge = this.sources.reduce((oldest, { caller }) => Math.max(oldest, (caller.jobStore as Store).oldestAge()), 0);
    readings.busy = this.busy;
    readings.slots = this.slots;
    readings.utilisation = this.slotArea > 0 ? Math.min(1, this.busyArea / this.slotArea) : 0;
    readings.done = this.endedSinceLook;
    readings.since = now - this.lookedAt;
    this.busyArea = 0;
    this.slotArea = 0;
    this.endedSinceLook = 0;
    this.lookedAt = now;
    const wanted = autoscaling.policy.plan(this.scaler, autoscaling.params, now, readings);
    this.looks = simulation.schedule(now + autoscaling.policy.interval(autoscaling.params), this.code | LOOK, 0);
    if (wanted !== processes.wanted) this.scaleTo(wanted);
  }

  private addScalingReadings(): void {
    for (const policy of this.site.policiesOf('autoscaling')) {
      for (const [name, gauge] of Object.entries(policy.gauges ?? {})) {
        this.site.recorder.addReading(
          {
            kind: 'reading',
            name: `autoscaling.${name}`,
            label: gauge.label,
            unit: gauge.unit,
            help: `${policy.title}: ${gauge.label.toLowerCase()}.`,
          },
          (now) => {
            const { autoscaling } = this.params;
            return autoscaling.policy === policy ? gauge.read(this.scaler, autoscaling.params, now) : Number.NaN;
          },
        );
      }
    }
  }

  /** Another version: every process is replaced, so many at a time. */
  private deploy(): void {
    this.deployed = this.params.version;
    this.toDeploy.length = 0;
    this.toDeploy.push(...this.processes.list.slice(0, this.processes.wanted));
    this.deploying = 0;
    for (const process of this.processes.list) process.deploys = false;
    this.deployNext();
  }

  private deployNext(): void {
    while (this.deploying < this.params.deploysAtOnce) {
      const process = this.toDeploy.shift();
      if (process === undefined) return;
      if (process.state !== UP) continue;
      process.deploys = true;
      this.deploying++;
      this.stop(process);
    }
  }

  /** A process is up; it may have been replaced by a deployment. */
  private replaced(process: Process): void {
    if (!process.deploys) return;
    process.deploys = false;
    this.deploying--;
    this.deployNext();
  }
}
