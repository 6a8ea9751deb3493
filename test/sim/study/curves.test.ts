import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/sim/policy/eviction/index.ts';
import { lru } from '../../../src/sim/policy/eviction/lru.ts';
import { type AccessTrace, numbered } from '../../../src/sim/study/access-trace.ts';
import { type Contender, CurveStudy, capacitiesFor, footprint } from '../../../src/sim/study/curves.ts';
import { replay } from '../../../src/sim/study/replay.ts';
import { resolve } from '../../../src/sim/world/values.ts';
import { mulberry } from '../../mulberry.ts';

const optimum: Contender = { id: 'optimum', decides: null };
const contender = (kind: string): Contender => ({
  id: kind,
  decides: resolve({ type: 'policy', label: '', help: '', seam: 'eviction', default: { kind } }, { kind }) as Contender['decides'],
});
const everyone = [...catalogue.map(({ id }) => contender(id)), optimum];

function studied(trace: AccessTrace, contenders: readonly Contender[], capacities: readonly number[], slice?: number) {
  const study = new CurveStudy(trace, contenders, Float64Array.from(capacities));
  const seen: number[] = [];
  for (const { done, total } of study.run(slice)) seen.push(done / total);
  return { curves: study.curves, seen, progress: study.progress };
}

const draw = mulberry(7);
const skewed = numbered(Int32Array.from({ length: 6_000 }, (_, i) => (i % 500 < 120 ? i % 500 : Math.floor(400 * draw() ** 3))));
const sized: AccessTrace = { ...skewed, sizes: Float64Array.from({ length: skewed.distinct }, (_, key) => 1 + ((key * 37) % 90)) };

describe('miss-ratio curves', () => {
  test('A B C A B C by hand: LRU hits from three keys on, the optimum keeps one key of two', () => {
    const loop = numbered(Int32Array.of(1, 2, 3, 1, 2, 3));
    const { curves } = studied(loop, [contender('lru'), optimum], [1, 2, 3, 9]);
    expect(curves.map(({ id }) => id)).toEqual(['lru', 'optimum']);
    expect([...curves[0].missRatio]).toEqual([1, 1, 0.5, 0.5]);
    // with one key it keeps A, with two A and B, for the second round
    expect([...curves[1].missRatio]).toEqual([5 / 6, 4 / 6, 0.5, 0.5]);
    expect(curves[1].byteMissRatio).toEqual(curves[1].missRatio);
  });

  test.each([
    ['keys', skewed],
    ['bytes', sized],
  ])('in %s are what replaying comes to, for every policy', (_unit, trace) => {
    const capacities = [...capacitiesFor(trace, 6), footprint(trace) * 3];
    const { curves } = studied(trace, everyone, capacities, 777);
    for (const { id, decides } of everyone) {
      const curve = curves.find((each) => each.id === id)!;
      capacities.forEach((capacity, at) => {
        expect(curve.missRatio[at], `${id} ${capacity}`).toBeGreaterThan(0);
        if (!decides) return;
        const { misses, bytes, bytesMissed } = replay(trace, capacity, decides);
        expect([curve.missRatio[at], curve.byteMissRatio[at]], `${id} at ${capacity}`).toEqual([misses / 6_000, bytesMissed / bytes]);
      });
      // with room for all, every key is missed once
      expect(curve.missRatio.at(-1)).toBe(trace.distinct / 6_000);
    }
  });

  test('the optimum is never above any other where keys are alike', () => {
    const { curves } = studied(skewed, everyone, [...capacitiesFor(skewed, 8)]);
    const least = curves.find(({ id }) => id === 'optimum')!;
    for (const { id, missRatio } of curves)
      missRatio.forEach((ratio, at) => {
        expect(ratio, `${id} at ${at}`).toBeGreaterThanOrEqual(least.missRatio[at]);
      });
  });

  test('progress never goes back and ends at the end; a point stands once its replay is through', () => {
    const { seen, progress } = studied(skewed, [contender('lru'), contender('sieve'), optimum], [10, 100], 500);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    // one pass for LRU, two replays for each of the others, twelve slices each
    expect([seen.length, progress.total]).toEqual([60, 5 * 6_000]);
    const study = new CurveStudy(skewed, [contender('lru'), contender('sieve')], Float64Array.of(10, 100));
    const run = study.run(6_000);
    run.next();
    expect(study.curves.map(({ missRatio }) => [...missRatio].filter((ratio) => !Number.isNaN(ratio)).length)).toEqual([2, 0]);
    run.next();
    expect(study.curves.map(({ missRatio }) => [...missRatio].filter((ratio) => !Number.isNaN(ratio)).length)).toEqual([2, 1]);
  });

  test('nothing asked for, and a capacity of one key, are no special case', () => {
    const nothing = numbered(new Int32Array(0));
    expect([...capacitiesFor(nothing)]).toEqual([1]);
    expect(studied(nothing, [contender('lru'), optimum], [1]).seen).toEqual([]);
    const one = numbered(Int32Array.of(5, 5, 5));
    expect([...studied(one, [contender('sieve')], [...capacitiesFor(one)]).curves[0].missRatio]).toEqual([1 / 3]);
  });

  test('of few keys are of every number of them: FIFO misses more of 1 2 3 4 1 2 5 1 2 3 4 5 with four than with three', () => {
    const reference = numbered(Int32Array.of(1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5));
    const capacities = [...capacitiesFor(reference)];
    expect(capacities).toEqual([1, 2, 3, 4, 5]);
    const { curves } = studied(reference, [contender('fifo'), contender('lru')], capacities);
    // Belady, Nelson and Shedler (CACM 12(6), 1969); LRU is a stack algorithm and never loses by more room
    expect(curves.map(({ missRatio }) => Array.from(missRatio, (ratio) => Math.round(ratio * 12)))).toEqual([
      [12, 12, 9, 10, 5],
      [12, 12, 10, 8, 5],
    ]);
  });

  test('of few keys but long, or of sizes, have no more capacities than others', () => {
    const loop = numbered(Int32Array.from({ length: 64 }, (_, i) => i));
    expect(capacitiesFor(loop).length).toBe(64);
    expect(capacitiesFor({ ...loop, keys: new Int32Array(200_000) }).length).toBeLessThanOrEqual(13);
    expect(capacitiesFor({ ...loop, sizes: new Float64Array(64).fill(100) }).length).toBeLessThanOrEqual(13);
    expect(capacitiesFor(numbered(Int32Array.from({ length: 65 }, (_, i) => i))).length).toBeLessThanOrEqual(13);
  });

  test('capacities are whole, ascending, and reach from a thousandth of the keys to all of them', () => {
    const many = { keys: new Int32Array(0), distinct: 1_000_000, sizes: null };
    expect([...capacitiesFor(many)].map((capacity) => Number(capacity.toPrecision(3)))).toEqual([
      1_000, 1_780, 3_160, 5_620, 10_000, 17_800, 31_600, 56_200, 100_000, 178_000, 316_000, 562_000, 1_000_000,
    ]);
    expect([...capacitiesFor({ ...many, distinct: 80 })]).toEqual([1, 3, 4, 8, 14, 25, 45, 80]);
  });

  test('LRU in one pass is LRU at every size', () => {
    const sizes = Array.from({ length: skewed.distinct }, (_, i) => i + 1);
    const { curves } = studied(skewed, [contender('lru')], sizes);
    expect([...curves[0].missRatio]).toEqual(sizes.map((size) => replay(skewed, size, { policy: lru, params: {} }).misses / 6_000));
  });
});
