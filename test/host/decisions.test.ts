import { describe, expect, test } from 'vitest';
import { decisionsOf } from '../../src/host/look/decisions.ts';
import type { ObserverId } from '../../src/sim/observe/contract.ts';
import { evenClient, steadyService, worldOf } from '../worlds.ts';

describe('what a gate decided', () => {
  const run = (limiter: { kind: string; [param: string]: unknown }, observe: readonly ObserverId[] = ['decisions']) => {
    const world = worldOf(
      {
        users: evenClient(100, 'gate', { maxAttempts: 1 }),
        gate: { kind: 'gateway', calls: ['shop'], limiter },
        shop: steadyService(100, 10),
      },
      { duration: 1_000, observe },
    );
    world.run();
    return decisionsOf(world);
  };

  test('is told call by call, with the limiter’s own gauge and what it means', () => {
    const told = run({ kind: 'token-bucket', rate: 10, burst: 2 })!;
    expect([told.gate, told.gauge, told.means]).toEqual(['gate', { label: 'Tokens left', unit: 'tokens' }, { limit: 10, span: 1_000 }]);
    // full at 10 ms; a token takes 100 ms
    expect([...told.time.slice(0, 3)]).toEqual([10, 20, 30]);
    expect([...told.passed.slice(0, 13)]).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
    expect(told.level[0]).toBeCloseTo(1, 9);
    expect([told.time.length, told.request[12], told.cost[12], told.cut]).toEqual([99, 12, 1, false]);
  });

  test('never exceeds what is promised for any span', () => {
    const { envelope } = run({ kind: 'token-bucket', rate: 10, burst: 2 })!;
    envelope.span.forEach((span, i) => {
      expect(envelope.most[i]).toBeLessThanOrEqual(envelope.promise[i]);
      expect(Math.floor(envelope.promise[i] + 1e-9)).toBe(Math.floor(2 + (10 * span) / 1_000 + 1e-9));
    });
    expect(envelope.span[0]).toBe(10);
  });

  test('is nothing where there is no gate, or where nobody asked', () => {
    expect(run({ kind: 'none' }, [])).toBeNull();
    const world = worldOf({ users: evenClient(10, 'shop'), shop: steadyService(1, 10) }, { observe: ['decisions'] });
    world.run();
    expect(decisionsOf(world)).toBeNull();
  });
});
