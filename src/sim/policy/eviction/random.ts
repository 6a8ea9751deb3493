import { defineEviction, type Eviction, HIT, KeySet, MISS, type Room, type Shelf } from './contract.ts';

class Random implements Eviction {
  private readonly residents: KeySet;

  constructor(private readonly room: Room) {
    this.residents = new KeySet(room.keys);
  }

  lookUp(key: number): number {
    return this.residents.has(key) ? HIT : MISS;
  }

  evict(): number {
    const { residents } = this;
    const victim = residents.at(this.room.chance.below(residents.size));
    residents.take(victim);
    return victim;
  }

  admit(key: number): void {
    this.residents.add(key);
  }

  remove(key: number): void {
    this.residents.take(key);
  }

  widen(): void {
    this.residents.widen(this.room.keys);
  }

  shelves(): Shelf[] {
    return [{ title: 'In no order', ghost: false, keys: this.residents.toArray() }];
  }
}

/**
 * Random replacement: lets go of any key, all alike. It keeps no order and no bits, no pattern defeats it entirely, and
 * where keys are asked for independently of each other it comes to the same hit ratio as FIFO.
 */
export const random = defineEviction({
  id: 'random',
  title: 'Random',
  summary: 'Forgets any key: no bookkeeping, and no worst case.',
  sources: [
    {
      title: 'Belady, A study of replacement algorithms for a virtual-storage computer (IBM Systems Journal 5(2), 1966)',
      url: 'https://doi.org/10.1147/sj.52.0078',
    },
    {
      title: 'Gelenbe, A unified approach to the evaluation of a class of replacement algorithms (IEEE Trans. Computers C-22(6), 1973)',
      url: 'https://doi.org/10.1109/TC.1973.5009115',
    },
  ],
  params: {},
  promises: ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed', 'bears-loops'],
  start: (_params, room) => new Random(room),
});
