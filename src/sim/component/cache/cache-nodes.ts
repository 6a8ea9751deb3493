import { mix } from '../../kernel/chance.ts';
import { MICROS_PER_SECOND } from '../../kernel/time.ts';
import { READ } from '../../policy/workload/contract.ts';
import { Nodes, NodeTerms } from '../../replica/nodes.ts';
import type { Replica } from '../../replica/replica.ts';
import type { Site } from '../component.ts';
import { fact, gauge } from './cache-meters.ts';
import { CacheNode } from './cache-node.ts';
import type { CacheParams } from './cache-params.ts';
import { HotKeys } from './hot-keys.ts';

const NONE = -1;

/** The node of a process that calls is up from the start. */
class Terms extends NodeTerms {
  constructor(private readonly own: CacheParams) {
    super(own);
  }

  override get startUpTime(): number {
    return this.own.locality === 'process' ? 0 : this.own.startUpTime;
  }
}

/** Whose nodes they are. */
export interface NodesOwner {
  /** A process was heard of for the first time, and has a node of its own. */
  nodeJoined(node: CacheNode): void;
  /** A node is about to go, with all it holds. */
  nodeLeaves(node: CacheNode): void;
  /** One has died, and what it held is gone. @param node what it was @param at its number @param stoodStill at its death */
  nodeDied(node: CacheNode, at: number, stoodStill: boolean): void;
}

/**
 * The nodes of a cache, and which of them a call goes to: by placement, over the copies of a hot key, or by its process.
 * Each is a replica with a memory, which is another one in every life.
 */
export class CacheNodes extends Nodes {
  /** The memories of those that are wanted, by number. */
  readonly all: CacheNode[] = [];
  /** The most keys that one held of those that began before. */
  private mostBefore = 0;
  /** The numbers of those that keys are placed on, ascending; and that of the only one, −1 where there are several. */
  private placed: readonly number[] = [];
  private only = 0;
  /** Those that have been up and were not asked to stop since: they may have died. */
  private readonly members = new Set<number>();
  private placementState: object = {};
  /** While many come or go at once. */
  private arranges = false;
  /** Calls each node has had of late: halved every half second. */
  private load = new Float64Array(1);
  private loadAt = 0;
  /** Calls of each node in the present bin. */
  private calledInBin = new Int32Array(1);
  private readonly hotKeys = new HotKeys();
  private births = 0;
  private held = 0;
  private used = 0;

  constructor(
    protected override readonly site: Site,
    private readonly params: CacheParams,
    private readonly owner: NodesOwner,
  ) {
    super(site, new Terms(params), { fact, gauge });
  }

  /** Makes them as many as there are to be, placed anew. */
  arrange(): void {
    const { all, params, owner, replicas, members } = this;
    const wanted = params.locality === 'process' ? Math.max(1, all.length) : params.replicas;
    for (const [i, node] of all.entries()) if (i >= wanted) owner.nodeLeaves(node);
    all.length = Math.min(all.length, wanted);
    while (all.length < wanted) all.push(this.fresh(all.length));
    this.load = new Float64Array(wanted);
    this.calledInBin = new Int32Array(wanted);
    this.arranges = true;
    if (replicas.list.length === 0) replicas.begin(wanted);
    else replicas.want(wanted);
    this.arranges = false;
    for (const number of members) if (number >= wanted) members.delete(number);
    this.placed = [];
    this.notice();
  }

  /** Which of them are up, or what becomes of the keys of one that is not, has changed: keys live elsewhere from here on. */
  notice(): void {
    if (this.arranges) return;
    const { params, members } = this;
    const there: number[] = [];
    this.impaired = 0;
    for (let at = 0; at < this.all.length; at++) {
      const isUp = this.isUp(at);
      if (!isUp || this.standsStill(at)) this.impaired++;
      if (params.whenReplicaIsDown === 'miss' ? members.has(at) : isUp) there.push(at);
    }
    // in each process there is but one; and while none is there nobody asks
    if (params.locality === 'process' || there.length === 0 || there.join() === this.placed.join()) return;
    this.placed = there;
    this.only = there.length === 1 ? there[0] : NONE;
    this.placementState = params.placement.policy.start(params.placement.params, there);
  }

  /** The number of the node that a call goes to. */
  choose(call: number, key: number): number {
    const { calls, simulation } = this.site;
    const { locality, copies, replicas, hotAbove } = this.params;
    if (locality === 'process') {
      const process = calls.process[call];
      if (this.all.length <= process) this.addProcesses(process + 1);
      this.calledInBin[process]++;
      return process;
    }
    if (replicas === 1) return 0;
    this.age();
    let node = this.placeOf(key);
    // a write goes to the first copy, which sees to the others; until it is at the origin, the first alone has its value
    if (
      copies > 1 &&
      this.hotKeys.ask(key, simulation.now, hotAbove) &&
      calls.operationOf(call) === READ &&
      !(this.all[node].dirty[key] >= 0)
    )
      node = (node + ((mix(calls.keyLow[call] ^ this.site.salt) >>> 0) % Math.min(copies, replicas))) % replicas;
    this.load[node]++;
    this.calledInBin[node]++;
    return node;
  }

  /** The number of the node a key lives on. */
  placeOf(key: number): number {
    const { placement } = this.params;
    return this.only >= 0 ? this.only : placement.policy.place(this.placementState, placement.params, key, this.load);
  }

  /** The number of the node a call is at; when there are fewer by now, one of those. */
  numberFor(call: number): number {
    const { instance } = this.site.calls.tasks;
    if (instance[call] >= this.all.length) instance[call] %= this.all.length;
    return instance[call];
  }

  /** The number of the node that serves a call: the one it is at, while that is down another one, or −1: none does. */
  serving(call: number): number {
    const at = this.numberFor(call);
    if (this.impaired === 0 || this.isUp(at)) return at;
    if (this.params.locality === 'process') return NONE;
    const { calls } = this.site;
    const other = this.placeOf(calls.keyOf(call));
    if (!this.isUp(other)) return NONE;
    calls.tasks.instance[call] = other;
    return other;
  }

  /** The node of this number, if it is up. */
  whenUp(at: number): CacheNode | null {
    return at < this.all.length && (this.impaired === 0 || this.isUp(at)) ? this.all[at] : null;
  }

  /** The node of this number, if it is up and still the one it was. */
  find(at: number, birth: number): CacheNode | null {
    const node = this.whenUp(at);
    return node !== null && node.birth === birth ? node : null;
  }

  /** What they hold and what that takes has changed. */
  takeStock(): void {
    const { recorder } = this.site;
    let held = 0;
    let used = 0;
    for (const node of this.all) {
      held += node.held;
      used += node.used;
    }
    if (held !== this.held) recorder.change(gauge.held, held - this.held);
    if (used !== this.used) recorder.change(gauge.used, used - this.used);
    this.held = held;
    this.used = used;
  }

  /** Ends a bin: calls to the busiest node ÷ the mean of all in it. */
  busiestOfBin(): number {
    let most = 0;
    let sum = 0;
    for (const calls of this.calledInBin) {
      sum += calls;
      most = Math.max(most, calls);
    }
    const result = sum === 0 ? Number.NaN : (most * this.all.length) / sum;
    this.calledInBin.fill(0);
    return result;
  }

  /** The most keys that one has held. */
  mostHeld(): number {
    return this.all.reduce((most, { mostHeld }) => Math.max(most, mostHeld), this.mostBefore);
  }

  /** What a node of this number remembers when it begins: nothing. */
  private fresh(number: number): CacheNode {
    const { site } = this;
    this.mostBefore = this.mostHeld();
    const evicted = (_key: number, atHit: boolean) => {
      site.recorder.fact(fact.evicted, NONE, NONE);
      if (atHit) this.takeStock();
    };
    return new CacheNode(this.births++, this.params, site.simulation.clock, site.stream(`eviction ${number}`), evicted);
  }

  protected override cameUp(replica: Replica): void {
    this.members.add(replica.number);
    this.notice();
  }

  protected died(replica: Replica): void {
    const { number } = replica;
    const node = this.all[number];
    this.all[number] = this.fresh(number);
    this.owner.nodeDied(node, number, this.replicas.isPaused(replica));
    this.takeStock();
  }

  /** Caches of processes are made when they are first heard of. */
  private addProcesses(count: number): void {
    while (this.all.length < count) {
      const node = this.fresh(this.all.length);
      this.all.push(node);
      this.replicas.want(this.all.length);
      this.owner.nodeJoined(node);
    }
    this.load = new Float64Array(count);
    const called = new Int32Array(count);
    called.set(this.calledInBin);
    this.calledInBin = called;
  }

  private age(): void {
    const { now } = this.site.simulation;
    while (now - this.loadAt >= MICROS_PER_SECOND / 2) {
      this.loadAt += MICROS_PER_SECOND / 2;
      for (let node = 0; node < this.load.length; node++) this.load[node] /= 2;
    }
  }
}
