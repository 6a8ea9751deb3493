import type { AccessTrace } from './access-trace.ts';
import type { Misses } from './replay.ts';

/** Places in a block; the tree holds one sum a block, so that it stays in the processor's cache. */
const BLOCK_BITS = 5;
const BLOCK = 1 << BLOCK_BITS;
const EMPTY = -1;

/**
 * What LRU misses at many capacities, in one pass over the trace. An access is a hit exactly where the keys asked for
 * since its key was last asked for, that key included, fit the cache together; what they take is its stack distance.
 *
 * Keys stand on a line in the order of their last accesses; the distance is what stands from a key's place to the end,
 * which a Fenwick tree of sums answers. When the line's end is reached it is closed up, so it is twice as long as there
 * are keys, however long the trace.
 *
 * Sources: Mattson, Gecsei, Slutz and Traiger, "Evaluation techniques for storage hierarchies", IBM Systems Journal 9(2),
 * 1970; Bennett and Kruskal, "LRU stack processing", IBM J. Res. Dev. 19(4), 1975 (the tree); Fenwick, "A new data
 * structure for cumulative frequency tables", Software: Practice and Experience 24(3), 1994. Departures: sizes in bytes,
 * and a tree over blocks of places.
 *
 * With sizes it is the same as LRU from the largest key's size on: below, what passes a cache by for its size would have
 * to leave the line of that cache only.
 */
export class StackDistances {
  /** Accesses dealt with so far. */
  position = 0;
  /** The place of each key on the line; −1 while it has not been asked for. */
  private readonly placeOf: Int32Array;
  /** The key at each place; −1 where it has moved on. */
  private readonly keyAt: Int32Array;
  /** Fenwick's tree over the sums of blocks, numbered from 1. */
  private readonly tree: Float64Array;
  private next = 0;
  /** What all keys on the line take. */
  private whole = 0;
  /** Accesses, and their bytes, whose distance fits each capacity and not the one before. */
  private readonly hits: Float64Array;
  private readonly bytesHit: Float64Array;
  private bytes = 0;

  /** @param capacities keys, or bytes where the trace has sizes; ascending */
  constructor(
    readonly trace: AccessTrace,
    readonly capacities: ArrayLike<number>,
  ) {
    const places = Math.ceil((2 * trace.distinct + BLOCK) / BLOCK) * BLOCK;
    this.placeOf = new Int32Array(trace.distinct).fill(EMPTY);
    this.keyAt = new Int32Array(places).fill(EMPTY);
    this.tree = new Float64Array(places / BLOCK + 1);
    this.hits = new Float64Array(capacities.length + 1);
    this.bytesHit = new Float64Array(capacities.length + 1);
  }

  /** The least capacity from which on it is what LRU does. */
  static exactFrom({ sizes }: AccessTrace): number {
    return sizes === null ? 0 : sizes.reduce((largest, size) => (size > largest ? size : largest), 0);
  }

  /** Goes on up to the access with this number. */
  to(end: number): void {
    const { trace, placeOf, keyAt, capacities, hits, bytesHit } = this;
    const { keys, sizes } = trace;
    for (let i = this.position; i < end; i++) {
      const key = keys[i];
      const size = sizes === null ? 1 : sizes[key];
      const place = placeOf[key];
      if (place !== EMPTY) {
        const rank = rankOf(this.whole - this.before(place), capacities);
        hits[rank]++;
        bytesHit[rank] += size;
        keyAt[place] = EMPTY;
        this.add(place, -size);
      } else this.whole += size;
      this.bytes += size;
      if (this.next === keyAt.length) this.closeUp();
      placeOf[key] = this.next;
      keyAt[this.next] = key;
      this.add(this.next, size);
      this.next++;
    }
    this.position = end;
  }

  /** What a cache of the capacity with this number has missed so far. */
  missesAt(capacity: number): Misses {
    let misses = this.position;
    let bytesMissed = this.bytes;
    for (let rank = 0; rank <= capacity; rank++) {
      misses -= this.hits[rank];
      bytesMissed -= this.bytesHit[rank];
    }
    return { accesses: this.position, misses, bytes: this.bytes, bytesMissed };
  }

  /** What stands before a place. */
  private before(place: number): number {
    const { tree, keyAt } = this;
    const { sizes } = this.trace;
    let sum = 0;
    for (let block = place >> BLOCK_BITS; block > 0; block &= block - 1) sum += tree[block];
    const first = place & -BLOCK;
    if (sizes === null) for (let i = first; i < place; i++) sum += (keyAt[i] >>> 31) ^ 1;
    else for (let i = first; i < place; i++) if (keyAt[i] !== EMPTY) sum += sizes[keyAt[i]];
    return sum;
  }

  private add(place: number, size: number): void {
    const { tree } = this;
    for (let block = (place >> BLOCK_BITS) + 1; block < tree.length; block += block & -block) tree[block] += size;
  }

  /** Moves all keys to the beginning of the line, in their order. */
  private closeUp(): void {
    const { placeOf, keyAt, tree } = this;
    const { sizes } = this.trace;
    let place = 0;
    tree.fill(0);
    for (let from = 0; from < this.next; from++) {
      const key = keyAt[from];
      if (key === EMPTY) continue;
      keyAt[from] = EMPTY;
      keyAt[place] = key;
      placeOf[key] = place;
      tree[(place >> BLOCK_BITS) + 1] += sizes === null ? 1 : sizes[key];
      place++;
    }
    this.next = place;
    for (let block = 1; block < tree.length; block++) {
      const above = block + (block & -block);
      if (above < tree.length) tree[above] += tree[block];
    }
  }
}

/** The number of the first capacity that a distance fits. */
function rankOf(distance: number, capacities: ArrayLike<number>): number {
  let low = 0;
  let high = capacities.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (capacities[middle] < distance) low = middle + 1;
    else high = middle;
  }
  return low;
}
