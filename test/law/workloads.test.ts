import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Param, ParamRecord } from '../../src/sim/param/param.ts';
import { READ, type Recording, UNDECIDED, WRITE } from '../../src/sim/policy/workload/contract.ts';
import { catalogue } from '../../src/sim/policy/workload/index.ts';
import { mulberry } from '../mulberry.ts';
import { Wishes } from '../wishes.ts';

interface Document {
  kind: string;
  [param: string]: unknown;
}

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

function documentOf(kind: string): fc.Arbitrary<Document> {
  if (kind === 'recorded')
    return fc.constantFrom(...LENGTHS).map((length) => ({ kind, length, hash: hashOf(length), name: 'accesses.csv' }));
  const { params } = catalogue.find(({ id }) => id === kind)!;
  const values = Object.entries(params as ParamRecord).map(([name, param]) => [name, anyValue(param)] as const);
  return fc.record(Object.fromEntries(values)).map((rest) => ({ kind, ...rest }));
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

const asking = catalogue.filter(({ id }) => id !== 'none').map(({ id }) => id);

describe.each(asking)('%s', (kind) => {
  const anyDocument = documentOf(kind);

  test('asks for whole numbers from 0 on, below its bound', () => {
    fc.assert(
      fc.property(anyDocument, gaps, fc.nat(), (document, apart, seed) => {
        const wishes = new Wishes(document, seed, recordings);
        expect(wishes.bound).toBeGreaterThan(0);
        for (const { key, operation, bytes } of drawn(wishes, apart)) {
          expect(Number.isSafeInteger(key) && key >= 0 && key < wishes.bound).toBe(true);
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
        for (const { key } of drawn(wishes, late)) expect(key >= first && key < wishes.bound).toBe(true);
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

  test('has the same keys, moved, when its first key is another', () => {
    if (!('first' in catalogue.find(({ id }) => id === kind)!.params)) return;
    fc.assert(
      fc.property(anyDocument, gaps, fc.nat(), fc.nat({ max: 10_000_000 }), (document, apart, seed, first) => {
        const keys = (of: Document) => drawn(new Wishes(of, seed, recordings), apart).map(({ key }) => key);
        expect(keys({ ...document, first })).toEqual(keys({ ...document, first: 0 }).map((key) => key + first));
      }),
      RUNS,
    );
  });
});

test('what follows an order of its own draws nothing', () => {
  const untouched = new Wishes({ kind: 'none' }).word();
  for (const document of [{ kind: 'loop' }, { kind: 'scan' }, { kind: 'sequence' }, { kind: 'recorded', length: 7, hash: hashOf(7) }]) {
    const wishes = new Wishes(document, 1, recordings);
    wishes.keys(100);
    expect([document.kind, wishes.word()]).toEqual([document.kind, untouched]);
  }
});

test('no keys: nothing is asked for, and the bound says so', () => {
  const wishes = new Wishes({ kind: 'none' });
  expect([wishes.bound, wishes.next()]).toEqual([0, { key: 0, operation: UNDECIDED, bytes: 0 }]);
});
