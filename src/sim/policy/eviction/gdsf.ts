import { defineEviction, type Eviction, HIT, KeyHeap, MISS, type Room, type Shelf, widened } from './contract.ts';

class Gdsf implements Eviction {
  /** By age + times asked for · cost ÷ size. */
  private readonly heap: KeyHeap;
  private times: Float64Array;
  /** The rank of the latest victim. */
  private age = 0;

  constructor(private readonly room: Room) {
    this.heap = new KeyHeap(room.keys);
    this.times = new Float64Array(room.keys);
  }

  lookUp(key: number): number {
    if (!this.heap.has(key)) return MISS;
    this.times[key]++;
    this.appraise(key);
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
    this.appraise(key);
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
    return [
      {
        title: 'Lowest to highest rank: age + times asked for · cost ÷ size',
        ghost: false,
        keys,
        marks: keys.map((key) => this.heap.rank[key]),
      },
    ];
  }

  private appraise(key: number): void {
    const { sizes, costs } = this.room;
    const cost = costs === null ? 1 : costs[key];
    // what takes no room is worth as much as what takes the least
    const size = sizes === null ? 1 : Math.max(1, sizes[key]);
    this.heap.rank[key] = this.age + (this.times[key] * cost) / size;
  }
}

/**
 * GreedyDual-Size-Frequency: a key ranks by what a byte of it saves, times asked for · cost ÷ size, plus the cache's age
 * when it was last asked for; the age is the rank of whatever went last. Many small keys that are dear to fetch crowd
 * out few large ones: hit ratio goes up, and the share of bytes served from the cache goes down. Where all keys weigh
 * and cost the same it is LFU with dynamic ageing. Of equal ranks the one that has had it longest goes.
 */
export const gdsf = defineEviction({
  id: 'gdsf',
  title: 'GDSF',
  summary: 'Keeps what saves the most per byte: asked for often, dear to fetch, small.',
  sources: [
    {
      title: 'Cherkasova, Improving WWW proxies performance with Greedy-Dual-Size-Frequency caching policy (HP Labs HPL-98-69R1, 1998)',
      url: 'https://www.hpl.hp.com/techreports/98/HPL-98-69R1.html',
    },
    {
      title: 'Cao and Irani, Cost-aware WWW proxy caching algorithms (USITS 1997)',
      url: 'https://www.usenix.org/conference/usits-97/cost-aware-www-proxy-caching-algorithms',
    },
  ],
  params: {},
  promises: ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed'],
  start: (_params, room) => new Gdsf(room),
});
