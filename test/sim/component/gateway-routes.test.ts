import { describe, expect, it } from 'vitest';
import type { ComponentPlan } from '../../../src/sim/world/blueprint.ts';
import { type Components, evenClient, played, steadyService, total } from '../../worlds.ts';

/** A gate that lets everything pass, before whatever it is wired to; 1,000 calls a second. */
const routed = (gate: Partial<ComponentPlan>, behind: Components, client: Partial<ComponentPlan> = {}) =>
  played(
    { shoppers: evenClient(1_000, 'gate', client), gate: { kind: 'gateway', limiter: { kind: 'none' }, ...gate }, ...behind },
    { duration: 4_000.5 },
  );

const two = { a: steadyService(100, 1), b: steadyService(100, 1) };

/** Keys that a cache holds at the end of a run. */
const keysIn = (world: ReturnType<typeof routed>, id: string) => world.contents(id, 1_000).flatMap(({ keys }) => [...keys]);

describe('a gateway of several wires', () => {
  it('sends calls by the shares of its wires, each on its own', () => {
    const world = routed({ calls: { a: { share: 3 }, b: {} } }, two);
    const [a, b] = [total(world, 'a.arrived'), total(world, 'b.arrived')];
    expect(a + b).toBe(4_000);
    // √(4,000 · ¾ · ¼) is 27: three of them
    expect(Math.abs(a - 3_000)).toBeLessThan(82);
  });

  it('sends nothing over a wire without a share, and all over any where none has one', () => {
    const world = routed({ calls: { a: { share: 0 }, b: { share: 0.01 } } }, two);
    expect([total(world, 'a.arrived'), total(world, 'b.arrived')]).toEqual([0, 4_000]);
    const even = routed({ calls: ['a', 'b'], share: 0 }, two);
    expect(Math.abs(total(even, 'a.arrived') - 2_000)).toBeLessThan(96);
  });

  it('sends all calls of a key the same way, where it is told to', () => {
    const caches = {
      a: { kind: 'cache', calls: ['db'] },
      b: { kind: 'cache', calls: ['db'] },
      db: steadyService(100, 1),
    };
    const workload = { workload: { kind: 'loop', keys: 40 } };
    const byKey = routed({ calls: ['a', 'b'], routes: 'key' }, caches, workload);
    const [a, b] = [keysIn(byKey, 'a'), keysIn(byKey, 'b')];
    expect([...a, ...b].sort((x, y) => x - y)).toEqual(Array.from({ length: 40 }, (_, key) => key));
    expect(Math.min(a.length, b.length)).toBeGreaterThan(8);
    const byShare = routed({ calls: ['a', 'b'] }, caches, workload);
    expect([keysIn(byShare, 'a').length, keysIn(byShare, 'b').length]).toEqual([40, 40]);
  });

  it('takes turns, or turns to where fewest are out, as its balancer says', () => {
    const turns = routed({ calls: ['a', 'b'], routes: 'balancer', balancer: { kind: 'round-robin' } }, two);
    expect([total(turns, 'a.arrived'), total(turns, 'b.arrived')]).toEqual([2_000, 2_000]);
    // one call gets stuck where work takes longer than the run, and no other follows it
    const stuck = routed({ calls: ['a', 'b'], routes: 'balancer' }, { a: steadyService(100, 60_000), b: steadyService(100, 0.5) });
    expect([total(stuck, 'a.arrived'), total(stuck, 'b.arrived')]).toEqual([1, 3_999]);
  });

  it('forgets calls that were cancelled behind it', () => {
    // a call every 2 ms, and a caller that waits 1 ms for each
    const impatient = { arrival: { kind: 'constant', rate: 500 }, attemptTimeout: 1 };
    const gate = { calls: ['a', 'b'], routes: 'balancer', whenCallerLeaves: 'cancel' };
    const world = routed(gate, { a: steadyService(100, 60_000), b: steadyService(100, 60_000) }, impatient);
    // nothing is out when the next comes, so it is a toss every time
    expect(Math.abs(total(world, 'a.arrived') - 1_000)).toBeLessThan(68);
    expect(total(world, 'b.arrived')).toBe(2_000 - total(world, 'a.arrived'));
  });

  it('leaves alone what only a fallback asks', () => {
    const world = routed({ calls: ['a', 'b'], fallback: { kind: 'stale', wire: 'b' } }, two);
    expect([total(world, 'a.arrived'), total(world, 'b.arrived')]).toEqual([4_000, 0]);
  });

  it('follows its wires’ shares when they change', () => {
    const world = played(
      {
        shoppers: evenClient(1_000, 'gate'),
        gate: { kind: 'gateway', limiter: { kind: 'none' }, calls: { a: { share: 1 }, b: { share: 0 } } },
        ...two,
      },
      { duration: 4_000.5, changes: [{ at: 1_000.5, set: { 'gate.calls.b.share': 1, 'gate.calls.a.share': 0 } }] },
    );
    expect([total(world, 'a.arrived'), total(world, 'b.arrived')]).toEqual([1_000, 3_000]);
  });
});
