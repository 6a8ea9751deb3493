import { describe, expect, it } from 'vitest';
import type { ComponentPlan } from '../../src/sim/world/blueprint.ts';
import { controlled, expectTheory, over, replicate } from './replications.ts';

/** Requests a second that a server does; work is exponential. */
const RATE = 100;

const poisson = (rate: number, rest: Partial<ComponentPlan> = {}): ComponentPlan => ({
  kind: 'client',
  calls: ['desk'],
  arrival: { kind: 'poisson', rate },
  maxAttempts: 1,
  attemptTimeout: null,
  ...rest,
});
const twoDesks = (rest: Partial<ComponentPlan> = {}): ComponentPlan => ({
  kind: 'service',
  queues: 'own',
  replicas: 2,
  servers: 1,
  serviceTime: { kind: 'exponential', mean: 1_000 / RATE },
  ...rest,
});

/** Mean number at two servers of rate 1 where everybody joins the shorter line, from the balance of its states; lines end at `most`. */
function joinTheShorter(arrivalRate: number, most = 40): number {
  const at = (m: number, n: number) => m * (most + 1) + n;
  let before = new Float64Array((most + 1) ** 2);
  let after = new Float64Array(before.length);
  before[0] = 1;
  // uniformised: at most one event in 1 / (λ + 2)
  const total = arrivalRate + 2;
  for (let step = 0; step < 20_000; step++) {
    after.fill(0);
    for (let m = 0; m <= most; m++)
      for (let n = 0; n <= most; n++) {
        const share = before[at(m, n)];
        if (share === 0) continue;
        const joins = m < n ? [1, 0] : m > n ? [0, 1] : [0.5, 0.5];
        after[at(Math.min(most, m + 1), n)] += (share * arrivalRate * joins[0]) / total;
        after[at(m, Math.min(most, n + 1))] += (share * arrivalRate * joins[1]) / total;
        after[at(Math.max(0, m - 1), n)] += share / total;
        after[at(m, Math.max(0, n - 1))] += share / total;
      }
    const moved = after.reduce((sum, share, i) => sum + Math.abs(share - before[i]), 0);
    [before, after] = [after, before];
    if (moved < 1e-9) break;
  }
  return before.reduce((sum, share, i) => sum + share * (Math.floor(i / (most + 1)) + (i % (most + 1))), 0);
}

describe('two servers with a line each', () => {
  it('of which everybody joins the shorter: the mean number of the chain of their states, worse than one line for both', () => {
    const load = 0.8;
    const theory = joinTheShorter(2 * load);
    // M/M/2 has 2ρ / (1 − ρ²)
    expect(theory).toBeGreaterThan((2 * load) / (1 - load ** 2));
    const found = replicate(
      40,
      {
        duration: 60_000,
        components: { users: poisson(2 * load * RATE), desk: twoDesks({ balancer: { kind: 'least-in-flight' } }) },
      },
      (world) => ({ inFlight: over(world, 'desk.inFlight'), utilisation: over(world, 'desk.utilisation') }),
    );
    expectTheory(controlled(found.inFlight, found.utilisation, load), theory, 0.05, 'mean number in both');
  });
});

describe('every request sent to both of two servers with a line each', () => {
  const both = (rate: number, hedgeLosers: string) =>
    replicate(
      40,
      {
        duration: 60_000,
        components: {
          users: poisson(rate, { hedge: { kind: 'after-delay', delay: 0 }, hedgeLosers }),
          desk: twoDesks({ whenCallerLeaves: 'cancel' }),
        },
      },
      (world) => ({
        responseTime: over(world, 'users.responseTime.mean') / 1_000,
        inFlight: over(world, 'desk.inFlight'),
        utilisation: over(world, 'desk.utilisation'),
      }),
    );

  it('whose other copy is cancelled: both always work on the same, M/M/1 at twice the rate', () => {
    const rate = 1.2 * RATE;
    const found = both(rate, 'cancelled');
    expectTheory(found.responseTime, 1 / (2 * RATE - rate), 0.05, 'mean response time');
  });

  it('whose other copy goes on: two M/M/1, and the first answer after (4 + ρ) / 8(μ − λ)', () => {
    // Nelson and Tantawi (1988): the later of the two comes after (12 − ρ) / 8(μ − λ), and both together after 2 / (μ − λ)
    const rate = 0.6 * RATE;
    const found = both(rate, 'run-on');
    const given = (figures: number[]) => controlled(figures, found.utilisation, 0.6);
    expectTheory(given(found.inFlight), (2 * 0.6) / (1 - 0.6), 0.05, 'mean number in both');
    expectTheory(given(found.responseTime), (4 + 0.6) / 8 / (RATE - rate), 0.05, 'mean response time');
  });
});
