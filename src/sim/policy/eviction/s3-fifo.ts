import { defineEviction, type Eviction, HIT, integer, KeyLists, MISS, NOTHING, type Room, ratio, type Shelf, widened } from './contract.ts';

const SMALL = 1;
const MAIN = 2;
const GHOST = 3;

/** Two bits count the uses of a key. */
const MOST_USES = 3;

interface Values {
  small: number;
  ghost: number;
  threshold: number;
}

class S3Fifo implements Eviction {
  private readonly lists: KeyLists;
  private uses: Uint8Array;
  /** The key that was a ghost when room was made for it. */
  private returning = NOTHING;

  constructor(
    private readonly params: Values,
    private readonly room: Room,
  ) {
    this.lists = new KeyLists(3, room.keys, room);
    this.uses = new Uint8Array(room.keys);
  }

  lookUp(key: number): number {
    const list = this.lists.list[key];
    if (list === 0 || list === GHOST) return MISS;
    const { uses } = this;
    if (uses[key] < MOST_USES) uses[key]++;
    return HIT;
  }

  evict(incoming: number): number {
    const { lists } = this;
    const { capacity } = this.room;
    if (lists.list[incoming] === GHOST) {
      lists.take(incoming);
      this.returning = incoming;
    }
    const main = capacity - Math.floor(capacity * this.params.small);
    if (lists.weight[MAIN] <= main) {
      const victim = this.fromSmall();
      if (victim !== NOTHING) return victim;
    }
    return this.fromMain();
  }

  admit(key: number): void {
    const { lists } = this;
    if (lists.list[key] === GHOST) {
      lists.take(key);
      this.returning = key;
    }
    this.uses[key] = 0;
    lists.add(this.returning === key ? MAIN : SMALL, key);
    this.returning = NOTHING;
  }

  remove(key: number): void {
    this.lists.take(key);
  }

  widen(): void {
    this.lists.widen(this.room.keys);
    this.uses = widened(this.uses, this.room.keys);
  }

  shelves(): Shelf[] {
    const [small, main, ghosts] = [SMALL, MAIN, GHOST].map((list) => this.lists.keysOf(list));
    const usesOf = (keys: number[]) => keys.map((key) => this.uses[key]);
    return [
      { title: 'Small: oldest to newest, with uses', ghost: false, keys: small, marks: usesOf(small) },
      { title: 'Main: oldest to newest, with uses', ghost: false, keys: main, marks: usesOf(main) },
      { title: 'Ghosts: oldest to newest', ghost: true, keys: ghosts },
    ];
  }

  /** Promotes until it meets a key that was not asked for enough; −1 if there was none. */
  private fromSmall(): number {
    const { lists, uses } = this;
    const { threshold } = this.params;
    for (let key = lists.oldest(SMALL); key !== NOTHING; key = lists.oldest(SMALL)) {
      if (uses[key] < threshold) {
        lists.take(key);
        this.remember(key);
        return key;
      }
      uses[key] = 0;
      lists.move(MAIN, key);
    }
    return NOTHING;
  }

  private fromMain(): number {
    const { lists, uses } = this;
    let key = lists.oldest(MAIN);
    while (uses[key] > 0) {
      uses[key]--;
      lists.renew(key);
      key = lists.oldest(MAIN);
    }
    lists.take(key);
    return key;
  }

  private remember(key: number): void {
    const { lists, room } = this;
    const most = Math.floor(room.capacity * this.params.ghost);
    const size = lists.weightOf(key);
    while (lists.weight[GHOST] + size > most && lists.oldest(GHOST) !== NOTHING) lists.take(lists.oldest(GHOST));
    if (size <= most) lists.add(GHOST, key);
  }
}

/**
 * S3-FIFO: three plain queues. Newcomers pass through a small one; those that were asked for meanwhile go on to the main
 * one, a CLOCK with two bits, the others leave and are remembered as ghosts. A ghost that is asked for enters the main
 * queue at once. Most keys of most workloads are never asked for again: they are gone after a tenth of the room.
 *
 * As in libCacheSim, a key must be asked for twice in the small queue to be promoted, and ghosts take 0.9 of the room.
 */
export const s3Fifo = defineEviction({
  id: 's3-fifo',
  title: 'S3-FIFO',
  summary: 'Three queues and two bits: what is asked for once is gone soon, and nothing is ever moved on a hit.',
  sources: [
    {
      title: 'Yang, Zhang, Qiu, Yue and Rashmi, FIFO queues are all you need for cache eviction (SOSP 2023)',
      url: 'https://doi.org/10.1145/3600006.3613147',
    },
  ],
  params: {
    small: ratio({ label: 'Small queue', help: 'How much of the room newcomers pass through.', default: 0.1, max: 0.9 }),
    ghost: ratio({
      label: 'Ghosts',
      help: 'How many keys that left the small queue are remembered, as a share of the room.',
      default: 0.9,
    }),
    threshold: integer({
      label: 'Promoted after',
      help: 'How often a key must be asked for in the small queue to go on to the main one.',
      default: 2,
      min: 1,
      max: MOST_USES,
    }),
  },
  examples: [
    { small: 0, threshold: 1 },
    { small: 0.5, ghost: 0.2, threshold: 3 },
  ],
  promises: ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed', 'bears-scans'],
  start: (params, room) => new S3Fifo(params, room),
});
