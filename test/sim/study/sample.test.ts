import { describe, expect, test } from 'vitest';
import { Stream } from '../../../src/sim/kernel/chance.ts';
import { Zipf } from '../../../src/sim/kernel/zipf.ts';
import { catalogue } from '../../../src/sim/policy/eviction/index.ts';
import { type AccessTrace, numbered } from '../../../src/sim/study/access-trace.ts';
import { type Contender, type Curve, CurveStudy, capacitiesFor, isExact } from '../../../src/sim/study/curves.ts';
import { sampleOf } from '../../../src/sim/study/sample.ts';
import { resolve } from '../../../src/sim/world/values.ts';

/** Accesses by Zipf's law; the hot keys are others after so many. */
function zipf(keys: number, skew: number, length: number, shiftsEvery = length): AccessTrace {
  const ranks = new Zipf(keys, skew);
  const chance = new Stream(3, 'readers', 'keys');
  return numbered(Int32Array.from({ length }, (_, i) => (ranks.rank(chance) + Math.floor(i / shiftsEvery) * 97) % keys));
}

const flat = zipf(12_000, 0.7, 60_000);
const skewed = zipf(12_000, 1, 60_000);
const drifting = zipf(12_000, 1, 60_000, 6_000);
const sized: AccessTrace = { ...skewed, sizes: Float64Array.from({ length: skewed.distinct }, (_, key) => 1 + ((key * 7_919) % 900)) };

const contender = (kind: string): Contender => ({
  id: kind,
  decides: resolve({ type: 'policy', label: '', help: '', seam: 'eviction', default: { kind } }, { kind }) as Contender['decides'],
});
const everyone = [...catalogue.map(({ id }) => contender(id)), { id: 'optimum', decides: null }];

/** The curves as a sample draws them, and the same when all is exact. */
function both(trace: AccessTrace, contenders: readonly Contender[], capacities: Float64Array, oneIn = 4) {
  const study = new CurveStudy(trace, contenders, capacities, 0, oneIn);
  const copy = () =>
    study.curves.map((curve) => Object.fromEntries(Object.entries(curve).map(([k, v]) => [k, v.slice()])) as unknown as Curve);
  const run = study.run(trace.keys.length);
  const passes = contenders.reduce((sum, { id }) => sum + (id === 'lru' && trace.sizes === null ? 0 : capacities.length - 1), 0);
  for (let i = 0; i <= passes; i++) run.next();
  const sampled = copy();
  for (const _ of run);
  return { sampled, exact: study.curves };
}

describe('a sample', () => {
  test('has all accesses to its keys, in order, and about a quarter of the keys', () => {
    // the size of a key says which it is
    const named: AccessTrace = { ...skewed, sizes: Float64Array.from({ length: skewed.distinct }, (_, key) => key) };
    const { keys, distinct, sizes } = sampleOf(named, 4);
    const chosen = new Set(sizes);
    expect([...keys].map((key) => sizes![key])).toEqual([...named.keys].filter((key) => chosen.has(key)));
    expect(chosen.size).toBe(distinct);
    expect(distinct / named.distinct).toBeCloseTo(0.25, 1);
  });

  test('is the same every time, and everything where it is one key in one', () => {
    expect(sampleOf(flat, 4)).toEqual(sampleOf(flat, 4));
    expect(sampleOf(sized, 1)).toEqual(sized);
    expect(sampleOf(numbered(new Int32Array(0)), 4).keys).toHaveLength(0);
  });
});

describe('curves of a sample', () => {
  test.each([
    ['a quarter of the keys, flat', flat, 4],
    ['a quarter, skewed', skewed, 4],
    ['a quarter, drifting', drifting, 4],
    ['a quarter, of keys with sizes', sized, 4],
    ['an eighth of twice as many, flat', zipf(24_000, 0.7, 120_000), 8],
    ['an eighth, skewed', skewed, 8],
  ])('of %s, are as far off as they say, for every policy', (_name, trace, oneIn) => {
    const capacities = capacitiesFor(trace, 7);
    const { sampled, exact } = both(trace, everyone, capacities, oneIn);
    let points = 0;
    let within = 0;
    sampled.forEach((curve, i) => {
      for (const [ratio, error] of [
        ['missRatio', 'error'],
        ['byteMissRatio', 'byteError'],
      ] as const)
        capacities.forEach((capacity, at) => {
          if (Number.isNaN(curve[ratio][at])) return;
          const off = Math.abs(curve[ratio][at] - exact[i][ratio][at]);
          points++;
          if (off <= curve[error][at]) within++;
          // 2.6 standard errors are stated: nobody is off by 4
          expect(off, `${curve.id} at ${capacity}`).toBeLessThanOrEqual(1.5 * curve[error][at]);
          expect(curve[error][at]).toBeLessThanOrEqual(0.05);
        });
    });
    expect(points).toBeGreaterThan(100);
    expect(within / points).toBeGreaterThan(0.97);
    for (const curve of exact) expect(isExact(curve), curve.id).toBe(true);
  });

  test('are not drawn of LRU, which is exact from the first pass on', () => {
    const { sampled, exact } = both(skewed, [contender('lru'), contender('sieve')], capacitiesFor(skewed, 7));
    expect(sampled[0]).toEqual(exact[0]);
    expect([isExact(sampled[0]), isExact(sampled[1])]).toEqual([true, false]);
  });

  test('end where the exact ones do, bit by bit, and are the same every time', () => {
    const capacities = capacitiesFor(skewed, 5);
    const contenders = ['sieve', 'arc', 'random'].map(contender);
    const once = both(skewed, contenders, capacities);
    expect(both(skewed, contenders, capacities)).toEqual(once);
    const plain = new CurveStudy(skewed, contenders, capacities);
    for (const _ of plain.run());
    expect(once.exact).toEqual(plain.curves);
  });

  test('come first only where the exact ones take long', () => {
    const total = (from: number) => new CurveStudy(skewed, [contender('sieve')], Float64Array.of(100, 1_000), from).progress.total;
    expect(total(120_001)).toBe(120_000);
    expect(total(120_000)).toBe(120_000 + 2 * sampleOf(skewed, 4).keys.length);
  });
});
