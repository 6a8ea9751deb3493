import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BookedCache, unequal } from '../../src/sim/law/eviction.ts';
import { Trial } from '../../src/sim/law/trial.ts';
import type { Eviction, EvictionPromise, Room } from '../../src/sim/policy/eviction/contract.ts';
import { Belady } from '../../src/sim/study/belady.ts';
import { Replay } from '../../src/sim/study/replay.ts';
import { chosen } from '../chosen.ts';
import { type Document, documentsIn, holdToPromises, namedIn, promisesIn, subjectOf } from './promises.ts';

const documents = documentsIn('eviction');

/** A cache whose book holds its policy to the laws, and what a script may change of it. */
class Cache extends BookedCache {
  readonly params: object;

  constructor(document: Document, capacity: number, keys: number, sizeOf: ((key: number) => number) | null = null, looks = true) {
    const subject = subjectOf('eviction', document);
    super(subject, new Trial(1), capacity, keys, sizeOf, looks);
    this.params = subject.params;
  }
}

const KINDS = ['popular', 'popular', 'popular', 'any', 'any', 'scan', 'again', 'remove', 'wait', 'resize', 'widen', 'retune'] as const;
type Step = readonly [(typeof KINDS)[number], number];

const steps = (maxLength: number) => fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.nat()), { maxLength, size: 'max' });

/** Lives through some steps; `retuned` are parameters that it changes to and back. */
function live(cache: Cache, script: readonly Step[], retuned?: object): void {
  const before = { ...cache.params };
  let last = 0;
  for (const [kind, n] of script) {
    const { keys } = cache.room;
    if (kind === 'wait') cache.trial.now += n % 20_000_000;
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
    ['keys of different sizes', unequal],
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
        const [seen, unseen] = [true, false].map((looks) => new Cache(document, capacity, 40, sized ? unequal : null, looks));
        for (const cache of [seen, unseen]) live(cache, script, otherwise(document));
        expect(unseen.victims).toEqual(seen.victims);
        expect(unseen.misses).toBe(seen.misses);
      }),
      { numRuns: 20, seed: 2 },
    );
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

holdToPromises<'eviction', EvictionPromise>('eviction', {
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
});
