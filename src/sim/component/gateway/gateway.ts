import { Caller } from '../../flow/caller.ts';
import { callerScopes } from '../../flow/caller-params.ts';
import { addLimiterReadings } from '../../flow/limiter-states.ts';
import { CANCELLED, type Callee, DROPPED, ERROR, OK, passedOn, REJECTED } from '../../flow/port.ts';
import { NO_TASK } from '../../flow/tasks.ts';
import { derivedHigh, derivedLow } from '../../kernel/chance.ts';
import { MICROS_PER_SECOND } from '../../kernel/time.ts';
import { PASSES, REFUSED } from '../../policy/rate-limiter/contract.ts';
import { replicaPeaks } from '../../replica/replica-meters.ts';
import { type Component, defineComponent, type Site } from '../component.ts';
import type { Counting, Gate } from './counting.ts';
import {
  fact,
  facts,
  gatewayEnds,
  gatewayMeters,
  gatewayReadings,
  gauge,
  gauges,
  histogram,
  histograms,
  tenantMeters,
  WATCHED_TENANTS,
} from './gateway-meters.ts';
import { GatewayNodes, type NodesOwner } from './gateway-nodes.ts';
import { type GatewayParams, gatewayParams } from './gateway-params.ts';
import { Judge } from './judge.ts';
import { JudgedCalls } from './judged-calls.ts';
import { LeaseCounting } from './lease-counting.ts';
import { NodeCounting } from './node-counting.ts';
import { RollingCount } from './rolling-count.ts';
import { Routes } from './routes.ts';
import { StoreCounting } from './store-counting.ts';
import { TenantShares } from './tenant-shares.ts';

const NONE = -1;

/** Lets calls pass, holds them or turns them away, as its rate limiter says. */
export const gateway = defineComponent({
  id: 'gateway',
  title: 'Gateway',
  summary: 'Turns calls away before they reach what is behind it.',
  notes: [
    {
      title: 'What it models',
      text: 'One or more gateway nodes before a component, each call judged by a rate limiter with a state per key. Nodes may count together, alone, in a store or in batches leased from one; the store takes time and can be down. Nodes die, stand still and are restarted.',
    },
    {
      title: 'What it leaves out',
      text: 'The cost of deciding, the capacity of a node and of the store, connections. Nodes have no capacity, and so there is nothing that an autoscaler could go by. Forgetting of keys that have gone quiet: a state stays to the end of the run.',
    },
    {
      title: 'What is settled how',
      text: 'A **rejection** is instant and names a wait (Retry-After), unless the call could never pass; where all rejections name the same wait, that one names it, too. A call that a **queueing** limiter holds is counted when it joins. What passes is **charged** once, whatever becomes of it behind; a limit on concurrency is given back when the answer comes. **Counting alone with a part of the limit** charges every call N times its cost on its node. **Telling each other**: what a node let pass since it last told is charged to all the others when the news arrives, even if that overdraws them. **Read, decide, write** loses every charge made between a read and the write that follows it. **INCR, then EXPIRE**: the call that finds nothing used makes the counter, and until its replica’s second command has reached the store no time passes for that counter, so that what is used stays used; if the replica dies in between, the caller leaves or the store is away, that is for ever. Its lifetime then runs from when it was made, a round trip earlier than in a store. It speaks of a fixed window that opens with the first call. A **lease** is decided by the store for a whole batch, or else for the one call; calls wait for it in order. When the store is **down**, those that already wait for it time out too. **A caller that leaves** a queueing limiter does not give its place back, and what has passed goes on behind the gate unless it is cancelled there: nobody behind knows that nobody waits. **A node that dies** fails every call that it has, held or passed, with an error, and calls off what it has sent on; other nodes get the calls that would have come to it, and when none is up they fail at once. What it alone had counted is gone, and so are its leases and the news that it had not told; what the store or all together count of its calls is given back. Its part of the limit is nobody’s while it is away. **A node that stands still** goes on being sent calls: it judges, lets go and answers them when it goes on. **Fewer nodes**: those that go finish what they have. A change of the limiter’s parameters keeps its states, unless they need another shape; another limiter starts afresh. **Several wires**: a call that passes goes over one of them, and its retries over the same; by shares each call is drawn on its own, by key all calls of a key go the same way, and the balancer of all replicas together knows how many of their calls are out over each. What only a fallback asks is not chosen. **Without a wire** it judges calls as ever, and what passes fails at once: nobody is behind it.',
    },
    {
      title: 'What it is checked against',
      text: 'Decisions of nine libraries, one by one, but for two calls that juju/ratelimit lets pass beyond its rule and the ties that limiter’s floating-point tokens leave to chance; acceptance of token bucket, fixed window and sliding log under Poisson traffic; the over-admission of nodes that tell each other, in the scenario of four nodes, against rate per node × (interval + lag) × (nodes − 1).',
    },
  ],
  params: gatewayParams,
  scopes: { limiter: 'component', balancer: 'component', replicaFault: 'nothing', ...callerScopes },
  takes: ['calls'],
  sends: ['calls'],
  calls: { least: 1, most: 20 },
  acts: [{ name: 'kill', label: 'Kill a replica' }],
  routine: false,
  roles: ['rate limiter'],
  facts,
  gauges,
  histograms,
  peaks: replicaPeaks,
  looksAt: {
    key: [{ where: { key: ['user'] } }, { where: { routes: ['key'] } }],
    tenant: [{ where: { key: ['tenant'] } }, { where: { routing: ['key'] } }, { charts: tenantMeters }],
  },
  meters: gatewayMeters,
  face: {
    line: '{admitted} req/s admitted · {held} held',
    alerts: [{ meter: 'rejected', text: '{rejected} req/s rejected', tone: 'retry' }],
    column: 'held',
    shows: ['limiter'],
  },
  balances: [{ of: 'calls', begun: ['arrived'], ended: gatewayEnds, open: ['inside'] }],
  charts: ['admitted', 'rejected'],
  create: (site, values): Component => new Gateway(site, values),
});

/** The key whose rolling count is kept. */
const WATCHED_KEY = 0;

/** Where a call is. */
const HELD = 1;
const ASKING = 2;
const FORWARDED = 3;
/** Its answer has come back to a node that stands still. */
const ANSWERED = 4;

/** Receives calls at its nodes, has them judged, and lets them pass, holds them or turns them away. */
class Gateway implements Component, Callee, Gate, NodesOwner {
  readonly caller: Caller;
  readonly callee = this;
  private readonly releaseEvent: number;
  private readonly goesOnEvent: number;
  private readonly nodes: GatewayNodes;
  private readonly judged: JudgedCalls;
  private readonly judge: Judge;
  private readonly nodeCounting: NodeCounting;
  private readonly storeCounting: StoreCounting;
  private readonly leaseCounting: LeaseCounting;
  private readonly rolling = new RollingCount();
  private readonly shares = new TenantShares();
  private readonly routes: Routes;

  constructor(
    private readonly site: Site,
    private readonly params: GatewayParams,
  ) {
    this.releaseEvent = site.event((call) => this.released(call));
    this.caller = new Caller(site, params, this);
    this.goesOnEvent = site.event((call) => this.goesOn(call));
    this.nodes = new GatewayNodes(site, params, this);
    this.routes = new Routes(site, params);
    this.judged = new JudgedCalls(site.calls);
    this.judge = new Judge(site, params, this.judged);
    this.nodeCounting = new NodeCounting(site, params, this.judged, this.judge, this.nodes, this);
    this.storeCounting = new StoreCounting(site, params, this.judged, this.judge, this.nodes, this);
    this.leaseCounting = new LeaseCounting(site, params, this.judge, this.nodes, this, (call) => this.storeCounting.waitForTimeout(call));
    this.addReadings();
  }

  start(): void {
    this.nodes.arrange();
    this.begin();
  }

  allowance(): number {
    const { limiter, key, counters, replicas } = this.params;
    const means = limiter.policy.means?.(limiter.params);
    // a limit for each of many says nothing of them all, nor one before several of any of them
    if (!means || key !== 'everybody' || this.site.wires.length > 1) return Number.POSITIVE_INFINITY;
    return ((means.limit * MICROS_PER_SECOND) / means.span) * (counters === 'whole-each' ? replicas : 1);
  }

  changed(param: string, replaced: boolean): void {
    if (param === 'replicas') this.nodes.arrange();
    else if (param === 'replicaFault') this.nodes.replicas.faultChanged();
    const needsFreshStates = param === 'limiter' && (replaced || this.judge.states[0].hasOutgrown());
    if (needsFreshStates || param === 'replicas' || param === 'key' || param === 'counters') this.begin();
    else if (param === 'syncInterval') this.nodeCounting.arm();
    else if (param === 'balancer' && replaced) this.routes.balancerChanged();
    else this.caller.changed(param, replaced);
  }

  /** One node dies, and is away for a while. */
  act(): void {
    this.nodes.replicas.killFirst();
  }

  receive(call: number): void {
    const { calls } = this.site;
    this.site.report(fact.arrived, call);
    this.shares.asked(calls.tenantOf(call));
    const node = this.nodes.choose(call);
    if (node === NONE) {
      this.site.report(fact.unavailable, call);
      this.site.answer(call, ERROR);
      return;
    }
    calls.tasks.begin(call, ASKING);
    this.judged.begin(call, node, this.judge.epoch);
    if (this.nodes.putOffCall(call, this.goesOnEvent)) this.site.recorder.change(gauge.held, 1);
    else this.counting().ask(call);
  }

  withdraw(call: number): void {
    const { calls, recorder, simulation } = this.site;
    const { tasks } = calls;
    const phase = tasks.phase[call];
    if (phase === NO_TASK) return;
    if (phase === FORWARDED || phase === ANSWERED) {
      if (this.params.whenCallerLeaves !== 'cancel') return;
      if (phase === ANSWERED) simulation.cancel(tasks.event[call], call);
      else if (this.caller.isOpenFor(tasks.operation[call], call)) this.caller.cancel(tasks.operation[call]);
      this.routes.ended(call);
      this.site.report(fact.cancelled, call);
      this.judge.giveBack(call, true);
      tasks.end(call);
      this.site.answer(call, CANCELLED);
      return;
    }
    if (tasks.event[call] !== NONE) simulation.cancel(tasks.event[call], call);
    recorder.change(gauge.held, -1);
    this.site.report(fact.left, call);
    this.storeCounting.leave(call);
    if (phase === HELD) this.judge.giveBack(call, true);
    else this.leaseCounting.leave(call);
    tasks.end(call);
    this.site.answer(call, DROPPED);
  }

  /** What was sent on for a call has ended. */
  concluded(call: number, outcome: number): void {
    this.routes.ended(call);
    this.caller.handOn(call);
    if (this.nodes.putOffCall(call, this.goesOnEvent)) {
      this.site.calls.tasks.phase[call] = ANSWERED;
      this.judged.outcome[call] = outcome;
    } else this.answer(call, outcome);
  }

  /** So are its counters, and what it had under way: whoever waits for that hears an error. */
  nodeDied(node: number): void {
    const { calls, allWires, index } = this.site;
    for (let call = 0; call < calls.tasks.phase.length; call++) {
      if (calls.tasks.phase[call] === NO_TASK || allWires[calls.wire[call]].toIndex !== index) continue;
      // one whose own node is gone may wait at another
      if (this.judged.nodeOf(call) === node || (calls.tasks.phase[call] === ASKING && this.judge.nodeOf(call) === node)) this.kill(call);
    }
    this.judge.forget(node);
    for (const counting of [this.storeCounting, this.leaseCounting, this.nodeCounting]) counting.forget(node);
  }

  obey(call: number, wait: number): void {
    if (wait === REFUSED) this.reject(call, this.site.calls.retryAfter[call]);
    else if (wait === PASSES) this.pass(call);
    else this.hold(call, wait);
  }

  pass(call: number): void {
    const { calls, recorder, simulation } = this.site;
    const { tasks } = calls;
    const root = calls.root[call];
    const { now } = simulation;
    this.site.report(fact.admitted, call);
    recorder.observe(histogram.delay, now - calls.arrivesAt[call]);
    if (this.site.observed.decisions !== null) this.noteDecision(call, 1);
    const tenant = calls.tenantOf(call);
    if (tenant < WATCHED_TENANTS) this.site.report(fact.admitted1 + tenant, call);
    this.shares.got(tenant);
    const means = this.params.limiter.policy.means?.(this.params.limiter.params);
    if (means && this.judge.keyOf(call) === WATCHED_KEY) this.rolling.add(now, calls.costOf(call), means.span);
    tasks.phase[call] = FORWARDED;
    this.judged.passedAt[call] = now;
    this.site.begin(call);
    if (this.site.wires.length === 0) {
      // nobody is behind it
      this.answer(call, ERROR);
      return;
    }
    const low = derivedLow(calls.keyLow[call], calls.keyHigh[call], 1);
    const high = derivedHigh(low, calls.keyHigh[call], 1);
    const wire = this.routes.choose(call);
    const operation = this.caller.open(wire, this.judged.nodeOf(call), call, root, call, calls.intent[call], low, high);
    tasks.operation[call] = operation;
    this.caller.go(operation);
  }

  reject(call: number, hint: number): void {
    const { calls, requests, recorder } = this.site;
    const root = calls.root[call];
    this.site.report(fact.rejected, call);
    const tenant = calls.tenantOf(call);
    if (tenant < WATCHED_TENANTS) this.site.report(fact.rejected1 + tenant, call);
    calls.retryAfter[call] = hint;
    recorder.trace?.hinted(requests.number[root], calls.number[call], hint);
    if (this.site.observed.decisions !== null) this.noteDecision(call, 0);
    calls.tasks.end(call);
    this.site.answer(call, REJECTED);
  }

  /** Fresh states for the limiter, the nodes and the way they count. */
  private begin(): void {
    this.judge.begin();
    this.storeCounting.begin();
    this.leaseCounting.begin();
    this.nodeCounting.begin();
  }

  private counting(): Counting {
    switch (this.params.counters) {
      case 'store':
      case 'get-then-set':
      case 'incr-then-expire':
        return this.storeCounting;
      case 'leased':
        return this.leaseCounting;
      default:
        return this.nodeCounting;
    }
  }

  /** A call's node is dead. What others count of it is given back; what it alone has counted it has forgotten. */
  private kill(call: number): void {
    const { calls, recorder, simulation } = this.site;
    const { tasks } = calls;
    const phase = tasks.phase[call];
    const operation = tasks.operation[call];
    if (tasks.event[call] !== NONE) simulation.cancel(tasks.event[call], call);
    if (phase === HELD || phase === ASKING) recorder.change(gauge.held, -1);
    if (phase === ASKING) {
      this.storeCounting.leave(call);
      this.leaseCounting.leave(call);
    } else if (!this.judge.countsAlone()) this.judge.giveBack(call, true);
    this.site.report(fact.killed, call);
    // over before it is called off behind: that may bring about anything
    const goesOnBehind = phase === FORWARDED && this.caller.isOpenFor(operation, call);
    tasks.end(call);
    this.routes.ended(call);
    if (goesOnBehind) this.caller.cancel(operation);
    this.site.answer(call, ERROR);
  }

  /** The node of a call that came to it, or was answered, while it stood still, goes on. */
  private goesOn(call: number): void {
    const { calls, recorder } = this.site;
    if (this.nodes.putOffCall(call, this.goesOnEvent)) return;
    calls.tasks.event[call] = NONE;
    if (calls.tasks.phase[call] === ANSWERED) {
      this.answer(call, this.judged.outcome[call]);
      return;
    }
    recorder.change(gauge.held, -1);
    this.judged.epoch[call] = this.judge.epoch;
    this.counting().ask(call);
  }

  private answer(call: number, outcome: number): void {
    this.site.report(outcome === OK ? fact.passed : fact.failed, call);
    this.judge.giveBack(call, outcome !== OK);
    this.site.calls.tasks.end(call);
    this.site.answer(call, passedOn(outcome));
  }

  private hold(call: number, wait: number): void {
    const { calls, recorder, simulation } = this.site;
    calls.tasks.phase[call] = HELD;
    this.judged.passedAt[call] = simulation.now;
    recorder.change(gauge.held, 1);
    calls.tasks.event[call] = simulation.schedule(simulation.now + wait, this.releaseEvent, call);
  }

  /** What the limiter held may go. */
  private released(call: number): void {
    const { calls, recorder } = this.site;
    if (this.nodes.putOffCall(call, this.releaseEvent)) return;
    calls.tasks.event[call] = NONE;
    recorder.change(gauge.held, -1);
    this.pass(call);
  }

  private noteDecision(call: number, passed: number): void {
    const { calls, requests, simulation, observed, index } = this.site;
    const root = calls.root[call];
    const { limiter } = this.params;
    const [shown] = Object.values(limiter.policy.gauges ?? {});
    const [states] = this.judge.states;
    const level = shown && states.keys > 0 ? shown.read({ cells: states.cells, at: 0 }, limiter.params, simulation.now) : Number.NaN;
    observed.decisions?.note(simulation.now, index, requests.number[root], calls.costOf(call), passed, level);
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
      () => this.judge.states.reduce((sum, { keys }) => sum + keys, 0),
      () => this.judge.states.reduce((sum, { keys, bytesPerKey }) => sum + keys * bytesPerKey, 0) / 1_000,
      () => this.storeCounting.endlessCounters,
      () => this.judge.states[0].bytesPerKey,
    ];
    gatewayReadings.forEach((meter, i) => {
      recorder.addReading(meter, reads[i]);
    });
    addLimiterReadings(
      this.site,
      'limiter',
      'of the first key on the first node',
      () => this.params.limiter,
      () => this.judge.states[0],
    );
  }
}
