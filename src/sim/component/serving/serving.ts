import { Caller } from '../../flow/caller.ts';
import { callerFacts, callerGauges, callerMeters } from '../../flow/caller-meters.ts';
import type { CallerParams } from '../../flow/caller-params.ts';
import { CALL_CLOSED, TIMER_WAITS } from '../../flow/calls.ts';
import { CANCELLED, type Callee, DROPPED, ERROR, OK, PERMANENT_ERROR, SHED } from '../../flow/port.ts';
import { NO_TASK } from '../../flow/tasks.ts';
import { derivedHigh, derivedLow, type Keyed, mix } from '../../kernel/chance.ts';
import { MICROS_PER_SECOND, wholeMicros } from '../../kernel/time.ts';
import { type Meter, timeMeters } from '../../meter/meter.ts';
import { choice, integer, type Params, policy } from '../../param/param.ts';
import { ANSWER, BRANCH, CALL, END, JUMP, PAR, WORK } from '../../routine/routine.ts';
import type { Balance, Component, Site } from '../component.ts';

const NONE = -1;

export const servingFacts = [
  ...callerFacts,
  'arrived',
  'shed',
  'refused',
  'started',
  'finished',
  'answeredError',
  'wasted',
  'dropped',
  'cancelled',
  'effectRepeated',
] as const;
const ARRIVED = servingFacts.indexOf('arrived');
const SHEDDED = servingFacts.indexOf('shed');
const REFUSED = servingFacts.indexOf('refused');
const STARTED = servingFacts.indexOf('started');
const FINISHED = servingFacts.indexOf('finished');
const ANSWERED_ERROR = servingFacts.indexOf('answeredError');
const WASTED = servingFacts.indexOf('wasted');
const LEFT_QUEUE = servingFacts.indexOf('dropped');
const STOPPED = servingFacts.indexOf('cancelled');
const EFFECT_REPEATED = servingFacts.indexOf('effectRepeated');

export const servingGauges = [
  ...callerGauges,
  { name: 'waiting', up: [], down: [] },
  /** Tasks that freed their server while they wait for others. */
  { name: 'away', up: [], down: [] },
  { name: 'working', up: ['started'], down: ['finished', 'answeredError', 'wasted', 'cancelled'] },
  { name: 'servers', up: [], down: [] },
];
const [WAITING, AWAY_GAUGE, WORKING_GAUGE, SERVERS] = ['waiting', 'away', 'working', 'servers'].map((name) =>
  servingGauges.findIndex((gauge) => gauge.name === name),
);

export const servingHistograms = ['waitingTime', 'timeInSystem'] as const;
const WAITING_TIME = 0;
const TIME_IN_SYSTEM = 1;

/** Where a task is. */
const QUEUED = 1;
const WORKING = 2;
const HUNG = 3;
const CALLING = 4;
const AWAY = 5;

export const servingParams = {
  replicas: integer({
    label: 'Replicas',
    help: 'Machines that share one queue; a fault can strike some of them. Fewer than before: those that go finish what they are doing.',
    group: 'Capacity',
    default: 1,
    min: 1,
    max: 1_000,
    scale: 'log',
  }),
  servers: integer({
    label: 'Servers per replica',
    help: 'How many requests an instance works on at once (threads, workers, cores).',
    group: 'Capacity',
    default: 10,
    min: 1,
    max: 10_000,
    scale: 'log',
  }),
  serviceTime: policy({
    label: 'Service time',
    help: 'How long a server works on one attempt, waiting excluded.',
    group: 'Capacity',
    seam: 'distribution',
    default: { kind: 'exponential' },
  }),
  serviceTimeDrawn: choice({
    label: 'Service time is drawn',
    help: 'Whether a retry draws anew, or a request is as much work at every attempt.',
    advanced: true,
    group: 'Capacity',
    default: 'attempt',
    options: { attempt: 'For each attempt', request: 'Once per request' },
  }),
  queueDiscipline: policy({
    label: 'Queue discipline',
    help: 'Who is served next.',
    group: 'Queue',
    seam: 'queue-discipline',
    default: { kind: 'fifo' },
  }),
  loadShedding: policy({
    label: 'Load shedding',
    help: 'Whether a newcomer that cannot be served at once may wait.',
    group: 'Queue',
    seam: 'load-shedding',
    default: { kind: 'none' },
  }),
  whenCallerLeaves: choice({
    label: 'When a caller leaves',
    help: 'What a timeout of the caller does to the work.',
    group: 'Queue',
    default: 'keep-working',
    options: {
      'keep-working': 'Nothing: the work is done for nobody',
      'drop-if-queued': 'Dropped, if it still waits',
      cancel: 'Cancelled everywhere, downstream too',
    },
  }),
  fault: policy({ label: 'Fault', help: 'What is wrong with it.', group: 'Fault', seam: 'fault', default: { kind: 'none' } }),
  whileCalling: choice({
    label: 'While it waits for others',
    help: 'Whether a server stays taken while a downstream call is out (a thread per request) or serves others (asynchronous).',
    group: 'Downstream',
    whenCalling: true,
    default: 'holds-server',
    options: { 'holds-server': 'Holds its server', 'frees-server': 'Frees its server' },
  }),
} as const;

/** What each policy has one state for. */
export const servingScopes = { queueDiscipline: 'component', loadShedding: 'component', fault: 'nothing', serviceTime: 'nothing' } as const;

export const servingMeters: readonly Meter[] = [
  {
    kind: 'rate',
    name: 'attemptRate',
    label: 'Attempts received',
    unit: 'req/s',
    help: 'What arrives here: arrivals and retries.',
    facts: ['arrived'],
  },
  {
    kind: 'rate',
    name: 'goodput',
    label: 'Goodput',
    unit: 'req/s',
    help: 'Work that ended well for a caller that was still there.',
    facts: ['finished'],
  },
  {
    kind: 'rate',
    name: 'throughput',
    label: 'Throughput',
    unit: 'req/s',
    help: 'Work that ended, whatever came of it.',
    facts: ['finished', 'answeredError', 'wasted'],
  },
  {
    kind: 'rate',
    name: 'wasted',
    label: 'Wasted work',
    unit: 'req/s',
    help: 'Work that ended after its caller had gone.',
    facts: ['wasted'],
  },
  {
    kind: 'rate',
    name: 'failures',
    label: 'Errors answered',
    unit: 'req/s',
    help: 'Work that ended in an error, and refusals of a failing instance.',
    facts: ['answeredError', 'refused'],
  },
  { kind: 'rate', name: 'shed', label: 'Shed', unit: 'req/s', help: 'Newcomers refused because the queue was full.', facts: ['shed'] },
  {
    kind: 'rate',
    name: 'dropped',
    label: 'Dropped',
    unit: 'req/s',
    help: 'Requests that left the queue unserved because their caller had gone.',
    facts: ['dropped'],
  },
  {
    kind: 'rate',
    name: 'cancelled',
    label: 'Cancelled',
    unit: 'req/s',
    help: 'Work that was stopped because its caller had gone.',
    facts: ['cancelled'],
  },
  {
    kind: 'rate',
    name: 'repeatedEffects',
    label: 'Repeated side effects',
    unit: 'req/s',
    help: 'Work that had already been done for the same request.',
    facts: ['effectRepeated'],
  },
  { kind: 'level', name: 'queueLength', label: 'Queue length', unit: 'req', help: 'Requests waiting for a server.', gauges: ['waiting'] },
  {
    kind: 'level',
    name: 'inFlight',
    label: 'In flight',
    unit: 'req',
    help: 'Requests waiting or being worked on.',
    gauges: ['waiting', 'working', 'away'],
  },
  { kind: 'level', name: 'busy', label: 'Busy servers', unit: 'servers', help: 'Servers that are taken.', gauges: ['working'] },
  { kind: 'level', name: 'servers', label: 'Servers', unit: 'servers', help: 'Servers that work.', gauges: ['servers'] },
  {
    kind: 'share',
    name: 'utilisation',
    label: 'Utilisation',
    unit: 'ratio',
    help: 'Busy share of the servers.',
    gauges: ['working'],
    of: 'servers',
  },
  ...timeMeters('waitingTime', 'Waiting time', 'From arrival to the start of service, of those that were served'),
  ...timeMeters('timeInSystem', 'Time in system', 'From arrival to the end of the work'),
  ...callerMeters,
];

/** Of the calls it was sent. */
export const servingBalances: readonly Balance[] = [
  {
    of: 'calls',
    begun: ['arrived'],
    ended: ['shed', 'refused', 'finished', 'answeredError', 'wasted', 'dropped', 'cancelled'],
    open: ['waiting', 'working', 'away'],
  },
];

type All = Params<typeof servingParams> & CallerParams;
/** What every one of its kind is told; who calls nobody leaves out what is about calling. */
export type ServingParams = Omit<All, 'whileCalling'> & Partial<Pick<All, 'whileCalling'>>;

/**
 * Serving with a fixed number of servers behind one queue. A part that components are, not a component: a service works
 * on whatever it is asked, a database on reads and writes.
 */
export class Serving implements Component, Callee {
  readonly caller: Caller;
  readonly callee = this;
  /** The discipline in use: the one that `queue` belongs to. Entries are rows of calls. */
  private discipline: ServingParams['queueDiscipline'];
  private queue: object;
  private shedding: object;
  protected readonly serviceChance: Keyed;
  private readonly faultChance: Keyed;
  private readonly branchChance: Keyed;
  private readonly workDoneEvent: number;
  private readonly refusalEvent: number;
  private waiting = 0;
  /** While `serveWaiting` is at it. */
  private servesQueue = false;
  private serving = 0;
  private turns = 0;
  /** Busy servers per instance, those of replicas that are going included. */
  private busy: Int32Array;
  private nextInstance = 0;
  /** Servers that work, on all replicas. */
  private working = 0;
  /** How many of the replicas, from the first, the fault strikes. */
  private struck = 0;
  /** Tasks that are hung, in order. */
  private readonly hung: number[] = [];
  /** What the fault that hung them said of their end; kept, because by then it is gone. */
  private hungWorkFails = false;
  /** Sub-operations of tasks that wait for several at once. */
  private readonly parallel = new Map<number, number[]>();

  constructor(
    protected readonly site: Site,
    protected readonly params: ServingParams,
  ) {
    this.caller = new Caller(site, params, this);
    this.workDoneEvent = site.event((call) => this.workDue(call));
    this.refusalEvent = site.event((call) => this.answer(call, ERROR));
    this.serviceChance = site.keyed('service-time');
    this.faultChance = site.keyed('fault');
    this.branchChance = site.keyed('branch');
    this.discipline = params.queueDiscipline;
    this.queue = this.discipline.policy.start(this.discipline.params);
    this.shedding = params.loadShedding.policy.start(params.loadShedding.params, 0);
    this.busy = new Int32Array(params.replicas);
  }

  start(): void {
    this.takeStock();
  }

  capacity(): number {
    const { replicas, servers, serviceTime } = this.params;
    return (replicas * servers * MICROS_PER_SECOND) / serviceTime.policy.mean(serviceTime.params);
  }

  changed(param: string, replaced: boolean): void {
    const { params } = this;
    if (param === 'queueDiscipline' && replaced) this.requeue();
    else if (param === 'loadShedding' && replaced)
      this.shedding = params.loadShedding.policy.start(params.loadShedding.params, this.site.simulation.now);
    else if (param === 'replicas' || param === 'servers' || param === 'fault') {
      this.takeStock();
      this.wakeHung();
      this.serveWaiting();
    } else this.caller.changed(param, replaced);
  }

  receive(call: number): void {
    const { calls } = this.site;
    this.site.report(ARRIVED, call);
    const instance = this.instanceForNewcomer();
    if (instance !== NONE) {
      if (this.struck > 0 && this.refuses(instance, call)) return;
      calls.tasks.begin(call, WORKING);
      this.begin(call, instance);
      return;
    }
    const { loadShedding } = this.params;
    if (loadShedding.policy.admits(this.shedding, loadShedding.params, this.site.simulation.now, this.waiting, this.serving)) {
      calls.tasks.begin(call, QUEUED);
      this.wait(call);
      return;
    }
    this.site.report(SHEDDED, call);
    this.answer(call, SHED);
  }

  withdraw(call: number): void {
    const { whenCallerLeaves } = this.params;
    const { calls, recorder, simulation } = this.site;
    const { tasks } = calls;
    const phase = tasks.phase[call];
    // whoever has answered early is done with its caller, though the answer may still be on its way
    if (phase === NO_TASK || tasks.answered[call] > 0 || whenCallerLeaves === 'keep-working') return;
    if (phase === QUEUED) {
      this.discipline.policy.leave(this.queue, this.discipline.params, call);
      this.waiting--;
      recorder.change(WAITING, -1);
      this.site.report(LEFT_QUEUE, call);
      this.close(call);
      this.answer(call, DROPPED);
      return;
    }
    if (whenCallerLeaves !== 'cancel') return;
    this.site.report(STOPPED, call);
    if (tasks.event[call] !== NONE) simulation.cancel(tasks.event[call], call);
    if (phase === HUNG) this.hung.splice(this.hung.indexOf(call), 1);
    this.cancelOperations(call);
    this.close(call);
    this.leave(call);
    this.answer(call, CANCELLED);
  }

  /** A downstream operation made for a call has ended. */
  concluded(call: number, outcome: number): void {
    const { tasks } = this.site.calls;
    // the task is ending, and this operation was about to be cancelled
    if (tasks.pending[call] === 0) return;
    if (outcome !== OK) {
      this.cancelOperations(call);
      this.end(call, outcome === PERMANENT_ERROR ? PERMANENT_ERROR : ERROR);
      return;
    }
    this.site.calls.value[call] = this.caller.lastValue;
    if (--tasks.pending[call] > 0) return;
    tasks.operation[call] = NONE;
    if (this.parallel.size > 0) this.parallel.delete(call);
    this.walk(call);
  }

  /** Aims the draws of a call's work, at whichever step it is; to be sampled at once. */
  protected aim(call: number, salt: number): Keyed {
    const { calls, requests } = this.site;
    if (this.params.serviceTimeDrawn === 'request') {
      const root = calls.root[call];
      return this.serviceChance.aim(requests.keyLow[root] ^ salt, requests.keyHigh[root]);
    }
    return this.serviceChance.aim(calls.keyLow[call] ^ salt, calls.keyHigh[call]);
  }

  /** How long a call's work takes [µs]. */
  protected workOf(call: number, salt: number): number {
    const { serviceTime } = this.params;
    return serviceTime.policy.sample(serviceTime.params, this.aim(call, salt));
  }

  /** Servers at work. */
  protected get atWork(): number {
    return this.serving;
  }

  /** Service of a call begins, and has ended well. */
  protected hasBegun(_call: number): void {}
  protected hasDone(_call: number): void {}

  /** A task gives its server away while it waits for others, or ends that state. */
  private moveAway(by: number): void {
    const { recorder } = this.site;
    recorder.change(AWAY_GAUGE, by);
    recorder.change(WORKING_GAUGE, -by);
  }

  /** The task of a call is over. */
  private close(call: number): void {
    const { calls } = this.site;
    const { tasks } = calls;
    if (tasks.phase[call] === AWAY) this.moveAway(-1);
    tasks.end(call);
    if (tasks.answered[call] > 0) calls.letGo(call);
  }

  private answer(call: number, outcome: number): void {
    const { calls, allWires } = this.site;
    allWires[calls.wire[call]].caller.answered(call, outcome);
  }

  private wait(call: number): void {
    const { calls, simulation, recorder } = this.site;
    calls.tasks.phase[call] = QUEUED;
    calls.tasks.turn[call] = this.turns++;
    this.discipline.policy.put(this.queue, this.discipline.params, call, simulation.now);
    this.waiting++;
    recorder.change(WAITING, 1);
  }

  /** Takes what waits, as long as there is a server for it; a task that ends meanwhile leaves its server to this. */
  private serveWaiting(): void {
    if (this.servesQueue) return;
    this.servesQueue = true;
    while (this.serveNext());
    this.servesQueue = false;
  }

  private serveNext(): boolean {
    if (this.waiting === 0) return false;
    const { recorder, calls, simulation } = this.site;
    const instance = this.freeInstance();
    if (instance === NONE) return false;
    const call = this.discipline.policy.take(this.queue, this.discipline.params, simulation.now);
    if (call === NONE) return false;
    this.waiting--;
    recorder.change(WAITING, -1);
    if (calls.tasks.step[call] > 0) {
      recorder.change(WORKING_GAUGE, 1);
      this.begin(call, instance);
    } else if (this.struck > 0 && this.refusesAfter(instance) !== NONE) {
      this.close(call);
      this.refuses(instance, call);
    } else this.begin(call, instance);
    return true;
  }

  /** Gives a task a server; its waiting is over. */
  private begin(call: number, instance: number): void {
    const { calls, recorder, simulation, allWires } = this.site;
    const { tasks } = calls;
    tasks.phase[call] = WORKING;
    tasks.instance[call] = instance;
    this.busy[instance]++;
    this.serving++;
    if (tasks.step[call] > 0) {
      this.work(call);
      return;
    }
    this.site.report(STARTED, call);
    recorder.observe(WAITING_TIME, simulation.now - calls.arrivesAt[call]);
    this.hasBegun(call);
    if (calls.timer[call] === TIMER_WAITS) allWires[calls.wire[call]].caller.begun(call);
    this.walk(call);
  }

  /** Goes through the routine until something takes time or the task ends. */
  private walk(call: number): void {
    const { calls, program } = this.site;
    const { tasks } = calls;
    for (;;) {
      const step = tasks.step[call]++;
      const instruction = program[step];
      switch (instruction.code) {
        case WORK:
          if (tasks.instance[call] === NONE) this.waitAgain(call);
          else this.work(call);
          return;
        case CALL:
        case PAR:
          if (instruction.wires.length === 0) break;
          this.call(call, step, instruction.wires);
          return;
        case BRANCH:
          this.branchChance.aim(calls.keyLow[call] ^ mix(step + 1), calls.keyHigh[call]);
          if (!this.branchChance.happens(instruction.value)) tasks.step[call] = instruction.target;
          break;
        case JUMP:
          tasks.step[call] = instruction.target;
          break;
        case ANSWER:
          if (program[step + 1].code === END) {
            this.end(call, OK);
            return;
          }
          this.answerEarly(call);
          break;
        default:
          this.end(call, OK);
          return;
      }
    }
  }

  /** A task that freed its server wants to work again: it queues like everybody, but is not shed. */
  private waitAgain(call: number): void {
    const instance = this.instanceForNewcomer();
    if (instance === NONE) {
      this.site.recorder.change(AWAY_GAUGE, -1);
      this.wait(call);
      return;
    }
    this.moveAway(-1);
    this.begin(call, instance);
  }

  private work(call: number): void {
    const { calls, simulation, program } = this.site;
    const { tasks } = calls;
    const step = tasks.step[call] - 1;
    let needed = this.workOf(call, step === 0 ? 0 : mix(step));
    const factor = program[step].value;
    if (factor !== 1) needed = wholeMicros(needed * factor);
    if (tasks.instance[call] < this.struck) {
      needed = this.stricken(call, needed);
      if (needed === NONE) return;
    }
    tasks.phase[call] = WORKING;
    tasks.event[call] = simulation.schedule(simulation.now + needed, this.workDoneEvent, call);
  }

  /** What a fault makes of work that needs so long [µs]; NONE when it has been dealt with. */
  private stricken(call: number, needed: number): number {
    const { fault } = this.params;
    const { tasks } = this.site.calls;
    if (fault.params.decided === 'start') {
      const verdict = this.verdict(call);
      if (verdict !== OK) {
        this.end(call, verdict);
        return NONE;
      }
    }
    if (!fault.policy.stretch) return needed;
    const stretch = fault.policy.stretch(fault.params);
    if (stretch !== Number.POSITIVE_INFINITY) return wholeMicros(needed * stretch);
    tasks.phase[call] = HUNG;
    tasks.owed[call] = needed;
    this.hung.push(call);
    return NONE;
  }

  private workDue(call: number): void {
    this.site.calls.tasks.event[call] = NONE;
    this.workDone(call);
  }

  private workDone(call: number): void {
    if (this.site.calls.tasks.instance[call] < this.struck && this.params.fault.params.decided !== 'start') {
      const verdict = this.verdict(call);
      if (verdict !== OK) {
        this.end(call, verdict);
        return;
      }
    }
    this.walk(call);
  }

  private call(call: number, step: number, wires: readonly number[]): void {
    const { calls } = this.site;
    const { tasks } = calls;
    const instance = Math.max(0, tasks.instance[call]);
    if (this.params.whileCalling === 'frees-server' && tasks.instance[call] !== NONE) {
      this.moveAway(1);
      tasks.phase[call] = AWAY;
      this.leave(call);
    } else if (tasks.phase[call] !== AWAY) tasks.phase[call] = CALLING;
    tasks.pending[call] = wires.length;
    const low = calls.keyLow[call];
    const high = calls.keyHigh[call];
    const intent = calls.intent[call];
    const operations = wires.map((wire, i) => {
      // named by the work it is part of, not by the attempt that does it: the draws by both
      const salt = mix((step + 1) * 64 + i);
      const newLow = derivedLow(low, high, salt);
      return this.caller.open(wire, instance, call, calls.root[call], call, mix(intent ^ salt), newLow, derivedHigh(newLow, high, salt));
    });
    if (operations.length === 1) {
      tasks.operation[call] = operations[0];
      this.caller.go(operations[0]);
      return;
    }
    this.parallel.set(call, operations);
    // one that fails at once ends the task, which takes the list away and cancels the rest
    for (const operation of operations) {
      if (this.parallel.get(call) !== operations) return;
      this.caller.go(operation);
    }
  }

  private cancelOperations(call: number): void {
    const { tasks } = this.site.calls;
    tasks.pending[call] = 0;
    const several = this.parallel.get(call);
    if (several) {
      this.parallel.delete(call);
      for (const operation of several) if (this.caller.isOpenFor(operation, call)) this.caller.cancel(operation);
    } else if (tasks.operation[call] !== NONE && this.caller.isOpenFor(tasks.operation[call], call))
      this.caller.cancel(tasks.operation[call]);
    tasks.operation[call] = NONE;
  }

  /** Answers well and goes on working: from here on nobody waits for the task. */
  private answerEarly(call: number): void {
    const { calls } = this.site;
    const { tasks } = calls;
    if (tasks.answered[call] > 0) return;
    tasks.answered[call] = (calls.state[call] & CALL_CLOSED) === 0 ? 1 : 2;
    calls.references[call]++;
    this.answer(call, OK);
  }

  /** The task is over: frees its server, lets the next one start, then answers. */
  private end(call: number, outcome: number): void {
    const { calls, requests, recorder, simulation } = this.site;
    const root = calls.root[call];
    const answered = calls.tasks.answered[call];
    const wasted = answered === 0 ? (calls.state[call] & CALL_CLOSED) !== 0 : answered === 2;
    recorder.observe(TIME_IN_SYSTEM, simulation.now - calls.arrivesAt[call]);
    this.site.report(wasted ? WASTED : outcome === OK ? FINISHED : ANSWERED_ERROR, call);
    if (outcome === OK) this.hasDone(call);
    if (outcome === OK && requests.isDuplicate(root, (calls.intent[call] ^ this.site.salt) | 1)) this.reportRepetition(call);
    this.close(call);
    this.leave(call);
    if (answered === 0) this.answer(call, outcome);
  }

  private reportRepetition(call: number): void {
    const { calls, requests, origins } = this.site;
    const root = calls.root[call];
    this.site.report(EFFECT_REPEATED, call);
    origins[requests.client[root]].duplicated(root);
  }

  /** A task gives its server back. */
  private leave(call: number): void {
    const { tasks } = this.site.calls;
    const instance = tasks.instance[call];
    if (instance === NONE) return;
    tasks.instance[call] = NONE;
    this.busy[instance]--;
    this.serving--;
    if (this.waiting > 0) this.serveWaiting();
  }

  /** For whoever comes to work: not before those that wait. */
  private instanceForNewcomer(): number {
    return this.waiting > 0 ? NONE : this.freeInstance();
  }

  /** The number of an instance that can take a request now, in turn; NONE when all are full. */
  private freeInstance(): number {
    const { replicas, servers } = this.params;
    if (replicas === 1 && this.struck === 0) return this.busy[0] < servers ? 0 : NONE;
    for (let i = 0; i < replicas; i++) {
      let instance = this.nextInstance + i;
      if (instance >= replicas) instance -= replicas;
      if (this.refusesAfter(instance) !== NONE || this.busy[instance] < this.serversOf(instance)) {
        this.nextInstance = instance + 1 === replicas ? 0 : instance + 1;
        return instance;
      }
    }
    return NONE;
  }

  /** Servers of an instance that work. */
  private serversOf(instance: number): number {
    const { fault, servers } = this.params;
    if (instance >= this.struck || !fault.policy.capacity) return servers;
    return Math.floor(servers * fault.policy.capacity(fault.params) + 1e-9);
  }

  /** How long an instance takes to refuse everything [µs]; NONE when it does not. */
  private refusesAfter(instance: number): number {
    const { fault } = this.params;
    return instance < this.struck && fault.policy.refusesAfter ? fault.policy.refusesAfter(fault.params) : NONE;
  }

  /** Refuses a call if the instance it was sent to fails fast; true if so. */
  private refuses(instance: number, call: number): boolean {
    const after = this.refusesAfter(instance);
    if (after === NONE) return false;
    const { simulation } = this.site;
    this.site.report(REFUSED, call);
    if (after === 0) this.answer(call, ERROR);
    else simulation.schedule(simulation.now + after, this.refusalEvent, call);
    return true;
  }

  private verdict(call: number): number {
    const { fault } = this.params;
    if (!fault.policy.verdict) return OK;
    const { calls } = this.site;
    this.faultChance.aim(calls.keyLow[call] ^ mix(calls.tasks.step[call]), calls.keyHigh[call]);
    return fault.policy.verdict(fault.params, this.faultChance);
  }

  /** After a change of servers, replicas or fault: who is struck, and how many servers there are. */
  private takeStock(): void {
    const { replicas, fault } = this.params;
    if (replicas > this.busy.length) {
      const busy = new Int32Array(replicas);
      busy.set(this.busy);
      this.busy = busy;
    }
    this.struck = fault.policy.id === 'none' ? 0 : Math.ceil((fault.params.share ?? 1) * replicas - 1e-9);
    if (fault.params.hungWork !== undefined) this.hungWorkFails = fault.params.hungWork === 'fails';
    let servers = 0;
    for (let i = 0; i < replicas; i++) servers += this.serversOf(i);
    this.site.recorder.change(SERVERS, servers - this.working);
    this.working = servers;
  }

  /** A fault is over or has changed: what hung for its sake goes on. */
  private wakeHung(): void {
    const { calls, simulation } = this.site;
    const { tasks } = calls;
    const { fault } = this.params;
    for (let i = 0; i < this.hung.length; ) {
      const call = this.hung[i];
      const stretch = fault.policy.stretch && tasks.instance[call] < this.struck ? fault.policy.stretch(fault.params) : 1;
      if (stretch === Number.POSITIVE_INFINITY) {
        i++;
        continue;
      }
      this.hung.splice(i, 1);
      if (this.hungWorkFails) {
        this.end(call, ERROR);
        // its caller may have taken back others that hang, anywhere in the list
        i = 0;
      } else {
        tasks.phase[call] = WORKING;
        tasks.event[call] = simulation.schedule(simulation.now + wholeMicros(tasks.owed[call] * stretch), this.workDoneEvent, call);
      }
    }
  }

  /** Another discipline: what waits is handed over in the order in which it came. */
  private requeue(): void {
    const { tasks } = this.site.calls;
    const { queueDiscipline } = this.params;
    const { now } = this.site.simulation;
    const { policy: old, params: values } = this.discipline;
    const waiting: number[] = [];
    for (let call = old.take(this.queue, values, now); call !== NONE; call = old.take(this.queue, values, now)) waiting.push(call);
    waiting.sort((a, b) => tasks.turn[a] - tasks.turn[b]);
    this.discipline = queueDiscipline;
    this.queue = queueDiscipline.policy.start(queueDiscipline.params);
    for (const call of waiting) queueDiscipline.policy.put(this.queue, queueDiscipline.params, call, now);
  }
}
