import { describe, expect, test } from 'vitest';
import type { ComponentPlan } from '../../../src/sim/world/blueprint.ts';
import { worldOf } from '../../worlds.ts';

/** Keys 1 2 3 4 1 …, one every 100 ms from 100 ms on; a look-up takes nothing, a fetch 10 ms. */
const components: Record<string, ComponentPlan> = {
  readers: {
    kind: 'client',
    arrival: { kind: 'constant', rate: 10 },
    workload: { kind: 'sequence', keys: '1 2 3 4 1' },
    attemptTimeout: null,
    maxAttempts: 1,
    calls: ['cache'],
  },
  cache: {
    kind: 'cache',
    capacity: 3,
    eviction: { kind: 'lru' },
    ttl: 300,
    operationTime: { kind: 'constant', value: 0 },
    calls: ['base'],
  },
  base: { kind: 'database', serviceTime: { kind: 'constant', value: 10 } },
};

const heldAt = (ms: number) => {
  const world = worldOf(components);
  world.runTo(ms);
  return world.contents('cache', 100)[0];
};

describe('a world looked into', () => {
  test('holds what has been fetched by then, no sooner', () => {
    expect(Array.from(heldAt(109.999).keys)).toEqual([]);
    expect(Array.from(heldAt(110).keys)).toEqual([1]);
    expect(Array.from(heldAt(399).keys)).toEqual([1, 2, 3]);
    expect(Array.from(heldAt(410).keys)).toEqual([2, 3, 4]);
  });

  test('tells ages, what is left of lives, and the policy’s order', () => {
    const { age, left, shelves, held, capacity } = heldAt(350);
    expect([held, capacity]).toEqual([3, 3]);
    expect(Array.from(age)).toEqual([240_000, 140_000, 40_000]);
    expect(Array.from(left)).toEqual([60_000, 160_000, 260_000]);
    expect(shelves.map(({ keys, length, ghost }) => ({ keys, length, ghost }))).toEqual([{ keys: [1, 2, 3], length: 3, ghost: false }]);
  });

  test('lists are cut, their lengths are not', () => {
    const world = worldOf(components);
    world.runTo(350);
    const [{ keys, length }] = world.contents('cache', 2)[0].shelves;
    expect([keys, length]).toEqual([[1, 2], 3]);
  });

  test('stopping on the way changes nothing', () => {
    const whole = worldOf(components);
    whole.run();
    const stepped = worldOf(components);
    for (let ms = 0; ms <= 1_000; ms += 37.5) {
      stepped.runTo(ms);
      stepped.contents('cache', 100);
    }
    stepped.run();
    expect(stepped.finished).toBe(true);
    expect(stepped.fingerprintDigits()).toBe(whole.fingerprintDigits());
  });

  test('what remembers nothing has no contents', () => {
    expect(worldOf(components).contents('base', 10)).toEqual([]);
  });
});
