import { defineEviction, type Eviction, HIT, KeyLists, MISS, type Room, type Shelf } from './contract.ts';

const RESIDENT = 1;

class Fifo implements Eviction {
  private readonly lists: KeyLists;

  constructor(private readonly room: Room) {
    this.lists = new KeyLists(1, room.keys, room);
  }

  lookUp(key: number): number {
    return this.lists.list[key] === 0 ? MISS : HIT;
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
    return [{ title: 'Oldest to newest', ghost: false, keys: this.lists.keysOf(RESIDENT) }];
  }
}

/**
 * First in, first out: lets go of the key that came first, however often it was asked for since. A hit costs nothing,
 * which is why so many build on it. More room can make it worse (Belady's anomaly).
 */
export const fifo = defineEviction({
  id: 'fifo',
  title: 'FIFO',
  summary: 'Forgets what came first; being asked for does not help.',
  sources: [
    {
      title: 'Belady, Nelson and Shedler, An anomaly in space-time characteristics of certain programs (CACM 12(6), 1969)',
      url: 'https://doi.org/10.1145/363011.363155',
    },
  ],
  params: {},
  start: (_params, room) => new Fifo(room),
});
