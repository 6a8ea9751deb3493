import { defineEviction, type Eviction, HIT, integer, KeyLists, MISS, type Room, type Shelf, widened } from './contract.ts';

const RESIDENT = 1;

interface Values {
  bits: number;
}

class Clock implements Eviction {
  private readonly lists: KeyLists;
  /** How often each key was asked for since the hand last passed, as far as its bits count. */
  private uses: Uint8Array;

  constructor(
    private readonly params: Values,
    private readonly room: Room,
  ) {
    this.lists = new KeyLists(1, room.keys, room);
    this.uses = new Uint8Array(room.keys);
  }

  lookUp(key: number): number {
    if (this.lists.list[key] === 0) return MISS;
    const { uses } = this;
    if (uses[key] < this.most) uses[key]++;
    return HIT;
  }

  evict(): number {
    const { lists, uses, most } = this;
    let key = lists.oldest(RESIDENT);
    while (uses[key] > 0) {
      uses[key] = Math.min(uses[key], most) - 1;
      lists.renew(key);
      key = lists.oldest(RESIDENT);
    }
    lists.take(key);
    return key;
  }

  admit(key: number): void {
    this.uses[key] = 0;
    this.lists.add(RESIDENT, key);
  }

  remove(key: number): void {
    this.lists.take(key);
  }

  widen(): void {
    this.lists.widen(this.room.keys);
    this.uses = widened(this.uses, this.room.keys);
  }

  shelves(): Shelf[] {
    const keys = this.lists.keysOf(RESIDENT);
    return [
      { title: 'From the hand once round, with use bits', ghost: false, keys, marks: keys.map((key) => this.uses[key]), hand: keys[0] },
    ];
  }

  private get most(): number {
    return (1 << this.params.bits) - 1;
  }
}

/**
 * CLOCK, also second chance or FIFO-reinsertion: keys stand in a circle in order of arrival, and a hit only sets a bit.
 * To make room a hand goes round: it clears the bit of a key that has one, which amounts to putting it back in at the
 * end, and lets go of the first key without. Almost LRU, for one bit a key. With more bits it counts up to 2^bits − 1
 * hits, each good for one more round.
 */
export const clock = defineEviction({
  id: 'clock',
  title: 'CLOCK',
  summary: 'FIFO with a second chance for what was asked for: almost LRU for one bit a key.',
  sources: [
    {
      title: 'Corbató, A paging experiment with the Multics system (MIT Project MAC MAC-M-384, 1968)',
      url: 'https://apps.dtic.mil/sti/citations/AD0687552',
    },
    {
      title: 'Smith, Sequentiality and prefetching in database systems (ACM TODS 3(3), 1978): more than one bit',
      url: 'https://doi.org/10.1145/320263.320276',
    },
  ],
  params: {
    bits: integer({
      label: 'Bits',
      help: 'How far each key’s hits are counted: 1 bit knows only whether there were any.',
      default: 1,
      min: 1,
      max: 8,
    }),
  },
  examples: [{ bits: 3 }],
  promises: ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed'],
  start: (params, room) => new Clock(params, room),
});
