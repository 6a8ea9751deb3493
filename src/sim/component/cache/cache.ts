import { Caller } from '../../flow/caller.ts';
import { callerScopes } from '../../flow/caller-params.ts';
import { type Callee, DROPPED, ERROR, OK, type Origin, passedOn } from '../../flow/port.ts';
import { NO_TASK } from '../../flow/tasks.ts';
import { NO_VALUE } from '../../flow/truth.ts';
import { type Keyed, mix } from '../../kernel/chance.ts';
import { MICROS_PER_SECOND } from '../../kernel/time.ts';
import { READ } from '../../policy/workload/contract.ts';
import { type Component, defineComponent, type Site } from '../component.ts';
import { AbsentKeys } from './absent-keys.ts';
import { ASKING, AT_ORIGIN, CacheCalls, LOOKING_AGAIN } from './cache-calls.ts';
import { cacheEnds, cacheMeters, cachePeaks, cacheReadings, fact, facts, gauges, histograms } from './cache-meters.ts';
import type { CacheNode, NodeContents } from './cache-node.ts';
import { CacheNodes, type NodesOwner } from './cache-nodes.ts';
import { type CacheParams, cacheParams } from './cache-params.ts';
import { Entries } from './entries.ts';
import { FETCH, Fills, FLUSH, PASSING, REFRESH, WRITING } from './fills.ts';
import { LookUps } from './look-ups.ts';
import { OriginCalls } from './origin-calls.ts';
import { Reads } from './reads.ts';
import { Rebuilds } from './rebuilds.ts';
import { WarmUp } from './warm-up.ts';
import { Writes } from './writes.ts';

const NONE = -1;

/** Answers from memory what was asked before; asks its origin for the rest. */
export const cache = defineComponent({
  id: 'cache',
  title: 'Cache',
  summary: 'Answers from memory what was asked before, and asks its origin for the rest.',
  notes: [
    {
      title: 'What it models',
      text: 'A cache between callers and an origin, with every step that takes time: the look-up, the fetch, the store, the delete, the news to other nodes. Each node keeps real entries, and a real eviction policy decides which; values have versions, so it is known what is outdated and for how long. Behind one cache another can stand. Nodes die, stand still and are restarted, with nothing in them.',
    },
    {
      title: 'What it leaves out',
      text: 'Network between nodes other than news of invalidations, memory overhead of entries, batches of keys in one call, tags. Expired entries are found when they are next asked for (lazily); until then they take up room. Versioned keys leave no old versions behind that take up room. Callers know at once which nodes are down; of one that stands still they know nothing.',
    },
    {
      title: 'What is settled how',
      text: '**A hit** is decided when the look-up ends; the operation’s time passes before. A call counts as hit or miss once, at its first look. **Expiry**: an entry is fresh before its time and not at it. **A rebuild** lasts from asking the origin to its answer, waiting there included (XFetch’s δ). **A cycle** of rebuilds lasts from the first that is under way to the first that ends; rebuilds per cycle counts all that began in it. **Joined** calls share the outcome of the one they joined, failures too, unless the guard shares only what was stored. **A process that dies** while it rebuilds answers an error; who joined it starts anew. **A lock** outlives the deletion of its key, a **lease** does not; who has lost patience rebuilds without the lock. **A failed** fetch stores nothing. **Stale while rebuilding** counts from the moment at which a reader last found the entry expired and began to rebuild it, and ends with the new value; its answers count as stale hits, the reader that rebuilds as a miss. Where a guard already has a rebuild under way no other begins, and the entry is kept alive all the same. **Uncacheable** is a property of the key; such an answer also removes what was there. Remembering it takes up no room; hit-for-miss counts from the latest such answer, hit-for-pass from the first, and an invalidation or a restart ends it. **Writes**: with *invalidate* and *set* the origin is written first, then an operation’s time passes; *write-through* stores at the very moment of the origin’s answer; *write-behind* answers at once, writes the newest value of a key after the delay, and tries again as long after a failure, but not before 1 ms; what it has accepted it also serves. Values accepted and lost in a restart count as lost writes, each write of them, unless they were on their way and arrive. Of a **hot key with copies** a write goes to the first, and the others are deleted at once. **Staleness** of a served value is how long ago it was superseded, 0 while it is true, and that of a remembered absence how long ago the key came to be, by a write or by a change of the database’s rows; a value whose row has gone by such a change is wrong from then on; **age** is how long it has been in the cache. **A change** of policy or units meets the entries in the order of filling; fewer nodes lose what the last ones held. **A node that dies** loses its entries, its locks and what it had not yet written behind, and comes back cold, without a warm-up. Whoever was looking there, waited there, or waited for a fetch of the node itself (read-through) does as one who comes now: keys live on the others, placed as if it were not there, or are asked of the origin; where none is up the origin is asked, without delay, and the answer is kept nowhere. What others left there while it was away is not deleted when it is back. A write that the node itself has under way (write-through) is an error, and may arrive all the same; what applications send to the origin goes on. What is under way there goes on too, and is not stored. **A node that stands still** deals with everything when it goes on, in the order in which it would have. Entries it **starts with** have no rebuild time yet, so XFetch does not refresh them early. A call whose caller has left keeps its turn at a **node of limited rate**. When it **does not work**, callers go to the origin without delay. **Without an origin** whatever would be asked of it fails at once; what it holds it serves.',
    },
    {
      title: 'What it is checked against',
      text: 'Eviction, with keys that count as 1: miss counts of libCacheSim, exactly, for FIFO, LRU, CLOCK, LFU, segmented LRU, 2Q, ARC, S3-FIFO, SIEVE, the optimum, and LIRS with *hot keys yield* where two cold keys or more have room. LIRS as it comes: exactly a plain model of the paper. W-TinyLFU: miss ratios of libCacheSim to half a point. The other policies: by hand, and by the laws that all are held to. TTL: hit ratios λT/(1+λT) and 1−e^(−λT), and with rebuild time. Stampedes: 1+λR rebuilds, one with coalescing, e^(1/β) with XFetch. The delete-then-set race, step by step.',
    },
  ],
  params: cacheParams,
  scopes: {
    eviction: 'component',
    earlyRefresh: 'nothing',
    stampedeGuard: 'nothing',
    absenceGuard: 'component',
    placement: 'component',
    replicaFault: 'nothing',
    operationTime: 'nothing',
    ...callerScopes,
  },
  takes: ['calls'],
  sends: ['calls'],
  calls: { least: 1, most: 1 },
  acts: [
    { name: 'restart', label: 'Restart every node' },
    { name: 'kill', label: 'Kill a replica' },
  ],
  routine: false,
  roles: ['cache'],
  facts,
  gauges,
  histograms,
  peaks: cachePeaks,
  looksAt: { key: [{}], process: [{ where: { locality: ['process'] } }] },
  meters: cacheMeters,
  face: {
    line: '{hitRatio} hits · origin {originRate}/s',
    alerts: [{ meter: 'wrong', text: '{wrong} wrong/s', tone: 'error' }],
    column: 'waiting',
    shows: ['eviction', 'stampedeGuard'],
  },
  balances: [{ of: 'calls', begun: ['arrived'], ended: cacheEnds, open: ['inside'] }],
  charts: ['hitRatio', 'originRate'],
  create: (site, values): Component => new Cache(site, values),
});

/** Receives calls at its nodes and hands them to what reads or writes; hears of what its origin has answered; restarts and warms up. */
class Cache implements Component, Callee, Origin, NodesOwner {
  readonly caller: Caller;
  readonly callee = this;
  readonly origin = this;
  private readonly lookedEvent: number;
  private readonly arrivedBackEvent: number;
  private readonly operationChance: Keyed;
  private readonly cacheCalls: CacheCalls;
  private readonly nodes: CacheNodes;
  private readonly fills: Fills;
  private readonly entries: Entries;
  private readonly originCalls: OriginCalls;
  private readonly absentKeys: AbsentKeys;
  private readonly reads: Reads;
  private readonly writes: Writes;
  private readonly warmUp: WarmUp;
  private readonly lookUps: LookUps;
  private restartsBefore: number;
  private hasRestarted = false;

  constructor(
    private readonly site: Site,
    private readonly params: CacheParams,
  ) {
    this.caller = new Caller(site, params, this);
    this.lookedEvent = site.event((call) => this.looked(call));
    this.arrivedBackEvent = site.event((fill) => this.endFill(fill));
    this.operationChance = site.keyed('operation-time');
    this.cacheCalls = new CacheCalls(site);
    this.fills = new Fills(site.requests);
    this.nodes = new CacheNodes(site, params, this);
    this.entries = new Entries(site, params, this.nodes, this.fills);
    this.absentKeys = new AbsentKeys(params);
    this.lookUps = new LookUps(site, params);
    const { cacheCalls, fills, nodes, entries } = this;
    const rebuilds = new Rebuilds(site, params, fills);
    const originCalls = new OriginCalls(site, this.caller, nodes, fills, rebuilds, cacheCalls, entries, (fill) =>
      this.concluded(fill, ERROR),
    );
    this.originCalls = originCalls;
    this.reads = new Reads(site, params, cacheCalls, nodes, entries, originCalls, fills, rebuilds, this.lookUps, this.absentKeys);
    this.writes = new Writes(site, params, cacheCalls, nodes, entries, originCalls, fills);
    this.warmUp = new WarmUp(site, params, (key, at) => this.fetchAgain(key, at));
    this.restartsBefore = params.restarts;
    this.addReadings();
  }

  start(): void {
    this.nodes.arrange();
    this.entries.stock((key) => this.nodes.all[this.nodes.placeOf(key)]);
  }

  changed(param: string, replaced: boolean): void {
    if (param === 'capacity') for (const node of this.nodes.all) node.resize();
    else if ((param === 'eviction' && replaced) || param === 'capacityIn')
      for (const node of this.nodes.all) node.reorder((key) => this.entries.sizeOf(key));
    else if (param === 'replicas' || (param === 'placement' && replaced) || param === 'locality') this.nodes.arrange();
    else if (param === 'replicaFault') this.nodes.replicas.faultChanged();
    else if (param === 'whenReplicaIsDown') this.nodes.notice();
    else if (param === 'absenceGuard') this.absentKeys.start();
    else if (param === 'restarts') this.restartsChanged();
    else if (param === 'warmUpRate') this.warmUp.arm();
    else this.caller.changed(param, replaced);
    this.nodes.takeStock();
  }

  /** Every node starts again with nothing, or one dies and is away for a while. */
  act(name: string): void {
    if (name === 'kill') this.nodes.replicas.killFirst();
    else this.restart();
    this.nodes.takeStock();
  }

  receive(call: number): void {
    const { calls, simulation } = this.site;
    this.site.report(fact.arrived, call);
    this.cacheCalls.begin(call);
    const key = calls.keyOf(call);
    this.entries.noteSize(key, calls.bytesOf(call));
    let at = this.nodes.choose(call, key);
    calls.tasks.instance[call] = at;
    const reads = this.cacheCalls.reads(call);
    if (!reads) this.absentKeys.add(key);
    if (!this.params.works) {
      if (reads) this.site.report(fact.miss, call);
      this.originCalls.ask(call, PASSING, at, key);
      return;
    }
    if (this.nodes.impaired > 0) at = this.nodes.serving(call);
    if (at === NONE) {
      if (reads) this.reads.bypass(call, key);
      else this.writes.bypass(call, key);
      return;
    }
    const wait = this.operation(calls.keyLow[call], calls.keyHigh[call], at);
    if (wait === 0) this.look(call);
    else calls.tasks.event[call] = simulation.schedule(simulation.now + wait, this.lookedEvent, call);
  }

  withdraw(call: number): void {
    const { calls, simulation } = this.site;
    const { tasks } = calls;
    const phase = tasks.phase[call];
    if (phase === NO_TASK || this.params.whenCallerLeaves === 'keep-working') return;
    if (phase === AT_ORIGIN) this.fills.call[this.cacheCalls.fill[call]] = NONE;
    this.reads.leave(call);
    if (tasks.event[call] !== NONE) simulation.cancel(tasks.event[call], call);
    this.site.report(fact.left, call);
    this.cacheCalls.answer(call, DROPPED);
  }

  /** Work for a request that the cache itself made was done again: nobody minds. */
  duplicated(): void {}

  /** What was asked of the origin has ended. */
  concluded(fill: number, outcome: number): void {
    const { fills, params, site } = this;
    const kind = fills.kind[fill];
    fills.outcome[fill] = outcome;
    fills.value[fill] = this.caller.lastValue;
    fills.degraded[fill] = this.caller.lastDegraded ? 1 : 0;
    if (kind === PASSING) {
      this.endPassing(fill);
      return;
    }
    if (kind === FLUSH) {
      this.writes.endFlush(fill);
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
    this.endFill(fill);
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

  /** Starts as the others would be by now. */
  nodeJoined(node: CacheNode): void {
    if (!this.hasRestarted) this.entries.stock(() => node);
  }

  /** What a node had accepted and not sent on is lost; those that waited there look again. */
  nodeLeaves(node: CacheNode): void {
    this.writes.nodeLeaves(node);
    this.reads.nodeLeaves(node);
    node.restarts++;
  }

  /** So is what it held, and what it did for calls; the stores and deletes of others find nobody there. */
  nodeDied(node: CacheNode, at: number, stoodStill: boolean): void {
    const { calls, allWires, index } = this.site;
    const { cacheCalls, fills, params } = this;
    const { tasks } = calls;
    this.nodeLeaves(node);
    for (let call = 0; call < cacheCalls.fill.length; call++) {
      if (tasks.phase[call] === NO_TASK || tasks.instance[call] !== at || allWires[calls.wire[call]].toIndex !== index) continue;
      if (stoodStill && tasks.phase[call] === ASKING) cacheCalls.hurry(call, this.lookedEvent);
      if (stoodStill && tasks.phase[call] === LOOKING_AGAIN) this.reads.hurry(call);
      if (tasks.phase[call] !== AT_ORIGIN) continue;
      const fill = cacheCalls.fill[call];
      if (fills.kind[fill] === FETCH && params.reads === 'read-through') this.reads.loseFetch(call);
      else if (fills.kind[fill] === WRITING && params.writes === 'write-through') this.writes.loseWrite(call);
    }
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

  private looked(call: number): void {
    this.site.calls.tasks.event[call] = NONE;
    this.look(call);
  }

  private look(call: number): void {
    if (this.nodes.putOffCall(call, this.lookedEvent)) return;
    this.site.begin(call);
    if (this.cacheCalls.reads(call)) this.reads.read(call);
    else this.writes.write(call);
  }

  private endFill(fill: number): void {
    const { fills, nodes } = this;
    const lives = nodes.impaired > 0 && nodes.find(fills.node[fill], fills.birth[fill]) !== null;
    if (lives && nodes.putOff(fills.node[fill], this.arrivedBackEvent, fill)) return;
    if (fills.kind[fill] === WRITING) this.writes.end(fill);
    else this.reads.endRebuild(fill);
  }

  /** The cache did not work: what the origin said goes to the caller. */
  private endPassing(fill: number): void {
    const { fills, site } = this;
    const call = fills.call[fill];
    if (call !== NONE) {
      site.report(fact.bypassed, call);
      site.calls.value[call] = fills.value[fill];
      this.cacheCalls.markDegraded(call, fills.degraded[fill]);
      this.cacheCalls.answer(call, passedOn(fills.outcome[fill]));
    }
    this.originCalls.close(fill);
  }

  private restartsChanged(): void {
    if (this.params.restarts === this.restartsBefore) return;
    this.restartsBefore = this.params.restarts;
    this.restart();
  }

  private restart(): void {
    const { params } = this;
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

  private fetchAgain(key: number, heldAt: number): void {
    const at = this.params.locality === 'process' ? heldAt : this.nodes.placeOf(key);
    const node = this.nodes.whenUp(at);
    if (node === null) return;
    node.reach(key);
    if (node.present[key] === 1 || node.underWay[key] > 0) return;
    this.site.recorder.fact(fact.warmedUp, NONE, NONE);
    this.originCalls.sendOwn(this.originCalls.beginOwn(REFRESH, at, key, READ));
  }

  private addReadings(): void {
    const { recorder } = this.site;
    const reading = (name: string) => cacheReadings.find((meter) => meter.name === name)!;
    recorder.addPeak('entries', () => this.nodes.mostHeld());
    recorder.addReading(reading('byteHitRatio'), () => this.lookUps.byteHitRatioOfBin());
    recorder.addReading(reading('busiestReplica'), () => this.nodes.busiestOfBin());
    recorder.addReading(reading('optimalHitRatio'), () => this.lookUps.optimalHitRatioOfBin());
  }
}
