import { defineEviction, HIT, MISS, OneList } from './contract.ts';

class Lru extends OneList {
  protected readonly order = 'Least to most recently used';

  lookUp(key: number): number {
    if (this.lists.list[key] === 0) return MISS;
    this.lists.renew(key);
    return HIT;
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
  promises: ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed', 'includes-smaller'],
  start: (_params, room) => new Lru(room),
});
