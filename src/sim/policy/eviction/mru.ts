import { defineEviction, type Eviction, HIT, KeyLists, MISS, type Room, type Shelf } from './contract.ts';

const RESIDENT = 1;

class Mru implements Eviction {
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
    const victim = this.lists.youngest(RESIDENT);
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
    return [{ title: 'Most to least recently used', ghost: false, keys: this.lists.keysOf(RESIDENT).reverse() }];
  }
}

/**
 * Most recently used: lets go of the key that was asked for last. Of a loop longer than the cache it keeps a fixed
 * part, which is the best there is; for almost anything else it is the worst.
 */
export const mru = defineEviction({
  id: 'mru',
  title: 'MRU',
  summary: 'Forgets what was just asked for: right for loops and scans, wrong for all else.',
  sources: [
    {
      title: 'Chou and DeWitt, An evaluation of buffer management strategies for relational database systems (VLDB 1985)',
      url: 'https://www.vldb.org/conf/1985/P127.PDF',
    },
  ],
  params: {},
  includes: true,
  start: (_params, room) => new Mru(room),
});
