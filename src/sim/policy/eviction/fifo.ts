import { defineEviction, HIT, MISS, OneList } from './contract.ts';

class Fifo extends OneList {
  protected readonly order = 'Oldest to newest';

  lookUp(key: number): number {
    return this.lists.list[key] === 0 ? MISS : HIT;
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
  promises: ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed'],
  start: (_params, room) => new Fifo(room),
});
