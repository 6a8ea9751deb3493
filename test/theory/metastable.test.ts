import { describe, expect, it } from 'vitest';
import { seedsFrom } from '../../src/experiment/statistics.ts';
import type { ComponentPlan } from '../../src/sim/world/blueprint.ts';
import { drainTime, drainTimeAfter } from '../../src/theory/backlog.ts';
import { collapseThreshold, fixedPoints } from '../../src/theory/metastable.ts';
import { estimate, expectTheory, over, replicate, run, startOf } from './replications.ts';

const desk: ComponentPlan = { kind: 'service', servers: 10, serviceTime: { kind: 'exponential', mean: 100 } };
const MOST = 100;

/** Clients who wait 1 s and try again at once, four times in all. */
const users = (arrival: object, more: object = {}): ComponentPlan => ({
  kind: 'client',
  calls: ['desk'],
  arrival,
  maxAttempts: 4,
  attemptTimeout: 1_000,
  retryDelay: { kind: 'none' },
  ...more,
});

/** 20 s of calm, 5 s of a surge to 250 req/s, calm again; the last tenth tells how it ended. */
function afterSurge(rate: number, more: object = {}, duration = 900_000) {
  const arrival = { kind: 'spike', rate, factor: 250 / rate, start: 20_000, length: 5_000 };
  return [1, 2, 3, 4, 5].map((seed) => {
    const bins = duration / 5_000;
    const world = run({ duration, bins, components: { users: users(arrival, more), desk } }, seed);
    return {
      before: over(world, 'users.goodputByArrival', 1, 4) / over(world, 'users.arrivals', 1, 4),
      during: over(world, 'desk.queueLength', 4, 5),
      after: over(world, 'users.goodput', 0.9 * bins, bins) / over(world, 'users.arrivals', 0.9 * bins, bins),
      amplification: over(world, 'users.retryAmplification', 0.9 * bins, bins),
    };
  });
}

describe('a collapse that outlives its trigger', () => {
  it('needs λ(n + 1) > cμ: 25 req/s with three retries and a capacity of 100', () => {
    expect(collapseThreshold(MOST, 4)).toBe(25);
  });

  it.each([10, 15, 20, 23])('at %d req/s, below the threshold, the system works off its backlog and recovers', (rate) => {
    for (const { before, during, after, amplification } of afterSurge(rate)) {
      expect(before).toBeGreaterThan(0.99);
      expect(during).toBeGreaterThan(100);
      expect(after).toBeGreaterThan(0.97);
      expect(amplification).toBeLessThan(1.02);
    }
  });

  it.each([27, 30, 40, 60, 80])('at %d req/s, above it, the same surge leaves it serving nobody for good', (rate) => {
    for (const { before, after, amplification } of afterSurge(rate, {}, 400_000)) {
      expect(before).toBeGreaterThan(0.99);
      expect(after).toBe(0);
      expect(amplification).toBeGreaterThan(3.7);
    }
  });

  it('is the same with other numbers of attempts: the threshold at two is 50 req/s, at one there is none', () => {
    for (const { after } of afterSurge(46, { maxAttempts: 2 })) expect(after).toBeGreaterThan(0.97);
    for (const { after } of afterSurge(54, { maxAttempts: 2 }, 400_000)) expect(after).toBe(0);
    for (const { after } of afterSurge(90, { maxAttempts: 1 }, 400_000)) expect(after).toBeGreaterThan(0.97);
  });

  it('is put off to cμ / (1 + r) by a retry budget of r = 0.2: 83 req/s', () => {
    expect(collapseThreshold(MOST, 1.2)).toBeCloseTo(83.333, 3);
    const retryBudget = { kind: 'token-bucket', capacity: 10, credit: 0.2, creditOn: 'request', charge: 1, chargeOn: 'retry', reserve: 0 };
    for (const rate of [70, 78]) for (const { after } of afterSurge(rate, { retryBudget })) expect(after).toBeGreaterThan(0.97);
    for (const rate of [88, 92]) {
      for (const { after, amplification } of afterSurge(rate, { retryBudget }, 400_000)) {
        expect(after).toBe(0);
        expect(amplification).toBeGreaterThan(1.18);
      }
    }
  });

  it('does not come about where a timeout cancels the work', () => {
    const arrival = { kind: 'spike', rate: 60, factor: 250 / 60, start: 20_000, length: 5_000 };
    const world = run({ duration: 200_000, components: { users: users(arrival), desk: { ...desk, whenCallerLeaves: 'cancel' } } }, 1);
    expect(over(world, 'users.goodput', 15, 20) / over(world, 'users.arrivals', 15, 20)).toBeGreaterThan(0.97);
  });
});

describe('the healthy point of a system with retries', () => {
  // where waits are short a retry meets no worse a system than the attempt before, which is what the approximation takes for
  // granted; with longer ones (80 req/s and 0.5 s) chance sooner or later carries ten servers past the unstable point
  it.each([
    { arrivalRate: 30, attemptTimeout: 0.2 },
    { arrivalRate: 50, attemptTimeout: 0.3 },
  ])('is that of the mean-field approximation: $arrivalRate req/s, timeout $attemptTimeout s', ({ arrivalRate, attemptTimeout }) => {
    const [healthy] = fixedPoints({ arrivalRate, serviceRate: 10, servers: 10, attemptTimeout, maxAttempts: 4 });
    const arrival = { kind: 'poisson', rate: arrivalRate };
    const found = replicate(
      40,
      { duration: 200_000, components: { users: users(arrival, { attemptTimeout: attemptTimeout * 1_000 }), desk } },
      (world) => ({
        timedOut: over(world, 'users.errors.timedOut') / over(world, 'users.attempts'),
        attempts: over(world, 'users.attempts') / over(world, 'users.arrivals'),
      }),
    );
    expectTheory(found.timedOut, healthy.timedOutRatio, 0.04, 'share of attempts that time out');
    expectTheory(found.attempts, healthy.retryAmplification, 0.01, 'attempts per request');
  });
});

describe('working off the backlog of an outage', () => {
  const OUTAGE = 30;

  it.each([300, 500, 700])('of 30 s at %d req/s for a capacity of 1,000 takes 30 s × ρ / (1 − ρ)', (rate) => {
    const plan = {
      duration: 20_000 + OUTAGE * 1_000 + 200_000,
      changes: [
        { at: 20_000, set: { 'desk.fault': { kind: 'capacity-factor', factor: 0 } } },
        { at: 20_000 + OUTAGE * 1_000, set: { 'desk.fault': { kind: 'none' } } },
      ],
      components: {
        users: users({ kind: 'poisson', rate }, { attemptTimeout: null, maxAttempts: 1 }),
        desk: { ...desk, servers: 100 },
      },
    };
    const end = 20_000 + OUTAGE * 1_000;
    const times = seedsFrom(1, 16).map((seed) => {
      const world = startOf(plan, seed);
      // looked at every ten milliseconds or so
      while (world.now <= end || world.recorders[1].standing('waiting') > 0) world.run(32);
      return (world.now - end) / 1_000;
    });
    // exact in the mean: those who wait when the servers come back, less the hundred who start at once
    expectTheory(times, drainTime(rate * OUTAGE - 100, rate, 1_000), 0.06, 'time until nobody waits');
    const fluid = drainTimeAfter(OUTAGE, rate / 1_000);
    expect(Math.abs(estimate(times).mean - fluid)).toBeLessThan(0.03 * fluid);
  });
});
