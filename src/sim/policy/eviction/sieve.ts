import { defineEviction, type Eviction, HIT, KeyLists, MISS, type Room, type Shelf } from './contract.ts';

const RESIDENT = 1;
const NOWHERE = -1;

class Sieve implements Eviction {
  private readonly lists: KeyLists;
  /** 1 for keys asked for since the hand last passed. */
  private visited: Uint8Array;
  private hand = NOWHERE;

  constructor(private readonly room: Room) {
    this.lists = new KeyLists(1, room.keys, room);
    this.visited = new Uint8Array(room.keys);
  }

  lookUp(key: number): number {
    if (this.lists.list[key] === 0) return MISS;
    this.visited[key] = 1;
    return HIT;
  }

  evict(): number {
    const { lists, visited } = this;
    let key = this.hand === NOWHERE ? lists.oldest(RESIDENT) : this.hand;
    while (visited[key] === 1) {
      visited[key] = 0;
      key = lists.youngerThan(key);
      if (key === NOWHERE) key = lists.oldest(RESIDENT);
    }
    this.hand = lists.youngerThan(key);
    lists.take(key);
    return key;
  }

  admit(key: number): void {
    this.visited[key] = 0;
    this.lists.add(RESIDENT, key);
  }

  remove(key: number): void {
    if (this.hand === key) this.hand = this.lists.youngerThan(key);
    this.lists.take(key);
  }

  widen(): void {
    this.lists.widen(this.room.keys);
    const visited = new Uint8Array(this.room.keys);
    visited.set(this.visited);
    this.visited = visited;
  }

  shelves(): Shelf[] {
    const keys = this.lists.keysOf(RESIDENT);
    const hand = this.hand === NOWHERE ? keys[0] : this.hand;
    return [{ title: 'Oldest to newest, with visited bits', ghost: false, keys, marks: keys.map((key) => this.visited[key]), hand }];
  }
}

/**
 * SIEVE: a queue in order of arrival, a bit that says whether a key was asked for, and a hand that walks from old to
 * new, clears bits and lets go of the first key without one. Unlike CLOCK's, the keys it spares stay where they are,
 * so newcomers are sifted soon and what survives stays.
 */
export const sieve = defineEviction({
  id: 'sieve',
  title: 'SIEVE',
  summary: 'Sifts newcomers with a hand and one bit a key; what proves itself stays where it is.',
  sources: [
    {
      title: 'Zhang, Yang, Yue, Vigfusson and Rashmi, SIEVE is simpler than LRU (NSDI 2024)',
      url: 'https://www.usenix.org/conference/nsdi24/presentation/zhang-yazhuo',
    },
  ],
  params: {},
  promises: ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed', 'bears-scans'],
  start: (_params, room) => new Sieve(room),
});
