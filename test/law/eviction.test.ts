import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Stream } from '../../src/sim/kernel/chance.ts';
import { type Eviction, type EvictionPromise, MISS, NEWCOMER, NOTHING, type Room } from '../../src/sim/policy/eviction/contract.ts';
import { Belady } from '../../src/sim/study/belady.ts';
import { Replay } from '../../src/sim/study/replay.ts';
import { chosen } from '../chosen.ts';
import { mulberry } from '../mulberry.ts';
import { type Document, documentsIn, holdToPromises, namedIn, promisesIn } from './promises.ts';

const documents = documentsIn('eviction');

/** A cache that checks its policy at every step against a book of its own. */
class Cache {
  readonly residents = new Set<number>();
  readonly victims: number[] = [];
  readonly room: Room;
  readonly eviction: Eviction;
  readonly params: object;
  misses = 0;

  constructor(
    document: Document,
    capacity: number,
    keys: number,
    private readonly sizeOf: ((key: number) => number) | null = null,
    private readonly looks = true,
  ) {
    const sizes = sizeOf && Float64Array.from({ length: keys }, (_, key) => sizeOf(key));
    const costs = sizeOf && Float64Array.from({ length: keys }, (_, key) => 1 + (key % 5));
    this.room = { capacity, keys, sizes, costs, clock: new Float64Array(1), chance: new Stream(1, 'cache', 'eviction') };
    const { policy, params } = chosen('eviction', document);
    this.params = params;
    this.eviction = policy.start(params, this.room);
  }

  size(key: number): number {
    return this.room.sizes === null ? 1 : this.room.sizes[key];
  }

  get level(): number {
    let level = 0;
    for (const key of this.residents) level += this.size(key);
    return level;
  }

  access(key: number): void {
    const hit = this.eviction.lookUp(key) !== MISS;
    expect(hit).toBe(this.residents.has(key));
    if (hit) this.letGo(key);
    else {
      this.misses++;
      if (this.size(key) <= this.room.capacity && this.makeRoom(key)) {
        this.eviction.admit(key);
        this.residents.add(key);
        expect(this.level).toBeLessThanOrEqual(this.room.capacity);
      }
    }
    this.look();
  }

  private letGo(asked: number): void {
    const { eviction } = this;
    for (let victim = eviction.letGo?.() ?? NOTHING; victim !== NOTHING; victim = eviction.letGo!()) {
      expect(victim, 'what was asked for stays').not.toBe(asked);
      expect(this.residents.delete(victim), `${victim} was there`).toBe(true);
      this.victims.push(victim);
    }
  }

  remove(key: number): void {
    this.eviction.remove(key);
    this.residents.delete(key);
    if (this.looks) for (const { keys } of this.eviction.shelves()) expect(keys).not.toContain(key);
    this.look();
  }

  resize(capacity: number): void {
    this.room.capacity = capacity;
    expect(this.makeRoom(-1)).toBe(true);
    this.look();
  }

  widen(keys: number): void {
    const { room, sizeOf } = this;
    room.keys = keys;
    if (sizeOf) {
      room.sizes = Float64Array.from({ length: keys }, (_, key) => sizeOf(key));
      room.costs = Float64Array.from({ length: keys }, (_, key) => 1 + (key % 5));
    }
    this.eviction.widen();
    this.look();
  }

  private makeRoom(incoming: number): boolean {
    const size = incoming < 0 ? 0 : this.size(incoming);
    while (this.level + size > this.room.capacity) {
      const victim = this.eviction.evict(incoming);
      if (victim === NEWCOMER) return false;
      expect(this.residents.delete(victim), `${victim} was there`).toBe(true);
      this.victims.push(victim);
    }
    return true;
  }

  /** The shelves hold the residents, each once, and nothing else that is not a ghost. */
  private look(): void {
    if (!this.looks) return;
    const shelves = this.eviction.shelves();
    const sorted = (keys: number[]) => keys.sort((a, b) => a - b);
    expect(sorted(shelves.filter(({ ghost }) => !ghost).flatMap(({ keys }) => keys))).toEqual(sorted([...this.residents]));
    const ghosts = shelves.filter(({ ghost }) => ghost).flatMap(({ keys }) => keys);
    expect(new Set(ghosts).size).toBe(ghosts.length);
    expect(ghosts.filter((key) => this.residents.has(key))).toEqual([]);
    for (const { keys, marks, hand } of shelves) {
      if (marks) expect(marks.length).toBe(keys.length);
      if (hand !== undefined) expect(keys).toContain(hand);
    }
  }
}

const KINDS = ['popular', 'popular', 'popular', 'any', 'any', 'scan', 'again', 'remove', 'wait', 'resize', 'widen', 'retune'] as const;
type Step = readonly [(typeof KINDS)[number], number];

const steps = (maxLength: number) => fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.nat()), { maxLength, size: 'max' });
const sizes = (key: number) => 1 + ((key * 7) % 11);

/** Lives through some steps; `retuned` are parameters that it changes to and back. */
function live(cache: Cache, script: readonly Step[], retuned?: object): void {
  const before = { ...cache.params };
  let last = 0;
  for (const [kind, n] of script) {
    const { keys } = cache.room;
    cache.room.clock[0] += 700;
    if (kind === 'wait') cache.room.clock[0] += n % 20_000_000;
    else if (kind === 'remove') {
      const residents = [...cache.residents];
      if (residents.length > 0) cache.remove(residents[n % residents.length]);
    } else if (kind === 'resize') cache.resize(1 + (n % 24));
    else if (kind === 'widen') cache.widen(keys + (n % 7));
    else if (kind === 'retune') Object.assign(cache.params, n % 2 === 0 ? before : retuned);
    else {
      if (kind === 'popular') last = (n % 97) % 7;
      else if (kind === 'any') last = n % keys;
      else if (kind === 'scan') last = (last + 1) % keys;
      cache.access(last % keys);
    }
  }
}

/** Documents of the same kind, to change over to. */
const otherwise = (document: Document) =>
  chosen('eviction', documents.filter(({ kind }) => kind === document.kind).at(-1)!).params as object;

describe.each(namedIn('eviction'))('%s', (_name, document) => {
  test.each([
    ['keys alike', null],
    ['keys of different sizes', sizes],
  ])('agrees with the host’s book at every step, %s', (_what, sizeOf) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 40 }), steps(120), (capacity, keys, script) => {
        live(new Cache(document, capacity, keys, sizeOf), script, otherwise(document));
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  test('does the same again, looked at or not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), steps(200), fc.boolean(), (capacity, script, sized) => {
        const [seen, unseen] = [true, false].map((looks) => new Cache(document, capacity, 40, sized ? sizes : null, looks));
        for (const cache of [seen, unseen]) live(cache, script, otherwise(document));
        expect(unseen.victims).toEqual(seen.victims);
        expect(unseen.misses).toBe(seen.misses);
      }),
      { numRuns: 20, seed: 2 },
    );
  });

  test('fills up again after everything was removed', () => {
    const cache = new Cache(document, 10, 60);
    const random = mulberry(1);
    for (let round = 0; round < 5; round++) {
      for (let i = 0; i < 200; i++) cache.access(Math.floor(random() ** 3 * 40));
      for (const key of [...cache.residents]) cache.remove(key);
      const evicted = cache.victims.length;
      for (let key = 40; key < 50; key++) cache.access(key);
      expect(cache.victims.length).toBe(evicted);
      expect([...cache.residents]).toEqual([40, 41, 42, 43, 44, 45, 46, 47, 48, 49]);
      for (const key of [...cache.residents]) cache.remove(key);
    }
  });

  test('misses no less often than the optimum', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.nat({ max: 15 }), { minLength: 1, maxLength: 200, size: 'max' }),
        (capacity, list) => {
          const trace = { keys: Int32Array.from(list), distinct: 16, sizes: null };
          const { policy, params } = chosen('eviction', document);
          const misses = (start: (room: Room) => Eviction) => {
            const replay = new Replay(trace, capacity, start);
            replay.to(list.length);
            return replay.result.misses;
          };
          const ours = misses((room) => policy.start(params, room));
          expect(ours).toBeGreaterThanOrEqual(misses((room) => new Belady(trace, room, true)));
          if (promisesIn('eviction', document).includes('lets-newcomers-in'))
            expect(ours).toBeGreaterThanOrEqual(misses((room) => new Belady(trace, room)));
        },
      ),
      { numRuns: 60, seed: 3 },
    );
  });
});

/** Asks for a key, some time after the one before. */
function ask(cache: Cache, key: number): void {
  cache.room.clock[0] += 700;
  cache.access(key);
}

/** So many times round a loop of so many keys. */
function loop(cache: Cache, rounds: number, keys: number): void {
  for (let i = 0; i < rounds * keys; i++) ask(cache, i % keys);
}

holdToPromises<'eviction', EvictionPromise>('eviction', {
  'lets-newcomers-in': ({ document }) => {
    const cache = new Cache(document, 7, 60, null, false);
    const random = mulberry(5);
    for (let i = 0; i < 2_000; i++) {
      const key = Math.floor(random() ** 2 * 60);
      cache.access(key);
      expect(cache.residents.has(key), `${key}, access ${i}`).toBe(true);
    }
  },

  'counts-sizes-alike': ({ document }) => {
    const SIZE = 4;
    fc.assert(
      fc.property(steps(300), (script) => {
        const fixed = script.filter(([kind]) => kind !== 'resize' && kind !== 'widen' && kind !== 'retune');
        const alike = new Cache(document, 20, 40, null, false);
        const sized = new Cache(document, 20 * SIZE, 40, () => SIZE, false);
        sized.room.costs = null;
        for (const cache of [alike, sized]) live(cache, fixed);
        expect(sized.victims).toEqual(alike.victims);
      }),
      { numRuns: 15, seed: 5 },
    );
  },

  'forgets-removed': ({ document }) => {
    const [anew, fresh] = [new Cache(document, 5, 10), new Cache(document, 5, 10)];
    for (let i = 0; i < 10; i++) anew.access(3);
    anew.remove(3);
    for (const cache of [anew, fresh]) cache.access(3);
    expect(anew.eviction.shelves()).toEqual(fresh.eviction.shelves());
  },

  'includes-smaller': ({ document }) => {
    fc.assert(
      fc.property(fc.nat({ max: 10 }), fc.nat({ max: 10 }), steps(200), (less, more, script) => {
        const small = new Cache(document, 1 + less, 20, null, false);
        const large = new Cache(document, 1 + less + more, 20, null, false);
        let last = 0;
        for (const [step, n] of script) {
          if (step === 'remove') {
            const key = n % 20;
            for (const cache of [small, large]) if (cache.residents.has(key)) cache.remove(key);
          } else {
            last = step === 'scan' ? (last + 1) % 20 : n % 20;
            for (const cache of [small, large]) cache.access(last);
          }
          expect([...small.residents].filter((key) => !large.residents.has(key))).toEqual([]);
        }
      }),
      { numRuns: 300, seed: 4 },
    );
  },

  'bears-scans': ({ document }) => {
    const cache = new Cache(document, 40, 1_000, null, false);
    // half of the room is asked for again and again, while others come and go
    for (let i = 0; i < 30 * 20; i++) {
      ask(cache, i % 20);
      if (i % 5 === 0) ask(cache, 20 + ((i / 5) % 60));
    }
    for (let key = 100; key < 1_000; key++) ask(cache, key);
    expect([...cache.residents].filter((key) => key < 20).length).toBeGreaterThanOrEqual(10);
  },

  'bears-loops': ({ document }) => {
    const cache = new Cache(document, 40, 80, null, false);
    loop(cache, 10, 80);
    const before = cache.misses;
    loop(cache, 10, 80);
    // a tenth at least, where the optimum has half
    expect(cache.misses - before).toBeLessThan(0.9 * 800);
  },
});
