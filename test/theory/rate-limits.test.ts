import { describe, expect, it } from 'vitest';
import { Stream } from '../../src/sim/kernel/chance.ts';
import { type Ask, REFUSED } from '../../src/sim/policy/rate-limiter/contract.ts';
import { erlangB } from '../../src/theory/erlang.ts';
import {
  firstCallWindowAcceptance,
  fixedWindowAcceptance,
  slidingLogAcceptance,
  tokenBucketAcceptance,
} from '../../src/theory/rate-limits.ts';
import { chosen } from '../chosen.ts';
import { expectTheory } from './replications.ts';

const SECOND = 1_000_000;

// worked out with another program
const buckets = [
  [5, 10, 1, 0.6666666666666666],
  [10, 10, 1, 0.5],
  [10, 10, 5, 0.8965510587475564],
  [10, 10, 20, 0.9747899159663865],
  [9, 10, 10, 0.9833682521710535],
  [15, 10, 10, 0.6666029850464072],
  [20, 10, 20, 0.4999999999999895],
  [9.5, 10, 50, 0.9996671525917902],
] as const;
const windows = [
  [10, 1, 10, 0.8748899642788688, 0.7854176568926526],
  [1.2, 60, 60, 0.8296534788473847, 0.7899174821565798],
  [15, 1, 10, 0.6575440530133992, 0.5896594580415464],
] as const;

/** The share of Poisson calls that pass, of so many, after some that let it forget its beginning. */
function accepted(document: { kind: string; [param: string]: unknown }, arrivalRate: number, seed: number, calls = 20_000): number {
  const { policy, params } = chosen('rate-limiter', document);
  const cells = new Float64Array(policy.size(params));
  policy.start(params, cells, 0, 0);
  const chance = new Stream(seed, 'callers', 'arrivals');
  const ask: Ask = { cost: 1, tenant: 0, priority: 0 };
  let now = 0;
  let passed = 0;
  for (let call = -calls / 10; call < calls; call++) {
    now += chance.exponentialMicros(SECOND / arrivalRate);
    if (policy.check(params, cells, 0, now, ask) === REFUSED) continue;
    policy.take(params, cells, 0, now, ask);
    if (call >= 0) passed++;
  }
  return passed / calls;
}

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

function expectAccepted(document: { kind: string; [param: string]: unknown }, arrivalRate: number, theory: number): void {
  const figures = SEEDS.map((seed) => accepted(document, arrivalRate, seed));
  expectTheory(figures, theory, 0.02, `${JSON.stringify(document)} at ${arrivalRate}/s`);
}

describe('a token bucket', () => {
  it.each(buckets)('of %d calls/s at %d tokens/s, burst %d, accepts %d', (arrivalRate, rate, burst, ratio) => {
    expect(Math.abs(tokenBucketAcceptance(arrivalRate, rate, burst) - ratio)).toBeLessThan(1e-10);
    expectAccepted({ kind: 'token-bucket', rate, burst }, arrivalRate, ratio);
  });

  it('is as good as the sum of its formula where that can be added up', () => {
    for (const load of [0.2, 0.7, 1, 1.3])
      for (const burst of [1, 2, 3, 6, 9]) {
        let sum = 0;
        for (let k = 0, factorial = 1; k < burst; factorial *= ++k) {
          const x = load * (burst - 1 - k);
          sum += ((-x) ** k / factorial) * Math.exp(x);
        }
        expect(tokenBucketAcceptance(load, 1, burst)).toBeCloseTo(sum / (1 + load * sum), 9);
      }
  });

  it('in the limit accepts all it can refill', () => {
    expect(tokenBucketAcceptance(10, 5, 1_000)).toBeCloseTo(0.5, 12);
    expect(tokenBucketAcceptance(5, 10, 1_000)).toBeCloseTo(1, 12);
    expect(tokenBucketAcceptance(100, 1, 300)).toBeCloseTo(0.01, 12);
    // at exactly the rate a burst of B still loses some 1 in 2B: M/D/1 in heavy traffic
    expect(1 - tokenBucketAcceptance(10, 10, 1_000)).toBeCloseTo(1 / 2_000, 5);
  });

  it.each([
    ['leaky bucket', { kind: 'leaky-bucket', rate: 10, capacity: 5 }],
    ['leaky queue', { kind: 'leaky-queue', rate: 10, capacity: 5 }],
    ['GCRA', { kind: 'gcra', interval: 100, tolerance: 400 }],
  ])('goes by other names: %s', (_name, document) => {
    for (const arrivalRate of [7, 10, 14]) expectAccepted(document, arrivalRate, tokenBucketAcceptance(arrivalRate, 10, 5));
  });
});

describe('windows', () => {
  it.each(windows)('of %d calls/s in %d s, limit %d', (arrivalRate, window, limit, fixed, log) => {
    expect(fixedWindowAcceptance(arrivalRate, window, limit)).toBeCloseTo(fixed, 10);
    expect(slidingLogAcceptance(arrivalRate, window, limit)).toBeCloseTo(log, 10);
    const params = { limit, window: window * 1_000 };
    expectAccepted({ kind: 'fixed-window', ...params, origin: 'clock' }, arrivalRate, fixed);
    expectAccepted({ kind: 'sliding-log', ...params }, arrivalRate, log);
    expectAccepted({ kind: 'fixed-window', ...params }, arrivalRate, firstCallWindowAcceptance(arrivalRate, window, limit));
  });

  it('accept nothing at limit 0, and everything where hardly anybody calls', () => {
    for (const acceptance of [fixedWindowAcceptance, firstCallWindowAcceptance, slidingLogAcceptance]) {
      expect(acceptance(10, 1, 0)).toBe(0);
      expect(acceptance(0.001, 1, 5)).toBeCloseTo(1, 12);
      // the law of large numbers
      expect(acceptance(10_000, 10, 50_000)).toBeCloseTo(0.5, 4);
    }
  });
});

describe('a concurrency limit', () => {
  it('is Erlang’s loss system: calls of 1 s, exponential and all alike', () => {
    const run = (seed: number, time: (chance: Stream) => number) => {
      const { policy, params } = chosen('rate-limiter', { kind: 'concurrency', limit: 5 });
      const cells = new Float64Array(1);
      const arrivals = new Stream(seed, 'callers', 'arrivals');
      const times = new Stream(seed, 'callers', 'times');
      const ask: Ask = { cost: 1, tenant: 0, priority: 0 };
      const ends: number[] = [];
      let [now, passed] = [0, 0];
      for (let call = 0; call < 20_000; call++) {
        now += arrivals.exponentialMicros(SECOND / 4);
        for (let i = ends.length - 1; i >= 0; i--) {
          if (ends[i] > now) continue;
          policy.release!(params, cells, 0, ends[i], ask, 0, false);
          ends.splice(i, 1);
        }
        if (policy.check(params, cells, 0, now, ask) === REFUSED) continue;
        policy.take(params, cells, 0, now, ask);
        ends.push(now + time(times));
        passed++;
      }
      return passed / 20_000;
    };
    for (const time of [() => SECOND, (chance: Stream) => chance.exponentialMicros(SECOND)])
      expectTheory(
        SEEDS.map((seed) => run(seed, time)),
        1 - erlangB(4, 5),
        0.02,
        'concurrency',
      );
  });
});
