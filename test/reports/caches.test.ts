import { expect, test } from 'vitest';
import { asked, origin, swiftCache, told } from '../cache-story.ts';
import { total } from '../worlds.ts';

// public bug reports about caches, rebuilt, with what was seen there; more in test/sim/component/{cache-rows,stale-while-rebuilding,uncacheable}

test('coredns 2158: behind a resolver that remembers an absence for as long, a new name is missing for up to twice that', () => {
  const components = {
    coredns: swiftCache({ ttl: 30_000, negativeTtl: 1_800_000 }, 'resolver'),
    resolver: swiftCache({ ttl: 30_000, negativeTtl: 1_900_000 }, 'origin'),
    origin: origin(1, 1, { rows: 0 }),
  };
  const asks = Array.from({ length: 370 }, (_, i) => `${(i + 1) * 10_000} r0`);
  const { answers, world } = asked(components, asks, { duration: 3_800_000, changes: [{ at: 70_000, set: { 'origin.rows': 1 } }] });
  // the resolver is asked at 1,820 s, when it remembers for 90 s more, and that is then remembered for 1,800 s again
  const absent = answers.map((line) => line.endsWith('none'));
  expect(absent.lastIndexOf(true)).toBe(360);
  expect(absent.slice(0, 361).every((each) => each)).toBe(true);
  expect(answers[361]).toBe('r0 3620000→3620001 miss v0');
  // at 10 s, at 3,620, and then each 40 s: both caches keep a value for 30 s
  expect(total(world, 'origin.arrived')).toBe(2 + 2);
});

const ends = (guard: object, fetch: number, duration = 1_000) => {
  const { world, answers } = told({ stampedeGuard: { kind: 'lock', ...guard } }, Array<string>(4).fill('0 r0'), {
    others: { origin: origin(fetch) },
    duration,
  });
  return [answers.map((line) => Number(line.match(/→(\d+)/)![1])), total(world, 'origin.arrived')];
};

test('nginx PR 1189: who waits for a lock looks each 500 ms, though the answer is there after 100', () => {
  expect(ends({ poll: 500, holds: 5_000, patience: 5_000 }, 100)).toEqual([[100, 500, 500, 500], 1]);
});

test('docker-registry-proxy 31: a lock of 5 s does not hold for a download of 103 s, one of ten minutes does', () => {
  const lock = { poll: 500, holds: 5_000, patience: 5_000 };
  expect(ends(lock, 103_000, 120_000)).toEqual([[103_000, 108_000, 108_000, 108_000], 4]);
  expect(ends({ poll: 500, holds: 600_000 }, 103_000, 120_000)).toEqual([Array(4).fill(103_000), 1]);
});
