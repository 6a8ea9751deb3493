import { Caller } from '../../flow/caller.ts';
import { callerScopes } from '../../flow/caller-params.ts';
import { TIMER_WAITS } from '../../flow/calls.ts';
import { type Callee, DROPPED, ERROR, OK, type Origin, PERMANENT_ERROR, REJECTED, SHED } from '../../flow/port.ts';
import { NO_TASK } from '../../flow/tasks.ts';
import { ABSENT, NO_VALUE } from '../../flow/truth.ts';
import { derivedHigh, derivedLow, type Keyed, mix } from '../../kernel/chance.ts';
import { MICROS_PER_SECOND, wholeMicros } from '../../kernel/time.ts';
import type { Freshness } from '../../policy/early-refresh/contract.ts';
import { FETCHES, JOINS } from '../../policy/stampede-guard/contract.ts';
import { READ, WRITE } from '../../policy/workload/contract.ts';
import { type Component, defineComponent, type Site } from '../component.ts';
import { cacheEnds, cacheFact, cacheFacts, cacheGauge, cacheGauges, cacheHistograms, cacheMeters, cacheReadings } from './cache-meters.ts';
import type { CacheNode, NodeContents } from './cache-node.ts';
import { CacheNodes, type NodesOwner } from './cache-nodes.ts';
import { type CacheParams, cacheParams } from './cache-params.ts';
import { Fills } from './fills.ts';
import { Invalidations } from './invalidations.ts';
import { LookUps } from './look-ups.ts';
import { Rebuilds } from './rebuilds.ts';
import { WaitingCalls } from './waiting-calls.ts';
import { WarmUp } from './warm-up.ts';
import { WrittenBehind } from './written-behind.ts';

const NONE = -1;

const ARRIVED = cacheFact('arrived');
const HIT_FACT = cacheFact('hit');
const STALE_HIT = cacheFact('staleHit');
const MISS_FACT = cacheFact('miss');
const ABSENT_HIT = cacheFact('absentHit');
const GUARDED = cacheFact('guarded');
const SERVED_HIT = cacheFact('servedHit');
const SERVED_MISS = cacheFact('servedMiss');
const SERVED_ON_ERROR = cacheFact('servedOnError');
const FAILED = cacheFact('failed');
const WROTE = cacheFact('wrote');
const WRITE_FAILED = cacheFact('writeFailed');
const BYPASSED = cacheFact('bypassed');
const LEFT = cacheFact('left');
const SERVED = cacheFact('served');
const SERVED_WRONG = cacheFact('servedWrong');
const WENT_BACK = cacheFact('wentBack');
const FILLED = cacheFact('filled');
const FILL_FAILED = cacheFact('fillFailed');
const FILL_REFUSED = cacheFact('fillRefused');
const TOOK_IN = cacheFact('tookIn');
const KEPT_OUT = cacheFact('keptOut');
const EXPIRED = cacheFact('expired');
const HOLDER_DIED = cacheFact('holderDied');
const JOINED = cacheFact('joined');
const WARMED_UP = cacheFact('warmedUp');

const WAITING_GAUGE = cacheGauge('waiting');

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
      text: '**A hit** is decided when the look-up ends; the operation’s time passes before. A call counts as hit or miss once, at its first look. **Expiry**: an entry is fresh before its time and not at it. **A rebuild** lasts from asking the origin to its answer, waiting there included (XFetch’s δ). **A cycle** of rebuilds lasts from the first that is under way to the first that ends; rebuilds per cycle counts all that began in it. **Joined** calls share the outcome of the one they joined, failures too. **A process that dies** while it rebuilds answers an error; who joined it starts anew. **A lock** outlives the deletion of its key, a **lease** does not; who has lost patience rebuilds without the lock. **A failed** fetch stores nothing. **Writes**: with *invalidate* and *set* the origin is written first, then an operation’s time passes; *write-through* stores at the very moment of the origin’s answer; *write-behind* answers at once, writes the newest value of a key after the delay, and tries again as long after a failure, but not before 1 ms; what it has accepted it also serves. Values accepted and lost in a restart count as lost writes, each write of them, unless they were on their way and arrive. Of a **hot key with copies** a write goes to the first, and the others are deleted at once. **Staleness** of a served value is how long ago it was superseded, 0 while it is true, and that of a remembered absence how long ago the key came to be; **age** is how long it has been in the cache. **A change** of policy or units meets the entries in the order of filling; fewer nodes lose what the last ones held. Entries it **starts with** have no rebuild time yet, so XFetch does not refresh them early. A call whose caller has left keeps its turn at a **node of limited rate**. When it **does not work**, callers go to the origin without delay.',
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
  takes: 'calls',
  sends: 'calls',
  calls: { least: 1, most: 1 },
  routine: false,
  roles: ['cache'],
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

class Cache implements Component, Callee, Origin, NodesOwner {
  readonly caller: Caller;
  readonly callee = this;
  readonly origin = this;
  private readonly nodes: CacheNodes;
  private readonly fills: Fills;
  private readonly rebuilds: Rebuilds;
  private readonly waiting: WaitingCalls;
  private readonly behind: WrittenBehind;
  private readonly invalidations: Invalidations;
  private readonly warmUp: WarmUp;
  private readonly lookUps: LookUps;
  private readonly lookedEvent: number;
  private readonly arrivedBackEvent: number;
  private readonly lookAgainEvent: number;
  private readonly operationChance: Keyed;
  private readonly refreshChance: Keyed;
  private readonly lifeChance: Keyed;
  private readonly deathChance: Keyed;
  private readonly freshness: Freshness = { since: 0, until: 0, rebuild: 0 };
  private guardState: object = {};
  /** The newest value of each key that anybody was shown. */
  private shown = new Int32Array(64).fill(NO_VALUE);
  /** Bytes of each key, as last asked for. */
  private sizes = new Float64Array(64);
  /** 1 for keys that a write has come for: they exist, whatever guard there is by then. */
  private written = new Uint8Array(64);
  private restartsBefore: number;
  private hasRestarted = false;
  private ownRequests = 0;

  constructor(
    private readonly site: Site,
    private readonly params: CacheParams,
  ) {
    this.caller = new Caller(site, params, this);
    this.lookedEvent = site.event((call) => this.looked(call));
    this.arrivedBackEvent = site.event((fill) => this.settleFill(fill));
    this.lookAgainEvent = site.event((call) => this.looksAgain(call));
    this.fills = new Fills(site.requests);
    this.nodes = new CacheNodes(site, params, this);
    this.rebuilds = new Rebuilds(site, params, this.fills);
    this.waiting = new WaitingCalls(site.calls);
    this.behind = new WrittenBehind(site, params, (node, at, key) => this.flush(node, at, key));
    this.invalidations = new Invalidations(site, params, this.nodes);
    this.warmUp = new WarmUp(site, params, (key, at) => this.fetchAgain(key, at));
    this.lookUps = new LookUps(site, params);
    this.operationChance = site.keyed('operation-time');
    this.refreshChance = site.keyed('early-refresh');
    this.lifeChance = site.keyed('time-to-live');
    this.deathChance = site.keyed('holder');
    this.restartsBefore = params.restarts;
    this.startGuard();
    this.addReadings();
  }

  start(): void {
    this.nodes.arrange();
    this.stock((key) => this.nodes.all[this.nodes.placeOf(key)]);
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
    this.nodes.takeStock();
  }

  changed(param: string, replaced: boolean): void {
    if (param === 'capacity') for (const node of this.nodes.all) node.resize();
    else if ((param === 'eviction' && replaced) || param === 'capacityIn')
      for (const node of this.nodes.all) node.reorder((key) => this.sizes[key] || 1);
    else if (param === 'replicas' || (param === 'placement' && replaced) || param === 'locality') this.nodes.arrange();
    else if (param === 'absenceGuard') this.startGuard();
    else if (param === 'restarts') this.restart();
    else if (param === 'warmUpRate') this.warmUp.arm();
    else this.caller.changed(param, replaced);
    this.nodes.takeStock();
  }

  receive(call: number): void {
    const { calls, requests, simulation } = this.site;
    const root = calls.root[call];
    this.site.report(ARRIVED, call);
    calls.tasks.begin(call, ASKING);
    const key = requests.key[root];
    this.reach(key);
    this.sizes[key] = requests.bytes[root];
    const at = this.nodes.choose(call, key);
    calls.tasks.instance[call] = at;
    if (requests.operation[root] !== READ) this.noteWrite(key);
    if (!this.params.works) {
      if (requests.operation[root] === READ) this.note(call, MISS_FACT);
      this.ask(call, PASSING, at, key);
      return;
    }
    const wait = this.operation(calls.keyLow[call], calls.keyHigh[call], at);
    if (wait === 0) this.look(call);
    else calls.tasks.event[call] = simulation.schedule(simulation.now + wait, this.lookedEvent, call);
  }

  withdraw(call: number): void {
    const { calls, recorder, requests, simulation } = this.site;
    const { tasks } = calls;
    const phase = tasks.phase[call];
    if (phase === NO_TASK || this.params.whenCallerLeaves === 'keep-working') return;
    if (phase === AT_ORIGIN) this.fills.call[tasks.operation[call]] = NONE;
    if (phase === JOINED_OTHERS) this.waiting.leave(this.nodes.all[this.nodes.numberFor(call)], requests.key[calls.root[call]], call);
    if (phase === JOINED_OTHERS || phase === LOOKING_AGAIN) recorder.change(WAITING_GAUGE, -1);
    if (tasks.event[call] !== NONE) simulation.cancel(tasks.event[call], call);
    this.site.report(LEFT, call);
    tasks.end(call);
    this.answer(call, DROPPED);
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
        site.simulation.schedule(site.simulation.now + wait, this.arrivedBackEvent, fill);
        return;
      }
    }
    this.settleFill(fill);
  }

  contents(most: number): NodeContents[] {
    return this.nodes.all.map((node) => node.contents((key, value) => this.site.truth.isWrong(key, value), most));
  }

  open(): number {
    return this.fills.open;
  }

  finish(): void {
    this.lookUps.finish();
  }

  private settleFill(fill: number): void {
    if (this.fills.kind[fill] === WRITING) this.endWriting(fill);
    else this.endRebuild(fill);
  }

  private reach(key: number): void {
    if (key < this.sizes.length) return;
    let { length } = this.sizes;
    while (length <= key) length *= 2;
    const shown = new Int32Array(length).fill(NO_VALUE);
    shown.set(this.shown);
    this.shown = shown;
    const sizes = new Float64Array(length);
    sizes.set(this.sizes);
    this.sizes = sizes;
    const written = new Uint8Array(length);
    written.set(this.written);
    this.written = written;
  }

  /** How long an operation takes from now [µs]; at a node of limited rate it may have to wait for others. Drawn by this key. @param at NONE: at none */
  private operation(low: number, high: number, at: number): number {
    const { operationTime, replicaRate } = this.params;
    const { now } = this.site.simulation;
    let wait = operationTime.policy.sample(operationTime.params, this.operationChance.aim(low, high));
    if (replicaRate > 0 && at !== NONE) {
      const node = this.nodes.all[at];
      node.busyUntil = Math.max(now, node.busyUntil) + MICROS_PER_SECOND / replicaRate;
      wait += Math.round(node.busyUntil - now);
    }
    return wait;
  }

  // ——— reads ———

  private looked(call: number): void {
    this.site.calls.tasks.event[call] = NONE;
    this.look(call);
  }

  private look(call: number): void {
    const { calls, requests, allWires } = this.site;
    if (calls.timer[call] === TIMER_WAITS) allWires[calls.wire[call]].caller.begun(call);
    if (requests.operation[calls.root[call]] === READ) this.read(call);
    else this.write(call);
  }

  private read(call: number): void {
    const { calls, requests, simulation } = this.site;
    const { params } = this;
    const { now } = simulation;
    const at = this.nodes.numberFor(call);
    const node = this.nodes.all[at];
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
        const refreshes = this.rebuilds.decide(call, node, key) === FETCHES;
        this.serveAndRefresh(call, at, key, refreshes);
        return;
      }
      if (now >= node.until[key] + params.staleIfError) {
        this.site.report(EXPIRED, call);
        node.drop(key);
        this.nodes.takeStock();
      }
    }
    this.miss(call, at, key);
  }

  private hit(call: number, at: number, key: number): void {
    const { calls, simulation } = this.site;
    const { ttl, negativeTtl, ttlCounts, earlyRefresh, refreshWaits } = this.params;
    const { now } = simulation;
    const node = this.nodes.all[at];
    node.use(key);
    let refreshes = false;
    if (earlyRefresh.policy.id !== 'none') {
      const { freshness } = this;
      freshness.since = node.since[key];
      freshness.until = node.until[key];
      freshness.rebuild = node.rebuild[key];
      const chance = this.refreshChance.aim(calls.keyLow[call], calls.keyHigh[call]);
      if (earlyRefresh.policy.refreshes(earlyRefresh.params, now, freshness, chance) && this.rebuilds.decide(call, node, key) === FETCHES) {
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
    const { value, since } = this.nodes.all[at];
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
    const wait = this.rebuilds.decide(call, this.nodes.all[at], key);
    if (wait === FETCHES) this.ask(call, FETCH, at, key);
    else if (wait === JOINS) {
      this.note(call, JOINED);
      this.join(call, at, key);
    } else this.lookAgain(call, Math.max(1, wait));
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
    const { calls, simulation } = site;
    const node = this.nodes.all[at];
    node.reach(key);
    const fill = fills.begin(kind, at, node.birth, key, root, cause, simulation.now);
    if (cause !== NONE) calls.references[cause]++;
    if (kind === FETCH || kind === REFRESH) this.rebuilds.begin(fill, node);
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
    const node = this.nodes.find(fills.node[fill], fills.birth[fill]);
    const died =
      params.holderDies > 0 && this.deathChance.aim(requests.keyLow[root] ^ mix(fills.number[fill]), 0).happens(params.holderDies);
    const outcome = died ? ERROR : fills.outcome[fill];
    const value = fills.value[fill];
    this.rebuilds.end(fill, node, died);
    if (died) recorder.fact(HOLDER_DIED, number, NONE);
    else if (outcome !== OK) recorder.fact(FILL_FAILED, number, NONE);
    if (node && outcome === OK) this.storeFetched(fill, node, simulation.now - fills.since[fill]);
    const call = fills.call[fill];
    if (call !== NONE) this.endRead(call, outcome, value, died ? null : node, key);
    if (node) this.wake(node, key, died, outcome, value);
    this.close(fill);
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
  private storeFetched(fill: number, node: CacheNode, rebuild: number): void {
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
    this.nodes.takeStock();
  }

  // ——— those that wait for somebody else's rebuild ———

  private join(call: number, at: number, key: number): void {
    const { calls, recorder } = this.site;
    this.waiting.join(this.nodes.all[at], key, call);
    calls.tasks.phase[call] = JOINED_OTHERS;
    recorder.change(WAITING_GAUGE, 1);
  }

  /** Those that joined share what came of it; after a death they start anew. */
  private wake(node: CacheNode, key: number, died: boolean, outcome: number, value: number): void {
    const { recorder } = this.site;
    // those that join from here on, in answer to this, wait for another
    const { joined } = this.waiting;
    for (;;) {
      const call = this.waiting.takeFirst(node, key, joined);
      if (call === NONE) return;
      recorder.change(WAITING_GAUGE, -1);
      if (died) this.lookAgain(call, 1);
      else this.endRead(call, outcome, value, node, key);
    }
  }

  private looksAgain(call: number): void {
    this.site.calls.tasks.event[call] = NONE;
    this.site.recorder.change(WAITING_GAUGE, -1);
    this.read(call);
  }

  /** A call looks again after a while [µs]. */
  private lookAgain(call: number, wait: number): void {
    const { calls, recorder, simulation } = this.site;
    calls.tasks.phase[call] = LOOKING_AGAIN;
    recorder.change(WAITING_GAUGE, 1);
    calls.tasks.event[call] = simulation.schedule(simulation.now + wait, this.lookAgainEvent, call);
  }

  // ——— answers ———

  /** A call counts once as a hit or a miss: at its first look. */
  private count(call: number, what: number, key: number): void {
    const { calls, requests } = this.site;
    const { step } = calls.tasks;
    if (step[call] !== 0) return;
    step[call] = what;
    this.note(call, what);
    this.lookUps.note(key, requests.bytes[calls.root[call]], what !== MISS_FACT);
  }

  private note(call: number, what: number): void {
    this.site.report(what, call);
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
    const at = this.nodes.numberFor(call);
    const key = requests.key[calls.root[call]];
    if (writes === 'write-behind') {
      this.writeBehind(call, at, key);
      return;
    }
    if (writes === 'invalidate-first') this.invalidations.invalidate(at, key, NO_VALUE);
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
      const node = this.nodes.find(fills.node[fill], fills.birth[fill]);
      switch (params.writes) {
        case 'invalidate':
        case 'versioned-keys':
          this.invalidations.invalidate(fills.node[fill], key, value);
          break;
        case 'set':
        case 'write-through':
          if (node) this.accept(node, key, value, requests.number[fills.root[fill]]);
          this.invalidations.tellOthers(fills.node[fill], key, value);
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

  // ——— writes behind the caller's back ———

  private writeBehind(call: number, at: number, key: number): void {
    const { calls, requests, simulation, truth } = this.site;
    const node = this.nodes.all[at];
    const root = calls.root[call];
    // what a cache before this one writes behind has come to be already
    const value = calls.value[call] === NO_VALUE ? truth.write(key, simulation.now) : calls.value[call];
    node.reach(key);
    this.accept(node, key, value, requests.number[root]);
    this.behind.accept(node, at, key, value);
    this.invalidations.tellOthers(at, key, value);
    this.note(call, WROTE);
    calls.value[call] = value;
    calls.tasks.end(call);
    this.answer(call, OK);
  }

  private flush(node: CacheNode, at: number, key: number): void {
    const { site, fills } = this;
    const root = this.ownRequest(key, WRITE);
    const fill = this.begin(FLUSH, at, key, root, NONE);
    site.requests.letGo(root);
    fills.carried[fill] = node.dirty[key];
    fills.writes[fill] = node.dirtyWrites[key];
    fills.restarts[fill] = node.restarts;
    this.sendOwn(fill, root);
  }

  private flushEnded(fill: number): void {
    const { fills, behind } = this;
    const node = this.nodes.find(fills.node[fill], fills.birth[fill]);
    const livesOn = node !== null && node.restarts === fills.restarts[fill];
    behind.ended(livesOn ? node : null, fills.node[fill], fills.key[fill], fills.writes[fill], fills.outcome[fill] === OK);
    this.close(fill);
    behind.sendDue();
  }

  /** A request that the cache itself makes. */
  private ownRequest(key: number, operation: number): number {
    const { requests, simulation, grid, index, seed, salt } = this.site;
    const ordinal = this.ownRequests++;
    const low = derivedLow(mix(seed ^ salt), ordinal, 1);
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
    this.warmUp.plan(this.nodes.all);
    for (const node of this.nodes.all) {
      this.nodeLeaves(node);
      node.clear();
      // versions are kept elsewhere
      if (params.writes !== 'versioned-keys') node.newest.fill(NO_VALUE);
    }
    this.warmUp.arm();
  }

  /** Starts as the others would be by now. */
  nodeJoined(node: CacheNode): void {
    if (!this.hasRestarted) this.stock(() => node);
  }

  /** What a node had accepted and not sent on is lost; those that waited there look again. */
  nodeLeaves(node: CacheNode): void {
    this.behind.lose(node);
    const { joined } = this.waiting;
    for (let key = 0; key < node.firstWaiting.length; key++) {
      for (;;) {
        const call = this.waiting.takeFirst(node, key, joined);
        if (call === NONE) break;
        this.site.recorder.change(WAITING_GAUGE, -1);
        this.lookAgain(call, 0);
      }
      node.heldUntil[key] = 0;
    }
    node.restarts++;
  }

  private fetchAgain(key: number, heldAt: number): void {
    const at = this.params.locality === 'process' ? heldAt : this.nodes.placeOf(key);
    const node = this.nodes.all[at];
    node.reach(key);
    if (node.present[key] === 1 || node.underWay[key] > 0) return;
    this.site.recorder.fact(WARMED_UP, NONE, NONE);
    const root = this.ownRequest(key, READ);
    const fill = this.begin(REFRESH, at, key, root, NONE);
    this.site.requests.letGo(root);
    this.sendOwn(fill, root);
  }

  // ——— what it says of itself ———

  private addReadings(): void {
    const { recorder } = this.site;
    const reading = (name: string) => cacheReadings.find((meter) => meter.name === name)!;
    recorder.addReading(reading('byteHitRatio'), () => this.lookUps.byteHitRatioOfBin());
    recorder.addReading(reading('busiestReplica'), () => this.nodes.busiestOfBin());
    recorder.addReading(reading('optimalHitRatio'), () => this.lookUps.optimalHitRatioOfBin());
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
