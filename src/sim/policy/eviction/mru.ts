import { defineEviction, HIT, MISS, OneList, RESIDENT, type Shelf } from './contract.ts';

class Mru extends OneList {
  protected readonly order = 'Most to least recently used';

  lookUp(key: number): number {
    if (this.lists.list[key] === 0) return MISS;
    this.lists.renew(key);
    return HIT;
  }

  override evict(): number {
    const victim = this.lists.youngest(RESIDENT);
    this.lists.take(victim);
    return victim;
  }

  override shelves(): Shelf[] {
    return super.shelves().map((shelf) => ({ ...shelf, keys: shelf.keys.reverse() }));
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
  promises: ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed', 'includes-smaller', 'bears-loops'],
  start: (_params, room) => new Mru(room),
});
