import { defineEviction, type Eviction, HIT, KeyLists, MISS, type Room, type Shelf } from './contract.ts';

const RESIDENT = 1;

class Lru implements Eviction {
  private readonly lists: KeyLists;

  constructor(private readonly room: Room) {
    this.lists = new KeyLists(1, room.keys, room);
  }

  lookUp(key: number): number {
    if (this.lists.list[key] === 0) return MISS;
    this.lists.renew(key);
    return HIT;
  }

  evict(): number {
    const victim = this.lists.oldest(RESIDENT);
    this.lists.take(victim);
    return victim;
  }

  admit(key: number): void {
    this.lists.add(RESIDENT, key);
  }

  remove(key: number): void {
    this.lists.take(key);
  }

  widen(): void {
    this.lists.widen(this.room.keys);
  }

  shelves(): Shelf[] {
    return [{ title: 'Least to most recently used', ghost: false, keys: this.lists.keysOf(RESIDENT) }];
  }
}

/**
 * Least recently used: lets go of the key that has not been asked for the longest. It never does worse with more room
 * (Mattson's inclusion), and a loop one key longer than the cache defeats it entirely.
 */
export const lru = defineEviction({
  id: 'lru',
  title: 'LRU',
  summary: 'Forgets what has not been asked for the longest.',
  sources: [
    {
      title: 'Mattson, Gecsei, Slutz and Traiger, Evaluation techniques for storage hierarchies (IBM Systems Journal 9(2), 1970)',
      url: 'https://doi.org/10.1147/sj.92.0078',
    },
  ],
  params: {},
  includes: true,
  start: (_params, room) => new Lru(room),
});
