import { ERROR, OK, passedOn } from '../../flow/port.ts';
import { NO_VALUE } from '../../flow/truth.ts';
import { WRITE } from '../../policy/workload/contract.ts';
import type { Site } from '../component.ts';
import type { CacheCalls } from './cache-calls.ts';
import { fact } from './cache-meters.ts';
import type { CacheNode } from './cache-node.ts';
import type { CacheNodes } from './cache-nodes.ts';
import type { CacheParams } from './cache-params.ts';
import type { Entries } from './entries.ts';
import { type Fills, FLUSH, WRITING } from './fills.ts';
import { Invalidations } from './invalidations.ts';
import type { OriginCalls } from './origin-calls.ts';
import { WrittenBehind } from './written-behind.ts';

const NONE = -1;

/** A write on its way: to the origin first, with the cache told before or after, or behind its caller's back. */
export class Writes {
  private readonly behind: WrittenBehind;
  private readonly invalidations: Invalidations;

  constructor(
    private readonly site: Site,
    private readonly params: CacheParams,
    private readonly cacheCalls: CacheCalls,
    private readonly nodes: CacheNodes,
    private readonly entries: Entries,
    private readonly origin: OriginCalls,
    private readonly fills: Fills,
  ) {
    this.behind = new WrittenBehind(site, params, nodes, (node, at, key) => this.flush(node, at, key));
    this.invalidations = new Invalidations(site, params, nodes);
  }

  write(call: number): void {
    const { writes } = this.params;
    const at = this.nodes.serving(call);
    const key = this.site.calls.keyOf(call);
    if (at === NONE) {
      this.bypass(call, key);
      return;
    }
    if (writes === 'write-behind') {
      this.writeBehind(call, at, key);
      return;
    }
    if (writes === 'invalidate-first') this.invalidations.invalidate(at, key, NO_VALUE);
    this.origin.ask(call, WRITING, at, key);
  }

  /** No node is up for a call, whose caller writes to the origin. */
  bypass(call: number, key: number): void {
    this.origin.ask(call, WRITING, this.nodes.numberFor(call), key);
  }

  /** A write has reached the origin, and where the caller sees to it the cache hears of it now. */
  end(fill: number): void {
    const { fills, params, site } = this;
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
          if (node) this.entries.accept(node, key, value, fills.root[fill]);
          this.invalidations.tellOthers(fills.node[fill], key, value);
      }
    }
    if (call >= 0) {
      site.report(outcome === OK ? fact.wrote : fact.writeFailed, call);
      site.calls.value[call] = value;
      this.cacheCalls.markDegraded(call, fills.degraded[fill]);
      this.cacheCalls.answer(call, passedOn(outcome));
    }
    this.origin.close(fill);
  }

  /** A value written behind has reached the origin, or not. */
  endFlush(fill: number): void {
    const { fills, behind } = this;
    const node = this.nodes.find(fills.node[fill], fills.birth[fill]);
    const livesOn = node !== null && node.restarts === fills.restarts[fill];
    behind.ended(livesOn ? node : null, fills.node[fill], fills.key[fill], fills.writes[fill], fills.outcome[fill] === OK);
    this.origin.close(fill);
    behind.sendDue();
  }

  /** A node has died that was writing for a call, whose caller hears an error; the write may arrive all the same. */
  loseWrite(call: number): void {
    this.fills.call[this.cacheCalls.fill[call]] = NONE;
    this.site.report(fact.writeFailed, call);
    this.cacheCalls.answer(call, ERROR);
  }

  /** What a node had accepted and not sent on is lost. */
  nodeLeaves(node: CacheNode): void {
    this.behind.lose(node);
  }

  private writeBehind(call: number, at: number, key: number): void {
    const { calls, simulation, truth } = this.site;
    const node = this.nodes.all[at];
    // what a cache before this one writes behind has come to be already
    const value = calls.value[call] === NO_VALUE ? truth.write(key, simulation.now) : calls.value[call];
    node.reach(key);
    this.entries.accept(node, key, value, calls.root[call]);
    this.behind.accept(node, at, key, value);
    this.invalidations.tellOthers(at, key, value);
    this.site.report(fact.wrote, call);
    calls.value[call] = value;
    this.cacheCalls.answer(call, OK);
  }

  private flush(node: CacheNode, at: number, key: number): void {
    const { fills } = this;
    const fill = this.origin.beginOwn(FLUSH, at, key, WRITE);
    fills.carried[fill] = node.dirty[key];
    fills.writes[fill] = node.dirtyWrites[key];
    fills.restarts[fill] = node.restarts;
    this.origin.sendOwn(fill);
  }
}
