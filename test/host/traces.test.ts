import { describe, expect, test } from 'vitest';
import { sameAccesses, sizesOf, traceOfCache } from '../../src/host/traces.ts';
import { numbered } from '../../src/sim/study/access-trace.ts';
import { evenClient, steadyService, worldOf } from '../worlds.ts';

describe('the accesses', () => {
  test('of a cache are those it was asked for, numbered, with the size that each key first had', () => {
    const world = worldOf(
      {
        readers: evenClient(100, 'cache', { workload: { kind: 'loop', keys: 3 }, valueSize: 500 }),
        cache: { kind: 'cache', capacity: 2, calls: ['store'] },
        store: steadyService(100, 1),
      },
      { duration: 1_000, observe: ['accesses'] },
    );
    world.run();
    const trace = traceOfCache(world, 'cache');
    expect([...trace.keys.slice(0, 7)]).toEqual([0, 1, 2, 0, 1, 2, 0]);
    expect([trace.keys.length, trace.distinct, ...trace.sizes!]).toEqual([99, 3, 500, 500, 500]);
    expect(traceOfCache(world, 'store').keys).toHaveLength(0);
  });

  test('of keys without sizes have none; a size of nothing counts as 1', () => {
    const trace = numbered(Int32Array.of(7, 8, 7));
    expect(sizesOf(trace, null)).toBeNull();
    expect(sizesOf(trace, new Float64Array(3))).toBeNull();
    expect([...sizesOf(trace, Float64Array.of(9, 0, 5))!]).toEqual([9, 1]);
  });

  test('are the same where keys, order and sizes are', () => {
    const trace = numbered(Int32Array.of(1, 2, 1));
    expect(sameAccesses(trace, numbered(Int32Array.of(5, 6, 5)))).toBe(true);
    expect(sameAccesses(trace, numbered(Int32Array.of(5, 6, 6)))).toBe(false);
    expect(sameAccesses(trace, { ...trace, sizes: Float64Array.of(1, 2) })).toBe(false);
  });
});
