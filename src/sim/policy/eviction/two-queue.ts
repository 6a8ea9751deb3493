import { defineEviction, type Eviction, HIT, KeyLists, MISS, NOTHING, type Room, ratio, type Shelf } from './contract.ts';

/** Came lately, in order of arrival. */
const IN = 1;
/** Has left `IN`, and is remembered without its value. */
const OUT = 2;
/** Came back while it was remembered. */
const MAIN = 3;

interface Values {
  in: number;
  out: number;
}

class TwoQueue implements Eviction {
  private readonly lists: KeyLists;
  /** The key that was remembered when room was made for it. */
  private returning = NOTHING;

  constructor(
    private readonly params: Values,
    private readonly room: Room,
  ) {
    this.lists = new KeyLists(3, room.keys, room);
  }

  lookUp(key: number): number {
    const { lists } = this;
    const list = lists.list[key];
    if (list === MAIN) lists.renew(key);
    return list === MAIN || list === IN ? HIT : MISS;
  }

  evict(incoming: number): number {
    const { lists } = this;
    if (lists.list[incoming] === OUT) {
      lists.take(incoming);
      this.returning = incoming;
    }
    const most = Math.floor(this.room.capacity * this.params.in);
    if (lists.weight[IN] > most || lists.oldest(MAIN) === NOTHING) {
      const victim = lists.oldest(IN);
      lists.take(victim);
      this.remember(victim);
      return victim;
    }
    const victim = lists.oldest(MAIN);
    lists.take(victim);
    return victim;
  }

  admit(key: number): void {
    const { lists } = this;
    if (lists.list[key] === OUT) {
      lists.take(key);
      this.returning = key;
    }
    lists.add(this.returning === key ? MAIN : IN, key);
    this.returning = NOTHING;
  }

  remove(key: number): void {
    this.lists.take(key);
  }

  widen(): void {
    this.lists.widen(this.room.keys);
  }

  shelves(): Shelf[] {
    return [
      { title: 'In: oldest to newest', ghost: false, keys: this.lists.keysOf(IN) },
      { title: 'Out: left first to last', ghost: true, keys: this.lists.keysOf(OUT) },
      { title: 'Main: least to most recently used', ghost: false, keys: this.lists.keysOf(MAIN) },
    ];
  }

  private remember(key: number): void {
    const { lists, room } = this;
    const most = Math.floor(room.capacity * this.params.out);
    const size = lists.weightOf(key);
    if (size > most) return;
    while (lists.weight[OUT] + size > most && lists.oldest(OUT) !== NOTHING) lists.take(lists.oldest(OUT));
    lists.add(OUT, key);
  }
}

/**
 * 2Q, the full version: a newcomer passes through a FIFO, where hits do not count, as a burst of them says nothing. When
 * it leaves, its key is remembered for a while without the value; only if it is asked for then does it enter the main
 * list, an LRU. So what is asked for once never displaces what is asked for again and again.
 *
 * As in libCacheSim: a key that comes back leaves the remembered ones before room is made for it.
 */
export const twoQueue = defineEviction({
  id: 'two-queue',
  title: '2Q',
  summary: 'A queue on trial, a memory of those who failed, and an LRU for those who came back.',
  sources: [
    {
      title: 'Johnson and Shasha, 2Q: A low overhead high performance buffer management replacement algorithm (VLDB 1994)',
      url: 'https://www.vldb.org/conf/1994/P439.PDF',
    },
  ],
  params: {
    in: ratio({ label: 'Share on trial', help: 'How much of the room newcomers take up at least; the source’s Kin.', default: 0.25 }),
    out: ratio({
      label: 'Share remembered',
      help: 'How many keys that failed are remembered, as a share of the room; the source’s Kout.',
      default: 0.5,
    }),
  },
  examples: [
    { in: 0, out: 1 },
    { in: 1, out: 0 },
  ],
  promises: ({ out }) => ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed', ...(out > 0 ? (['bears-scans'] as const) : [])],
  start: (params, room) => new TwoQueue(params, room),
});
