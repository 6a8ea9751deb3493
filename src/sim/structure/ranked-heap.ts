import { NOTHING } from './linked-list.ts';
import { widened } from './widened.ts';

const ROOM = 64;

/**
 * A growing binary heap of small whole numbers that knows where each is, so that any can be taken out: the least rank
 * first, and of equals the least number. Rank and number are read once, when an entry comes.
 */
export interface RankedHeap {
  size: number;
  /** The heap. */
  entries: Int32Array;
  /** By entry. */
  place: Int32Array;
  rank: Float64Array;
  number: Int32Array;
}

export function rankedHeap(): RankedHeap {
  return {
    size: 0,
    entries: new Int32Array(ROOM),
    place: new Int32Array(ROOM),
    rank: new Float64Array(ROOM),
    number: new Int32Array(ROOM),
  };
}

function reach(heap: RankedHeap, entry: number): void {
  let length = heap.place.length;
  if (entry < length) return;
  while (length <= entry) length *= 2;
  heap.entries = widened(heap.entries, length);
  heap.place = widened(heap.place, length);
  heap.rank = widened(heap.rank, length);
  heap.number = widened(heap.number, length);
}

/** Adds an entry that is not in the heap. @param ranks by entry, as @param numbers, which are all different */
export function addRanked(heap: RankedHeap, entry: number, ranks: Float64Array, numbers: Int32Array): void {
  reach(heap, entry);
  heap.rank[entry] = ranks[entry];
  heap.number[entry] = numbers[entry];
  rise(heap, heap.size++, entry);
}

/** The first entry, removed; NOTHING when the heap is empty. */
export function takeLeast(heap: RankedHeap): number {
  if (heap.size === 0) return NOTHING;
  const first = heap.entries[0];
  removeRanked(heap, first);
  return first;
}

/** Takes out an entry that is in the heap. */
export function removeRanked(heap: RankedHeap, entry: number): void {
  const hole = heap.place[entry];
  const last = heap.entries[--heap.size];
  if (last === entry) return;
  if (hole > 0 && precedes(heap, last, heap.entries[(hole - 1) >> 1])) rise(heap, hole, last);
  else sink(heap, hole, last);
}

function precedes({ rank, number }: RankedHeap, a: number, b: number): boolean {
  return rank[a] < rank[b] || (rank[a] === rank[b] && number[a] < number[b]);
}

/** Finds the place of an entry that belongs into this hole or above it. */
function rise(heap: RankedHeap, hole: number, entry: number): void {
  const { entries, place } = heap;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    const above = entries[parent];
    if (!precedes(heap, entry, above)) break;
    entries[hole] = above;
    place[above] = hole;
    hole = parent;
  }
  entries[hole] = entry;
  place[entry] = hole;
}

function sink(heap: RankedHeap, hole: number, entry: number): void {
  const { entries, place, size } = heap;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= size) break;
    if (child + 1 < size && precedes(heap, entries[child + 1], entries[child])) child++;
    const below = entries[child];
    if (!precedes(heap, below, entry)) break;
    entries[hole] = below;
    place[below] = hole;
    hole = child;
  }
  entries[hole] = entry;
  place[entry] = hole;
}
