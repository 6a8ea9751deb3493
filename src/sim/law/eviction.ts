import { Stream } from '../kernel/chance.ts';
import { type Eviction, HIT, MISS, NEWCOMER, NOTHING, type Room } from '../policy/eviction/contract.ts';
import { defineLaws, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

type Sizes = ((key: number) => number) | null;

/** A cache that keeps a book of its own, and holds a policy to it at every step. */
export class BookedCache {
  readonly residents = new Set<number>();
  readonly victims: number[] = [];
  readonly room: Room;
  readonly eviction: Eviction;
  misses = 0;

  /** @param looks whether it compares its book with the shelves after every step */
  constructor(
    { policy, params }: Subject<'eviction'>,
    readonly trial: Trial,
    capacity: number,
    keys: number,
    private readonly sizeOf: Sizes = null,
    private readonly looks = true,
  ) {
    const sizes = sizeOf && Float64Array.from({ length: keys }, (_, key) => sizeOf(key));
    const costs = sizeOf && Float64Array.from({ length: keys }, (_, key) => 1 + (key % 5));
    this.room = { capacity, keys, sizes, costs, clock: new Float64Array(1), chance: new Stream(1, 'cache', 'eviction') };
    this.eviction = policy.start(params, this.room);
  }

  private size(key: number): number {
    return this.room.sizes === null ? 1 : this.room.sizes[key];
  }

  get level(): number {
    let level = 0;
    for (const key of this.residents) level += this.size(key);
    return level;
  }

  access(key: number, later = 700): void {
    const { trial, room } = this;
    trial.step(later);
    room.clock[0] = trial.now;
    const found = this.eviction.lookUp(key);
    trial.hear('lookUp', found);
    const stored = this.residents.has(key);
    trial.must('look-up', found === (stored ? HIT : MISS), 'lookUp', () =>
      stored
        ? `answers ${found} for key ${said(key)}, which has been let in and not evicted`
        : `answers ${found} for key ${said(key)}, which is not in the cache`,
    );
    if (stored) this.letGo(key);
    else {
      this.misses++;
      if (this.size(key) <= room.capacity && this.makeRoom(key)) {
        this.eviction.admit(key);
        this.residents.add(key);
      }
    }
    this.look();
  }

  remove(key: number): void {
    this.trial.step();
    this.eviction.remove(key);
    this.residents.delete(key);
    this.look();
  }

  resize(capacity: number): void {
    this.trial.step();
    this.room.capacity = capacity;
    this.makeRoom(-1);
    this.look();
  }

  widen(keys: number): void {
    const { room, sizeOf } = this;
    this.trial.step();
    room.keys = keys;
    if (sizeOf) {
      room.sizes = Float64Array.from({ length: keys }, (_, key) => sizeOf(key));
      room.costs = Float64Array.from({ length: keys }, (_, key) => 1 + (key % 5));
    }
    this.eviction.widen();
    this.look();
  }

  private letGo(asked: number): void {
    const { eviction, trial, residents } = this;
    for (let victim = eviction.letGo?.() ?? NOTHING; victim !== NOTHING; victim = eviction.letGo!()) {
      trial.hear('letGo', victim);
      const mayGo = victim !== asked && residents.delete(victim);
      trial.must('lets-go', mayGo, 'letGo', () =>
        victim === asked
          ? `lets go of key ${said(victim)}, which was just asked for`
          : `lets go of ${String(victim)}, which is not in the cache`,
      );
      this.victims.push(victim);
    }
  }

  private makeRoom(incoming: number): boolean {
    const size = incoming < 0 ? 0 : this.size(incoming);
    while (this.level + size > this.room.capacity) {
      const victim = this.eviction.evict(incoming);
      this.trial.hear('evict', victim);
      if (victim === NEWCOMER) {
        this.trial.must('shrinks', incoming >= 0, 'evict', () => 'answers NEWCOMER when the cache has shrunk and nobody comes');
        return false;
      }
      this.trial.must(
        'victim',
        this.residents.delete(victim),
        'evict',
        () => `evicts ${Number.isInteger(victim) ? `key ${said(victim)}` : String(victim)}, which is not in the cache`,
      );
      this.victims.push(victim);
    }
    return true;
  }

  /** The shelves hold the residents, each once, and nothing else that is not a ghost. */
  private look(): void {
    if (!this.looks) return;
    const { trial, residents } = this;
    const shelves = this.eviction.shelves();
    const wrong = (found: string) => trial.must('shelves', false, 'shelves', () => found);
    const there = new Set<number>();
    const ghosts = new Set<number>();
    for (const { ghost, keys, marks, hand } of shelves) {
      for (const key of keys) {
        const among = ghost ? ghosts : there;
        if (among.has(key)) wrong(`shows key ${said(key)} twice`);
        among.add(key);
        if (ghost === residents.has(key))
          wrong(ghost ? `shows key ${said(key)} as gone, which is in the cache` : `shows key ${said(key)}, which is not in the cache`);
      }
      if (marks && marks.length !== keys.length) wrong(`shows ${marks.length} marks beside ${keys.length} keys`);
      if (hand !== undefined && !keys.includes(hand)) wrong(`shows a hand at key ${said(hand)}, which is not on that shelf`);
    }
    for (const key of residents) if (!there.has(key)) wrong(`does not show key ${said(key)}, which is in the cache`);
  }
}

const KINDS = ['popular', 'popular', 'popular', 'any', 'any', 'scan', 'again', 'remove', 'wait', 'resize', 'widen'] as const;

/** Keys of different sizes [B]. */
export const unequal = (key: number) => 1 + ((key * 7) % 11);

/** Lives through so many steps at random: popular keys, scans, removals, a cache that shrinks and grows. */
function live(cache: BookedCache, trial: Trial, steps: number): void {
  const { chance } = trial;
  let last = 0;
  for (let i = 0; i < steps; i++) {
    const { keys } = cache.room;
    const kind = trial.pick(KINDS);
    if (kind === 'remove') {
      const residents = [...cache.residents];
      if (residents.length > 0) cache.remove(residents[chance.below(residents.length)]);
    } else if (kind === 'resize') cache.resize(1 + chance.below(24));
    else if (kind === 'widen') cache.widen(keys + chance.below(7));
    else {
      if (kind === 'popular') last = chance.below(7);
      else if (kind === 'any') last = chance.below(keys);
      else if (kind === 'scan') last += 1;
      last %= keys;
      cache.access(last, kind === 'wait' ? chance.below(20_000_000) : 700);
    }
  }
}

/** Everything is removed, and others come, again and again. */
function refill(subject: Subject<'eviction'>, trial: Trial): void {
  const cache = new BookedCache(subject, trial, 10, 60);
  const { chance } = trial;
  for (let round = 0; round < 5; round++) {
    for (let i = 0; i < 200; i++) cache.access(chance.below(1 + chance.below(40)));
    for (const key of [...cache.residents]) cache.remove(key);
    for (let key = 40; key < 50; key++) cache.access(key);
    for (const key of [...cache.residents]) cache.remove(key);
  }
}

/** So many times round a loop of so many keys. */
function loop(cache: BookedCache, rounds: number, keys: number): void {
  for (let i = 0; i < rounds * keys; i++) cache.access(i % keys);
}

const BOOK = {
  'look-up': 'Finds exactly the keys that are in the cache',
  victim: 'Never evicts a key that is not in the cache',
  'lets-go': 'Lets go at a hit only of keys that are in the cache, and not of the one asked for',
  shrinks: 'Makes room when the cache shrinks',
  shelves: 'Shows every key that is in the cache once, and no other',
};

export const laws = defineLaws('eviction', {
  words: { tries: 'traces', step: 'access', steps: 'accesses' },
  experiments: [
    {
      laws: BOOK,
      play(subject, trial) {
        const { chance } = trial;
        if (chance.happens(0.1)) {
          refill(subject, trial);
          return;
        }
        const sizes = chance.happens(0.5) ? unequal : null;
        live(new BookedCache(subject, trial, 1 + chance.below(20), 1 + chance.below(40), sizes), trial, 400);
      },
    },
    {
      laws: { unseen: 'Does the same whether its shelves are looked at or not' },
      play(subject, trial) {
        const script = trial.seed();
        const victims = [true, false].map((looks) => {
          const random = new Stream(script, 'law', 'looked at');
          const cache = new BookedCache(subject, trial, 8, 40, null, looks);
          for (let i = 0; i < 300; i++) cache.access(random.below(1 + random.below(40)));
          return cache.victims;
        });
        const first = victims[0].findIndex((key, i) => victims[1][i] !== key);
        trial.must(
          'unseen',
          first < 0,
          'shelves',
          () => `evicts key ${said(victims[0][first])} when it is looked at, key ${said(victims[1][first])} when not`,
        );
      },
    },
    {
      promise: 'lets-newcomers-in',
      tries: 3,
      laws: { 'lets-newcomers-in': 'Holds every key that was asked for and fits' },
      play(subject, trial) {
        const cache = new BookedCache(subject, trial, 7, 60, null, false);
        for (let i = 0; i < 2_000; i++) {
          const key = trial.chance.below(1 + trial.chance.below(60));
          cache.access(key);
          trial.must('lets-newcomers-in', cache.residents.has(key), 'evict', () => `keeps out key ${said(key)}, which was asked for`);
        }
      },
    },
    {
      promise: 'forgets-removed',
      tries: 1,
      laws: { 'forgets-removed': 'Remembers nothing of a key that was removed' },
      play(subject, trial) {
        const [anew, fresh] = [0, 1].map(() => new BookedCache(subject, trial, 5, 10));
        for (let i = 0; i < 10; i++) anew.access(3);
        anew.remove(3);
        for (const cache of [anew, fresh]) cache.access(3);
        const [before, after] = [fresh, anew].map((cache) => JSON.stringify(cache.eviction.shelves()));
        trial.must(
          'forgets-removed',
          before === after,
          'remove',
          () => 'treats a key that was removed and comes again as one that it knows',
        );
      },
    },
    {
      promise: 'bears-scans',
      tries: 1,
      laws: { 'bears-scans': 'Keeps half of the keys that are asked for again and again through a long scan of others' },
      play(subject, trial) {
        const cache = new BookedCache(subject, trial, 40, 1_000, null, false);
        // half of the room is asked for again and again, while others come and go
        for (let i = 0; i < 30 * 20; i++) {
          cache.access(i % 20);
          if (i % 5 === 0) cache.access(20 + ((i / 5) % 60));
        }
        for (let key = 100; key < 1_000; key++) cache.access(key);
        const kept = [...cache.residents].filter((key) => key < 20).length;
        trial.must('bears-scans', kept >= 10, 'evict', () => `keeps ${kept} of 20 of them`);
      },
    },
    {
      promise: 'bears-loops',
      tries: 1,
      laws: { 'bears-loops': 'Finds some keys in a loop of twice the keys that there is room for' },
      play(subject, trial) {
        const cache = new BookedCache(subject, trial, 40, 80, null, false);
        loop(cache, 10, 80);
        const before = cache.misses;
        loop(cache, 10, 80);
        // a tenth at least, where the optimum has half
        const hits = 800 - (cache.misses - before);
        trial.must('bears-loops', hits > 80, 'evict', () => `finds ${hits} of 800`);
      },
    },
  ],
});
