import { describe, expect, test } from 'vitest';
import type { Curves } from '../../src/host/look/curves.ts';
import { complete } from '../../src/scenario/complete.ts';
import { recordingsIn } from '../../src/scenario/recordings.ts';
import { lineStyles } from '../../src/ui/view/curves/lineStyles.ts';
import { capacityOf, capacityTicks, clientOf, csvOf, formatCapacity, lineOf, OPTIMUM, usualLines } from '../../src/ui/view/curves/study.ts';
import '../../src/scenario/every-description.ts';

const scenario = complete({
  components: {
    readers: { kind: 'client', calls: ['gate'], workload: { kind: 'zipf' } },
    others: { kind: 'client', calls: ['store'] },
    gate: { kind: 'gateway', calls: ['cache'] },
    cache: { kind: 'cache', calls: ['store'], capacity: 300, replicas: 2 },
    store: { kind: 'database' },
  },
  arms: [
    { id: 'a', title: 'A', set: { 'cache.eviction': { kind: 'arc' } } },
    { id: 'b', title: 'B', set: { 'cache.eviction': { kind: 's3-fifo', small: 0.2 } } },
  ] as never,
});

describe('the lines of a cache', () => {
  test('are the policies of its arms, what any cache is held against, and the optimum, each once', () => {
    expect(usualLines(scenario, 'cache').map(({ title }) => title.replace('\u202f', ' '))).toEqual([
      'LRU',
      'ARC',
      'S3-FIFO, small queue 20 %',
      'S3-FIFO',
      'SIEVE',
      'Optimum',
    ]);
  });

  test('are one line where only the writing differs', () => {
    expect(lineOf({ kind: 's3-fifo', small: 0.1 }).id).toBe(lineOf({ kind: 's3-fifo' }).id);
    expect(lineOf({ kind: 's3-fifo', small: 0.2 }).id).not.toBe(lineOf({ kind: 's3-fifo' }).id);
  });

  test('look different, however many there are; the optimum is nobody’s colour', () => {
    const many = Array.from({ length: 20 }, (_, i) => ({ id: String(i), title: '', policy: { kind: String(i) } }));
    const styles = lineStyles([...many, OPTIMUM]);
    expect(new Set([...styles.values()].map(({ color, dash }) => `${color} ${dash}`)).size).toBe(21);
    expect(styles.get(OPTIMUM.id)?.color).toBe('var(--ink-3)');
  });
});

test('what a cache holds is the sum of its nodes, and nothing where every caller has its own', () => {
  expect(capacityOf(scenario.components, 'cache')).toEqual({ value: 600, unit: 'keys', replicas: 2 });
  const own = { ...scenario.components, cache: { ...scenario.components.cache, locality: 'process' } };
  expect(capacityOf(own, 'cache')).toBeNull();
});

test('the client of a cache is the one that reaches it', () => {
  expect(clientOf(scenario.components, 'cache')).toBe('readers');
  expect(clientOf({ cache: { kind: 'cache' } }, 'cache')).toBeNull();
});

test('capacities are told in their unit, and ticks are round', () => {
  expect(['1\u202fkey', '1,234\u202fkeys']).toEqual([formatCapacity(1, 'keys'), formatCapacity(1_234, 'keys')]);
  expect([999, 1_500, 2_340_000].map((bytes) => formatCapacity(bytes, 'bytes').replace('\u202f', ' '))).toEqual([
    '999 B',
    '1.5 kB',
    '2.34 MB',
  ]);
  expect(capacityTicks(4, 700, 12)).toEqual([5, 10, 20, 50, 100, 200, 500]);
  expect(capacityTicks(4, 700, 5)).toEqual([10, 30, 100, 300]);
  expect(capacityTicks(1, 1e9, 4).length).toBeLessThanOrEqual(5);
});

test('the copied table has every value, and nothing where it is not known', () => {
  const curves: Curves = {
    unit: 'keys',
    accesses: 10,
    distinct: 4,
    footprint: 4,
    sizes: 'unknown',
    capacities: Float64Array.of(1, 4),
    lines: [
      { id: 'x', missRatio: Float64Array.of(0.75, 0.4), byteMissRatio: Float64Array.of(0.75, 0.4) },
      { id: 'optimum', missRatio: Float64Array.of(0.5, Number.NaN), byteMissRatio: Float64Array.of(0.5, Number.NaN) },
    ],
    finished: false,
  };
  const lines = [{ id: 'x', title: 'X, small', policy: { kind: 'x' } }, OPTIMUM];
  expect(csvOf(curves, lines).split('\n')).toEqual([
    'capacity [keys],share of all keys,"X, small miss ratio",Optimum miss ratio',
    '1,0.25,0.75,0.5',
    '4,1,0.4,',
  ]);
  expect(csvOf({ ...curves, unit: 'bytes' }, lines).split('\n')[0]).toContain('Optimum byte miss ratio');
});

test('the files that a run needs are those of its workloads, also of later ones, each once', () => {
  const recorded = (hash: string) => ({ kind: 'recorded', name: `${hash}.csv`, length: 9, hash });
  const components = { ...scenario.components, readers: { ...scenario.components.readers, workload: recorded('aa') } };
  const changes = [
    { at: 1, set: { 'others.workload': recorded('aa') } },
    { at: 2, set: { 'readers.workload': recorded('bb') } },
  ];
  expect(recordingsIn({ components, changes })).toEqual([
    { path: 'readers.workload', name: 'aa.csv', length: 9, hash: 'aa' },
    { path: 'readers.workload', name: 'bb.csv', length: 9, hash: 'bb' },
  ]);
  expect(recordingsIn({ components: scenario.components, changes: [] })).toEqual([]);
});
