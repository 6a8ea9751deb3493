import { defineEviction, type Eviction, FrequencyLists, HIT, MISS, type Room, type Shelf } from './contract.ts';

class Lfu implements Eviction {
  private readonly lists: FrequencyLists;

  constructor(private readonly room: Room) {
    this.lists = new FrequencyLists(room.keys);
  }

  lookUp(key: number): number {
    if (!this.lists.has(key)) return MISS;
    this.lists.count(key);
    return HIT;
  }

  evict(): number {
    const victim = this.lists.first;
    this.lists.take(victim);
    return victim;
  }

  admit(key: number): void {
    this.lists.add(key);
  }

  remove(key: number): void {
    this.lists.take(key);
  }

  widen(): void {
    this.lists.widen(this.room.keys);
  }

  shelves(): Shelf[] {
    const keys = this.lists.toArray();
    return [
      { title: 'Least to most frequent, with times asked for', ghost: false, keys, marks: keys.map((key) => this.lists.frequencyOf(key)) },
    ];
  }
}

/**
 * Least frequently used: lets go of the key that was asked for the fewest times since it came, and of several of the one
 * that has been at that number for the longest. It counts exactly and never forgets a count while the key stays: nothing
 * beats it on popularity that lasts, and what was popular once clogs it for good.
 */
export const lfu = defineEviction({
  id: 'lfu',
  title: 'LFU',
  summary: 'Forgets what was asked for the fewest times; yesterday’s favourites never leave.',
  sources: [
    {
      title: 'Shah, Mitra and Matani, An O(1) algorithm for implementing the LFU cache eviction scheme (2010)',
      url: 'http://dhruvbird.com/lfu.pdf',
    },
  ],
  params: {},
  promises: ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed', 'bears-scans'],
  start: (_params, room) => new Lfu(room),
});
