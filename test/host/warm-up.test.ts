import { describe, expect, test } from 'vitest';
import { warmUpRuns } from '../../src/host/warm-up.ts';
import type { ArmPlan } from '../../src/scenario/arm.ts';

/** 1,000 requests/s for so long [ms]. */
const plan = (duration: number): ArmPlan => ({
  seed: 5,
  duration,
  bins: 20,
  components: {
    users: { kind: 'client', arrival: { kind: 'constant', rate: 1_000 }, maxAttempts: 1, attemptTimeout: null, calls: ['shop'] },
    shop: { kind: 'service', servers: 10, serviceTime: { kind: 'constant', value: 5 } },
  },
  changes: [],
});

/** How many slices a warm-up takes, and whether it ends. */
function slices(...plans: ArmPlan[]): number {
  let count = 0;
  for (const _ of warmUpRuns(plans, new Map())) count++;
  return count;
}

describe('a warm-up', () => {
  test('takes the same however long the real run is, and can be interrupted all the time', () => {
    const [short, long] = [slices(plan(20_000)), slices(plan(2_000_000))];
    expect(long).toBe(short);
    expect(short).toBeGreaterThan(12 * 6);
    expect(slices(plan(20_000), plan(20_000))).toBe(2 * short);
    // one that is over sooner is run to its end
    expect(slices(plan(1_000))).toBeLessThan(short / 3);
  });

  test('goes through the changes that lie far ahead', () => {
    // a service that fails at once does without the events of serving
    const failing = { ...plan(1_000_000), changes: [{ at: 100_000, set: { 'shop.fault': { kind: 'fail-fast' } } }] };
    expect(slices(failing)).toBeLessThan(0.9 * slices(plan(1_000_000)));
  });

  test('passes over what cannot be built: its run will say why', () => {
    const wrong = { ...plan(20_000), components: { users: { kind: 'prophet' } } };
    expect(slices(wrong)).toBe(12);
    expect(slices(wrong, plan(20_000))).toBe(12 + slices(plan(20_000)));
  });

  test('of nothing is nothing', () => {
    expect(slices()).toBe(0);
  });
});
