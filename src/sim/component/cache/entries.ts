import { ABSENT, NO_VALUE } from '../../flow/truth.ts';
import { type Keyed, mix } from '../../kernel/chance.ts';
import { wholeMicros } from '../../kernel/time.ts';
import { reaching } from '../../structure/widened.ts';
import type { Site } from '../component.ts';
import { fact } from './cache-meters.ts';
import type { CacheNode } from './cache-node.ts';
import type { CacheNodes } from './cache-nodes.ts';
import type { CacheParams } from './cache-params.ts';
import type { Fills } from './fills.ts';

/** Values as they come into the nodes: which are refused, how large they are, how long they live. */
export class Entries {
  /** Bytes of each key, as last asked for. */
  private sizes = new Float64Array(64);
  private readonly lifeChance: Keyed;
  private readonly uncacheableChance: Keyed;

  constructor(
    private readonly site: Site,
    private readonly params: CacheParams,
    private readonly nodes: CacheNodes,
    private readonly fills: Fills,
  ) {
    this.lifeChance = site.keyed('time-to-live');
    this.uncacheableChance = site.keyed('uncacheable');
  }

  /** Somebody asks for a key whose value is so large [B]. */
  noteSize(key: number, bytes: number): void {
    this.sizes = reaching(this.sizes, key);
    this.sizes[key] = bytes;
  }

  /** Size of a key's value as last asked for [B]. */
  bytesOf(key: number): number {
    return this.sizes[key];
  }

  /** What a key takes up; what nobody has told a size of takes 1. */
  sizeOf(key: number): number {
    return this.sizes[key] || 1;
  }

  /** Puts the keys that the cache starts with where they live. */
  stock(homeOf: (key: number) => CacheNode): void {
    const { startsWith, ttl } = this.params;
    for (let key = 0; key < startsWith; key++) {
      this.sizes = reaching(this.sizes, key);
      const node = homeOf(key);
      node.reach(key);
      if (this.isUncacheable(key)) continue;
      if (!node.put(key, this.site.truth.original(key), this.sizeOf(key), 1)) continue;
      node.since[key] = 0;
      node.until[key] = this.lifeOf(ttl, key, 0) - this.site.simulation.now;
    }
    this.nodes.takeStock();
  }

  /** Stores what a fetch has brought, unless it is refused. @param rebuild how long it took [µs] */
  store(fill: number, node: CacheNode, rebuild: number): void {
    const { fills, params, site } = this;
    const { requests, simulation } = site;
    const key = fills.key[fill];
    const value = fills.value[fill];
    const root = fills.root[fill];
    node.rebuild[key] = rebuild;
    const absent = value === ABSENT;
    if (this.isUncacheable(key)) {
      this.noteUncacheable(node, key, root);
      return;
    }
    if (params.whileUncacheable === 'pass' && simulation.now < node.uncacheableUntil[key]) return;
    node.uncacheableUntil[key] = 0;
    if (absent && params.negativeTtl === 0) return;
    if (this.isOutdated(fill, node, key, value)) {
      site.reportRequest(fact.fillRefused, root);
      return;
    }
    site.reportRequest(fact.filled, root);
    this.put(node, key, value, rebuild, root);
    if (node.present[key] === 0) return;
    const life = absent ? params.negativeTtl : params.ttl;
    const begins = params.ttlCounts === 'start' ? fills.since[fill] : simulation.now;
    node.until[key] = begins + this.lifeOf(life, requests.keyLow[root] ^ mix(fills.number[fill]), requests.keyHigh[root]) - simulation.now;
  }

  /** A value that was written comes into the cache. */
  accept(node: CacheNode, key: number, value: number, root: number): void {
    const { params } = this;
    node.reach(key);
    if (params.refuses === 'older' && isOlder(value, node.newest[key])) {
      this.site.reportRequest(fact.fillRefused, root);
      return;
    }
    node.invalidations[key]++;
    if (this.isUncacheable(key)) {
      this.dropIfPresent(node, key);
      return;
    }
    this.put(node, key, value, node.rebuild[key], root);
    if (node.present[key] === 1) node.until[key] = this.lifeOf(params.ttl, value, key);
  }

  /** When an entry that lives so long from now on expires [µs], its jitter drawn by this key. */
  lifeOf(life: number, low: number, high: number): number {
    const { now } = this.site.simulation;
    const { ttlJitter } = this.params;
    if (ttlJitter === 0 || life === Number.POSITIVE_INFINITY) return now + life;
    return now + wholeMicros(life * (1 + ttlJitter * (2 * this.lifeChance.aim(low, high).unit() - 1)));
  }

  /** Whether answers of a key may not be stored: a matter of the key, and of the share. */
  private isUncacheable(key: number): boolean {
    const { uncacheable } = this.params;
    return uncacheable > 0 && this.uncacheableChance.aim(key, 0).happens(uncacheable);
  }

  /** An answer has come that may not be stored. Where that is remembered, a key that is passed on is not looked at anew. */
  private noteUncacheable(node: CacheNode, key: number, root: number): void {
    const { now } = this.site.simulation;
    const { uncacheableTtl, whileUncacheable } = this.params;
    this.site.reportRequest(fact.uncacheable, root);
    this.dropIfPresent(node, key);
    if (whileUncacheable === 'miss' || now >= node.uncacheableUntil[key]) node.uncacheableUntil[key] = now + uncacheableTtl;
  }

  private dropIfPresent(node: CacheNode, key: number): void {
    if (node.present[key] === 0) return;
    node.drop(key);
    this.nodes.takeStock();
  }

  private isOutdated(fill: number, node: CacheNode, key: number, value: number): boolean {
    const { fills, params } = this;
    const { refuses, writes, laterFills, stampedeGuard } = params;
    const wasInvalidated = fills.invalidations[fill] !== node.invalidations[key];
    return (
      (wasInvalidated && (refuses === 'invalidated' || stampedeGuard.policy.refusesOutdated === true)) ||
      ((refuses === 'older' || writes === 'versioned-keys') && isOlder(value, node.newest[key])) ||
      (laterFills === 'ignored' && node.present[key] === 1 && node.since[key] > fills.since[fill])
    );
  }

  private put(node: CacheNode, key: number, value: number, cost: number, root: number): void {
    const { simulation } = this.site;
    const had = node.present[key] === 1;
    if (node.put(key, value, this.sizeOf(key), cost)) {
      node.since[key] = simulation.now;
      node.extendedUntil[key] = 0;
      if (!had) this.site.reportRequest(fact.tookIn, root);
    } else this.site.reportRequest(fact.keptOut, root);
    if (value > node.newest[key]) node.newest[key] = value;
    this.nodes.takeStock();
  }
}

/** Whether a value, or absence, is from before the newest one known. */
function isOlder(value: number, newest: number): boolean {
  return newest !== NO_VALUE && value < newest;
}
