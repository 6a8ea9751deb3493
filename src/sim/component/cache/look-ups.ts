import { HIT, MISS } from '../../policy/eviction/contract.ts';
import { OptimumLog } from '../../study/optimum-log.ts';
import type { Site } from '../component.ts';
import type { CacheParams } from './cache-params.ts';

/** The look-ups of a cache beyond their number: in bytes, against the best possible choice, and one by one for whoever keeps them. */
export class LookUps {
  private bytesHit = 0;
  private bytesAsked = 0;
  private readonly optimum = new OptimumLog();

  constructor(
    private readonly site: Site,
    private readonly params: CacheParams,
  ) {}

  /** @param bytes size of the value */
  note(key: number, bytes: number, isHit: boolean): void {
    const { observed, simulation, index } = this.site;
    this.bytesAsked += bytes;
    if (isHit) this.bytesHit += bytes;
    if (this.params.knowsOptimum) this.optimum.note(key);
    if (observed.accesses !== null) observed.accesses.note(simulation.now, index, key, bytes, isHit ? HIT : MISS);
  }

  /** Ends a bin: the share of its bytes that came from the cache. */
  byteHitRatioOfBin(): number {
    const result = this.bytesAsked === 0 ? Number.NaN : this.bytesHit / this.bytesAsked;
    this.bytesHit = 0;
    this.bytesAsked = 0;
    return result;
  }

  /** Ends a bin: what would have been best in it is known only when the run has ended. */
  optimalHitRatioOfBin(): number {
    const { knowsOptimum, capacity, replicas } = this.params;
    if (knowsOptimum) this.optimum.endBin(capacity * replicas);
    return Number.NaN;
  }

  finish(): void {
    const { knowsOptimum, capacityIn } = this.params;
    if (!knowsOptimum || capacityIn !== 'keys') return;
    this.site.recorder.rewrite('optimalHitRatio', this.optimum.hitRatios());
  }
}
