import {
  CandidatePool,
  defineEviction,
  duration,
  type Eviction,
  HIT,
  integer,
  KeySet,
  LONGEST,
  MISS,
  NOTHING,
  type Room,
  type Shelf,
  widened,
} from './contract.ts';

/** Redis’s EVPOOL_SIZE. */
const POOL = 16;
/** What a newcomer’s counter begins with, so that it has some time to prove itself. */
const INITIAL = 5;
const MOST = 255;
/** [µs] */
const MINUTE = 60_000_000;

interface Values {
  samples: number;
  logFactor: number;
  decayTime: number;
}

class RedisLfu implements Eviction {
  private readonly residents: KeySet;
  private readonly pool = new CandidatePool(POOL);
  private counter: Uint8Array;
  /** When each key was last used [µs]. */
  private used: Float64Array;

  constructor(
    private readonly params: Values,
    private readonly room: Room,
  ) {
    this.residents = new KeySet(room.keys);
    this.counter = new Uint8Array(room.keys);
    this.used = new Float64Array(room.keys);
  }

  lookUp(key: number): number {
    if (!this.residents.has(key)) return MISS;
    const count = this.decayed(key);
    this.counter[key] = count < MOST && this.counts(count) ? count + 1 : count;
    this.used[key] = this.room.clock[0];
    return HIT;
  }

  evict(): number {
    const { residents, pool } = this;
    for (;;) {
      this.sample();
      for (let key = pool.take(); key !== NOTHING; key = pool.take()) {
        if (!residents.has(key)) continue;
        residents.take(key);
        return key;
      }
    }
  }

  admit(key: number): void {
    this.counter[key] = INITIAL;
    this.used[key] = this.room.clock[0];
    this.residents.add(key);
  }

  remove(key: number): void {
    this.residents.take(key);
    this.pool.drop(key);
  }

  widen(): void {
    const { keys } = this.room;
    this.residents.widen(keys);
    this.counter = widened(this.counter, keys);
    this.used = widened(this.used, keys);
  }

  shelves(): Shelf[] {
    const all = this.residents.toArray();
    const pool = [...new Set(this.pool.toArray())].filter((key) => this.residents.has(key));
    const rest = all.filter((key) => !pool.includes(key));
    const count = (key: number) => this.decayed(key);
    return [
      { title: 'Candidates, best first, with counters', ghost: false, keys: pool, marks: pool.map(count) },
      { title: 'The others, in no order, with counters', ghost: false, keys: rest, marks: rest.map(count) },
    ];
  }

  /** Whether a use raises a counter that stands there: the higher, the less likely. */
  private counts(count: number): boolean {
    const above = Math.max(0, count - INITIAL);
    return this.room.chance.unit() * (above * this.params.logFactor + 1) < 1;
  }

  /** A key's counter less 1 for every decay time since its latest use. */
  private decayed(key: number): number {
    const { decayTime } = this.params;
    const count = this.counter[key];
    if (decayTime === Number.POSITIVE_INFINITY) return count;
    // only turns of the minute are seen
    const tick = Math.min(MINUTE, decayTime);
    const ticks = Math.floor(this.room.clock[0] / tick) - Math.floor(this.used[key] / tick);
    return Math.max(0, count - Math.floor((ticks * tick) / decayTime));
  }

  /** Offers some keys drawn at random to the pool. */
  private sample(): void {
    const { residents, pool, room } = this;
    for (let i = 0; i < this.params.samples; i++) {
      const key = residents.at(room.chance.below(residents.size));
      pool.score[0] = MOST - this.decayed(key);
      pool.offer(key);
    }
  }
}

/**
 * LFU as Redis approximates it: a counter of 8 bits a key that a use raises by 1 with probability
 * 1 / ((counter − 5) · factor + 1), so that 255 stands for a million uses, and that falls by 1 for every decay time
 * without any. To make room it draws a few keys at random into a pool of the 16 with the lowest counters, kept from one
 * eviction to the next, and lets go of the lowest.
 *
 * Departures: Redis draws neighbours in its hash table, here every draw is independent; it leaves deleted keys in the
 * pool; and its clock counts minutes, ours for decay times below a minute the decay time itself.
 */
export const redisLfu = defineEviction({
  id: 'redis-lfu',
  title: 'Redis LFU',
  summary: 'Counts uses in 8 bits that rise ever more slowly and fade, and forgets the lowest of a few keys drawn at random.',
  sources: [
    { title: 'Redis documentation, Key eviction: the LFU eviction mode', url: 'https://redis.io/docs/latest/develop/reference/eviction/' },
    { title: 'Redis, src/evict.c', url: 'https://github.com/redis/redis/blob/7.4/src/evict.c' },
  ],
  params: {
    samples: integer({
      label: 'Samples',
      help: 'How many keys are drawn per eviction; Redis’s maxmemory-samples.',
      default: 5,
      min: 1,
      max: 64,
    }),
    logFactor: integer({
      label: 'Log factor',
      help: 'How much harder every further step of a counter is; Redis’s lfu-log-factor.',
      default: 10,
      min: 0,
      max: 1_000,
    }),
    decayTime: duration({
      label: 'Decay time',
      help: 'Without use for so long, a counter falls by 1; Redis’s lfu-decay-time, there in minutes.',
      default: 60_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
      never: 'no decay',
    }),
  },
  examples: [{ samples: 20, logFactor: 0, decayTime: 3 }, { decayTime: null }],
  promises: ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed'],
  start: (params, room) => new RedisLfu(params, room),
});
