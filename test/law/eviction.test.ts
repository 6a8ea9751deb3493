import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Stream } from '../../src/sim/kernel/chance.ts';
import { type Eviction, MISS, NEWCOMER, type Room } from '../../src/sim/policy/eviction/contract.ts';
import { catalogue } from '../../src/sim/policy/eviction/index.ts';
import { Belady } from '../../src/sim/study/belady.ts';
import { Replay } from '../../src/sim/study/replay.ts';
import { chosen } from '../chosen.ts';
import { mulberry } from '../mulberry.ts';

interface Document {
  kind: string;
  [param: string]: unknown;
}

// every policy as it is, and with parameters at which something else happens
const documents: Document[] = [
  ...catalogue.map(({ id }) => ({ kind: id })),
  { kind: 'clock', bits: 3 },
  { kind: 's3-fifo', small: 0, threshold: 1 },
  { kind: 's3-fifo', small: 0.5, ghost: 0.2, threshold: 3 },
  { kind: 'slru', segments: 1 },
  { kind: 'slru', segments: 2 },
  { kind: 'slru', segments: 8 },
  { kind: 'two-queue', in: 0, out: 1 },
  { kind: 'two-queue', in: 1, out: 0 },
  { kind: 'lirs', cold: 0.3 },
  { kind: 'lirs', cold: 0.2, yields: true },
  { kind: 'lru-k', k: 1 },
  { kind: 'lru-k', k: 3, history: 0 },
  { kind: 'lru-k', k: 2, correlated: 5, history: 0.5 },
  { kind: 'w-tiny-lfu', window: 0 },
  { kind: 'w-tiny-lfu', window: 0.4, protected: 0.5, sample: 2 },
  { kind: 'w-tiny-lfu', window: 1 },
  { kind: 'w-tiny-lfu', window: 0.2, sample: 1, adaptive: true },
  { kind: 'redis-lru', samples: 1, resolution: 10 },
  { kind: 'redis-lfu', samples: 20, logFactor: 0, decayTime: 3 },
  { kind: 'redis-lfu', decayTime: null },
];

const named = documents.map((document) => [JSON.stringify(document), document] as const);

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
    if (!hit) {
      this.misses++;
      if (this.size(key) <= this.room.capacity && this.makeRoom(key)) {
        this.eviction.admit(key);
        this.residents.add(key);
        expect(this.level).toBeLessThanOrEqual(this.room.capacity);
      }
    }
    this.look();
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

describe.each(named)('%s', (_name, document) => {
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
          const mayRefuse = document.kind === 'none' || document.window === 0;
          if (!mayRefuse) expect(ours).toBeGreaterThanOrEqual(misses((room) => new Belady(trace, room)));
        },
      ),
      { numRuns: 60, seed: 3 },
    );
  });
});

// a sketch knows keys that are not in the cache, and is made for as many as there are bytes
const withoutSketch = named.filter(([, { kind }]) => kind !== 'w-tiny-lfu');

describe.each(withoutSketch)('%s', (_name, document) => {
  test('keys that all have the same size fare as keys that count as 1', () => {
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
  });

  test('knows nothing of a key that was removed', () => {
    const [anew, fresh] = [new Cache(document, 5, 10), new Cache(document, 5, 10)];
    for (let i = 0; i < 10; i++) anew.access(3);
    anew.remove(3);
    for (const cache of [anew, fresh]) cache.access(3);
    expect(anew.eviction.shelves()).toEqual(fresh.eviction.shelves());
  });
});

describe('a larger cache holds all that a smaller one does', () => {
  const including = catalogue.filter(({ includes }) => includes).map(({ id }) => id);

  test('is claimed by those of whom it can be proved', () => {
    expect(including).toEqual(['lru', 'mru', 'none']);
  });

  test.each(including)('%s', (kind) => {
    fc.assert(
      fc.property(fc.nat({ max: 10 }), fc.nat({ max: 10 }), steps(200), (less, more, script) => {
        const small = new Cache({ kind }, 1 + less, 20, null, false);
        const large = new Cache({ kind }, 1 + less + more, 20, null, false);
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
  });
});
