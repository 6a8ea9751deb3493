import {
  CandidatePool,
  defineEviction,
  duration,
  type Eviction,
  HIT,
  integer,
  KeySet,
  MISS,
  NOTHING,
  type Room,
  type Shelf,
  widened,
} from './contract.ts';

/** Redis’s EVPOOL_SIZE. */
const POOL = 16;

interface Values {
  samples: number;
  resolution: number;
}

class RedisLru implements Eviction {
  private readonly residents: KeySet;
  private readonly pool = new CandidatePool(POOL);
  /** When each key was last used [µs]. */
  private used: Float64Array;

  constructor(
    private readonly params: Values,
    private readonly room: Room,
  ) {
    this.residents = new KeySet(room.keys);
    this.used = new Float64Array(room.keys);
  }

  lookUp(key: number): number {
    if (!this.residents.has(key)) return MISS;
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
    this.used[key] = this.room.clock[0];
    this.residents.add(key);
  }

  remove(key: number): void {
    this.residents.take(key);
    this.pool.drop(key);
  }

  widen(): void {
    this.residents.widen(this.room.keys);
    this.used = widened(this.used, this.room.keys);
  }

  shelves(): Shelf[] {
    const all = this.residents.toArray();
    const pool = [...new Set(this.pool.toArray())].filter((key) => this.residents.has(key));
    const rest = all.filter((key) => !pool.includes(key));
    const idle = (key: number) => this.ticks(this.room.clock[0]) - this.ticks(this.used[key]);
    return [
      { title: 'Candidates, best first, with ticks idle', ghost: false, keys: pool, marks: pool.map(idle) },
      { title: 'The others, in no order', ghost: false, keys: rest, marks: rest.map(idle) },
    ];
  }

  private ticks(time: number): number {
    return Math.floor(time / this.params.resolution);
  }

  /** Offers some keys drawn at random to the pool. */
  private sample(): void {
    const { residents, pool, used, room } = this;
    const now = this.ticks(room.clock[0]);
    for (let i = 0; i < this.params.samples; i++) {
      const key = residents.at(room.chance.below(residents.size));
      pool.score[0] = now - this.ticks(used[key]);
      pool.offer(key);
    }
  }
}

/**
 * LRU as Redis approximates it: no list, only the time of each key's latest use. To make room it draws a few keys at
 * random into a pool of the 16 that were idle the longest, kept from one eviction to the next, and lets go of the best.
 * Five draws come close to LRU, ten are hard to tell from it. What is in the pool stays there with the idle time it had:
 * a key that was used since may go all the same.
 *
 * Departures: Redis draws neighbours in its hash table, here every draw is independent; its clock ticks once a second,
 * which in a cache that turns over in seconds would make most keys equal; and it leaves deleted keys in the pool.
 */
export const redisLru = defineEviction({
  id: 'redis-lru',
  title: 'Redis LRU',
  summary: 'Draws a few keys at random and forgets the one idle for longest: almost LRU without a list.',
  sources: [
    { title: 'Redis documentation, Key eviction: approximated LRU', url: 'https://redis.io/docs/latest/develop/reference/eviction/' },
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
    resolution: duration({
      label: 'Clock tick',
      help: 'How finely idle time is told; in Redis 1,000 ms.',
      default: 1,
      min: 0.001,
      max: 10_000,
      scale: 'log',
      advanced: true,
    }),
  },
  examples: [{ samples: 1, resolution: 10 }],
  promises: ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed'],
  start: (params, room) => new RedisLru(params, room),
});
