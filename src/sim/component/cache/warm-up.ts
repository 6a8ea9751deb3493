import { MICROS_PER_SECOND } from '../../kernel/time.ts';
import type { Site } from '../component.ts';
import type { CacheNode } from './cache-node.ts';

const NONE = -1;

/** A key to be fetched again. @param at number of the node that held it */
export type FetchAgain = (key: number, at: number) => void;

/** What is fetched again after a restart: the most used first, at a rate. */
export class WarmUp {
  /** The most used last. */
  private wanted: { key: number; uses: number; at: number }[] = [];
  private pending = NONE;
  private readonly nextEvent: number;

  constructor(
    private readonly site: Site,
    private readonly params: { warmUpRate: number },
    private readonly fetch: FetchAgain,
  ) {
    this.nextEvent = site.event(() => this.next());
  }

  /** Wants all that these nodes hold just now, and nothing of what was wanted before. */
  plan(nodes: readonly CacheNode[]): void {
    this.wanted = [];
    if (this.params.warmUpRate === 0) return;
    nodes.forEach((node, at) => {
      for (const key of node.keys()) this.wanted.push({ key, uses: node.uses[key], at });
    });
    this.wanted.sort((a, b) => a.uses - b.uses || b.key - a.key || b.at - a.at);
  }

  /** From now on, at the present rate. */
  arm(): void {
    const { simulation } = this.site;
    const { warmUpRate } = this.params;
    if (this.pending !== NONE) simulation.cancel(this.pending, 0);
    this.pending = NONE;
    if (warmUpRate === 0 || this.wanted.length === 0) return;
    this.pending = simulation.schedule(simulation.now + Math.max(1, Math.round(MICROS_PER_SECOND / warmUpRate)), this.nextEvent, 0);
  }

  private next(): void {
    this.pending = NONE;
    const wanted = this.wanted.pop();
    if (wanted !== undefined) this.fetch(wanted.key, wanted.at);
    this.arm();
  }
}
