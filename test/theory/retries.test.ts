import { describe, expect, it } from 'vitest';
import { ERROR } from '../../src/sim/flow/port.ts';
import type { ComponentPlan } from '../../src/sim/world/blueprint.ts';
import type { World } from '../../src/sim/world/world.ts';
import { partialAmplification, worstAmplification } from '../../src/theory/amplification.ts';
import { decorrelatedJitter, equalJitter, fullJitter, type Moments, proportionalJitter } from '../../src/theory/backoff.ts';
import { breakerCycle, callsToOpen } from '../../src/theory/breaker-cycle.ts';
import { retries } from '../../src/theory/retries.ts';
import { budgetedAttempts, budgetedSuccess, failuresUntilThrottled, mostAttempts, throttledAbove } from '../../src/theory/retry-budget.ts';
import entries from './data/closed-forms.json' with { type: 'json' };
import { controlled, estimate, expectTheory, over, replicate, run, total } from './replications.ts';
import { standIn } from './stand-in.ts';

/** Answers at once, and fails every attempt with the same ratio, independently. */
const failing = (ratio: number): ComponentPlan => ({
  kind: 'service',
  servers: 10_000,
  serviceTime: { kind: 'constant', value: 0 },
  fault: { kind: 'error-ratio', ratio },
});

const users = (rate: number, maxAttempts: number, more: object = {}): ComponentPlan => ({
  kind: 'client',
  calls: ['desk'],
  arrival: { kind: 'poisson', rate },
  maxAttempts,
  attemptTimeout: null,
  retryDelay: { kind: 'none' },
  ...more,
});

const perRequest = (world: World) => {
  const arrived = total(world, 'users', 'arrived');
  return {
    requests: arrived,
    success: over(world, 'users.successRatio', 0),
    failed: total(world, 'users', 'failedError') / arrived,
    attempts: total(world, 'users', 'sent') / arrived,
    first: total(world, 'users', 'succeededFirst') / arrived,
    second: total(world, 'users', 'succeededSecond') / arrived,
  };
};

/** As `expectTheory`, but where so few are expected that the interval of some runs says nothing, their number must be likely for Poisson. */
function expectRatio(figures: readonly number[], theory: number, requests: readonly number[], within: number, what: string): void {
  const expected = requests.reduce((sum, n) => sum + n * theory, 0);
  if (expected > 4_000) {
    expectTheory(figures, theory, within, what);
    return;
  }
  const seen = figures.reduce((sum, ratio, i) => sum + ratio * requests[i], 0);
  // 4.5 deviations of a Poisson number, and 4 more as it is skewed where it is small
  expect(Math.abs(seen - expected), `${what}: ${seen} seen, ${expected} expected`).toBeLessThan(4 + 4.5 * Math.sqrt(expected));
}

describe('retries after independent failures', () => {
  const cases = [...[0.1, 0.5, 0.9].flatMap((failureRatio) => [1, 3, 5].map((n) => ({ failureRatio, n }))), { failureRatio: 0.3, n: 2 }];

  it.each(cases)('failing at ratio $failureRatio, $n retries', ({ failureRatio, n }) => {
    const theory = retries({ failureRatio, maxAttempts: n + 1 });
    const found = replicate(40, { duration: 6_000, components: { users: users(1_000, n + 1), desk: failing(failureRatio) } }, perRequest);
    expectTheory(found.attempts, theory.meanAttempts, 0.01, 'attempts per request');
    expectTheory(found.first, 1 - failureRatio, 0.04, 'share that succeeds at once');
    expectTheory(found.second, failureRatio * (1 - failureRatio), 0.04, 'share that succeeds at the second attempt');
    expectRatio(found.failed, 1 - theory.successRatio, found.requests, 0.1, 'share that fails in the end');
  });
});

describe('amplification over depth', () => {
  const tower = (maxAttempts: number, depth: number, ratio: number): Record<string, ComponentPlan> => {
    const components: Record<string, ComponentPlan> = { users: users(1_000, maxAttempts, { calls: [depth > 1 ? 'layer1' : 'bottom'] }) };
    for (let layer = 1; layer < depth; layer++) {
      components[`layer${layer}`] = {
        kind: 'service',
        calls: [layer === depth - 1 ? 'bottom' : `layer${layer + 1}`],
        servers: 10_000,
        serviceTime: { kind: 'constant', value: 0 },
        maxAttempts,
        retryDelay: { kind: 'none' },
      };
    }
    components.bottom = failing(ratio);
    return components;
  };

  it.each([
    [1, 3, 4],
    [2, 3, 16],
    [3, 2, 27],
    [3, 3, 64],
    [4, 3, 256],
    [5, 2, 243],
    [5, 3, 1_024],
  ])('%d layers with %d retries each make of every request %d calls when the bottom always fails', (depth, n, calls) => {
    const world = run(
      {
        duration: 30,
        components: { ...tower(n + 1, depth, 1), users: { ...tower(n + 1, depth, 1).users, arrival: { kind: 'constant', rate: 1_000 } } },
      },
      1,
    );
    const arrived = total(world, 'users', 'arrived');
    expect(arrived).toBe(29);
    expect(worstAmplification(n + 1, depth)).toBe(calls);
    expect(total(world, 'bottom', 'arrived')).toBe(arrived * calls);
    expect(total(world, 'users', 'failedError')).toBe(arrived);
  });

  it.each([
    { failureRatio: 0.5, n: 2, depth: 3 },
    { failureRatio: 0.3, n: 3, depth: 3 },
    { failureRatio: 0.9, n: 3, depth: 3 },
    { failureRatio: 0.9, n: 3, depth: 2 },
  ])('$depth layers with $n retries each above a bottom that fails at ratio $failureRatio', ({ failureRatio, n, depth }) => {
    const theory = partialAmplification({ failureRatio, maxAttempts: n + 1, depth });
    const found = replicate(40, { duration: 3_000, components: tower(n + 1, depth, failureRatio) }, (world) => ({
      ...perRequest(world),
      amplification: total(world, 'bottom', 'arrived') / total(world, 'users', 'arrived'),
    }));
    expectTheory(found.amplification, theory.amplification, 0.02, 'calls at the bottom per request');
    expectRatio(found.failed, theory.failureRatio, found.requests, 0.1, 'share that fails in spite of it all');
  });
});

describe('waits between attempts', () => {
  const REQUESTS = 20_000;

  /** Waits before retries 1 to `most` of requests that always fail [s], as the callee sees them arrive: per retry a list. */
  const waits = (retryDelay: object, most: number): number[][] => {
    const last = new Map<number, number>();
    const lists: number[][] = Array.from({ length: most }, () => []);
    const clock = standIn('clock', ({ site: { calls, requests, simulation }, answer }) => ({
      receive(call) {
        const request = requests.number[calls.root[call]];
        const attempt = calls.attempt[call];
        if (attempt > 1) lists[attempt - 2].push((simulation.now - (last.get(request) as number)) / 1e6);
        last.set(request, simulation.now);
        answer(call, ERROR);
      },
    }));
    const arrival = { kind: 'constant', rate: 10_000 };
    const components = { users: users(0, most + 1, { arrival, retryDelay }), desk: { kind: 'clock' } };
    // a request more than asked for may be born at the end; waits add up to less than 100 s
    const changes = [{ at: REQUESTS / 10 + 0.05, set: { 'users.enabled': false } }];
    run({ duration: REQUESTS / 10 + 100_000, changes, components }, 1, { components: [clock] });
    expect(lists.map(({ length }) => length)).toEqual(Array.from({ length: most }, () => REQUESTS));
    return lists;
  };

  const expectMoments = (found: readonly number[], { mean, variance }: Moments, what: string) => {
    expectTheory(found, mean, 0.03, `mean of ${what}`);
    const squares = found.map((wait) => (wait - mean) ** 2);
    if (variance > 0) expectTheory(squares, variance, 0.05, `variance of ${what}`);
  };

  const limit = { base: 0.1, multiplier: 2, cap: 10 };
  const inMs = { base: 100, multiplier: 2, cap: 10_000 };

  it.each([
    ['full-jitter', {}, (retry: number) => fullJitter(limit, retry)],
    ['equal-jitter', {}, (retry: number) => equalJitter(limit, retry)],
    ['proportional', { spread: 0.2 }, (retry: number) => proportionalJitter(limit, 0.2, retry)],
    ['proportional', { spread: 0.5 }, (retry: number) => proportionalJitter(limit, 0.5, retry)],
  ])('have the moments of %s, %o, up to the cap', (kind, more, moments) => {
    waits({ kind, ...inMs, ...more }, 8).forEach((found, i) => {
      expectMoments(found, moments(i + 1), `wait ${i + 1}`);
    });
  });

  it('have the moments of decorrelated jitter, below the cap by recursion and beyond it as computed', () => {
    const lists = waits({ kind: 'decorrelated-aws', base: 100, cap: 10_000 }, 8);
    lists.forEach((found, i) => {
      const { values } = entries.find(({ id }) => id === `backoff.decorr.k${i + 1}`) as unknown as { values: Record<string, number> };
      const moments = i < 4 ? decorrelatedJitter(0.1, 10, i + 1) : { mean: values.capped_mean, variance: values.capped_var };
      expectTheory(found, moments.mean, 0.05, `mean of wait ${i + 1}`);
      // a few waits far out make most of the fourth moment, until the cap cuts them off
      expectTheory(
        found.map((wait) => (wait - moments.mean) ** 2),
        moments.variance,
        i < 4 ? 0.15 : 0.12,
        `variance of wait ${i + 1}`,
      );
      const capped = found.map((wait) => (wait === 10 ? 1 : 0));
      if (values.capped_P_at_cap > 0.01) expectTheory(capped, values.capped_P_at_cap, 0.2, `share of wait ${i + 1} at the cap`);
      else if (i < 4) expect(Math.max(...capped)).toBe(0);
    });
  });
});

describe('retry budgets', () => {
  /** Half the run fails entirely, and in between it goes up and down. */
  const troubled = [
    { at: 5_000, set: { 'desk.fault': { kind: 'error-ratio', ratio: 1 } } },
    { at: 20_000, set: { 'desk.fault': { kind: 'error-ratio', ratio: 0.05 } } },
    { at: 30_000, set: { 'desk.fault': { kind: 'error-ratio', ratio: 0.6 } } },
    { at: 35_000, set: { 'desk.fault': { kind: 'error-ratio', ratio: 1 } } },
  ];
  const perRequestBudget = (credit: number, capacity: number) => ({
    kind: 'token-bucket',
    credit,
    creditOn: 'request',
    charge: 1,
    chargeOn: 'retry',
    capacity,
    reserve: 0,
  });

  it.each([
    { ratio: 0.1, capacity: 10, replicas: 1 },
    { ratio: 0.2, capacity: 50, replicas: 1 },
    { ratio: 0.1, capacity: 5, replicas: 20 },
  ])('attempts never exceed (1 + $ratio) × requests + $capacity a process, whatever fails', ({ ratio, capacity, replicas }) => {
    for (let seed = 1; seed <= 20; seed++) {
      const components = { users: users(200, 1_000, { replicas, retryBudget: perRequestBudget(ratio, capacity) }), desk: failing(0) };
      const world = run({ duration: 60_000, bins: 600, changes: troubled, components }, seed);
      const recorder = world.recorders[0];
      const rates = new Float64Array(600);
      const arrivals = new Float64Array(600);
      recorder.write(
        recorder.meters.findIndex(({ name }) => name === 'attempts'),
        0,
        600,
        rates,
        0,
      );
      recorder.write(
        recorder.meters.findIndex(({ name }) => name === 'arrivals'),
        0,
        600,
        arrivals,
        0,
      );
      let attempts = 0;
      let requests = 0;
      for (let bin = 0; bin < 600; bin++) {
        attempts += rates[bin] / 10;
        requests += arrivals[bin] / 10;
        expect(attempts).toBeLessThanOrEqual(mostAttempts(requests, ratio, capacity * replicas) + 1e-6);
      }
      expect(total(world, 'users', 'retryRefused')).toBeGreaterThan(0);
    }
  });

  it('in a total outage from the start the bound is reached, but for a token a process', () => {
    const components = { users: users(200, 1_000, { retryBudget: perRequestBudget(0.1, 10) }), desk: failing(1) };
    const world = run({ duration: 60_000, components }, 1);
    const attempts = total(world, 'users', 'sent');
    const bound = mostAttempts(total(world, 'users', 'arrived'), 0.1, 10);
    expect(attempts).toBeLessThanOrEqual(bound);
    // what the first requests earn finds the bucket full, and a part of a token is left at the end
    expect(attempts).toBeGreaterThan(bound - 2);
  });

  it('so do those of a ratio window, with its minimum rate on top', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const retryBudget = { kind: 'ratio-window', share: 0.2, minimum: 10, span: 10_000 };
      const world = run(
        { duration: 60_000, changes: troubled, components: { users: users(200, 1_000, { retryBudget }), desk: failing(0) } },
        seed,
      );
      const attempts = total(world, 'users', 'sent');
      // the window forgets retries as it forgets requests: what is allowed in any case comes again every span
      expect(attempts).toBeLessThanOrEqual(mostAttempts(total(world, 'users', 'arrived'), 0.2, 10 * (60 + 10)));
    }
  });

  it.each([
    { failureRatio: 0.02, ratio: 0.1 },
    { failureRatio: 0.3, ratio: 0.1 },
    { failureRatio: 0.5, ratio: 0.2 },
    { failureRatio: 1, ratio: 0.2 },
  ])('pay for min(1 + r, what failures ask for): failing at $failureRatio, r = $ratio', ({ failureRatio, ratio }) => {
    const plan = (maxAttempts: number) => ({
      duration: 20_000,
      components: { users: users(300, maxAttempts, { retryBudget: perRequestBudget(ratio, 20) }), desk: failing(failureRatio) },
    });
    const read = (world: World) => ({
      ...perRequest(world),
      spare: mostAttempts(total(world, 'users', 'arrived'), ratio, 20) - total(world, 'users', 'sent'),
    });
    const limited = replicate(40, plan(4), read);
    const unlimited = replicate(40, plan(1_000), read);
    const attempts = budgetedAttempts(failureRatio, 4, ratio);
    const success = budgetedSuccess(failureRatio, ratio);
    if (failureRatio < ratio) {
      expectTheory(limited.attempts, attempts, 0.005, 'attempts per request');
      expect(Math.min(...unlimited.success)).toBe(success);
      return;
    }
    // all is spent but what the first requests earned while the bucket was full, and a part of a token
    for (const spare of [...limited.spare, ...unlimited.spare]) {
      expect(spare).toBeGreaterThan(-1e-6);
      expect(spare).toBeLessThan(6);
    }
    const initial = 20 / 6_000;
    expect(estimate(limited.attempts).mean).toBeCloseTo(attempts + initial, 2);
    if (failureRatio < 1) expectTheory(unlimited.success, success + initial * (1 - failureRatio), 0.02, 'share that succeeds');
    else expect(Math.max(...unlimited.success)).toBe(0);
  });

  const throttling = (capacity: number) => ({ kind: 'token-bucket', capacity, credit: 0.1 });
  const throttled = (failureRatio: number) =>
    replicate(
      10,
      { duration: 60_000, components: { users: users(1_000, 4, { retryBudget: throttling(200) }), desk: failing(failureRatio) } },
      (world) => ({
        refused: over(world, 'users.retriesRefused', 15) / (over(world, 'users.retriesRefused', 15) + over(world, 'users.retries', 15)),
      }),
    ).refused;

  it('gRPC’s throttling turns between the failure ratios 0.08 and 0.10, as its drift is zero at 0.0909', () => {
    expect(throttledAbove(0.1)).toBeCloseTo(1 / 11, 12);
    expect(Math.max(...throttled(0.08))).toBe(0);
    expect(Math.min(...throttled(0.1))).toBe(1);
  });

  it('gRPC’s throttling stops retries with the fifth failure of a bucket of ten', () => {
    expect(failuresUntilThrottled(10)).toBe(5);
    const world = run({ duration: 1_000, components: { users: users(100, 10, { retryBudget: throttling(10) }), desk: failing(1) } }, 1);
    // the fifth failure finds 5 tokens left, which is not more than half
    expect(total(world, 'users', 'retried')).toBe(4);
  });
});

describe('a breaker that opens after failures in a row', () => {
  const breaker = (failures: number, openTime: number) => ({ kind: 'consecutive-failures', failures, openTime });

  it.each([
    { failureRatio: 0.5, failures: 3, calls: 120 },
    { failureRatio: 0.9, failures: 5, calls: 80 },
  ])('makes (1 − p^k) / (p^k·(1 − p)) attempts before: p = $failureRatio, k = $failures', ({ failureRatio, failures, calls }) => {
    const processes = 400;
    // it never closes again, so what each process sends in the run is what it took; all have had time to open
    const plan = {
      duration: calls * 1_000,
      components: {
        users: users(processes, 1, { replicas: processes, circuitBreaker: breaker(failures, 3_600_000_000) }),
        desk: failing(failureRatio),
      },
    };
    const found = replicate(40, plan, (world) => ({
      calls: total(world, 'users', 'sent') / processes,
      open: over(world, 'users.breakerOpen', 19, 20),
    }));
    expect(Math.min(...found.open)).toBeGreaterThan(0.997);
    expectTheory(found.calls, callsToOpen(failureRatio, failures), 0.04, 'attempts until it opens');
  });

  it.each([
    { arrivalRate: 10, failureRatio: 0.5, failures: 5, openTime: 5, duration: 300_000 },
    { arrivalRate: 10, failureRatio: 0.9, failures: 5, openTime: 5, duration: 500_000 },
    { arrivalRate: 20, failureRatio: 0.5, failures: 3, openTime: 1, duration: 100_000 },
  ])('spends its time as renewal theory says: λ = $arrivalRate, p = $failureRatio, k = $failures, D = $openTime s', (cycle) => {
    const { arrivalRate, failureRatio, failures, openTime, duration } = cycle;
    const processes = 20;
    const theory = breakerCycle(cycle);
    const found = replicate(
      40,
      {
        duration,
        components: {
          users: users(arrivalRate * processes, 1, { replicas: processes, circuitBreaker: breaker(failures, openTime * 1_000) }),
          desk: failing(failureRatio),
        },
      },
      (world) => {
        const arrivals = over(world, 'users.arrivals');
        return {
          arrivals,
          refused: over(world, 'users.breakerRefusals') / arrivals,
          admitted: over(world, 'users.attempts') / arrivals,
          success: over(world, 'users.goodput') / arrivals,
          open: over(world, 'users.breakerOpen'),
        };
      },
    );
    const given = (figures: number[]) => controlled(figures, found.arrivals, arrivalRate * processes);
    expectTheory(given(found.refused), theory.refusedRatio, 0.025, 'share that is refused');
    expectTheory(given(found.admitted), theory.admittedRatio, 0.04, 'share that goes out');
    expectTheory(given(found.success), theory.successRatio, failureRatio > 0.8 ? 0.08 : 0.04, 'share that succeeds');
    expectTheory(given(found.open), theory.openRatio, 0.025, 'share of time it is open');
  });

  it('in a total outage lets a probe out every open time and an arrival’s wait', () => {
    const theory = breakerCycle({ arrivalRate: 10, failureRatio: 1, failures: 5, openTime: 1 });
    const found = replicate(
      40,
      { duration: 500_000, components: { users: users(10, 1, { circuitBreaker: breaker(5, 1_000) }), desk: failing(1) } },
      (world) => ({ probes: over(world, 'users.attempts'), refused: over(world, 'users.breakerRefusals') / over(world, 'users.arrivals') }),
    );
    expectTheory(found.probes, 10 * theory.admittedRatio, 0.01, 'probes per second');
    expectTheory(found.refused, theory.refusedRatio, 0.01, 'share that is refused');
  });
});
