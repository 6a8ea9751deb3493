import {
  defineEviction,
  duration,
  type Eviction,
  HIT,
  integer,
  KeyHeap,
  KeyLists,
  LONGEST,
  MISS,
  NOTHING,
  number,
  type Room,
  type Shelf,
  widened,
} from './contract.ts';

const MOST_K = 4;
const NEVER = Number.NEGATIVE_INFINITY;

/** Asked for so lately that a further use would be part of the same burst; they stay while others are there. */
const FRESH = 1;
/** In the heap. */
const RIPE = 2;
const GHOST = 3;

interface Values {
  k: number;
  correlated: number;
  history: number;
}

class LruK implements Eviction {
  private readonly lists: KeyLists;
  /** The ripe ones, by the time of their k-th latest use. */
  private readonly heap: KeyHeap;
  /** Times of the latest uses of each key, bursts counted once: so many columns in turn [µs]. */
  private uses: Float64Array;
  /** Each key's latest use of all [µs]. */
  private latest: Float64Array;
  /** By how many uses the heap is in order. */
  private k: number;

  constructor(
    private readonly params: Values,
    private readonly room: Room,
  ) {
    this.lists = new KeyLists(3, room.keys, room);
    this.heap = new KeyHeap(room.keys);
    this.uses = new Float64Array(MOST_K * room.keys);
    this.latest = new Float64Array(room.keys);
    this.k = params.k;
  }

  lookUp(key: number): number {
    const { lists, uses, latest } = this;
    const list = lists.list[key];
    if (list === 0 || list === GHOST) return MISS;
    const now = this.room.clock[0];
    const since = now - latest[key];
    if (since >= this.params.correlated) {
      // earlier uses move up by the length of the burst that has ended
      const first = MOST_K * key;
      const burst = latest[key] - uses[first];
      for (let i = first + MOST_K - 1; i > first; i--) uses[i] = uses[i - 1] + burst;
      uses[first] = now;
    }
    latest[key] = now;
    if (list === RIPE) this.heap.take(key);
    lists.move(FRESH, key);
    return HIT;
  }

  evict(): number {
    const { lists, heap } = this;
    this.ripen();
    let victim = heap.first;
    if (victim === NOTHING) victim = lists.oldest(FRESH);
    else heap.take(victim);
    lists.move(GHOST, victim);
    this.forget();
    return victim;
  }

  admit(key: number): void {
    const { lists, uses } = this;
    const now = this.room.clock[0];
    const first = MOST_K * key;
    if (lists.list[key] === GHOST) {
      for (let i = first + MOST_K - 1; i > first; i--) uses[i] = uses[i - 1];
      lists.take(key);
    } else uses.fill(NEVER, first, first + MOST_K);
    uses[first] = now;
    this.latest[key] = now;
    lists.add(FRESH, key);
    this.forget();
  }

  remove(key: number): void {
    if (this.heap.has(key)) this.heap.take(key);
    this.lists.take(key);
  }

  widen(): void {
    const { keys } = this.room;
    this.lists.widen(keys);
    this.heap.widen(keys);
    this.uses = widened(this.uses, MOST_K * keys);
    this.latest = widened(this.latest, keys);
  }

  shelves(): Shelf[] {
    const { lists, uses } = this;
    const ripe = this.heap.sorted();
    const known = (key: number) => uses.subarray(MOST_K * key, MOST_K * key + this.k).filter((time) => time !== NEVER).length;
    const fresh = lists.keysOf(FRESH);
    const ghosts = lists.keysOf(GHOST);
    return [
      { title: 'By k-th latest use, longest ago first, with uses known', ghost: false, keys: ripe, marks: ripe.map(known) },
      { title: 'Used since room was last made: least to most recently', ghost: false, keys: fresh, marks: fresh.map(known) },
      { title: 'Remembered: left first to last', ghost: true, keys: ghosts, marks: ghosts.map(known) },
    ];
  }

  /** Puts into the heap what is no longer in the middle of a burst. */
  private ripen(): void {
    const { lists, heap, uses, latest, params } = this;
    if (this.k !== params.k) {
      this.k = params.k;
      for (let key = lists.oldest(RIPE); key !== NOTHING; key = lists.youngerThan(key)) heap.take(key);
      for (let key = lists.oldest(RIPE); key !== NOTHING; key = lists.youngerThan(key)) {
        heap.rank[key] = uses[MOST_K * key + this.k - 1];
        heap.add(key);
      }
    }
    const until = this.room.clock[0] - params.correlated;
    for (let key = lists.oldest(FRESH); key !== NOTHING && latest[key] <= until; key = lists.oldest(FRESH)) {
      lists.move(RIPE, key);
      heap.rank[key] = uses[MOST_K * key + this.k - 1];
      heap.add(key);
    }
  }

  private forget(): void {
    const { lists } = this;
    const most = this.params.history * this.room.capacity;
    while (lists.weight[GHOST] > most && lists.oldest(GHOST) !== NOTHING) lists.take(lists.oldest(GHOST));
  }
}

/**
 * LRU-K: lets go of the key whose k-th latest use is the longest ago. One use says little, so a key that was used fewer
 * than k times goes first, the least recently used among them. The history of a key outlives its stay in the cache, as
 * it would otherwise never come to k uses. Uses in quick succession, within the correlated reference period, count as
 * one, and keys in the middle of such a burst stay. With k = 1 it is LRU.
 *
 * Where the source keeps the history of a key for so long, this keeps those of the keys that left last, as many as a
 * multiple of the room: memory then has a bound.
 */
export const lruK = defineEviction({
  id: 'lru-k',
  title: 'LRU-K',
  summary: 'Forgets what was asked for k times the longest ago: one use alone proves nothing.',
  sources: [
    {
      title: 'O’Neil, O’Neil and Weikum, The LRU-K page replacement algorithm for database disk buffering (SIGMOD 1993)',
      url: 'https://doi.org/10.1145/170035.170081',
    },
  ],
  params: {
    k: integer({ label: 'K', help: 'Which latest use counts: 2 is the source’s advice, 1 is LRU.', default: 2, min: 1, max: MOST_K }),
    correlated: duration({
      label: 'Correlated reference period',
      help: 'Uses of a key within this time of the one before are one burst, and count as one.',
      default: 0,
      min: 0,
      max: LONGEST,
      scale: 'log',
    }),
    history: number({
      label: 'History kept',
      help: 'How many keys that have left are remembered with their latest uses, as a multiple of the capacity.',
      default: 1,
      min: 0,
      max: 10,
    }),
  },
  examples: [{ k: 1 }, { k: 3, history: 0 }, { k: 2, correlated: 5, history: 0.5 }],
  promises: ({ k }) => ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed', ...(k > 1 ? (['bears-scans'] as const) : [])],
  start: (params, room) => new LruK(params, room),
});
