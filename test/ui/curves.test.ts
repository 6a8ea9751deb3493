import { describe, expect, test } from 'vitest';
import type { Curves } from '../../src/host/look/curves.ts';
import { complete } from '../../src/scenario/complete.ts';
import { recordingsIn } from '../../src/scenario/recordings.ts';
import { lineStyles } from '../../src/ui/view/curves/lineStyles.ts';
import {
  capacityOf,
  capacityTicks,
  clientOf,
  csvOf,
  formatCapacity,
  formatRatio,
  largestError,
  lineOf,
  OPTIMUM,
  ranked,
  usualLines,
} from '../../src/ui/view/curves/study.ts';
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

const exact = (id: string, ...ratios: number[]) => {
  const missRatio = Float64Array.from(ratios);
  const error = missRatio.map((ratio) => 0 * ratio);
  return { id, missRatio, byteMissRatio: missRatio, error, byteError: error };
};

test('lines are ranked where their gap is larger than their errors, and tied with the one before where it is not', () => {
  const sampled = (id: string, ratio: number, error: number) => ({ ...exact(id, ratio), error: Float64Array.of(error) });
  const curves = {
    lines: [
      sampled('a', 0.5, 0.03),
      exact('b', Number.NaN),
      sampled('c', 0.2, 0.03),
      sampled('d', 0.24, 0.03),
      exact('e', 0.55),
      exact('f', 0.55),
    ],
  } as unknown as Curves;
  const lines = curves.lines.map(({ id }) => ({ id, title: id, policy: { kind: id } }));
  const rows = ranked(curves, 'missRatio', lines, 0);
  // the gap of c and d is 4 points, their errors together 4.2; a and e are 5 apart; two exact values are what they are
  expect(rows.map(({ id, tied }) => `${tied ? '≈' : ''}${id}`)).toEqual(['c', '≈d', 'a', 'e', 'f', 'b']);
  expect(rows.map(({ value, error }) => formatRatio({ value, error }).replace('\u202f', ' '))).toEqual([
    '20.0 ± 3.0 %',
    '24.0 ± 3.0 %',
    '50.0 ± 3.0 %',
    '55.0 %',
    '55.0 %',
    '…',
  ]);
  expect([largestError(curves, 'missRatio', lines), largestError(curves, 'missRatio', lines.slice(4))]).toEqual([0.03, 0]);
});

test('the copied table has every value, and nothing where it is not known', () => {
  const curves: Curves = {
    unit: 'keys',
    accesses: 10,
    distinct: 4,
    footprint: 4,
    sizes: 'unknown',
    capacities: Float64Array.of(1, 4),
    lines: [exact('x', 0.75, 0.4), exact('optimum', 0.5, Number.NaN)],
    oneIn: 4,
    finished: false,
  };
  const lines = [{ id: 'x', title: 'X, small', policy: { kind: 'x' } }, OPTIMUM];
  expect(csvOf(curves, lines).split('\n')).toEqual([
    'capacity [keys],share of all keys,"X, small miss ratio",Optimum miss ratio',
    '1,0.25,0.75,0.5',
    '4,1,0.4,',
  ]);
  expect(csvOf({ ...curves, unit: 'bytes' }, lines).split('\n')[0]).toContain('Optimum byte miss ratio');
  const sampled = { ...curves, lines: [{ ...curves.lines[0], error: Float64Array.of(0.01, 0) }] };
  expect(csvOf(sampled, lines).split('\n')).toEqual([
    'capacity [keys],share of all keys,"X, small miss ratio","X, small miss ratio ±"',
    '1,0.25,0.75,0.01',
    '4,1,0.4,0',
  ]);
});

test('the files that a run needs are those of its workloads, also of later ones, each once', () => {
  const recorded = (hash: string) => ({ kind: 'recorded', name: `${hash}.csv`, length: 9, hash });
  const components = { ...scenario.components, readers: { ...scenario.components.readers, workload: recorded('aa') } };
  const changes = [
    { at: 1, set: { 'others.workload': recorded('aa') } },
    { at: 2, set: { 'readers.workload': recorded('bb') } },
  ];
  expect(recordingsIn({ components, changes })).toEqual([
    { path: 'readers.workload', name: 'aa.csv', length: 9, hash: 'aa', columns: '' },
    { path: 'readers.workload', name: 'bb.csv', length: 9, hash: 'bb', columns: '' },
  ]);
  expect(recordingsIn({ components: scenario.components, changes: [] })).toEqual([]);
});
