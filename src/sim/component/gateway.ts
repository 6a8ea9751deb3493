import { derivedHigh, derivedLow, mix } from '../kernel/chance.ts';
import { KIND_BITS } from '../kernel/simulation.ts';
import { MICROS_PER_SECOND } from '../kernel/time.ts';
import { type Meter, timeMeters } from '../meter/meter.ts';
import { choice, duration, flag, integer, type Params, policy } from '../param/param.ts';
import { type Ask, PASSES, REFUSED } from '../policy/rate-limiter/contract.ts';
import { CALLER_KINDS, Caller, callerFacts, callerGauges, callerMeters, callerParams, callerScopes } from './caller.ts';
import { type Component, defineComponent, type Site } from './component.ts';
import { NO_TASK, TIMER_WAITS } from './ledger.ts';
import { addLimiterReadings, LimiterStates } from './limiter-states.ts';
import { CANCELLED, DROPPED, ERROR, OK, PERMANENT_ERROR, REJECTED, SHED } from './port.ts';
import { RollingCount } from './rolling-count.ts';
import { TenantShares } from './tenant-shares.ts';

const NONE = -1;
/** Event kinds of its own. */
const RELEASE = CALLER_KINDS;
const STORE_ASKED = CALLER_KINDS + 1;
const STORE_ANSWERED = CALLER_KINDS + 2;
const STORE_WRITTEN = CALLER_KINDS + 3;
const STORE_TIMED_OUT = CALLER_KINDS + 4;
const LEASE_ASKED = CALLER_KINDS + 5;
const LEASE_ANSWERED = CALLER_KINDS + 6;
const SYNC = CALLER_KINDS + 7;

/** The key whose rolling count is kept. */
const WATCHED_KEY = 0;
/** Tenants that have meters of their own, by number. */
const WATCHED_TENANTS = 6;
const tenants = Array.from({ length: WATCHED_TENANTS }, (_, i) => i + 1);

const facts = [
  ...callerFacts,
  'arrived',
  'admitted',
  'rejected',
  'left',
  'passed',
  'failed',
  'cancelled',
  'storeAsked',
  'storeFailed',
  ...tenants.map((tenant) => `admitted${tenant}`),
  ...tenants.map((tenant) => `rejected${tenant}`),
];
const [ARRIVED, ADMITTED, REJECTED_FACT, LEFT, PASSED, FAILED, STOPPED, STORE_OPERATION, STORE_FAILED, ADMITTED_1, REJECTED_1] = [
  'arrived',
  'admitted',
  'rejected',
  'left',
  'passed',
  'failed',
  'cancelled',
  'storeAsked',
  'storeFailed',
  'admitted1',
  'rejected1',
].map((fact) => facts.indexOf(fact));

const ends = ['rejected', 'left', 'passed', 'failed', 'cancelled'];
const gauges = [...callerGauges, { name: 'inside', up: ['arrived'], down: ends }, { name: 'held', up: [], down: [] }];
const HELD_GAUGE = gauges.findIndex(({ name }) => name === 'held');

const DELAY = 0;

/** Where a call is. */
const HELD = 1;
const ASKING = 2;
const FORWARDED = 3;

const params = {
  limiter: policy({
    label: 'Rate limiter',
    help: 'Which calls pass.',
    group: 'Limit',
    seam: 'rate-limiter',
    default: { kind: 'token-bucket' },
  }),
  key: choice({
    label: 'One limit for',
    help: 'Whom a limit is for: each has a state of its own.',
    group: 'Limit',
    default: 'everybody',
    options: { everybody: 'Everybody together', tenant: 'Each tenant', user: 'Each user of a tenant', client: 'Each client' },
  }),
  tells: choice({
    label: 'Tells when to come back',
    help: 'What a rejection says in Retry-After; HTTP has whole seconds.',
    group: 'Limit',
    advanced: true,
    default: 'seconds',
    options: { seconds: 'In whole seconds, rounded up', exactly: 'To the microsecond', not: 'Not at all' },
  }),
  nodes: integer({
    label: 'Nodes',
    help: 'Gateways side by side.',
    group: 'Nodes',
    default: 1,
    min: 1,
    max: 64,
  }),
  routing: choice({
    label: 'Calls go to',
    help: 'Which node a call comes to.',
    group: 'Nodes',
    advanced: true,
    default: 'random',
    options: { random: 'Any node, at random', turn: 'Each node in turn', key: 'Always the same for a tenant' },
  }),
  counters: choice({
    label: 'Nodes count',
    help: 'What nodes know of each other.',
    group: 'Nodes',
    default: 'together',
    options: {
      together: 'Together, in no time',
      'whole-each': 'Each alone, with the whole limit',
      'part-each': 'Each alone, with its part of the limit',
      synchronised: 'Each alone, and tell each other now and then',
      leased: 'In batches leased from a store',
      store: 'In a store that decides',
      'get-then-set': 'In a store: read, decide, write',
    },
  }),
  syncInterval: duration({
    label: 'Told every',
    help: 'How often nodes tell each other what they let pass; when they count alone and tell each other.',
    group: 'Nodes',
    advanced: true,
    default: 1_000,
    min: 1,
    max: 600_000,
    scale: 'log',
  }),
  syncLag: duration({
    label: 'Told after',
    help: 'How long that news takes.',
    group: 'Nodes',
    advanced: true,
    default: 100,
    min: 0,
    max: 600_000,
    scale: 'log',
  }),
  batch: integer({
    label: 'Batch',
    help: 'How many calls a node leases at once from the store.',
    group: 'Nodes',
    advanced: true,
    unit: 'req',
    default: 10,
    min: 1,
    max: 100_000,
    scale: 'log',
  }),
  storeTime: duration({
    label: 'Store round trip',
    help: 'From a node to the store and back; calls wait for it.',
    group: 'Nodes',
    advanced: true,
    default: 2,
    min: 0,
    max: 60_000,
    scale: 'log',
  }),
  storeUp: flag({ label: 'Store works', help: 'Off: the store does not answer.', group: 'Nodes', advanced: true, default: true }),
  storeTimeout: duration({
    label: 'Store timeout',
    help: 'How long a node waits for a store that does not answer.',
    group: 'Nodes',
    advanced: true,
    default: 50,
    min: 0,
    max: 60_000,
    scale: 'log',
  }),
  withoutStore: choice({
    label: 'Without the store',
    help: 'What a node does when the store has not answered.',
    group: 'Nodes',
    advanced: true,
    default: 'open',
    options: { open: 'Lets everybody pass (fails open)', closed: 'Rejects everybody (fails closed)', local: 'Counts alone, with its part' },
  }),
  clockSkew: duration({
    label: 'Clock skew',
    help: 'How far the last node’s clock is ahead of the first’s; those between lie evenly between.',
    group: 'Nodes',
    advanced: true,
    default: 0,
    min: 0,
    max: 600_000,
    scale: 'log',
  }),
  whenCallerLeaves: choice({
    label: 'When a caller leaves',
    help: 'What a timeout of the caller does to a call that has passed.',
    group: 'Downstream',
    advanced: true,
    default: 'keep-working',
    options: { 'keep-working': 'Nothing: it goes on', cancel: 'It is cancelled downstream' },
  }),
  ...callerParams({ maxAttempts: 1, attemptTimeout: null }),
};

const reading = (name: string, label: string, unit: string, help: string): Meter => ({ kind: 'reading', name, label, unit, help });
const readings = [
  reading(
    'rolling',
    'Rolling count',
    'req',
    'The most cost that passed in any window of the limit’s own span so far this bin, of the first key.',
  ),
  reading('overAdmission', 'Over-admission', 'req', 'By how much the rolling count exceeds the limit, of the first key.'),
  reading(
    'fairness',
    'Fairness (Jain)',
    'ratio',
    'Jain’s index over the admitted share of each tenant that asked: 1 when all get the same share.',
  ),
  reading('worstServed', 'Worst-served tenant', 'ratio', 'The least admitted share of any tenant that asked.'),
  reading('keys', 'Keys', 'keys', 'Keys that have a state, on all nodes.'),
  reading('memory', 'Memory of the limiter', 'kB', 'What the states of all keys take.'),
  reading('memoryPerKey', 'Memory per key', 'B', 'What the state of one key takes, its entry in the index included.'),
];

/** Lets calls pass, holds them or turns them away, as its rate limiter says. */
export const gateway = defineComponent({
  id: 'gateway',
  title: 'Gateway',
  summary: 'Turns calls away before they reach what is behind it.',
  notes: [
    {
      title: 'What it models',
      text: 'One or more gateway nodes before a component, each call judged by a rate limiter with a state per key. Nodes may count together, alone, in a store or in batches leased from one; the store takes time and can be down.',
    },
    {
      title: 'What it leaves out',
      text: 'The cost of deciding, the capacity of a node and of the store, connections. Forgetting of keys that have gone quiet: a state stays to the end of the run.',
    },
    {
      title: 'What is settled how',
      text: 'A **rejection** is instant and names a wait (Retry-After), unless the call could never pass. A call that a **queueing** limiter holds is counted when it joins. What passes is **charged** once, whatever becomes of it behind; a limit on concurrency is given back when the answer comes. **Counting alone with a part of the limit** charges every call N times its cost on its node. **Telling each other**: what a node let pass since it last told is charged to all the others when the news arrives, even if that overdraws them. **Read, decide, write** loses every charge made between a read and the write that follows it. A **lease** is decided by the store for a whole batch, or else for the one call; calls wait for it in order. When the store is **down**, those that already wait for it time out too. **A caller that leaves** a queueing limiter does not give its place back, and what has passed goes on behind the gate unless it is cancelled there: nobody behind knows that nobody waits. A change of the limiter’s parameters keeps its states, unless they need another shape; another limiter starts afresh.',
    },
    {
      title: 'What it is checked against',
      text: 'Decisions of nine libraries, one by one, but for two calls that juju/ratelimit lets pass beyond its rule and the ties that limiter’s floating-point tokens leave to chance; acceptance of token bucket, fixed window and sliding log under Poisson traffic; the over-admission of nodes that tell each other, in the scenario of four nodes, against rate per node × (interval + lag) × (nodes − 1).',
    },
  ],
  params,
  scopes: { limiter: 'component', ...callerScopes },
  takes: 'calls',
  sends: 'calls',
  calls: { least: 1, most: 1 },
  routine: false,
  roles: ['rate limiter'],
  facts,
  gauges,
  histograms: ['delay'],
  meters: [
    { kind: 'rate', name: 'attemptRate', label: 'Calls received', unit: 'req/s', help: 'What asks to pass.', facts: ['arrived'] },
    { kind: 'rate', name: 'admitted', label: 'Admitted', unit: 'req/s', help: 'Calls that passed.', facts: ['admitted'] },
    { kind: 'rate', name: 'rejected', label: 'Rejected', unit: 'req/s', help: 'Calls turned away.', facts: ['rejected'] },
    {
      kind: 'ratio',
      name: 'rejectRatio',
      label: 'Rejected share',
      unit: 'ratio',
      help: 'Rejections per call received.',
      facts: ['rejected'],
      of: ['arrived'],
    },
    { kind: 'rate', name: 'goodput', label: 'Goodput', unit: 'req/s', help: 'Calls that passed and succeeded.', facts: ['passed'] },
    {
      kind: 'level',
      name: 'held',
      label: 'Held',
      unit: 'req',
      help: 'Calls that wait here: in the limiter’s queue, or for the store.',
      gauges: ['held'],
    },
    { kind: 'level', name: 'inFlight', label: 'In flight', unit: 'req', help: 'Calls received and not answered.', gauges: ['inside'] },
    ...timeMeters('delay', 'Delay', 'From arrival to passing, of those that passed'),
    {
      kind: 'rate',
      name: 'storeOperations',
      label: 'Store operations',
      unit: 'ops/s',
      help: 'Reads, writes, leases and news between nodes.',
      facts: ['storeAsked'],
    },
    {
      kind: 'rate',
      name: 'storeFailures',
      label: 'Store timeouts',
      unit: 'ops/s',
      help: 'Operations the store did not answer.',
      facts: ['storeFailed'],
    },
    ...readings,
    ...tenants.flatMap((tenant): Meter[] => [
      {
        kind: 'rate',
        name: `tenant${tenant}.admitted`,
        label: `Tenant ${tenant} admitted`,
        unit: 'req/s',
        help: `Calls of tenant number ${tenant - 1} that passed.`,
        facts: [`admitted${tenant}`],
      },
      {
        kind: 'rate',
        name: `tenant${tenant}.rejected`,
        label: `Tenant ${tenant} rejected`,
        unit: 'req/s',
        help: `Calls of tenant number ${tenant - 1} that were turned away.`,
        facts: [`rejected${tenant}`],
      },
    ]),
    ...callerMeters,
  ],
  face: {
    line: '{admitted} req/s admitted · {held} held',
    alert: { meter: 'rejected', text: '{rejected} req/s rejected', tone: 'retry' },
    column: 'held',
    shows: ['limiter'],
  },
  balances: [{ of: 'calls', begun: ['arrived'], ended: ends, open: ['inside'] }],
  create: (site, values): Component => new Gateway(site, values),
});

type GatewayParams = Params<typeof params>;

/** A batch that a node has asked the store for, and the calls that wait for it. */
interface LeaseRequest {
  node: number;
  key: number;
  priority: number;
  tenant: number;
  /** Cost of the call that asked first: what is leased if the batch cannot be. */
  cost: number;
  granted: number;
  waiting: number[];
}

/** What a node means to write back, or to tell the others. */
interface Message {
  key: number;
  cells: Float64Array | null;
  node: number;
  cost: number;
  /** Under which limiter it was written. */
  epoch: number;
}

class Gateway implements Component {
  readonly caller: Caller;
  /** The limiter's states: of each node, or one for all. */
  private states: LimiterStates[] = [];
  private readonly code: number;
  private readonly ask: Ask = { cost: 1, tenant: 0, priority: 0 };
  private turn = 0;
  /** How many limiters there have been: what passed under another is not given back to this one. */
  private epoch = 0;
  /** Copies read from the store, by call. */
  private readonly copies = new Map<number, Float64Array>();
  private readonly messages: (Message | undefined)[] = [];
  private readonly freeMessages: number[] = [];
  /** What is left of each node's leases, by key; and the requests under way. */
  private leases: Map<number, number>[] = [];
  private readonly leaseRequests: (LeaseRequest | undefined)[] = [];
  private readonly underWay = new Map<string, number>();
  /** What each node let pass since it last told, by key. */
  private untold: Map<number, number>[] = [];
  private syncEvent = NONE;
  private readonly rolling: RollingCount;
  private readonly shares = new TenantShares();

  constructor(
    private readonly site: Site,
    private readonly params: GatewayParams,
  ) {
    this.code = site.index << KIND_BITS;
    this.caller = new Caller(site, params, this);
    this.rolling = new RollingCount();
    this.addReadings();
  }

  start(): void {
    this.begin();
  }

  /** Fresh states for the limiter, the nodes and the way they count. */
  private begin(): void {
    const { nodes } = this.params;
    this.epoch++;
    this.states = Array.from({ length: nodes }, () => new LimiterStates(() => this.params.limiter));
    this.fallback.length = 0;
    this.leases = this.states.map(() => new Map());
    this.untold = this.states.map(() => new Map());
    this.armSync();
  }

  private armSync(): void {
    const { simulation } = this.site;
    if (this.syncEvent !== NONE) simulation.cancel(this.syncEvent, 0);
    this.syncEvent = NONE;
    if (this.params.counters !== 'synchronised' || this.params.nodes === 1) return;
    this.syncEvent = simulation.schedule(simulation.now + this.params.syncInterval, this.code | SYNC, 0);
  }

  handle(kind: number, subject: number): void {
    switch (kind) {
      case RELEASE:
        this.site.calls.tasks.event[subject] = NONE;
        this.site.recorder.change(HELD_GAUGE, -1);
        this.pass(subject);
        break;
      case STORE_ASKED:
        this.storeAsked(subject);
        break;
      case STORE_ANSWERED:
        this.storeAnswered(subject);
        break;
      case STORE_WRITTEN:
        this.messageArrived(subject);
        break;
      case STORE_TIMED_OUT:
        this.storeTimedOut(subject);
        break;
      case LEASE_ASKED:
        this.leaseAsked(subject);
        break;
      case LEASE_ANSWERED:
        this.leaseAnswered(subject);
        break;
      case SYNC:
        this.tell();
        break;
      default:
        this.caller.handle(kind, subject);
    }
  }

  settle(): void {}

  allowance(): number {
    const { limiter, key, counters, nodes } = this.params;
    const means = limiter.policy.means?.(limiter.params);
    // a limit for each of many says nothing of them all
    if (!means || key !== 'everybody') return Number.POSITIVE_INFINITY;
    return ((means.limit * MICROS_PER_SECOND) / means.span) * (counters === 'whole-each' ? nodes : 1);
  }

  changed(param: string, replaced: boolean): void {
    if ((param === 'limiter' && (replaced || this.states[0].hasOutgrown())) || param === 'nodes' || param === 'key' || param === 'counters')
      this.begin();
    else if (param === 'syncInterval') this.armSync();
    else this.caller.changed(param, replaced);
  }

  receive(call: number): void {
    const { calls, requests, recorder } = this.site;
    const root = calls.root[call];
    recorder.fact(ARRIVED, requests.number[root], calls.number[call]);
    this.shares.asked(requests.tenant[root]);
    calls.tasks.begin(call, ASKING);
    calls.tasks.instance[call] = this.nodeFor(call);
    calls.tasks.turn[call] = this.epoch;
    switch (this.params.counters) {
      case 'store':
      case 'get-then-set':
        this.askStore(call);
        break;
      case 'leased':
        this.payByLease(call);
        break;
      default:
        this.decide(call, this.statesOf(call));
    }
  }

  withdraw(call: number): void {
    const { calls, recorder, requests, simulation } = this.site;
    const { tasks } = calls;
    const phase = tasks.phase[call];
    if (phase === NO_TASK) return;
    const number = requests.number[calls.root[call]];
    if (phase === FORWARDED) {
      if (this.params.whenCallerLeaves !== 'cancel') return;
      if (this.caller.isOpenFor(tasks.operation[call], call)) this.caller.cancel(tasks.operation[call]);
      recorder.fact(STOPPED, number, calls.number[call]);
      this.giveBack(call, true);
      tasks.end(call);
      this.answer(call, CANCELLED);
      return;
    }
    if (tasks.event[call] !== NONE) simulation.cancel(tasks.event[call], call);
    recorder.change(HELD_GAUGE, -1);
    recorder.fact(LEFT, number, calls.number[call]);
    this.copies.delete(call);
    if (phase === HELD) this.giveBack(call, true);
    else for (const request of this.leaseRequests) if (request) request.waiting = request.waiting.filter((other) => other !== call);
    tasks.end(call);
    this.answer(call, DROPPED);
  }

  begun(call: number): void {
    this.caller.begun(call);
  }

  answered(call: number, outcome: number): void {
    this.caller.answered(call, outcome);
  }

  duplicated(): void {
    throw new Error(`${this.site.id} is not a client: no request comes from it`);
  }

  /** What was sent on for a call has ended. */
  concluded(call: number, outcome: number): void {
    const { calls, recorder, requests } = this.site;
    recorder.fact(outcome === OK ? PASSED : FAILED, requests.number[calls.root[call]], calls.number[call]);
    this.giveBack(call, outcome !== OK);
    calls.value[call] = this.caller.lastValue;
    calls.tasks.end(call);
    this.answer(call, outcome === OK || outcome === PERMANENT_ERROR || outcome === SHED || outcome === REJECTED ? outcome : ERROR);
  }

  private nodeFor(call: number): number {
    const { nodes, routing } = this.params;
    if (nodes === 1) return 0;
    const { calls, requests } = this.site;
    if (routing === 'turn') {
      this.turn = this.turn + 1 >= nodes ? 0 : this.turn + 1;
      return this.turn;
    }
    if (routing === 'key') return (mix(requests.tenant[calls.root[call]] + 1) >>> 0) % nodes;
    return (mix(calls.keyLow[call] ^ this.code) >>> 0) % nodes;
  }

  private statesOf(call: number): LimiterStates {
    return this.states[this.params.counters === 'together' ? 0 : this.nodeOf(call)];
  }

  /** The node a call came to; when there are fewer by now, one of those. */
  private nodeOf(call: number): number {
    return this.site.calls.tasks.instance[call] % this.params.nodes;
  }

  private keyOf(call: number): number {
    const { calls, requests } = this.site;
    const root = calls.root[call];
    const { key } = this.params;
    if (key === 'everybody') return 0;
    return key === 'tenant' ? requests.tenant[root] : key === 'user' ? requests.key[root] : requests.client[root];
  }

  /** Says who asks; on a node that has only its part of the limit, every call weighs as many times as there are nodes. */
  private asking(call: number): Ask {
    const { calls, requests } = this.site;
    const root = calls.root[call];
    const { ask } = this;
    ask.cost = requests.cost[root] * (this.params.counters === 'part-each' ? this.params.nodes : 1);
    ask.tenant = requests.tenant[root];
    ask.priority = requests.class[root];
    return ask;
  }

  /** A node's clock [µs]. */
  private clockOf(node: number): number {
    const { clockSkew, nodes } = this.params;
    const { now } = this.site.simulation;
    return clockSkew === 0 || nodes === 1 ? now : now + Math.round((clockSkew * node) / (nodes - 1));
  }

  /** Lets a call pass, holds it or rejects it, here and now. */
  private decide(call: number, states: LimiterStates): void {
    const { counters } = this.params;
    const now = counters === 'together' ? this.site.simulation.now : this.clockOf(this.site.calls.tasks.instance[call]);
    const key = this.keyOf(call);
    const at = states.place(key, now);
    const wait = this.judge(call, states.cells, at, now, this.asking(call));
    if (wait !== REFUSED && counters === 'synchronised') this.remember(call, key);
    this.obey(call, wait);
  }

  /** What the limiter says to a call, which is counted; a refusal leaves its hint with the call. */
  private judge(call: number, cells: Float64Array, at: number, now: number, ask: Ask): number {
    const { policy: limiter, params: values } = this.params.limiter;
    const wait = limiter.check(values, cells, at, now, ask);
    if (wait === REFUSED) {
      limiter.refuse?.(values, cells, at, now, ask);
      this.site.calls.retryAfter[call] = this.hintFrom(limiter.retryAfter(values, cells, at, now, ask));
    } else limiter.take(values, cells, at, now, ask);
    return wait;
  }

  private hold(call: number, wait: number): void {
    const { calls, recorder, simulation } = this.site;
    calls.tasks.phase[call] = HELD;
    recorder.change(HELD_GAUGE, 1);
    calls.tasks.event[call] = simulation.schedule(simulation.now + wait, this.code | RELEASE, call);
  }

  private pass(call: number): void {
    const { calls, requests, recorder, simulation, allWires } = this.site;
    const { tasks } = calls;
    const root = calls.root[call];
    const number = requests.number[root];
    const { now } = simulation;
    recorder.fact(ADMITTED, number, calls.number[call]);
    recorder.observe(DELAY, now - calls.arrivesAt[call]);
    if (this.site.observed.decisions !== null) this.noteDecision(call, 1);
    const tenant = requests.tenant[root];
    if (tenant < WATCHED_TENANTS) recorder.fact(ADMITTED_1 + tenant, number, calls.number[call]);
    this.shares.got(tenant);
    const means = this.params.limiter.policy.means?.(this.params.limiter.params);
    if (means && this.keyOf(call) === WATCHED_KEY) this.rolling.add(now, requests.cost[root], means.span);
    tasks.phase[call] = FORWARDED;
    tasks.owed[call] = now;
    if (calls.timer[call] === TIMER_WAITS) allWires[calls.wire[call]].caller.begun(call);
    const low = derivedLow(calls.keyLow[call], calls.keyHigh[call], 1);
    const high = derivedHigh(low, calls.keyHigh[call], 1);
    const operation = this.caller.open(0, tasks.instance[call], call, root, call, calls.intent[call], low, high);
    tasks.operation[call] = operation;
    this.caller.go(operation);
  }

  /** @param hint [µs], NONE if there is none */
  private reject(call: number, hint: number): void {
    const { calls, requests, recorder } = this.site;
    const root = calls.root[call];
    const number = requests.number[root];
    recorder.fact(REJECTED_FACT, number, calls.number[call]);
    const tenant = requests.tenant[root];
    if (tenant < WATCHED_TENANTS) recorder.fact(REJECTED_1 + tenant, number, calls.number[call]);
    calls.retryAfter[call] = hint;
    recorder.trace?.hinted(number, calls.number[call], hint);
    if (this.site.observed.decisions !== null) this.noteDecision(call, 0);
    calls.tasks.end(call);
    this.answer(call, REJECTED);
  }

  private noteDecision(call: number, passed: number): void {
    const { calls, requests, simulation, observed, index } = this.site;
    const root = calls.root[call];
    const { limiter } = this.params;
    const [gauge] = Object.values(limiter.policy.gauges ?? {});
    const [states] = this.states;
    const level = gauge && states.keys > 0 ? gauge.read({ cells: states.cells, at: 0 }, limiter.params, simulation.now) : Number.NaN;
    observed.decisions?.note(simulation.now, index, requests.number[root], requests.cost[root], passed, level);
  }

  /** What a rejection says of a wait [µs]. */
  private hintFrom(wait: number): number {
    const { tells, limiter } = this.params;
    if (tells === 'not' || limiter.policy.hint === 'none' || wait === Number.POSITIVE_INFINITY) return NONE;
    return tells === 'exactly' ? Math.max(1, wait) : Math.max(1, Math.ceil(wait / MICROS_PER_SECOND)) * MICROS_PER_SECOND;
  }

  /** A call that had passed has ended: a limiter that counts what is under way hears of it. */
  private giveBack(call: number, failed: boolean): void {
    const { limiter } = this.params;
    const { calls, simulation } = this.site;
    const { tasks } = calls;
    if (!limiter.policy.release || tasks.turn[call] !== this.epoch) return;
    const { counters } = this.params;
    const states =
      counters === 'whole-each' || counters === 'part-each' || counters === 'synchronised' ? this.statesOf(call) : this.states[0];
    const now = states === this.states[0] ? simulation.now : this.clockOf(tasks.instance[call]);
    const at = states.place(this.keyOf(call), now);
    limiter.policy.release(limiter.params, states.cells, at, now, this.asking(call), simulation.now - tasks.owed[call], failed);
  }

  private answer(call: number, outcome: number): void {
    const { calls, allWires } = this.site;
    allWires[calls.wire[call]].caller.answered(call, outcome);
  }

  /** Sends a node's question to the store; the call waits. */
  private askStore(call: number): void {
    const { calls, recorder, simulation } = this.site;
    const { storeUp, storeTime, storeTimeout } = this.params;
    recorder.change(HELD_GAUGE, 1);
    calls.tasks.event[call] = storeUp
      ? simulation.schedule(simulation.now + Math.floor(storeTime / 2), this.code | STORE_ASKED, call)
      : simulation.schedule(simulation.now + storeTimeout, this.code | STORE_TIMED_OUT, call);
  }

  private noteOperation(call: number): void {
    const { calls, requests, recorder } = this.site;
    recorder.fact(STORE_OPERATION, requests.number[calls.root[call]], calls.number[call]);
  }

  /** The question has reached the store. */
  private storeAsked(call: number): void {
    const { calls, simulation } = this.site;
    const { tasks } = calls;
    const { storeUp, storeTime, storeTimeout, counters, limiter } = this.params;
    const { now } = simulation;
    if (!storeUp) {
      tasks.event[call] = simulation.schedule(now + storeTimeout, this.code | STORE_TIMED_OUT, call);
      return;
    }
    this.noteOperation(call);
    const [states] = this.states;
    const at = states.place(this.keyOf(call), now);
    if (counters === 'get-then-set') this.copies.set(call, states.cells.slice(at, at + limiter.policy.size(limiter.params)));
    else tasks.owed[call] = this.judge(call, states.cells, at, now, this.asking(call));
    tasks.event[call] = simulation.schedule(now + Math.ceil(storeTime / 2), this.code | STORE_ANSWERED, call);
  }

  /** The store's answer is back at the node. */
  private storeAnswered(call: number): void {
    const { calls, recorder, simulation } = this.site;
    const { tasks } = calls;
    tasks.event[call] = NONE;
    recorder.change(HELD_GAUGE, -1);
    const copy = this.copies.get(call);
    if (copy === undefined) {
      this.obey(call, tasks.owed[call]);
      return;
    }
    this.copies.delete(call);
    const { limiter, storeTime } = this.params;
    const wait = this.judge(call, copy, 0, this.clockOf(tasks.instance[call]), this.asking(call));
    if (wait !== REFUSED || limiter.policy.refuse) {
      this.noteOperation(call);
      this.post(
        { key: this.keyOf(call), cells: copy, node: NONE, cost: 0, epoch: tasks.turn[call] },
        simulation.now + Math.floor(storeTime / 2),
      );
    }
    this.obey(call, wait);
  }

  private obey(call: number, wait: number): void {
    if (wait === REFUSED) this.reject(call, this.site.calls.retryAfter[call]);
    else if (wait === PASSES) this.pass(call);
    else this.hold(call, wait);
  }

  private storeTimedOut(call: number): void {
    const { calls, recorder, requests } = this.site;
    calls.tasks.event[call] = NONE;
    recorder.change(HELD_GAUGE, -1);
    recorder.fact(STORE_FAILED, requests.number[calls.root[call]], calls.number[call]);
    this.goWithoutStore(call);
  }

  private goWithoutStore(call: number): void {
    const { withoutStore, nodes } = this.params;
    const { calls, simulation } = this.site;
    if (withoutStore === 'open') {
      // not charged: there is nobody to charge it to
      calls.tasks.turn[call] = NONE;
      this.pass(call);
    } else if (withoutStore === 'closed') this.reject(call, this.hintFrom(MICROS_PER_SECOND));
    else {
      const node = calls.tasks.instance[call];
      this.fallback[node] ??= new LimiterStates(() => this.params.limiter);
      const states = this.fallback[node];
      const { now } = simulation;
      const at = states.place(this.keyOf(call), now);
      const ask = this.asking(call);
      ask.cost *= nodes;
      calls.tasks.turn[call] = NONE;
      this.obey(call, this.judge(call, states.cells, at, now, ask));
    }
  }

  /** What nodes count with while the store is away. */
  private readonly fallback: LimiterStates[] = [];

  private post(message: Message, at: number): void {
    const row = this.freeMessages.pop() ?? this.messages.length;
    this.messages[row] = message;
    this.site.simulation.schedule(at, this.code | STORE_WRITTEN, row);
  }

  /** A write reaches the store, or news of one node all the others. */
  private messageArrived(row: number): void {
    const message = this.messages[row];
    this.messages[row] = undefined;
    this.freeMessages.push(row);
    if (!message || message.epoch !== this.epoch) return;
    const { key, cells, node, cost } = message;
    const { simulation } = this.site;
    if (cells) {
      const [states] = this.states;
      const at = states.place(key, simulation.now);
      states.cells.set(cells, at);
      return;
    }
    const { ask } = this;
    ask.cost = cost;
    ask.tenant = this.params.key === 'tenant' ? key : 0;
    ask.priority = 0;
    this.states.forEach((states, other) => {
      if (other === node) return;
      const now = this.clockOf(other);
      states.take(states.place(key, now), now, ask);
    });
  }

  private remember(call: number, key: number): void {
    const { calls, requests } = this.site;
    const mine = this.untold[this.nodeOf(call)];
    mine.set(key, (mine.get(key) ?? 0) + requests.cost[calls.root[call]]);
  }

  /** Every node tells the others what it let pass. */
  private tell(): void {
    const { simulation, recorder } = this.site;
    const { syncInterval, syncLag } = this.params;
    this.untold.forEach((mine, node) => {
      recorder.fact(STORE_OPERATION, node, NONE);
      for (const [key, cost] of mine) this.post({ key, cells: null, node, cost, epoch: this.epoch }, simulation.now + syncLag);
      mine.clear();
    });
    this.syncEvent = simulation.schedule(simulation.now + syncInterval, this.code | SYNC, 0);
  }

  /** Pays with what the node has leased; without enough, the call waits for a new lease. */
  private payByLease(call: number): void {
    const { calls, requests, recorder, simulation } = this.site;
    const { tasks } = calls;
    const root = calls.root[call];
    const node = this.nodeOf(call);
    const key = this.keyOf(call);
    const left = this.leases[node].get(key) ?? 0;
    const cost = requests.cost[root];
    const name = `${node} ${key}`;
    const row = this.underWay.get(name);
    if (row === undefined && left >= cost) {
      this.leases[node].set(key, left - cost);
      this.pass(call);
      return;
    }
    const { storeUp, storeTime, storeTimeout } = this.params;
    if (!storeUp) {
      recorder.change(HELD_GAUGE, 1);
      tasks.event[call] = simulation.schedule(simulation.now + storeTimeout, this.code | STORE_TIMED_OUT, call);
      return;
    }
    recorder.change(HELD_GAUGE, 1);
    tasks.event[call] = NONE;
    const known = row === undefined ? undefined : this.leaseRequests[row];
    if (known) {
      known.waiting.push(call);
      return;
    }
    const fresh = this.leaseRequests.indexOf(undefined);
    const place = fresh === NONE ? this.leaseRequests.length : fresh;
    this.leaseRequests[place] = {
      node,
      key,
      priority: requests.class[root],
      tenant: requests.tenant[root],
      cost,
      granted: 0,
      waiting: [call],
    };
    this.underWay.set(name, place);
    this.noteOperation(call);
    simulation.schedule(simulation.now + Math.floor(storeTime / 2), this.code | LEASE_ASKED, place);
  }

  private leaseAsked(place: number): void {
    const request = this.leaseRequests[place];
    if (!request) return;
    const { simulation } = this.site;
    const { now } = simulation;
    const [states] = this.states;
    const at = states.place(request.key, now);
    const { ask } = this;
    ask.tenant = request.tenant;
    ask.priority = request.priority;
    for (const cost of [this.params.batch, request.cost]) {
      ask.cost = cost;
      if (cost < request.cost || states.check(at, now, ask) === REFUSED) continue;
      states.take(at, now, ask);
      request.granted = cost;
      break;
    }
    simulation.schedule(now + Math.ceil(this.params.storeTime / 2), this.code | LEASE_ANSWERED, place);
  }

  private leaseAnswered(place: number): void {
    const request = this.leaseRequests[place];
    if (!request) return;
    this.leaseRequests[place] = undefined;
    const { node, key, granted, waiting } = request;
    this.underWay.delete(`${node} ${key}`);
    const { calls, requests, recorder, simulation } = this.site;
    const leases = this.leases[node] ?? new Map<number, number>();
    leases.set(key, (leases.get(key) ?? 0) + granted);
    const { limiter } = this.params;
    for (const call of waiting) {
      recorder.change(HELD_GAUGE, -1);
      const cost = requests.cost[calls.root[call]];
      const left = leases.get(key) ?? 0;
      if (left >= cost) {
        leases.set(key, left - cost);
        this.pass(call);
      } else if (granted > 0) this.payByLease(call);
      else {
        const { now } = simulation;
        const [states] = this.states;
        const wait = limiter.policy.retryAfter(limiter.params, states.cells, states.place(key, now), now, this.asking(call));
        this.reject(call, this.hintFrom(wait));
      }
    }
  }

  private addReadings(): void {
    const { recorder } = this.site;
    const limit = () => this.params.limiter.policy.means?.(this.params.limiter.params);
    const reads: ((now: number) => number)[] = [
      (now) => {
        const means = limit();
        return means ? this.rolling.most(now, means.span) : Number.NaN;
      },
      () => {
        const means = limit();
        return means ? Math.max(0, this.rolling.shown - means.limit) : Number.NaN;
      },
      () => this.shares.fairness(),
      () => this.shares.worst(),
      () => this.states.reduce((sum, { keys }) => sum + keys, 0),
      () => this.states.reduce((sum, { keys, bytesPerKey }) => sum + keys * bytesPerKey, 0) / 1_000,
      () => this.states[0].bytesPerKey,
    ];
    readings.forEach((meter, i) => {
      recorder.addReading(meter, reads[i]);
    });
    addLimiterReadings(
      this.site,
      'limiter',
      'of the first key on the first node',
      () => this.params.limiter,
      () => this.states[0],
    );
  }
}
