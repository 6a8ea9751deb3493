import { derivedHigh, derivedLow, type Keyed, mix } from '../kernel/chance.ts';
import { KIND_BITS } from '../kernel/simulation.ts';
import { MICROS_PER_MS, MICROS_PER_SECOND, wholeMicros } from '../kernel/time.ts';
import type { Freshness } from '../policy/early-refresh/contract.ts';
import { HIT, MISS } from '../policy/eviction/contract.ts';
import { FETCHES, JOINS, type Rebuild } from '../policy/stampede-guard/contract.ts';
import { READ, WRITE } from '../policy/workload/contract.ts';
import { OptimumLog } from '../study/optimum-log.ts';
import { cacheEnds, cacheFacts, cacheGauges, cacheHistograms, cacheMeters, cacheReadings } from './cache-meters.ts';
import { CacheNode, type NodeContents } from './cache-node.ts';
import { type CacheParams, cacheParams } from './cache-params.ts';
import { CALLER_KINDS, Caller, callerScopes } from './caller.ts';
import { type Component, defineComponent, type Site } from './component.ts';
import { Fills } from './fills.ts';
import { NO_TASK, TIMER_WAITS } from './ledger.ts';
import { DROPPED, ERROR, OK, PERMANENT_ERROR, REJECTED, SHED } from './port.ts';
import { ABSENT, NO_VALUE } from './truth.ts';

const NONE = -1;
/** Event kinds of its own. */
const LOOKED = CALLER_KINDS;
const ARRIVED_BACK = CALLER_KINDS + 1;
const LOOK_AGAIN = CALLER_KINDS + 2;
const FLUSH_DUE = CALLER_KINDS + 3;
const NEWS = CALLER_KINDS + 4;
const WARM_UP = CALLER_KINDS + 5;

const fact = (name: (typeof cacheFacts)[number]) => cacheFacts.indexOf(name);
const ARRIVED = fact('arrived');
const HIT_FACT = fact('hit');
const STALE_HIT = fact('staleHit');
const MISS_FACT = fact('miss');
const ABSENT_HIT = fact('absentHit');
const GUARDED = fact('guarded');
const SERVED_HIT = fact('servedHit');
const SERVED_MISS = fact('servedMiss');
const SERVED_ON_ERROR = fact('servedOnError');
const FAILED = fact('failed');
const WROTE = fact('wrote');
const WRITE_FAILED = fact('writeFailed');
const BYPASSED = fact('bypassed');
const LEFT = fact('left');
const SERVED = fact('served');
const SERVED_WRONG = fact('servedWrong');
const WENT_BACK = fact('wentBack');
const REBUILD_BEGUN = fact('rebuildBegun');
const CYCLE_BEGUN = fact('cycleBegun');
const FILLED = fact('filled');
const FILL_FAILED = fact('fillFailed');
const FILL_REFUSED = fact('fillRefused');
const TOOK_IN = fact('tookIn');
const KEPT_OUT = fact('keptOut');
const EVICTED = fact('evicted');
const EXPIRED = fact('expired');
const INVALIDATED = fact('invalidated');
const HOLDER_DIED = fact('holderDied');
const JOINED = fact('joined');
const FLUSHED = fact('flushed');
const WRITES_LOST = fact('writesLost');
const WARMED_UP = fact('warmedUp');

const [WAITING_GAUGE, REBUILDING, HELD, USED, DIRTY] = ['waiting', 'rebuilding', 'held', 'used', 'dirty'].map((name) =>
  cacheGauges.findIndex((gauge) => gauge.name === name),
);

const [HIT_TIME, MISS_TIME, STALENESS, AGE] = [0, 1, 2, 3];

/** Where a call is. */
const ASKING = 1;
const JOINED_OTHERS = 2;
const LOOKING_AGAIN = 3;
const AT_ORIGIN = 4;

/** What is sent to the origin: kinds of `Fills`. */
const FETCH = 0;
const REFRESH = 1;
const WRITING = 2;
const FLUSH = 3;
const PASSING = 4;

/** Answers from memory what was asked before; asks its origin for the rest. */
export const cache = defineComponent({
  id: 'cache',
  title: 'Cache',
  summary: 'Answers from memory what was asked before, and asks its origin for the rest.',
  notes: [
    {
      title: 'What it models',
      text: 'A cache between callers and an origin, with every step that takes time: the look-up, the fetch, the store, the delete, the news to other nodes. Each node keeps real entries, and a real eviction policy decides which; values have versions, so it is known what is outdated and for how long. Behind one cache another can stand.',
    },
    {
      title: 'What it leaves out',
      text: 'Network between nodes other than news of invalidations, memory overhead of entries, batches of keys in one call, tags. Expired entries are found when they are next asked for (lazily); until then they take up room. Versioned keys leave no old versions behind that take up room.',
    },
    {
      title: 'What is settled how',
      text: '**A hit** is decided when the look-up ends; the operation’s time passes before. A call counts as hit or miss once, at its first look. **Expiry**: an entry is fresh before its time and not at it. **A rebuild** lasts from asking the origin to its answer, waiting there included (XFetch’s δ). **A cycle** of rebuilds lasts from the first that is under way to the first that ends; rebuilds per cycle counts all that began in it. **Joined** calls share the outcome of the one they joined, failures too. **A process that dies** while it rebuilds answers an error; who joined it starts anew. **A lock** outlives the deletion of its key, a **lease** does not; who has lost patience rebuilds without the lock. **A failed** fetch stores nothing. **Writes**: with *invalidate* and *set* the origin is written first, then an operation’s time passes; *write-through* stores at the very moment of the origin’s answer; *write-behind* answers at once, writes the newest value of a key after the delay, and tries again as long after a failure, but not before 1 ms; what it has accepted it also serves. Values accepted and lost in a restart count as lost writes, each write of them, unless they were on their way and arrive. Of a **hot key with copies** a write goes to the first, and the others are deleted at once. **Staleness** of a served value is how long ago it was superseded, 0 while it is true, and that of a remembered absence how long ago the key came to be; **age** is how long it has been in the cache. **A change** of policy or units meets the entries in the order of filling; fewer nodes lose what the last ones held. When it **does not work**, callers go to the origin without delay.',
    },
    {
      title: 'What it is checked against',
      text: 'Eviction: miss counts of libCacheSim, exactly. TTL: hit ratios λT/(1+λT) and 1−e^(−λT), and with rebuild time. Stampedes: 1+λR rebuilds, one with coalescing, e^(1/β) with XFetch. The delete-then-set race, step by step.',
    },
  ],
  params: cacheParams,
  scopes: {
    eviction: 'component',
    earlyRefresh: 'nothing',
    stampedeGuard: 'nothing',
    absenceGuard: 'component',
    placement: 'component',
    operationTime: 'nothing',
    ...callerScopes,
  },
  called: true,
  calls: { least: 1, most: 1 },
  routine: false,
  facts: cacheFacts,
  gauges: cacheGauges,
  histograms: cacheHistograms,
  meters: cacheMeters,
  face: {
    line: '{hitRatio} hits · origin {originRate}/s',
    alert: { meter: 'wrong', text: '{wrong} wrong/s', tone: 'error' },
    column: 'waiting',
    shows: ['eviction', 'stampedeGuard'],
  },
  balances: [{ of: 'calls', begun: ['arrived'], ended: cacheEnds, open: ['inside'] }],
  create: (site, values): Component => new Cache(site, values),
});

/** An invalidation on its way to a node. */
interface Message {
  node: number;
  key: number;
  value: number;
}

/** A key to be written behind, by a node in one of its lives. */
interface Due {
  node: CacheNode;
  at: number;
  key: number;
  restarts: number;
}

/** What is to be fetched after a restart; `node` where it has to come back to its own. */
interface Wanted {
  key: number;
  uses: number;
  node: number;
}

class Cache implements Component {
  readonly caller: Caller;
  private nodes: CacheNode[] = [];
  private readonly fills: Fills;
  private readonly code: number;
  private readonly operationChance: Keyed;
  private readonly refreshChance: Keyed;
  private readonly lifeChance: Keyed;
  private readonly deathChance: Keyed;
  private readonly freshness: Freshness = { since: 0, until: 0, rebuild: 0 };
  private readonly rebuild: Rebuild = { underWay: 0, heldUntil: 0, waited: 0 };
  private placementState: object = {};
  private guardState: object = {};
  /** Calls that joined, linked by row. */
  private nextWaiting = new Int32Array(64).fill(NONE);
  private lastWaiting = new Int32Array(64).fill(NONE);
  /** Calls each node has had of late: halved every half second. */
  private load = new Float64Array(1);
  private loadAt = 0;
  /** Calls of each node in the present bin. */
  private calledInBin = new Int32Array(1);
  /** Of each key: asked for in this second and in the one before. */
  private asked = new Int32Array(64);
  private askedBefore = new Int32Array(64);
  private askedSecond = new Int32Array(64);
  /** The newest value of each key that anybody was shown. */
  private shown = new Int32Array(64).fill(NO_VALUE);
  /** Bytes of each key, as last asked for. */
  private sizes = new Float64Array(64);
  /** 1 for keys that a write has come for: they exist, whatever guard there is by then. */
  private written = new Uint8Array(64);
  private readonly messages = new Slots<Message>();
  private readonly dues = new Slots<Due>();
  /** What is due to be written behind, in order. */
  private readonly toFlush: Due[] = [];
  private firstToFlush = 0;
  private flushing = 0;
  private flushes = false;
  private restartsBefore: number;
  private hasRestarted = false;
  /** What is to be fetched after a restart, the most used last. */
  private toWarm: Wanted[] = [];
  private warmEvent = NONE;
  private births = 0;
  private ownRequests = 0;
  private joins = 0;
  private bytesHit = 0;
  private bytesAsked = 0;
  private readonly optimum = new OptimumLog();
  private held = 0;
  private used = 0;

  constructor(
    private readonly site: Site,
    private readonly params: CacheParams,
  ) {
    this.caller = new Caller(site, params, this);
    this.fills = new Fills(site.requests);
    this.code = site.index << KIND_BITS;
    this.operationChance = site.keyed('operation-time');
    this.refreshChance = site.keyed('early-refresh');
    this.lifeChance = site.keyed('time-to-live');
    this.deathChance = site.keyed('holder');
    this.restartsBefore = params.restarts;
    this.startGuard();
    this.addReadings();
  }

  start(): void {
    this.setNodes();
    this.stock((key) => this.nodes[this.placeOf(key)]);
  }

  /** Puts the keys it starts with where they live. */
  private stock(homeOf: (key: number) => CacheNode): void {
    const { startsWith, ttl } = this.params;
    for (let key = 0; key < startsWith; key++) {
      this.reach(key);
      const node = homeOf(key);
      node.reach(key);
      if (!node.put(key, this.site.truth.original(key), this.sizes[key] || 1, 1)) continue;
      node.since[key] = 0;
      node.until[key] = this.lifeOf(ttl, key, 0) - this.site.simulation.now;
    }
    this.takeStock();
  }

  handle(kind: number, subject: number): void {
    switch (kind) {
      case LOOKED:
        this.site.calls.tasks.event[subject] = NONE;
        this.look(subject);
        break;
      case LOOK_AGAIN:
        this.site.calls.tasks.event[subject] = NONE;
        this.site.recorder.change(WAITING_GAUGE, -1);
        this.read(subject);
        break;
      case ARRIVED_BACK:
        this.settleFill(subject);
        break;
      case FLUSH_DUE:
        this.flushDue(subject);
        break;
      case NEWS:
        this.newsArrived(subject);
        break;
      case WARM_UP:
        this.warmNext();
        break;
      default:
        this.caller.handle(kind, subject);
    }
  }

  settle(): void {}

  changed(param: string, replaced: boolean): void {
    if (param === 'capacity') for (const node of this.nodes) node.resize();
    else if ((param === 'eviction' && replaced) || param === 'capacityIn')
      for (const node of this.nodes) node.reorder((key) => this.sizes[key] || 1);
    else if (param === 'nodes' || (param === 'placement' && replaced) || param === 'locality') this.setNodes();
    else if (param === 'absenceGuard') this.startGuard();
    else if (param === 'restarts') this.restart();
    else if (param === 'warmUpRate') this.armWarmUp();
    else this.caller.changed(param, replaced);
    this.takeStock();
  }

  receive(call: number): void {
    const { calls, requests, recorder, simulation } = this.site;
    const root = calls.root[call];
    recorder.fact(ARRIVED, requests.number[root], calls.number[call]);
    calls.tasks.begin(call, ASKING);
    const key = requests.key[root];
    this.reach(key);
    this.sizes[key] = requests.bytes[root];
    const at = this.nodeFor(call, key);
    calls.tasks.instance[call] = at;
    if (requests.operation[root] !== READ) this.noteWrite(key);
    if (!this.params.works) {
      if (requests.operation[root] === READ) this.note(call, MISS_FACT);
      this.ask(call, PASSING, at, key);
      return;
    }
    const wait = this.operation(calls.keyLow[call], calls.keyHigh[call], at);
    if (wait === 0) this.look(call);
    else calls.tasks.event[call] = simulation.schedule(simulation.now + wait, this.code | LOOKED, call);
  }

  withdraw(call: number): void {
    const { calls, recorder, requests, simulation } = this.site;
    const { tasks } = calls;
    const phase = tasks.phase[call];
    if (phase === NO_TASK || this.params.whenCallerLeaves === 'keep-working') return;
    if (phase === AT_ORIGIN) this.fills.call[tasks.operation[call]] = NONE;
    if (phase === JOINED_OTHERS) this.unlink(call);
    if (phase === JOINED_OTHERS || phase === LOOKING_AGAIN) recorder.change(WAITING_GAUGE, -1);
    if (tasks.event[call] !== NONE) simulation.cancel(tasks.event[call], call);
    recorder.fact(LEFT, requests.number[calls.root[call]], calls.number[call]);
    tasks.end(call);
    this.answer(call, DROPPED);
  }

  begun(call: number): void {
    this.caller.begun(call);
  }

  answered(call: number, outcome: number): void {
    this.caller.answered(call, outcome);
  }

  /** Work for a request that the cache itself made was done again: nobody minds. */
  duplicated(): void {}

  /** What was asked of the origin has ended. */
  concluded(fill: number, outcome: number): void {
    const { fills, params, site } = this;
    const kind = fills.kind[fill];
    fills.outcome[fill] = outcome;
    fills.value[fill] = this.caller.lastValue;
    if (kind === PASSING) {
      this.endPassing(fill);
      return;
    }
    if (kind === FLUSH) {
      this.flushEnded(fill);
      return;
    }
    // whoever stores from outside needs one more trip to the cache
    const fromOutside = kind === WRITING ? ['invalidate', 'set', 'versioned-keys'].includes(params.writes) : params.reads === 'cache-aside';
    if (outcome === OK && fromOutside) {
      const root = fills.root[fill];
      const wait = this.operation(site.requests.keyLow[root] ^ mix(fills.number[fill] + 1), site.requests.keyHigh[root], NONE);
      if (wait > 0) {
        site.simulation.schedule(site.simulation.now + wait, this.code | ARRIVED_BACK, fill);
        return;
      }
    }
    this.settleFill(fill);
  }

  contents(most: number): NodeContents[] {
    return this.nodes.map((node) => node.contents((key, value) => this.site.truth.isWrong(key, value), most));
  }

  open(): number {
    return this.fills.open;
  }

  finish(): void {
    const { knowsOptimum, capacityIn } = this.params;
    if (!knowsOptimum || capacityIn !== 'keys') return;
    this.site.recorder.rewrite('optimalHitRatio', this.optimum.hitRatios());
  }

  private settleFill(fill: number): void {
    if (this.fills.kind[fill] === WRITING) this.endWriting(fill);
    else this.endRebuild(fill);
  }

  // ——— where a key lives ———

  private setNodes(): void {
    const { params } = this;
    const wanted = params.locality === 'process' ? Math.max(1, this.nodes.length) : params.nodes;
    for (const [i, node] of this.nodes.entries()) if (i >= wanted) this.lose(node);
    this.nodes.length = Math.min(this.nodes.length, wanted);
    while (this.nodes.length < wanted) this.addNode();
    this.load = new Float64Array(wanted);
    this.calledInBin = new Int32Array(wanted);
    this.placementState = params.placement.policy.start(params.placement.params, wanted);
  }

  private addNode(): CacheNode {
    const { site } = this;
    const at = this.nodes.length;
    const node = new CacheNode(this.births++, this.params, site.simulation.clock, site.stream(`eviction ${at}`), () =>
      site.recorder.fact(EVICTED, NONE, NONE),
    );
    this.nodes.push(node);
    return node;
  }

  private nodeFor(call: number, key: number): number {
    const { calls, requests } = this.site;
    const { locality, copies, nodes } = this.params;
    if (locality === 'process') {
      const process = calls.process[call];
      if (this.nodes.length <= process) this.addProcesses(process + 1);
      this.calledInBin[process]++;
      return process;
    }
    if (nodes === 1) return 0;
    this.age();
    let node = this.placeOf(key);
    // a write goes to the first copy, which sees to the others; until it is at the origin, the first alone has its value
    if (copies > 1 && this.isHot(key) && requests.operation[calls.root[call]] === READ && !(this.nodes[node].dirty[key] >= 0))
      node = (node + ((mix(calls.keyLow[call] ^ this.code) >>> 0) % Math.min(copies, nodes))) % nodes;
    this.load[node]++;
    this.calledInBin[node]++;
    return node;
  }

  /** Caches of processes are made when they are first heard of, as they would be by now. */
  private addProcesses(count: number): void {
    while (this.nodes.length < count) {
      const node = this.addNode();
      if (!this.hasRestarted) this.stock(() => node);
    }
    this.load = new Float64Array(count);
    const called = new Int32Array(count);
    called.set(this.calledInBin);
    this.calledInBin = called;
  }

  private placeOf(key: number): number {
    const { placement } = this.params;
    return this.nodes.length === 1 ? 0 : placement.policy.place(this.placementState, placement.params, key, this.load);
  }

  private age(): void {
    const { now } = this.site.simulation;
    while (now - this.loadAt >= MICROS_PER_SECOND / 2) {
      this.loadAt += MICROS_PER_SECOND / 2;
      for (let node = 0; node < this.load.length; node++) this.load[node] /= 2;
    }
  }

  /** Counts a call for a key and says whether the key was hot in the second before. */
  private isHot(key: number): boolean {
    const second = Math.floor(this.site.simulation.now / MICROS_PER_SECOND);
    if (this.askedSecond[key] !== second) {
      this.askedBefore[key] = this.askedSecond[key] === second - 1 ? this.asked[key] : 0;
      this.askedSecond[key] = second;
      this.asked[key] = 0;
    }
    this.asked[key]++;
    return Math.max(this.asked[key], this.askedBefore[key]) > this.params.hotAbove;
  }

  private reach(key: number): void {
    if (key < this.asked.length) return;
    let { length } = this.asked;
    while (length <= key) length *= 2;
    const wider = (old: Int32Array, blank = 0) => {
      const column = new Int32Array(length).fill(blank);
      column.set(old);
      return column;
    };
    this.asked = wider(this.asked);
    this.askedBefore = wider(this.askedBefore);
    this.askedSecond = wider(this.askedSecond);
    this.shown = wider(this.shown, NO_VALUE);
    const sizes = new Float64Array(length);
    sizes.set(this.sizes);
    this.sizes = sizes;
    const written = new Uint8Array(length);
    written.set(this.written);
    this.written = written;
  }

  /** How long an operation takes from now [µs]; at a node of limited rate it may have to wait for others. Drawn by this key. @param at NONE: at none */
  private operation(low: number, high: number, at: number): number {
    const { operationTime, nodeRate } = this.params;
    const { now } = this.site.simulation;
    let wait = operationTime.policy.sample(operationTime.params, this.operationChance.aim(low, high));
    if (nodeRate > 0 && at !== NONE) {
      const node = this.nodes[at];
      node.busyUntil = Math.max(now, node.busyUntil) + MICROS_PER_SECOND / nodeRate;
      wait += Math.round(node.busyUntil - now);
    }
    return wait;
  }

  // ——— reads ———

  private look(call: number): void {
    const { calls, requests, allWires } = this.site;
    if (calls.timer[call] === TIMER_WAITS) allWires[calls.wire[call]].caller.begun(call);
    if (requests.operation[calls.root[call]] === READ) this.read(call);
    else this.write(call);
  }

  /** The number of the node a call is at; when there are fewer by now, one of those. */
  private nodeOf(call: number): number {
    const { instance } = this.site.calls.tasks;
    if (instance[call] >= this.nodes.length) instance[call] %= this.nodes.length;
    return instance[call];
  }

  private read(call: number): void {
    const { calls, requests, simulation, recorder } = this.site;
    const { params } = this;
    const { now } = simulation;
    const at = this.nodeOf(call);
    const node = this.nodes[at];
    const key = requests.key[calls.root[call]];
    node.reach(key);
    if (node.dirty[key] !== NO_VALUE) {
      if (node.present[key] === 1) node.use(key);
      this.count(call, HIT_FACT, key);
      this.serve(call, node.dirty[key], node.present[key] === 1 ? node.since[key] : now);
      return;
    }
    if (node.present[key] === 1) {
      if (now < node.until[key]) {
        this.hit(call, at, key);
        return;
      }
      if (now < node.until[key] + params.staleWhileRevalidate) {
        node.use(key);
        this.count(call, STALE_HIT, key);
        const refreshes = this.decide(call, node, key) === FETCHES;
        this.serveAndRefresh(call, at, key, refreshes);
        return;
      }
      if (now >= node.until[key] + params.staleIfError) {
        recorder.fact(EXPIRED, requests.number[calls.root[call]], calls.number[call]);
        node.drop(key);
        this.takeStock();
      }
    }
    this.miss(call, at, key);
  }

  private hit(call: number, at: number, key: number): void {
    const { calls, simulation } = this.site;
    const { ttl, negativeTtl, ttlCounts, earlyRefresh, refreshWaits } = this.params;
    const { now } = simulation;
    const node = this.nodes[at];
    node.use(key);
    let refreshes = false;
    if (earlyRefresh.policy.id !== 'none') {
      const { freshness } = this;
      freshness.since = node.since[key];
      freshness.until = node.until[key];
      freshness.rebuild = node.rebuild[key];
      const chance = this.refreshChance.aim(calls.keyLow[call], calls.keyHigh[call]);
      if (earlyRefresh.policy.refreshes(earlyRefresh.params, now, freshness, chance) && this.decide(call, node, key) === FETCHES) {
        if (refreshWaits && calls.tasks.step[call] === 0) {
          this.count(call, MISS_FACT, key);
          this.ask(call, FETCH, at, key);
          return;
        }
        refreshes = true;
      }
    }
    const absent = node.value[key] === ABSENT;
    if (ttlCounts === 'use')
      node.until[key] = Math.max(node.until[key], this.lifeOf(absent ? negativeTtl : ttl, calls.keyLow[call], calls.keyHigh[call]));
    this.count(call, HIT_FACT, key);
    if (absent) this.note(call, ABSENT_HIT);
    this.serveAndRefresh(call, at, key, refreshes);
  }

  /** Answers with the entry of a key, and has it rebuilt where nobody waits for that. */
  private serveAndRefresh(call: number, at: number, key: number, refreshes: boolean): void {
    const { value, since } = this.nodes[at];
    // what is to be sent is known before the answer, and goes out after it: by then the call may be over
    const fill = refreshes ? this.begin(REFRESH, at, key, this.site.calls.root[call], call) : NONE;
    this.serve(call, value[key], since[key]);
    if (fill !== NONE) this.sendFor(call, fill);
  }

  private miss(call: number, at: number, key: number): void {
    const { absenceGuard } = this.params;
    if (!absenceGuard.policy.mayExist(this.guardState, absenceGuard.params, key)) {
      this.count(call, HIT_FACT, key);
      this.note(call, GUARDED);
      this.serve(call, ABSENT, NONE);
      return;
    }
    this.count(call, MISS_FACT, key);
    const wait = this.decide(call, this.nodes[at], key);
    if (wait === FETCHES) this.ask(call, FETCH, at, key);
    else if (wait === JOINS) {
      this.note(call, JOINED);
      this.join(call, at, key);
    } else this.lookAgain(call, Math.max(1, wait));
  }

  /** What the guard says to a call that found nothing fresh. */
  private decide(call: number, node: CacheNode, key: number): number {
    const { simulation, calls } = this.site;
    const { stampedeGuard } = this.params;
    const { rebuild } = this;
    rebuild.underWay = node.underWay[key];
    rebuild.heldUntil = node.heldUntil[key];
    rebuild.waited = simulation.now - calls.arrivesAt[call];
    return stampedeGuard.policy.decide(stampedeGuard.params, simulation.now, rebuild);
  }

  /** Sends something to the origin that a call waits for. */
  private ask(call: number, kind: number, at: number, key: number): void {
    const { calls, allWires } = this.site;
    const fill = this.begin(kind, at, key, calls.root[call], call);
    this.fills.call[fill] = call;
    calls.tasks.phase[call] = AT_ORIGIN;
    calls.tasks.operation[call] = fill;
    if (calls.timer[call] === TIMER_WAITS) allWires[calls.wire[call]].caller.begun(call);
    this.sendFor(call, fill);
  }

  /** Sends to the origin what a call has set off. */
  private sendFor(call: number, fill: number): void {
    const { calls } = this.site;
    const kind = this.fills.kind[fill];
    const low = derivedLow(calls.keyLow[call], calls.keyHigh[call], 1 + kind);
    this.send(fill, call, calls.intent[call], low, derivedHigh(low, calls.keyHigh[call], 1 + kind));
  }

  /** Opens a row for what is to be sent; the request and the call that caused it live on until it is over. */
  private begin(kind: number, at: number, key: number, root: number, cause: number): number {
    const { fills, site } = this;
    const { calls, simulation, recorder, requests } = site;
    const node = this.nodes[at];
    node.reach(key);
    const fill = fills.begin(kind, at, node.birth, key, root, cause, simulation.now);
    if (cause !== NONE) calls.references[cause]++;
    if (kind !== FETCH && kind !== REFRESH) return fill;
    fills.invalidations[fill] = node.invalidations[key];
    const { stampedeGuard } = this.params;
    const holds = stampedeGuard.policy.holds(stampedeGuard.params);
    // who goes without the right, out of patience, takes it from nobody
    if (holds > 0 && simulation.now >= node.heldUntil[key]) {
      node.heldUntil[key] = simulation.now + holds;
      fills.right[fill] = node.heldUntil[key];
    }
    const number = requests.number[root];
    recorder.fact(REBUILD_BEGUN, number, NONE);
    if (node.inCycle[key] === 0) {
      node.inCycle[key] = 1;
      node.cycles[key]++;
      recorder.fact(CYCLE_BEGUN, number, NONE);
    }
    fills.cycle[fill] = node.cycles[key];
    node.underWay[key]++;
    recorder.change(REBUILDING, 1);
    return fill;
  }

  private send(fill: number, cause: number, intent: number, low: number, high: number): void {
    const { fills } = this;
    const operation = this.caller.open(0, fills.node[fill], fill, fills.root[fill], cause, intent, low, high);
    if (fills.kind[fill] === FLUSH) this.caller.carry(operation, fills.carried[fill]);
    this.caller.go(operation);
  }

  /** A fetch is over, and its value, if it is one, has come to the cache. */
  private endRebuild(fill: number): void {
    const { fills, params, site } = this;
    const { recorder, requests, simulation } = site;
    const key = fills.key[fill];
    const root = fills.root[fill];
    const number = requests.number[root];
    const node = this.nodeOfFill(fill);
    const died =
      params.holderDies > 0 && this.deathChance.aim(requests.keyLow[root] ^ mix(fills.number[fill]), 0).happens(params.holderDies);
    const outcome = died ? ERROR : fills.outcome[fill];
    const value = fills.value[fill];
    recorder.change(REBUILDING, -1);
    if (died) recorder.fact(HOLDER_DIED, number, NONE);
    else if (outcome !== OK) recorder.fact(FILL_FAILED, number, NONE);
    if (node) {
      node.underWay[key]--;
      if (fills.cycle[fill] === node.cycles[key]) node.inCycle[key] = 0;
      // who is dead gives no right back: it ends by its own time
      if (!died && fills.right[fill] > 0 && node.heldUntil[key] === fills.right[fill]) node.heldUntil[key] = 0;
      if (outcome === OK) this.store(fill, node, simulation.now - fills.since[fill]);
    }
    const call = fills.call[fill];
    if (call !== NONE) this.endRead(call, outcome, value, died ? null : node, key);
    if (node) this.wake(node, key, died, outcome, value);
    this.close(fill);
  }

  /** The node a fill was for, if that is still there. */
  private nodeOfFill(fill: number): CacheNode | null {
    const node = this.nodes[this.fills.node[fill]] as CacheNode | undefined;
    return node && node.birth === this.fills.birth[fill] ? node : null;
  }

  /** A call that waited for a fetch is answered: with its value, or if that failed with what the node has, or an error. */
  private endRead(call: number, outcome: number, value: number, node: CacheNode | null, key: number): void {
    const { now } = this.site.simulation;
    if (outcome === OK) this.serve(call, value, NONE);
    else if (node !== null && node.present[key] === 1 && now < node.until[key] + this.params.staleIfError) {
      if (now >= node.until[key]) this.note(call, SERVED_ON_ERROR);
      node.use(key);
      this.serve(call, node.value[key], node.since[key]);
    } else {
      this.note(call, FAILED);
      this.site.calls.tasks.end(call);
      this.answer(call, passedOn(outcome));
    }
  }

  /** Stores what a fetch has brought, unless it is refused. @param rebuild how long it took [µs] */
  private store(fill: number, node: CacheNode, rebuild: number): void {
    const { fills, params, site } = this;
    const { recorder, requests, simulation } = site;
    const key = fills.key[fill];
    const value = fills.value[fill];
    const root = fills.root[fill];
    const number = requests.number[root];
    node.rebuild[key] = rebuild;
    const absent = value === ABSENT;
    if (absent && params.negativeTtl === 0) return;
    const outdated =
      ((params.refuses === 'invalidated' || params.stampedeGuard.policy.refusesOutdated) &&
        fills.invalidations[fill] !== node.invalidations[key]) ||
      ((params.refuses === 'older' || params.writes === 'versioned-keys') && isOlder(value, node.newest[key])) ||
      (params.laterFills === 'ignored' && node.present[key] === 1 && node.since[key] > fills.since[fill]);
    if (outdated) {
      recorder.fact(FILL_REFUSED, number, NONE);
      return;
    }
    recorder.fact(FILLED, number, NONE);
    this.put(node, key, value, rebuild, number);
    if (node.present[key] === 0) return;
    const life = absent ? params.negativeTtl : params.ttl;
    const begins = params.ttlCounts === 'start' ? fills.since[fill] : simulation.now;
    node.until[key] = begins + this.lifeOf(life, requests.keyLow[root] ^ mix(fills.number[fill]), requests.keyHigh[root]) - simulation.now;
  }

  /** When an entry that lives so long from now on expires [µs], its jitter drawn by this key. */
  private lifeOf(life: number, low: number, high: number): number {
    const { now } = this.site.simulation;
    const { ttlJitter } = this.params;
    if (ttlJitter === 0 || life === Number.POSITIVE_INFINITY) return now + life;
    return now + wholeMicros(life * (1 + ttlJitter * (2 * this.lifeChance.aim(low, high).unit() - 1)));
  }

  private put(node: CacheNode, key: number, value: number, cost: number, number: number): void {
    const { recorder, simulation } = this.site;
    const had = node.present[key] === 1;
    if (node.put(key, value, this.sizes[key] || 1, cost)) {
      node.since[key] = simulation.now;
      if (!had) recorder.fact(TOOK_IN, number, NONE);
    } else recorder.fact(KEPT_OUT, number, NONE);
    if (value > node.newest[key]) node.newest[key] = value;
    this.takeStock();
  }

  // ——— those that wait for somebody else's rebuild ———

  private join(call: number, at: number, key: number): void {
    const { calls, recorder } = this.site;
    const node = this.nodes[at];
    if (call >= this.nextWaiting.length) {
      const wider = (old: Int32Array) => {
        const column = new Int32Array(Math.max(old.length * 2, call + 1)).fill(NONE);
        column.set(old);
        return column;
      };
      this.nextWaiting = wider(this.nextWaiting);
      this.lastWaiting = wider(this.lastWaiting);
    }
    calls.tasks.phase[call] = JOINED_OTHERS;
    calls.tasks.turn[call] = this.joins++;
    recorder.change(WAITING_GAUGE, 1);
    const last = node.lastWaiting[key];
    this.nextWaiting[call] = NONE;
    this.lastWaiting[call] = last;
    if (last === NONE) node.firstWaiting[key] = call;
    else this.nextWaiting[last] = call;
    node.lastWaiting[key] = call;
  }

  private unlink(call: number): void {
    const { calls, requests } = this.site;
    const node = this.nodes[this.nodeOf(call)];
    const key = requests.key[calls.root[call]];
    const before = this.lastWaiting[call];
    const after = this.nextWaiting[call];
    if (before === NONE) node.firstWaiting[key] = after;
    else this.nextWaiting[before] = after;
    if (after === NONE) node.lastWaiting[key] = before;
    else this.lastWaiting[after] = before;
  }

  /** Those that joined share what came of it; after a death they start anew. */
  private wake(node: CacheNode, key: number, died: boolean, outcome: number, value: number): void {
    const { calls, recorder } = this.site;
    // those that join from here on, in answer to this, wait for another
    const { joins } = this;
    for (;;) {
      const call = node.firstWaiting[key];
      if (call === NONE || calls.tasks.turn[call] >= joins) return;
      this.unlink(call);
      recorder.change(WAITING_GAUGE, -1);
      if (died) this.lookAgain(call, 1);
      else this.endRead(call, outcome, value, node, key);
    }
  }

  /** A call looks again after a while [µs]. */
  private lookAgain(call: number, wait: number): void {
    const { calls, recorder, simulation } = this.site;
    calls.tasks.phase[call] = LOOKING_AGAIN;
    recorder.change(WAITING_GAUGE, 1);
    calls.tasks.event[call] = simulation.schedule(simulation.now + wait, this.code | LOOK_AGAIN, call);
  }

  // ——— answers ———

  /** A call counts once as a hit or a miss: at its first look. */
  private count(call: number, what: number, key: number): void {
    const { calls, requests, accesses, simulation, index } = this.site;
    const { step } = calls.tasks;
    if (step[call] !== 0) return;
    step[call] = what;
    this.note(call, what);
    const bytes = requests.bytes[calls.root[call]];
    this.bytesAsked += bytes;
    if (what !== MISS_FACT) this.bytesHit += bytes;
    if (this.params.knowsOptimum) this.optimum.note(key);
    if (accesses !== null) accesses.note(simulation.now, index, key, bytes, what === MISS_FACT ? MISS : HIT);
  }

  private note(call: number, what: number): void {
    const { calls, requests, recorder } = this.site;
    recorder.fact(what, requests.number[calls.root[call]], calls.number[call]);
  }

  /** Answers a read well. @param since when the value came into the cache [µs]; NONE for one that was just fetched */
  private serve(call: number, value: number, since: number): void {
    const { calls, requests, recorder, simulation, truth } = this.site;
    const { now } = simulation;
    const missed = calls.tasks.step[call] === MISS_FACT;
    recorder.observe(missed ? MISS_TIME : HIT_TIME, now - calls.arrivesAt[call]);
    if (since !== NONE) recorder.observe(AGE, now - since);
    this.note(call, SERVED);
    const key = requests.key[calls.root[call]];
    if (value !== NO_VALUE) {
      recorder.observe(STALENESS, truth.staleness(key, value, now));
      if (truth.isWrong(key, value)) this.note(call, SERVED_WRONG);
    }
    if (value >= 0) {
      if (value < this.shown[key]) this.note(call, WENT_BACK);
      else this.shown[key] = value;
    }
    this.note(call, missed ? SERVED_MISS : SERVED_HIT);
    calls.value[call] = value;
    calls.tasks.end(call);
    this.answer(call, OK);
  }

  private answer(call: number, outcome: number): void {
    const { calls, allWires } = this.site;
    allWires[calls.wire[call]].caller.answered(call, outcome);
  }

  private endPassing(fill: number): void {
    const { fills, site } = this;
    const call = fills.call[fill];
    if (call !== NONE) {
      this.note(call, BYPASSED);
      site.calls.value[call] = fills.value[fill];
      site.calls.tasks.end(call);
      this.answer(call, passedOn(fills.outcome[fill]));
    }
    this.close(fill);
  }

  private close(fill: number): void {
    const cause = this.fills.cause[fill];
    this.fills.close(fill);
    if (cause !== NONE) this.site.calls.letGo(cause);
  }

  // ——— writes ———

  /** Which keys exist, as far as it can know. */
  private startGuard(): void {
    const { policy, params } = this.params.absenceGuard;
    this.guardState = policy.start(params);
    for (let key = 0; key < this.written.length; key++) if (this.written[key] === 1) policy.add(this.guardState, key);
  }

  private noteWrite(key: number): void {
    this.written[key] = 1;
    this.params.absenceGuard.policy.add(this.guardState, key);
  }

  private write(call: number): void {
    const { calls, requests } = this.site;
    const { writes } = this.params;
    const at = this.nodeOf(call);
    const key = requests.key[calls.root[call]];
    if (writes === 'write-behind') {
      this.writeBehind(call, at, key);
      return;
    }
    if (writes === 'invalidate-first') this.invalidate(at, key, NO_VALUE);
    this.ask(call, WRITING, at, key);
  }

  /** A write has reached the origin, and where the caller sees to it the cache hears of it now. */
  private endWriting(fill: number): void {
    const { fills, params, site } = this;
    const { calls, requests } = site;
    const call = fills.call[fill];
    const key = fills.key[fill];
    const outcome = fills.outcome[fill];
    const value = fills.value[fill];
    if (outcome === OK) {
      const node = this.nodeOfFill(fill);
      switch (params.writes) {
        case 'invalidate':
        case 'versioned-keys':
          this.invalidate(fills.node[fill], key, value);
          break;
        case 'set':
        case 'write-through':
          if (node) this.accept(node, key, value, requests.number[fills.root[fill]]);
          this.forgetCopies(fills.node[fill], key, value);
          this.tellOthers(fills.node[fill], key, value);
      }
    }
    if (call !== NONE) {
      this.note(call, outcome === OK ? WROTE : WRITE_FAILED);
      calls.value[call] = value;
      calls.tasks.end(call);
      this.answer(call, passedOn(outcome));
    }
    this.close(fill);
  }

  /** A value that was written comes into the cache. */
  private accept(node: CacheNode, key: number, value: number, number: number): void {
    const { params, site } = this;
    node.reach(key);
    if (params.refuses === 'older' && isOlder(value, node.newest[key])) {
      site.recorder.fact(FILL_REFUSED, number, NONE);
      return;
    }
    node.invalidations[key]++;
    this.put(node, key, value, node.rebuild[key], number);
    if (node.present[key] === 1) node.until[key] = this.lifeOf(params.ttl, value, key);
  }

  private invalidate(at: number, key: number, value: number): void {
    const node = this.nodes[at] as CacheNode | undefined;
    if (node) this.forget(node, key, value);
    this.forgetCopies(at, key, value);
    this.tellOthers(at, key, value);
  }

  /** The other copies of a hot key hear of a write at once. */
  private forgetCopies(at: number, key: number, value: number): void {
    const { copies, locality } = this.params;
    if (copies === 1 || locality === 'process') return;
    const { length } = this.nodes;
    const first = this.placeOf(key);
    for (let i = 0; i < Math.min(copies, length); i++) {
      const copy = (first + i) % length;
      if (copy !== at) this.forget(this.nodes[copy], key, value);
    }
  }

  /** An entry is deleted because its key was written. */
  private forget(node: CacheNode, key: number, value: number): void {
    node.reach(key);
    node.invalidations[key]++;
    // a void lease is nobody's; a lock is a key of its own, which stays
    if (this.params.stampedeGuard.policy.refusesOutdated) node.heldUntil[key] = 0;
    if (value > node.newest[key]) node.newest[key] = value;
    if (node.present[key] === 0) return;
    node.drop(key);
    this.site.recorder.fact(INVALIDATED, NONE, NONE);
    this.takeStock();
  }

  /** News for the other nodes that may hold a key. */
  private tellOthers(own: number, key: number, value: number): void {
    const { params, site } = this;
    if (params.invalidationReaches === 'own' || this.nodes.length === 1) return;
    for (let node = 0; node < this.nodes.length; node++) {
      if (node === own) continue;
      site.simulation.schedule(site.simulation.now + params.invalidationLag, this.code | NEWS, this.messages.put({ node, key, value }));
    }
  }

  private newsArrived(row: number): void {
    const { node: at, key, value } = this.messages.take(row);
    const node = this.nodes[at] as CacheNode | undefined;
    if (node) this.forget(node, key, value);
  }

  // ——— writes behind the caller's back ———

  private writeBehind(call: number, at: number, key: number): void {
    const { calls, requests, recorder, simulation, truth } = this.site;
    const node = this.nodes[at];
    const root = calls.root[call];
    // what a cache before this one writes behind has come to be already
    const value = calls.value[call] === NO_VALUE ? truth.write(key, simulation.now) : calls.value[call];
    node.reach(key);
    this.accept(node, key, value, requests.number[root]);
    if (node.dirty[key] === NO_VALUE) {
      recorder.change(DIRTY, 1);
      this.scheduleFlush(at, node, key, this.params.flushDelay);
    }
    node.dirty[key] = value;
    node.dirtyWrites[key]++;
    this.forgetCopies(at, key, value);
    this.tellOthers(at, key, value);
    this.note(call, WROTE);
    calls.value[call] = value;
    calls.tasks.end(call);
    this.answer(call, OK);
  }

  /** @param wait [µs] */
  private scheduleFlush(at: number, node: CacheNode, key: number, wait: number): void {
    const { simulation } = this.site;
    const row = this.dues.put({ node, at, key, restarts: node.restarts });
    simulation.schedule(simulation.now + wait, this.code | FLUSH_DUE, row);
  }

  private flushDue(row: number): void {
    this.toFlush.push(this.dues.take(row));
    this.flushNext();
  }

  /** Writes what is due, so many at once; one that ends at once leaves its place to this. */
  private flushNext(): void {
    if (this.flushes) return;
    this.flushes = true;
    while (this.flushing < this.params.flushConcurrency && this.firstToFlush < this.toFlush.length)
      this.flush(this.toFlush[this.firstToFlush++]);
    this.flushes = false;
    if (this.firstToFlush < this.toFlush.length) return;
    this.toFlush.length = 0;
    this.firstToFlush = 0;
  }

  private flush({ node, at, key, restarts }: Due): void {
    const { site, fills } = this;
    // lost meanwhile, with its node or in a restart
    if (node.restarts !== restarts) return;
    this.flushing++;
    const root = this.ownRequest(key, WRITE);
    const fill = this.begin(FLUSH, at, key, root, NONE);
    site.requests.letGo(root);
    fills.carried[fill] = node.dirty[key];
    fills.writes[fill] = node.dirtyWrites[key];
    fills.restarts[fill] = restarts;
    node.writesUnderWay[key] = node.dirtyWrites[key];
    this.sendOwn(fill, root);
  }

  private flushEnded(fill: number): void {
    const { fills, params, site } = this;
    const { recorder } = site;
    const key = fills.key[fill];
    const at = fills.node[fill];
    const node = this.nodeOfFill(fill);
    const wasOk = fills.outcome[fill] === OK;
    this.flushing--;
    if (wasOk) recorder.fact(FLUSHED, NONE, NONE);
    if (node === null || fills.restarts[fill] !== node.restarts) {
      // who would try again is gone
      if (!wasOk) this.loseWrites(fills.writes[fill]);
    } else {
      node.writesUnderWay[key] = 0;
      if (wasOk) node.dirtyWrites[key] -= fills.writes[fill];
      if (node.dirtyWrites[key] > 0) this.scheduleFlush(at, node, key, Math.max(params.flushDelay, wasOk ? 0 : MICROS_PER_MS));
      else {
        node.dirty[key] = NO_VALUE;
        recorder.change(DIRTY, -1);
      }
    }
    this.close(fill);
    this.flushNext();
  }

  private loseWrites(count: number): void {
    for (let i = 0; i < count; i++) this.site.recorder.fact(WRITES_LOST, NONE, NONE);
  }

  /** A request that the cache itself makes. */
  private ownRequest(key: number, operation: number): number {
    const { requests, simulation, grid, index, seed } = this.site;
    const ordinal = this.ownRequests++;
    const low = derivedLow(mix(seed ^ this.code), ordinal, 1);
    const root = requests.begin(index, simulation.now, grid.bin, low, derivedHigh(low, ordinal, 1));
    requests.key[root] = key;
    requests.operation[root] = operation;
    requests.bytes[root] = this.sizes[key];
    return root;
  }

  private sendOwn(fill: number, root: number): void {
    const { requests } = this.site;
    const low = requests.keyLow[root];
    const high = requests.keyHigh[root];
    this.send(fill, NONE, low ^ high, low, high);
  }

  // ——— restarts, losses, warming up ———

  private restart(): void {
    const { params } = this;
    if (params.restarts === this.restartsBefore) return;
    this.restartsBefore = params.restarts;
    this.hasRestarted = true;
    const wanted: Wanted[] = [];
    this.nodes.forEach((node, at) => {
      if (params.warmUpRate > 0) for (const key of node.keys()) wanted.push({ key, uses: node.uses[key], node: at });
      this.lose(node);
      node.clear();
      // versions are kept elsewhere
      if (params.writes !== 'versioned-keys') node.newest.fill(NO_VALUE);
    });
    this.toWarm = wanted.sort((a, b) => a.uses - b.uses || b.key - a.key || b.node - a.node);
    this.armWarmUp();
  }

  /** What a node had accepted and not sent on is lost; those that waited there look again. */
  private lose(node: CacheNode): void {
    const { recorder } = this.site;
    for (let key = 0; key < node.dirty.length; key++) {
      if (node.dirty[key] !== NO_VALUE) {
        this.loseWrites(node.dirtyWrites[key] - node.writesUnderWay[key]);
        recorder.change(DIRTY, -1);
        node.dirty[key] = NO_VALUE;
        node.dirtyWrites[key] = 0;
        node.writesUnderWay[key] = 0;
      }
      for (let call = node.firstWaiting[key]; call !== NONE; ) {
        const next = this.nextWaiting[call];
        recorder.change(WAITING_GAUGE, -1);
        this.lookAgain(call, 0);
        call = next;
      }
      node.firstWaiting[key] = NONE;
      node.lastWaiting[key] = NONE;
      node.heldUntil[key] = 0;
    }
    node.restarts++;
  }

  private armWarmUp(): void {
    const { simulation } = this.site;
    const { warmUpRate } = this.params;
    if (this.warmEvent !== NONE) simulation.cancel(this.warmEvent, 0);
    this.warmEvent = NONE;
    if (warmUpRate === 0 || this.toWarm.length === 0) return;
    this.warmEvent = simulation.schedule(simulation.now + Math.max(1, Math.round(MICROS_PER_SECOND / warmUpRate)), this.code | WARM_UP, 0);
  }

  private warmNext(): void {
    this.warmEvent = NONE;
    const wanted = this.toWarm.pop();
    if (wanted !== undefined) {
      const { key } = wanted;
      const at = this.params.locality === 'process' ? wanted.node : this.placeOf(key);
      const node = this.nodes[at];
      node.reach(key);
      if (node.present[key] === 0 && node.underWay[key] === 0) {
        this.site.recorder.fact(WARMED_UP, NONE, NONE);
        const root = this.ownRequest(key, READ);
        const fill = this.begin(REFRESH, at, key, root, NONE);
        this.site.requests.letGo(root);
        this.sendOwn(fill, root);
      }
    }
    this.armWarmUp();
  }

  // ——— what it says of itself ———

  private takeStock(): void {
    const { recorder } = this.site;
    let held = 0;
    let used = 0;
    for (const node of this.nodes) {
      held += node.held;
      used += node.used;
    }
    if (held !== this.held) recorder.change(HELD, held - this.held);
    if (used !== this.used) recorder.change(USED, used - this.used);
    this.held = held;
    this.used = used;
  }

  private addReadings(): void {
    const { recorder } = this.site;
    const reading = (name: string) => cacheReadings.find((meter) => meter.name === name)!;
    recorder.addReading(reading('byteHitRatio'), () => {
      const result = this.bytesAsked === 0 ? Number.NaN : this.bytesHit / this.bytesAsked;
      this.bytesHit = 0;
      this.bytesAsked = 0;
      return result;
    });
    recorder.addReading(reading('busiestNode'), () => {
      let most = 0;
      let all = 0;
      for (const calls of this.calledInBin) {
        all += calls;
        most = Math.max(most, calls);
      }
      const result = all === 0 ? Number.NaN : (most * this.nodes.length) / all;
      this.calledInBin.fill(0);
      return result;
    });
    recorder.addReading(reading('optimalHitRatio'), () => {
      const { knowsOptimum, capacity, nodes } = this.params;
      if (knowsOptimum) this.optimum.endBin(capacity * nodes);
      return Number.NaN;
    });
  }
}

/** Things on their way, by a row that an event can carry. */
class Slots<T> {
  private readonly things: (T | undefined)[] = [];
  private readonly free: number[] = [];

  put(thing: T): number {
    const row = this.free.pop() ?? this.things.length;
    this.things[row] = thing;
    return row;
  }

  take(row: number): T {
    const thing = this.things[row] as T;
    this.things[row] = undefined;
    this.free.push(row);
    return thing;
  }
}

/** Whether a value, or absence, is from before the newest one known. */
function isOlder(value: number, newest: number): boolean {
  return newest !== NO_VALUE && value < newest;
}

/** What a caller is told of an outcome at the origin. */
function passedOn(outcome: number): number {
  return outcome === OK || outcome === PERMANENT_ERROR || outcome === SHED || outcome === REJECTED ? outcome : ERROR;
}
