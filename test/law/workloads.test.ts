import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Param, ParamRecord } from '../../src/sim/param/param.ts';
import { READ, type Recording, UNDECIDED, type WorkloadPromise, WRITE } from '../../src/sim/policy/workload/contract.ts';
import { catalogue } from '../../src/sim/policy/workload/index.ts';
import { mulberry } from '../mulberry.ts';
import { Wishes } from '../wishes.ts';
import { type Document, documentsOf, holdToPromises, promisesIn } from './promises.ts';

/** 64 digits, and the recording of a file with this hash; of so many accesses. */
const hashOf = (length: number) => length.toString(16).padStart(64, '0');
const LENGTHS = [1, 2, 7, 300];
const recordings = new Map(
  LENGTHS.map((length): [string, Recording] => {
    const random = mulberry(length);
    const keys = Int32Array.from({ length }, (_, i) => Math.floor(random() * Math.min(i + 1, 20)));
    const bytes = length === 7 ? null : Float64Array.from(keys, (key) => key * 100);
    const operations = length === 2 ? null : Uint8Array.from(keys, (key) => (key % 3 === 0 ? WRITE : READ));
    return [hashOf(length), { keys, bytes, operations }];
  }),
);

/** What a scenario might say, within what a test can draw through. */
function anyValue(param: Param): fc.Arbitrary<unknown> {
  switch (param.type) {
    case 'integer':
      return fc.oneof(fc.integer({ min: param.min, max: 5 }), fc.integer({ min: param.min, max: 3_000 }));
    case 'number':
      return fc.integer({ min: 0, max: 300 }).map((hundredths) => Math.min(param.max, Math.max(param.min, hundredths / 100)));
    case 'ratio':
      return fc.constantFrom(0, 0.1, 0.5, 0.9, 1);
    case 'duration':
      return fc.integer({ min: param.min, max: param.min + 5_000 });
    case 'choice':
      return fc.constantFrom(...Object.keys(param.options));
    case 'flag':
      return fc.boolean();
    default:
      return fc.constant(param.default);
  }
}

/** What one of the recordings at hand is called in a scenario. */
const aRecording = fc.constantFrom(...LENGTHS).map((length) => ({ length, hash: hashOf(length), name: 'accesses.csv' }));

function documentOf(kind: string): fc.Arbitrary<Document> {
  const policy = catalogue.find(({ id }) => id === kind)!;
  if (promisesIn('workload', { kind }).includes('replays-a-recording')) return aRecording.map((rest) => ({ kind, ...rest }));
  const values = Object.entries(policy.params as ParamRecord).map(([name, param]) => [name, anyValue(param)] as const);
  const any = fc.record(Object.fromEntries(values)).map((rest) => ({ kind, ...rest }));
  return fc.oneof({ weight: 4, arbitrary: any }, { weight: 1, arbitrary: fc.constantFrom(...documentsOf(policy)) });
}

const gaps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 20_000 })), {
  minLength: 1,
  maxLength: 150,
});
const RUNS = { numRuns: 150, seed: 1 };

/** The wishes of requests that come so far apart [ms]. */
function drawn(wishes: Wishes, apart: readonly number[]) {
  return apart.map((gap) => {
    wishes.now += gap;
    return wishes.next();
  });
}

describe.each(catalogue.map(({ id }) => id))('%s', (kind) => {
  const anyDocument = documentOf(kind);

  test('asks for whole numbers from 0 on, below its bound', () => {
    fc.assert(
      fc.property(anyDocument, gaps, fc.nat(), (document, apart, seed) => {
        const wishes = new Wishes(document, seed, recordings);
        for (const { key, operation, bytes } of drawn(wishes, apart)) {
          // where there are no keys, the wish keeps the 0 that it came with
          expect(Number.isSafeInteger(key) && key >= 0 && key < Math.max(1, wishes.bound)).toBe(true);
          expect([READ, WRITE, UNDECIDED]).toContain(operation);
          expect(bytes).toBeGreaterThanOrEqual(0);
        }
      }),
      RUNS,
    );
  });

  test('asks for the same again when stream, times and parameters are the same, whoever else asks in between', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, gaps, fc.nat(), (document, other, apart, seed) => {
        const alone = drawn(new Wishes(document, seed, recordings), apart);
        const [mine, theirs] = [new Wishes(document, seed, recordings), new Wishes(other, seed + 1, recordings)];
        const together = apart.map((gap) => {
          drawn(theirs, [gap]);
          return drawn(mine, [gap])[0];
        });
        expect(together).toEqual(alone);
      }),
      RUNS,
    );
  });

  test('obeys parameters that change in mid-run from there on', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, gaps, gaps, fc.nat(), (before, after, early, late, seed) => {
        const wishes = new Wishes(before, seed, recordings);
        drawn(wishes, early);
        Object.assign(wishes.params, new Wishes(after, seed, recordings).params);
        const { first = 0 } = wishes.params as { first?: number };
        for (const { key } of drawn(wishes, late)) expect(key >= first && key < Math.max(1, wishes.bound)).toBe(true);
      }),
      RUNS,
    );
  });

  test('goes on as before when a parameter is set to what it was', () => {
    fc.assert(
      fc.property(anyDocument, gaps, fc.nat(), (document, apart, seed) => {
        const [untouched, touched] = [new Wishes(document, seed, recordings), new Wishes(document, seed, recordings)];
        for (const gap of apart) {
          Object.assign(touched.params, new Wishes(document, seed, recordings).params);
          expect(drawn(touched, [gap])).toEqual(drawn(untouched, [gap]));
        }
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});

/** The wishes of one stream of so many requests, 3 ms apart. */
const wishesOf = (document: Document, seed = 1) => drawn(new Wishes(document, seed, recordings), Array<number>(200).fill(3));

/** The document as it can run: with a recording that is at hand, where it needs one. */
const runnable = (document: Document): Document =>
  promisesIn('workload', document).includes('replays-a-recording') ? { ...document, length: 7, hash: hashOf(7) } : document;

holdToPromises<'workload', WorkloadPromise>('workload', {
  'draws-nothing': ({ document }) => {
    const [asked, untouched] = [0, 1].map(() => new Wishes(runnable(document), 1, recordings));
    asked.keys(100);
    expect(asked.word()).toBe(untouched.word());
  },

  'moves-with-first': ({ document }) => {
    fc.assert(
      fc.property(documentOf(document.kind), gaps, fc.nat(), fc.nat({ max: 10_000_000 }), (any, apart, seed, first) => {
        for (const each of [any, document]) {
          const keys = (of: Document) => drawn(new Wishes(of, seed, recordings), apart).map(({ key }) => key);
          expect(keys({ ...each, first })).toEqual(keys({ ...each, first: 0 }).map((key) => key + first));
        }
      }),
      { numRuns: 40, seed: 1 },
    );
  },

  'replays-a-recording': ({ document, policy, params }) => {
    expect(() => policy.start(params, recordings)).toThrow();
    for (const [i, length] of LENGTHS.entries()) {
      const { keys } = recordings.get(hashOf(LENGTHS[i]))!;
      const asked = wishesOf({ ...document, length, hash: hashOf(length) }).map(({ key }) => key);
      expect(asked).toEqual(asked.map((_, at) => keys[at % length]));
    }
  },

  'stays-below-a-bound': ({ document }) => {
    const { bound } = new Wishes(runnable(document), 1, recordings);
    expect(Number.isFinite(bound)).toBe(true);
  },
});

test('what does not stay below a bound has none', () => {
  for (const policy of catalogue)
    for (const document of documentsOf(policy))
      expect(Number.isFinite(new Wishes(runnable(document), 1, recordings).bound), JSON.stringify(document)).toBe(
        promisesIn('workload', document).includes('stays-below-a-bound'),
      );
});
