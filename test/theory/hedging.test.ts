import { describe, expect, test } from 'vitest';
import { deviations, LIMIT } from '../statistics.ts';
import { figure, played, total } from '../worlds.ts';

/** Mean service time [ms]; servers are never short, so attempts are independent. */
const MEAN = 50;

function run(hedge: object) {
  return played(
    {
      users: { kind: 'client', arrival: { kind: 'poisson', rate: 500 }, attemptTimeout: null, maxAttempts: 1, hedge, calls: ['shop'] },
      shop: { kind: 'service', servers: 100_000, serviceTime: { kind: 'exponential', mean: MEAN } },
    },
    { duration: 60_000, observe: ['requests'] },
  );
}

/** How many of the requests that ended took longer than t [ms], and of how many. */
function longer(world: ReturnType<typeof run>, t: number): [number, number] {
  const { finished, intended, count } = world.observed.requests!;
  let [longer, ended] = [0, 0];
  for (let i = 0; i < count; i++) {
    // the last second's may have been cut off by the end of the run
    if (!(intended[i] < 59_000_000)) continue;
    ended++;
    if (!(finished[i] - intended[i] <= t * 1_000)) longer++;
  }
  return [longer, ended];
}

describe('hedging after a delay d, exponential service, servers without number', () => {
  // P(T > t) = exp(−t/m) up to d, and exp(−t/m) · exp(−(t − d)/m) beyond
  const tail = (t: number, d: number) => Math.exp(-t / MEAN) * (t < d ? 1 : Math.exp(-(t - d) / MEAN));

  test.for([0, 25, 100])('d = %i ms: the tail is the product of two', (d) => {
    const world = run({ kind: 'after-delay', delay: d });
    for (const t of [10, 40, 90, 120, 150]) {
      const [count, of] = longer(world, t);
      expect(Math.abs(deviations(count, of, tail(t, d))), `P(T > ${t})`).toBeLessThan(LIMIT);
    }
    const [hedged, arrived] = [total(world, 'users.hedged'), total(world, 'users.arrived')];
    if (d === 0) expect(hedged).toBe(arrived);
    else expect(Math.abs(deviations(hedged, arrived, Math.exp(-d / MEAN)))).toBeLessThan(LIMIT);
    // m(1 − e^(−d/m)) until the hedge, then half as long again in a share of e^(−d/m)
    const mean = MEAN * (1 - Math.exp(-d / MEAN)) + (MEAN / 2) * Math.exp(-d / MEAN);
    expect(Math.abs(figure(world, 'users.responseTime.mean') - mean) / mean).toBeLessThan(0.03);
  });

  test('of two that are out the hedge wins half the time: neither remembers how long it has run', () => {
    const world = run({ kind: 'after-delay', delay: 25 });
    expect(Math.abs(deviations(total(world, 'users.hedgeWon'), total(world, 'users.hedged'), 0.5))).toBeLessThan(LIMIT);
  });
});

describe('hedging after a quantile', () => {
  test('sends a hedge for the share of attempts that take longer, and does not drift', () => {
    const world = run({ kind: 'after-quantile', quantile: 0.9, window: 1_000 });
    const share = (from: number, to: number) => figure(world, 'users.hedges', from, to) / figure(world, 'users.arrivals', from, to);
    // the quantile of 1,000 values leaves a share of 0.1 ± 0.0095 beyond it, and there are 15 such windows in each half
    for (const half of [share(1, 5), share(5, 10)]) expect(Math.abs(half - 0.1)).toBeLessThan(0.015);
    // the quantile itself: m · ln 10
    expect(Math.abs(figure(world, 'users.hedge.delay', 1, 10) / (MEAN * Math.log(10)) - 1)).toBeLessThan(0.05);
  });
});
