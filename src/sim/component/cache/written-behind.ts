import { NO_VALUE } from '../../flow/truth.ts';
import { MICROS_PER_MS } from '../../kernel/time.ts';
import { Slots } from '../../structure/slots.ts';
import type { Site } from '../component.ts';
import { fact, gauge } from './cache-meters.ts';
import type { CacheNode } from './cache-node.ts';
import type { CacheNodes } from './cache-nodes.ts';

const NONE = -1;

/** A key to be written behind, by a node in one of its lives. */
interface Due {
  node: CacheNode;
  at: number;
  key: number;
  restarts: number;
}

/** Sends the newest value of a key to the origin. @param at number of the node */
export type Flush = (node: CacheNode, at: number, key: number) => void;

/** Values that a cache has accepted and not yet written to its origin: when each is due, so many at once, again after a failure, and lost with its node. */
export class WrittenBehind {
  private readonly dueEvent: number;
  private readonly dues = new Slots<Due>();
  /** What is due, in order. */
  private readonly queue: Due[] = [];
  private first = 0;
  private underWay = 0;
  private sends = false;

  constructor(
    private readonly site: Site,
    private readonly params: { flushDelay: number; flushConcurrency: number },
    private readonly nodes: CacheNodes,
    private readonly flush: Flush,
  ) {
    this.dueEvent = site.event((row) => this.due(row));
  }

  accept(node: CacheNode, at: number, key: number, value: number): void {
    if (node.dirty[key] === NO_VALUE) {
      this.site.recorder.change(gauge.dirty, 1);
      this.schedule(node, at, key, this.params.flushDelay);
    }
    node.dirty[key] = value;
    node.dirtyWrites[key]++;
  }

  private due(row: number): void {
    const { node, at, restarts } = this.dues.at(row);
    if (node.restarts === restarts && this.nodes.putOff(at, this.dueEvent, row)) return;
    this.queue.push(this.dues.take(row));
    this.sendDue();
  }

  /** Writes what is due, so many at once; one that ends at once leaves its place to this. */
  sendDue(): void {
    if (this.sends) return;
    this.sends = true;
    while (this.underWay < this.params.flushConcurrency && this.first < this.queue.length) this.send(this.queue[this.first++]);
    this.sends = false;
    if (this.first < this.queue.length) return;
    this.queue.length = 0;
    this.first = 0;
  }

  /**
   * A value has reached the origin or not, and leaves its place to the next that is due.
   * @param node null when that or its life is over @param writes how many the value stands for
   */
  ended(node: CacheNode | null, at: number, key: number, writes: number, wasOk: boolean): void {
    const { recorder } = this.site;
    this.underWay--;
    if (wasOk) recorder.fact(fact.flushed, NONE, NONE);
    if (node === null) {
      // who would try again is gone
      if (!wasOk) this.loseWrites(writes);
      return;
    }
    node.writesUnderWay[key] = 0;
    if (wasOk) node.dirtyWrites[key] -= writes;
    if (node.dirtyWrites[key] > 0) this.schedule(node, at, key, Math.max(this.params.flushDelay, wasOk ? 0 : MICROS_PER_MS));
    else {
      node.dirty[key] = NO_VALUE;
      recorder.change(gauge.dirty, -1);
    }
  }

  /** What a node had accepted and not sent on is lost. */
  lose(node: CacheNode): void {
    for (let key = 0; key < node.dirty.length; key++) {
      if (node.dirty[key] === NO_VALUE) continue;
      this.loseWrites(node.dirtyWrites[key] - node.writesUnderWay[key]);
      this.site.recorder.change(gauge.dirty, -1);
      node.dirty[key] = NO_VALUE;
      node.dirtyWrites[key] = 0;
      node.writesUnderWay[key] = 0;
    }
  }

  /** @param wait [µs] */
  private schedule(node: CacheNode, at: number, key: number, wait: number): void {
    const { simulation } = this.site;
    simulation.schedule(simulation.now + wait, this.dueEvent, this.dues.put({ node, at, key, restarts: node.restarts }));
  }

  private send({ node, at, key, restarts }: Due): void {
    // lost meanwhile, with its node or in a restart
    if (node.restarts !== restarts) return;
    this.underWay++;
    node.writesUnderWay[key] = node.dirtyWrites[key];
    this.flush(node, at, key);
  }

  private loseWrites(count: number): void {
    for (let i = 0; i < count; i++) this.site.recorder.fact(fact.writesLost, NONE, NONE);
  }
}
