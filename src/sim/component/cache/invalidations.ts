import { Slots } from '../../structure/slots.ts';
import type { Site } from '../component.ts';
import { fact } from './cache-meters.ts';
import type { CacheNode } from './cache-node.ts';
import type { CacheNodes } from './cache-nodes.ts';
import type { CacheParams } from './cache-params.ts';

const NONE = -1;

/** News of a write on its way to a node. */
interface News {
  at: number;
  key: number;
  value: number;
}

/** How nodes hear that a key was written: one's own and the copies of a hot key at once, the others by news that take a while. */
export class Invalidations {
  private readonly newsEvent: number;
  private readonly news = new Slots<News>();

  constructor(
    private readonly site: Site,
    private readonly params: CacheParams,
    private readonly nodes: CacheNodes,
  ) {
    this.newsEvent = site.event((row) => this.newsArrived(row));
  }

  /** Every node that is to hear of a write does. @param at number of the node it came to @param value NO_VALUE where it is not known */
  invalidate(at: number, key: number, value: number): void {
    this.forgetAt(at, key, value);
    this.tellOthers(at, key, value);
  }

  /** So do those that the write did not come to. */
  tellOthers(at: number, key: number, value: number): void {
    this.forgetCopies(at, key, value);
    this.sendNews(at, key, value);
  }

  private newsArrived(row: number): void {
    const { at, key, value } = this.news.take(row);
    this.forgetAt(at, key, value);
  }

  private forgetAt(at: number, key: number, value: number): void {
    const node = this.nodes.whenUp(at);
    if (node !== null) this.forget(node, key, value);
  }

  /** The other copies of a hot key hear of a write at once. */
  private forgetCopies(at: number, key: number, value: number): void {
    const { copies, locality } = this.params;
    if (copies === 1 || locality === 'process') return;
    const { all } = this.nodes;
    const first = this.nodes.placeOf(key);
    for (let i = 0; i < Math.min(copies, all.length); i++) {
      const copy = (first + i) % all.length;
      if (copy !== at) this.forgetAt(copy, key, value);
    }
  }

  /** News for the other nodes that may hold a key. */
  private sendNews(own: number, key: number, value: number): void {
    const { simulation } = this.site;
    const { invalidationReaches, invalidationLag } = this.params;
    const { length } = this.nodes.all;
    if (invalidationReaches === 'own' || length === 1) return;
    for (let at = 0; at < length; at++)
      if (at !== own) simulation.schedule(simulation.now + invalidationLag, this.newsEvent, this.news.put({ at, key, value }));
  }

  /** An entry is deleted because its key was written. */
  private forget(node: CacheNode, key: number, value: number): void {
    node.reach(key);
    node.invalidations[key]++;
    // a void lease is nobody's; a lock is a key of its own, which stays
    if (this.params.stampedeGuard.policy.refusesOutdated) node.heldUntil[key] = 0;
    if (value > node.newest[key]) node.newest[key] = value;
    node.uncacheableUntil[key] = 0;
    if (node.present[key] === 0) return;
    node.drop(key);
    this.site.recorder.fact(fact.invalidated, NONE, NONE);
    this.nodes.takeStock();
  }
}
