import {
  CountMinSketch,
  defineEviction,
  type Eviction,
  flag,
  HIT,
  integer,
  KeyLists,
  MISS,
  MOST_COUNTED,
  NEWCOMER,
  NOTHING,
  type Room,
  ratio,
  type Shelf,
} from './contract.ts';

const WINDOW = 1;
const PROBATION = 2;
const PROTECTED = 3;

/** There are at least so many keys, as far as the sketch is concerned: how wide the columns of a cache begin makes no difference. */
const LEAST_KEYS = 64;

/** Candidates at least this frequent get in now and then though they lose, or an attacker could fix who wins. */
const WARM = 6;
const ONE_IN = 128;

/** Of the climber: its first step as a share of the capacity, how steps shrink, and the change of hit ratio that restarts it. */
const STEP = 0.0625;
const SHRINKS = 0.98;
const RESTART = 0.05;

interface Values {
  window: number;
  protected: number;
  sample: number;
  width: number;
  adaptive: boolean;
}

class WTinyLfu implements Eviction {
  private readonly lists: KeyLists;
  private readonly sketch = new CountMinSketch();
  /** By how much the climber has widened the window. */
  private widenedBy = 0;
  private step = 0;
  private hits = 0;
  private misses = 0;
  private hitRatioBefore = 0;

  constructor(
    private readonly params: Values,
    private readonly room: Room,
  ) {
    this.lists = new KeyLists(3, room.keys, room);
  }

  lookUp(key: number): number {
    const { lists } = this;
    const list = lists.list[key];
    if (list === 0) return MISS;
    this.count(key);
    this.hits++;
    if (list === PROBATION) {
      lists.move(PROTECTED, key);
      this.demote();
    } else lists.renew(key);
    if (this.params.adaptive) this.climb();
    return HIT;
  }

  evict(incoming: number): number {
    const { lists, room } = this;
    const windowRoom = this.windowRoom();
    const size = lists.weightOf(incoming);
    const { weight } = lists;
    while (weight[WINDOW] + size > windowRoom) {
      const candidate = lists.oldest(WINDOW);
      if (candidate === NOTHING) break;
      if (weight[PROBATION] + weight[PROTECTED] + lists.weightOf(candidate) <= room.capacity - windowRoom) {
        lists.move(PROBATION, candidate);
        continue;
      }
      const victim = this.leastOfMain();
      if (victim === NOTHING || !this.admits(candidate, victim, 0)) {
        lists.take(candidate);
        return candidate;
      }
      lists.take(victim);
      lists.move(PROBATION, candidate);
      return victim;
    }
    let victim = this.leastOfMain();
    if (victim === NOTHING) victim = lists.oldest(WINDOW);
    // without a window the newcomer itself has to show that it is asked for more; a cache that has shrunk lets go anyway
    else if (windowRoom === 0 && this.level() <= room.capacity && !this.admits(incoming, victim, 1)) {
      this.count(incoming);
      this.misses++;
      return NEWCOMER;
    }
    lists.take(victim);
    return victim;
  }

  admit(key: number): void {
    const { lists } = this;
    this.count(key);
    this.misses++;
    if (this.windowRoom() === 0) lists.add(PROBATION, key);
    else {
      lists.add(WINDOW, key);
      this.shrinkWindow();
    }
    if (this.params.adaptive) this.climb();
  }

  remove(key: number): void {
    this.lists.take(key);
  }

  widen(): void {
    this.lists.widen(this.room.keys);
  }

  shelves(): Shelf[] {
    const shelf = (title: string, list: number): Shelf => {
      const keys = this.lists.keysOf(list);
      return {
        title: `${title}, least to most recently used, with estimated uses`,
        ghost: false,
        keys,
        marks: keys.map((key) => this.sketch.estimate(key)),
      };
    };
    return [shelf('Window', WINDOW), shelf('Probation', PROBATION), shelf('Protected', PROTECTED)];
  }

  private level(): number {
    const { weight } = this.lists;
    return weight[WINDOW] + weight[PROBATION] + weight[PROTECTED];
  }

  private windowRoom(): number {
    const { capacity } = this.room;
    const { window, adaptive } = this.params;
    const initial = Math.ceil(capacity * window);
    return adaptive ? Math.min(capacity, Math.max(1, initial + this.widenedBy)) : initial;
  }

  /** How many keys it is about: as many as fit in, or where they have sizes as there are. */
  private expected(): number {
    const { capacity, keys } = this.room;
    return Math.max(1, Math.min(capacity, Math.max(LEAST_KEYS, keys)));
  }

  private count(key: number): void {
    const expected = this.expected();
    this.sketch.fit(expected, this.params.width);
    this.sketch.count(key, this.params.sample * expected);
  }

  private leastOfMain(): number {
    const victim = this.lists.oldest(PROBATION);
    return victim === NOTHING ? this.lists.oldest(PROTECTED) : victim;
  }

  /** @param uncounted uses of the candidate that the sketch does not know of */
  private admits(candidate: number, victim: number, uncounted: number): boolean {
    const { sketch } = this;
    sketch.fit(this.expected(), this.params.width);
    const frequency = Math.min(MOST_COUNTED, sketch.estimate(candidate) + uncounted);
    if (frequency > sketch.estimate(victim)) return true;
    return frequency >= WARM && this.room.chance.below(ONE_IN) === 0;
  }

  /** What is too much for the window moves on, but for the latest. */
  private shrinkWindow(): void {
    const { lists } = this;
    const most = this.windowRoom();
    while (lists.weight[WINDOW] > most && lists.oldest(WINDOW) !== lists.youngest(WINDOW)) lists.move(PROBATION, lists.oldest(WINDOW));
  }

  private demote(): void {
    const { lists } = this;
    const most = Math.floor((this.room.capacity - this.windowRoom()) * this.params.protected);
    while (lists.weight[PROTECTED] > most && lists.oldest(PROTECTED) !== NOTHING) lists.move(PROBATION, lists.oldest(PROTECTED));
  }

  /** Once a sample: if the hit ratio has gone up, resizes the window further the same way, else back. */
  private climb(): void {
    const { capacity } = this.room;
    const requests = this.hits + this.misses;
    if (requests < this.params.sample * this.expected()) return;
    const hitRatio = this.hits / requests;
    const change = hitRatio - this.hitRatioBefore;
    if (this.step === 0) this.step = STEP * capacity;
    const amount = change >= 0 ? this.step : -this.step;
    if (Math.abs(change) >= RESTART) this.step = amount >= 0 ? STEP * capacity : -STEP * capacity;
    else this.step = SHRINKS * amount;
    this.hitRatioBefore = hitRatio;
    this.hits = 0;
    this.misses = 0;
    const initial = Math.ceil(capacity * this.params.window);
    const leastMain = Math.ceil(capacity * (1 - this.params.window) * (1 - this.params.protected));
    this.widenedBy = Math.min(capacity - leastMain, Math.max(1, initial + this.widenedBy + Math.round(amount))) - initial;
    this.demote();
  }
}

/**
 * W-TinyLFU, as in Caffeine: newcomers enter a small LRU window. Who drops out of it meets the key that the main part, a
 * segmented LRU, would let go of, and the one that was asked for more often lately stays. That is estimated for all keys,
 * in the cache or not, by a count-min sketch of 4-bit counters that are halved after every so many uses. So a scan never
 * gets past the window, and a new favourite has the window to become known in. On a hit a key moves from probation to
 * protection, and what is too much there goes back.
 *
 * As in Caffeine, one in 128 of the candidates that lose with 6 uses or more gets in all the same. `adaptive` resizes the
 * window by hill climbing. Departures: counters of a key are scattered instead of next to each other; a window of 0
 * leaves plain TinyLFU, which keeps newcomers out; the first step of the climber is upwards. It is held to half a point of
 * the miss ratios of libCacheSim's W-TinyLFU, whose sketch and whose rules for counting are others.
 *
 * Ristretto is a TinyLFU without a window that lets go of the least used of five keys drawn at random, where this has a
 * segmented LRU. Its buffers are left out: it does not count every use when many come at once, and a new value is dropped
 * when 32,768 wait to be taken in, so that there even a cache with room may not have what was just stored.
 */
export const wTinyLfu = defineEviction({
  id: 'w-tiny-lfu',
  title: 'W-TinyLFU',
  summary: 'A newcomer stays only if it was asked for more often lately than the key it would displace.',
  sources: [
    {
      title: 'Einziger, Friedman and Manes, TinyLFU: A highly efficient cache admission policy (ACM TOS 13(4), 2017)',
      url: 'https://doi.org/10.1145/3149371',
    },
    {
      title: 'Einziger, Eytan, Friedman and Manes, Adaptive software cache management (Middleware 2018)',
      url: 'https://doi.org/10.1145/3274808.3274816',
    },
    { title: 'Caffeine, Efficiency', url: 'https://github.com/ben-manes/caffeine/wiki/Efficiency' },
    { title: 'Ristretto, cache.go: setBuf', url: 'https://github.com/dgraph-io/ristretto/blob/main/cache.go' },
  ],
  params: {
    window: ratio({ label: 'Window', help: 'How much of the room newcomers have; 0 judges them at the door.', default: 0.01 }),
    protected: ratio({ label: 'Protected share', help: 'How much of the main part is for keys that were asked for again.', default: 0.8 }),
    sample: integer({
      label: 'Memory',
      help: 'Uses counted until all counts are halved, as a multiple of the keys that fit in: less forgets faster.',
      default: 10,
      min: 1,
      max: 1_000,
      advanced: true,
    }),
    width: integer({
      label: 'Counters per key',
      help: 'How many counters each of the four rows of the sketch has for every key that fits in, at least; above four, up to 4 million a row. With few counters keys share them, and newcomers look more popular than they are. Where a change makes rows longer, what was counted is forgotten.',
      default: 4,
      min: 1,
      max: 64,
      scale: 'log',
      advanced: true,
    }),
    adaptive: flag({
      label: 'Adaptive window',
      help: 'Widens and narrows the window, sample by sample, whichever way the hit ratio rises.',
      default: false,
    }),
  },
  examples: [
    { window: 0 },
    { window: 0.4, protected: 0.5, sample: 2, width: 1 },
    { window: 1 },
    { window: 0.2, sample: 1, adaptive: true },
  ],
  promises: ({ window }) => [...(window > 0 ? (['lets-newcomers-in'] as const) : []), ...(window <= 0.2 ? (['bears-scans'] as const) : [])],
  start: (params, room) => new WTinyLfu(params, room),
});
