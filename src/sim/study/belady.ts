import { type Eviction, HIT, MISS, NEWCOMER, type Room, type Shelf } from '../policy/eviction/contract.ts';
import { KeyHeap } from '../structure/key-heap.ts';
import type { AccessTrace } from './access-trace.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** For every access the position of the next one to the same key; +Infinity where there is none. */
function nextUses({ keys, distinct }: AccessTrace): Float64Array {
  const next = new Float64Array(keys.length);
  const seen = new Float64Array(distinct).fill(NEVER);
  for (let i = keys.length - 1; i >= 0; i--) {
    next[i] = seen[keys[i]];
    seen[keys[i]] = i;
  }
  return next;
}

/**
 * Belady's optimum, what a cache could do that knows the future: lets go of the key that is asked for the furthest ahead.
 * It follows the trace by its own look-ups, one for every access. No policy that takes in every missed key has fewer
 * misses; where keys may be kept out, so must the optimum be allowed to. With keys of different sizes it is no longer
 * the optimum, which is then hard to find (NP-complete: Chrobak et al. 2012), only a good guess.
 *
 * Source: Belady, A study of replacement algorithms for a virtual-storage computer, IBM Systems Journal 5(2), 1966.
 */
export class Belady implements Eviction {
  private readonly heap: KeyHeap;
  private readonly next: Float64Array;
  private readonly keys: Int32Array;
  private position = -1;

  /** @param passes a missed key that is asked for later than all in the cache stays out */
  constructor(
    trace: AccessTrace,
    private readonly room: Room,
    private readonly passes = false,
  ) {
    this.heap = new KeyHeap(room.keys);
    this.next = nextUses(trace);
    this.keys = trace.keys;
  }

  lookUp(key: number): number {
    const { heap } = this;
    if (this.keys[++this.position] !== key) throw new Error(`access ${this.position} is not to key ${key}`);
    heap.rank[key] = -this.next[this.position];
    if (!heap.has(key)) return MISS;
    heap.settle(key);
    return HIT;
  }

  evict(incoming: number): number {
    const { heap } = this;
    const furthest = heap.first;
    if (this.passes && heap.rank[incoming] <= heap.rank[furthest]) return NEWCOMER;
    heap.take(furthest);
    return furthest;
  }

  admit(key: number): void {
    this.heap.add(key);
  }

  remove(key: number): void {
    this.heap.take(key);
  }

  widen(): void {
    this.heap.widen(this.room.keys);
  }

  shelves(): Shelf[] {
    const keys = this.heap.sorted();
    return [
      {
        title: 'Asked for last to first, with accesses until then',
        ghost: false,
        keys,
        marks: keys.map((key) => -this.heap.rank[key] - this.position),
      },
    ];
  }
}
