import { defineEviction, type Eviction, HIT, KeyHeap, MISS, type Room, type Shelf, widened } from './contract.ts';

class LfuAged implements Eviction {
  /** By times asked for + the age at the last of them. */
  private readonly heap: KeyHeap;
  private times: Float64Array;
  /** The rank of the latest victim: what a newcomer starts from. */
  private age = 0;

  constructor(private readonly room: Room) {
    this.heap = new KeyHeap(room.keys);
    this.times = new Float64Array(room.keys);
  }

  lookUp(key: number): number {
    if (!this.heap.has(key)) return MISS;
    this.heap.rank[key] = ++this.times[key] + this.age;
    this.heap.settle(key);
    return HIT;
  }

  evict(): number {
    const victim = this.heap.first;
    this.age = this.heap.rank[victim];
    this.heap.take(victim);
    return victim;
  }

  admit(key: number): void {
    this.times[key] = 1;
    this.heap.rank[key] = 1 + this.age;
    this.heap.add(key);
  }

  remove(key: number): void {
    this.heap.take(key);
  }

  widen(): void {
    this.heap.widen(this.room.keys);
    this.times = widened(this.times, this.room.keys);
  }

  shelves(): Shelf[] {
    const keys = this.heap.sorted();
    return [{ title: 'Lowest to highest rank: times asked for + age', ghost: false, keys, marks: keys.map((key) => this.heap.rank[key]) }];
  }
}

/**
 * LFU with dynamic ageing (LFU-DA): a key ranks by how often it was asked for plus the cache's age when it last was. The
 * age is the rank of whatever went last, so newcomers start level with those at the brink, and old fame is overtaken.
 * There is nothing to tune. Of equal ranks the one that has had it longest goes, which the source leaves open.
 */
export const lfuAged = defineEviction({
  id: 'lfu-aged',
  title: 'LFU with ageing',
  summary: 'Counts like LFU, but newcomers start level with whatever was evicted last, so old fame fades.',
  sources: [
    {
      title: 'Arlitt, Cherkasova, Dilley, Friedrich and Jin, Evaluating content management techniques for Web proxy caches (WISP 1999)',
      url: 'https://doi.org/10.1145/346000.346003',
    },
  ],
  params: {},
  promises: ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed'],
  start: (_params, room) => new LfuAged(room),
});
