import { mix } from '../../kernel/chance.ts';
import { MICROS_PER_SECOND } from '../../kernel/time.ts';
import { READ } from '../../policy/workload/contract.ts';
import type { Site } from '../component.ts';
import { fact, gauge } from './cache-meters.ts';
import { CacheNode } from './cache-node.ts';
import type { CacheParams } from './cache-params.ts';
import { HotKeys } from './hot-keys.ts';

const NONE = -1;

/** Whose nodes they are. */
export interface NodesOwner {
  /** A process was heard of for the first time, and has a node of its own. */
  nodeJoined(node: CacheNode): void;
  /** A node is about to go, with all it holds. */
  nodeLeaves(node: CacheNode): void;
}

/** The nodes of a cache, and which of them a call goes to: by placement, over the copies of a hot key, or by its process. */
export class CacheNodes {
  readonly all: CacheNode[] = [];
  private placementState: object = {};
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
    private readonly site: Site,
    private readonly params: CacheParams,
    private readonly owner: NodesOwner,
  ) {}

  /** Makes them as many as there are to be, placed anew. */
  arrange(): void {
    const { all, params, owner } = this;
    const wanted = params.locality === 'process' ? Math.max(1, all.length) : params.replicas;
    for (const [i, node] of all.entries()) if (i >= wanted) owner.nodeLeaves(node);
    all.length = Math.min(all.length, wanted);
    while (all.length < wanted) this.add();
    this.load = new Float64Array(wanted);
    this.calledInBin = new Int32Array(wanted);
    this.placementState = params.placement.policy.start(params.placement.params, wanted);
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
    return this.all.length === 1 ? 0 : placement.policy.place(this.placementState, placement.params, key, this.load);
  }

  /** The number of the node a call is at; when there are fewer by now, one of those. */
  numberFor(call: number): number {
    const { instance } = this.site.calls.tasks;
    if (instance[call] >= this.all.length) instance[call] %= this.all.length;
    return instance[call];
  }

  /** The node of this number, if it is still the one it was. */
  find(at: number, birth: number): CacheNode | null {
    const node = this.all[at] as CacheNode | undefined;
    return node && node.birth === birth ? node : null;
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

  private add(): CacheNode {
    const { all, site } = this;
    const evicted = () => site.recorder.fact(fact.evicted, NONE, NONE);
    const node = new CacheNode(this.births++, this.params, site.simulation.clock, site.stream(`eviction ${all.length}`), evicted);
    all.push(node);
    return node;
  }

  /** Caches of processes are made when they are first heard of. */
  private addProcesses(count: number): void {
    while (this.all.length < count) this.owner.nodeJoined(this.add());
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
