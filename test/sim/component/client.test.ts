import { describe, expect, test, vi } from 'vitest';
import { concurrency } from '../../../src/sim/policy/rate-limiter/concurrency.ts';
import { nextFree } from '../../../src/sim/policy/rate-limiter/contract.ts';
import { hierarchical } from '../../../src/sim/policy/rate-limiter/hierarchical.ts';
import { chosen } from '../../chosen.ts';
import { crowd, evenClient, figure, firstRequests, played, samples, steadyService, storyOf, total } from '../../worlds.ts';

const constantDelay = (delay: number) => ({ kind: 'constant', delay });

describe('attempts and timeouts', () => {
  test('an attempt that times out is retried after the delay; its answer comes late and counts for nothing', () => {
    // 120 ms of work, given up after 100; the retry goes out at 150 and would be answered at 270, but is given up at 250
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { attemptTimeout: 100, maxAttempts: 2, retryDelay: constantDelay(50) }),
        checkout: steadyService(5, 120),
      },
      { trace: firstRequests(1), observe: ['requests'] },
    );
    expect(storyOf(world, 0)).toEqual([
      '0 shoppers.arrived',
      '0 shoppers.sent',
      '0 checkout.arrived',
      '0 checkout.started',
      '100 shoppers.attemptTimedOut',
      '100 shoppers.retried',
      '120 checkout.wasted',
      '120 shoppers.late',
      '150 shoppers.sent',
      '150 checkout.arrived',
      '150 checkout.started',
      '250 shoppers.attemptTimedOut',
      '250 shoppers.failedTimedOut',
      '270 checkout.wasted',
      '270 checkout.effectRepeated',
      '270 shoppers.duplicated',
      '270 shoppers.late',
    ]);
    expect([world.observed.requests!.finished[0], world.observed.requests!.attempts[0]]).toEqual([250_000, 2]);
    expect([figure(world, 'shoppers.goodput'), figure(world, 'checkout.goodput'), figure(world, 'checkout.wasted')]).toEqual([0, 0, 2]);
  });

  test('an answer at the very moment of the timeout comes too late: the timer was set first', () => {
    const world = played(
      { shoppers: crowd(1, 'checkout', { attemptTimeout: 100 }), checkout: steadyService(1, 100) },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).slice(-4)).toEqual([
      '100 shoppers.attemptTimedOut',
      '100 shoppers.failedTimedOut',
      '100 checkout.wasted',
      '100 shoppers.late',
    ]);
  });

  test('with a constant delay of 40 ms and instant errors, attempts go out at 0, 40, 80 and 120 ms', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { maxAttempts: 4, retryDelay: constantDelay(40) }),
        checkout: steadyService(1, 10, { fault: { kind: 'fail-fast' } }),
      },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).filter((line) => line.endsWith('shoppers.sent'))).toEqual([0, 40, 80, 120].map((at) => `${at} shoppers.sent`));
    expect(storyOf(world, 0).at(-1)).toBe('120 shoppers.failedError');
  });

  test('exponential delays add up: attempts at 0, 10, 30, 70 and 150 ms', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { maxAttempts: 5, retryDelay: { kind: 'exponential', base: 10, cap: 1_000 } }),
        checkout: steadyService(1, 10, { fault: { kind: 'fail-fast' } }),
      },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).filter((line) => line.endsWith('shoppers.sent'))).toEqual(
      [0, 10, 30, 70, 150].map((at) => `${at} shoppers.sent`),
    );
  });

  test('a success at the second attempt counts as such, and its response time from the first', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { maxAttempts: 3, retryDelay: constantDelay(40) }),
        checkout: steadyService(1, 10, { fault: { kind: 'fail-fast' } }),
      },
      { changes: [{ at: 20, set: { 'checkout.fault': { kind: 'none' } } }] },
    );
    expect([total(world, 'shoppers.succeededFirst'), total(world, 'shoppers.succeededSecond')]).toEqual([0, 1]);
    expect(figure(world, 'shoppers.responseTime.mean')).toBe(50);
  });

  test('with timeouts not worth retrying, a timeout ends the request', () => {
    const world = played({
      shoppers: crowd(1, 'checkout', { attemptTimeout: 100, maxAttempts: 5, retryTimeouts: false }),
      checkout: steadyService(1, 200),
    });
    expect([total(world, 'shoppers.sent'), total(world, 'shoppers.failedTimedOut')]).toEqual([1, 1]);
  });

  test('a permanent error is not retried, another error is', () => {
    const tried = (retryable: boolean) =>
      total(
        played({
          shoppers: crowd(1, 'checkout', { maxAttempts: 5, retryDelay: constantDelay(10) }),
          checkout: steadyService(1, 10, { fault: { kind: 'error-ratio', ratio: 1, retryable } }),
        }),
        'shoppers.sent',
      );
    expect([tried(false), tried(true)]).toEqual([1, 5]);
  });

  test('what is not sent is not born: off, nothing arrives, and what is under way goes on', () => {
    const world = played(
      { shoppers: evenClient(100, 'checkout'), checkout: steadyService(100, 200) },
      { changes: [{ at: 500, set: { 'shoppers.enabled': false } }] },
    );
    // 10, 20 … 490 ms and, being scheduled before the change took effect, 500 ms belongs to the change
    expect(total(world, 'shoppers.arrived')).toBe(49);
    expect(total(world, 'shoppers.succeededFirst')).toBe(49);
  });
});

describe('the attempt timer may start with the service', () => {
  // one server: the second request waits 80 ms for it
  const run = (attemptTimerStarts: string, rest = {}) =>
    played(
      { shoppers: crowd(2, 'checkout', { attemptTimeout: 100, attemptTimerStarts, ...rest }), checkout: steadyService(1, 80) },
      { trace: firstRequests(2) },
    );

  test('counted from sending, the second times out at 100 ms', () => {
    expect(storyOf(run('send'), 1)).toContain('100 shoppers.attemptTimedOut');
  });

  test('counted from the start of service, waiting does not count: it is answered at 160 ms', () => {
    expect(storyOf(run('service'), 1).at(-1)).toBe('160 shoppers.succeededFirst');
  });

  test('counted from the start of service, long work times out: started at 80 ms, given up at 140', () => {
    expect(storyOf(run('service', { attemptTimeout: 60 }), 1)).toContain('140 shoppers.attemptTimedOut');
  });

  test('what the caller waits for then travels downstream from the start of service as well', () => {
    // the second request is served from 80 ms; its caller waits until 180, and so may the call to the database: not just until 100
    const world = played(
      {
        shoppers: crowd(2, 'checkout', { attemptTimeout: 100, attemptTimerStarts: 'service' }),
        checkout: steadyService(1, 40, { deadlineTravels: true, calls: ['database'] }),
        database: steadyService(1, 40),
      },
      { trace: firstRequests(2) },
    );
    expect(storyOf(world, 1).at(-1)).toBe('160 shoppers.succeededFirst');
    expect(total(world, 'checkout.attemptTimedOut')).toBe(0);
  });
});

describe('the overall deadline', () => {
  test('ends a wait for the next attempt, at the deadline', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { maxAttempts: 3, retryDelay: constantDelay(500), deadline: 120 }),
        checkout: steadyService(1, 10, { fault: { kind: 'fail-fast' } }),
      },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).slice(-2)).toEqual(['0 shoppers.retried', '120 shoppers.failedTimedOut']);
    expect(figure(world, 'shoppers.waitingToRetry')).toBeCloseTo(0.12, 12);
  });

  test('ends an attempt under way, which counts as timed out', () => {
    const world = played(
      { shoppers: crowd(1, 'checkout', { attemptTimeout: 300, deadline: 120 }), checkout: steadyService(1, 200) },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).slice(-4)).toEqual([
      '120 shoppers.attemptTimedOut',
      '120 shoppers.failedTimedOut',
      '200 checkout.wasted',
      '200 shoppers.late',
    ]);
  });

  test('travels downstream: the call made on behalf of a caller that waits 100 ms waits no longer', () => {
    const run = (deadlineTravels: boolean) =>
      played(
        {
          shoppers: crowd(1, 'checkout', { attemptTimeout: 100 }),
          checkout: steadyService(1, 20, { calls: ['database'], deadlineTravels }),
          database: steadyService(1, 300),
        },
        { trace: firstRequests(1) },
      );
    expect(storyOf(run(true), 0)).toContain('100 checkout.attemptTimedOut');
    expect(storyOf(run(false), 0)).toContain('320 checkout.attemptOk');
  });
});

test('a deadline of something given up is nobody else’s', () => {
  // the first is given up at 50; the second, from 60 on, has until 360, and the database answers it at 350
  const world = played(
    {
      impatient: crowd(1, 'checkout', { attemptTimeout: 50 }),
      patient: evenClient(1_000 / 60, 'checkout'),
      checkout: steadyService(5, 0, { calls: ['database'], whenCallerLeaves: 'cancel', deadline: 300 }),
      database: steadyService(5, 290),
    },
    { trace: firstRequests(2), changes: [{ at: 70, set: { 'patient.enabled': false } }] },
  );
  expect(storyOf(world, 1).at(-1)).toBe('350 patient.succeededFirst');
});

describe('a late answer', () => {
  // answered after 150 ms, given up after 100, to be retried at 400
  const run = (rest: object) =>
    played(
      {
        shoppers: crowd(1, 'checkout', { attemptTimeout: 100, maxAttempts: 2, retryDelay: constantDelay(300), ...rest }),
        checkout: steadyService(5, 150),
      },
      { trace: firstRequests(1) },
    );

  test('rescues the request while its retry waits', () => {
    const world = run({ lateAnswerRescues: true });
    expect(storyOf(world, 0).slice(-3)).toEqual(['150 checkout.wasted', '150 shoppers.late', '150 shoppers.succeededFirst']);
    expect(figure(world, 'shoppers.responseTime.mean')).toBe(150);
    expect(total(world, 'shoppers.sent')).toBe(1);
  });

  test('rescues the request while its retry is out, which is then taken back', () => {
    const world = run({ lateAnswerRescues: true, retryDelay: constantDelay(20) });
    expect(storyOf(world, 0).slice(4)).toEqual([
      '100 shoppers.attemptTimedOut',
      '100 shoppers.retried',
      '120 shoppers.sent',
      '120 checkout.arrived',
      '120 checkout.started',
      '150 checkout.wasted',
      '150 shoppers.late',
      '150 shoppers.attemptWithdrawn',
      '150 shoppers.succeededSecond',
      '270 checkout.wasted',
      '270 checkout.effectRepeated',
      '270 shoppers.duplicated',
      '270 shoppers.late',
    ]);
  });

  test('otherwise comes to nothing: the retry goes out and times out as well', () => {
    const world = run({});
    expect(storyOf(world, 0)).toContain('500 shoppers.failedTimedOut');
  });
});

describe('the circuit breaker', () => {
  const breaker = (rest = {}) => ({ kind: 'consecutive-failures', failures: 2, openTime: 300, ...rest });

  test('opens after two failures, refuses until 300 ms later, lets one probe through and closes again', () => {
    // a request every 50 ms; fails fast until 200 ms
    const world = played(
      {
        shoppers: evenClient(20, 'checkout', { circuitBreaker: breaker() }),
        checkout: steadyService(5, 10, { fault: { kind: 'fail-fast' } }),
      },
      { trace: firstRequests(20), changes: [{ at: 199, set: { 'checkout.fault': { kind: 'none' } } }] },
    );
    const ends = Array.from({ length: 10 }, (_, request) => storyOf(world, request).at(-1));
    expect(ends).toEqual([
      '50 shoppers.failedError',
      '100 shoppers.failedError',
      '150 shoppers.failedRejected',
      '200 shoppers.failedRejected',
      '250 shoppers.failedRejected',
      '300 shoppers.failedRejected',
      '350 shoppers.failedRejected',
      '410 shoppers.succeededFirst',
      '460 shoppers.succeededFirst',
      '510 shoppers.succeededFirst',
    ]);
    expect(total(world, 'shoppers.breakerRefused')).toBe(5);
    // open from 100 to 400 ms, half-open from 400 to 410; a breaker exists from the first request on, at 50 ms
    expect(figure(world, 'shoppers.breakerOpen')).toBeCloseTo(300 / 950, 12);
    expect(figure(world, 'shoppers.breakerHalfOpen')).toBeCloseTo(10 / 950, 12);
  });

  test('refuses others while the probe is out, or holds them until it has ended', () => {
    const run = (whileProbing: string) =>
      played(
        {
          shoppers: evenClient(20, 'checkout', { circuitBreaker: breaker({ whileProbing }) }),
          // the probe of 400 ms is answered at 520
          checkout: steadyService(5, 120, { fault: { kind: 'fail-fast' } }),
        },
        { trace: firstRequests(20), changes: [{ at: 199, set: { 'checkout.fault': { kind: 'none' } } }] },
      );
    const ends = (world: ReturnType<typeof run>) => [7, 8, 9, 10].map((request) => storyOf(world, request).at(-1));
    expect(ends(run('refuse'))).toEqual([
      '520 shoppers.succeededFirst',
      '450 shoppers.failedRejected',
      '500 shoppers.failedRejected',
      '670 shoppers.succeededFirst',
    ]);
    // held at 450 and 500, let go together at 520
    expect(ends(run('wait'))).toEqual([
      '520 shoppers.succeededFirst',
      '640 shoppers.succeededFirst',
      '640 shoppers.succeededFirst',
      '670 shoppers.succeededFirst',
    ]);
    expect(figure(run('wait'), 'shoppers.waitingToRetry')).toBeCloseTo((70 + 20) / 1_000, 12);
  });

  test('held behind a probe that fails, the others are refused', () => {
    const world = played(
      {
        shoppers: evenClient(20, 'checkout', { circuitBreaker: breaker({ whileProbing: 'wait' }) }),
        checkout: steadyService(5, 120, { fault: { kind: 'error-ratio', ratio: 1 } }),
      },
      { trace: firstRequests(20) },
    );
    // failures at 170 and 220 open it; the probe of 550 fails at 670
    expect([10, 11, 12].map((request) => storyOf(world, request).at(-1))).toEqual([
      '670 shoppers.failedError',
      '670 shoppers.failedRejected',
      '670 shoppers.failedRejected',
    ]);
  });

  test('a refusal may be retried like an error', () => {
    const run = (retryRefused: boolean) =>
      played({
        shoppers: evenClient(20, 'checkout', { circuitBreaker: breaker(), maxAttempts: 10, retryDelay: constantDelay(100), retryRefused }),
        checkout: steadyService(5, 10, { fault: { kind: 'fail-fast' } }),
      });
    expect(total(run(false), 'shoppers.retried')).toBeLessThan(10);
    expect(total(run(true), 'shoppers.retried')).toBeGreaterThan(50);
  });

  test('held behind a probe, a request may run out of time: it is not sent any more', () => {
    const world = played(
      {
        shoppers: evenClient(20, 'checkout', { circuitBreaker: breaker({ whileProbing: 'wait' }) }),
        // the probe of 400 ms is answered at 520
        checkout: steadyService(5, 120, { fault: { kind: 'fail-fast' } }),
      },
      {
        trace: firstRequests(20),
        changes: [
          { at: 199, set: { 'checkout.fault': { kind: 'none' } } },
          { at: 420, set: { 'shoppers.deadline': 50 } },
          { at: 480, set: { 'shoppers.deadline': null } },
        ],
      },
    );
    expect(storyOf(world, 8)).toEqual(['450 shoppers.arrived', '500 shoppers.failedTimedOut']);
    expect(storyOf(world, 9).at(-1)).toBe('640 shoppers.succeededFirst');
    expect(figure(world, 'shoppers.waitingToRetry')).toBeCloseTo((50 + 20) / 1_000, 12);
    expect(samples(world, 'shoppers.waitingToRetry')[9]).toBe(0);
  });

  test('put in place of another learns nothing of what was sent before', () => {
    // every request fails after 120 ms; those of 50 and 100 ms were sent before there was this breaker
    const world = played(
      {
        shoppers: evenClient(20, 'checkout', { circuitBreaker: breaker({ failures: 9 }) }),
        checkout: steadyService(50, 120, { fault: { kind: 'error-ratio', ratio: 1 } }),
      },
      { trace: firstRequests(10), changes: [{ at: 110, set: { 'shoppers.circuitBreaker': breaker() } }] },
    );
    // those of 150 and 200 are its first two failures: it opens at 320
    expect([4, 5, 6].map((request) => storyOf(world, request).at(-1))).toEqual([
      '370 shoppers.failedError',
      '420 shoppers.failedError',
      '350 shoppers.failedRejected',
    ]);
  });

  test('is one for each process', () => {
    const world = played(
      {
        shoppers: evenClient(1_000, 'checkout', {
          replicas: 4,
          circuitBreaker: { kind: 'consecutive-failures', failures: 3, openTime: 60_000 },
        }),
        checkout: steadyService(5, 0, { fault: { kind: 'fail-fast' } }),
      },
      { duration: 2_000 },
    );
    // each of the four lets three failures through, and no more in this run
    expect(total(world, 'shoppers.sent')).toBe(12);
    expect(total(world, 'shoppers.breakerRefused')).toBe(1_999 - 12);
  });

  test('goes on holding nobody when the probe they wait for is taken back', () => {
    // two tasks of `checkout` call `database` behind a half-open breaker: the first is its probe, the second is held. The
    // first one's caller leaves, which takes the probe back without a result. The second must then be tried in its place.
    const world = played(
      {
        shoppers: evenClient(10, 'checkout', { attemptTimeout: 250 }),
        checkout: steadyService(5, 0, {
          whenCallerLeaves: 'cancel',
          calls: ['database'],
          circuitBreaker: { kind: 'consecutive-failures', failures: 1, openTime: 50, whileProbing: 'wait' },
        }),
        database: steadyService(5, 1_000, { fault: { kind: 'fail-fast' } }),
      },
      {
        duration: 5_000,
        changes: [
          { at: 150, set: { 'database.fault': { kind: 'none' } } },
          { at: 250, set: { 'shoppers.attemptTimeout': null } },
          { at: 350, set: { 'shoppers.enabled': false } },
        ],
        trace: firstRequests(4),
      },
    );
    // the probe of 200 ms is taken back at 450, when its caller gives up; the third request takes its place
    expect(storyOf(world, 1)).toContain('450 checkout.attemptWithdrawn');
    expect(storyOf(world, 2).slice(-4)).toEqual([
      '1450 checkout.attemptOk',
      '1450 checkout.finished',
      '1450 shoppers.attemptOk',
      '1450 shoppers.succeededFirst',
    ]);
  });
});

describe('the retry budget', () => {
  test('that says no ends the request with the outcome of its last attempt', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout', {
          maxAttempts: 9,
          retryDelay: constantDelay(10),
          retryBudget: { kind: 'token-bucket', capacity: 10, credit: 0, charge: 3, chargeOn: 'retry', reserve: 0 },
        }),
        checkout: steadyService(1, 0, { fault: { kind: 'fail-fast' } }),
      },
      { trace: firstRequests(1) },
    );
    // 10 tokens are good for three retries at 3 each
    expect(storyOf(world, 0).slice(-4)).toEqual([
      '30 checkout.refused',
      '30 shoppers.attemptError',
      '30 shoppers.retryRefused',
      '30 shoppers.failedError',
    ]);
    expect(total(world, 'shoppers.sent')).toBe(4);
  });

  describe('of one retry at a time', () => {
    const oneAtATime = { kind: 'concurrency-ratio', share: 0, minimum: 1 };
    // 19 requests, 50 ms apart
    const run = (rest: object, time: number, fault: object = { kind: 'none' }) =>
      played({
        shoppers: evenClient(20, 'checkout', { retryBudget: oneAtATime, maxAttempts: 2, retryDelay: constantDelay(0), ...rest }),
        checkout: steadyService(50, time, { fault: fault as { kind: string } }),
      });
    const retries = (world: ReturnType<typeof run>) => [total(world, 'shoppers.retried'), total(world, 'shoppers.retryRefused')];

    test('hears that one has timed out', () => {
      expect(retries(run({ attemptTimeout: 20 }, 1_000))).toEqual([19, 0]);
      // of 110 to 170: the next one is wished for at 160, and the one after that at 210; of the last nobody hears
      expect(retries(run({ attemptTimeout: 60 }, 1_000))).toEqual([9, 9]);
    });

    test('hears that one was never sent because its request has run out of time', () => {
      expect(retries(run({ retryDelay: constantDelay(100), deadline: 30 }, 10, { kind: 'fail-fast' }))).toEqual([19, 0]);
    });

    test('hears that one was refused by the breaker', () => {
      const circuitBreaker = { kind: 'consecutive-failures', failures: 1, openTime: 60_000 };
      const world = run({ circuitBreaker, retryRefused: true, retryDelay: constantDelay(10) }, 10, { kind: 'fail-fast' });
      expect(retries(world)).toEqual([19, 0]);
      // of 38 attempts the first went out
      expect([total(world, 'shoppers.sent'), total(world, 'shoppers.breakerRefused')]).toEqual([1, 37]);
    });
  });

  test('in place of another starts afresh', () => {
    const oneRetry = { kind: 'token-bucket', capacity: 3, credit: 0, charge: 3, chargeOn: 'retry', reserve: 0 };
    const world = played(
      {
        shoppers: evenClient(20, 'checkout', { maxAttempts: 2, retryDelay: constantDelay(10), retryBudget: oneRetry }),
        checkout: steadyService(1, 0, { fault: { kind: 'fail-fast' } }),
      },
      { changes: [{ at: 500, set: { 'shoppers.retryBudget': { ...oneRetry, capacity: 6 } } }] },
    );
    expect([total(world, 'shoppers.retried'), total(world, 'shoppers.retryRefused')]).toEqual([1 + 2, 19 - 3]);
  });

  test('swapped in while retries wait for their turn, a concurrency budget is not told of retries it never allowed', () => {
    const world = played(
      {
        shoppers: crowd(20, 'checkout', { maxAttempts: 2, retryDelay: constantDelay(100) }),
        checkout: steadyService(20, 10, { fault: { kind: 'fail-fast' } }),
      },
      { changes: [{ at: 50, set: { 'shoppers.retryBudget': { kind: 'concurrency-ratio', minimum: 3 } } }] },
    );
    expect(figure(world, 'shoppers.retryBudget.retries', 5, 10)).toBe(0);
  });
});

describe('network delay', () => {
  test('of 30 ms one way: sent at 0, arrives at 30, worked on until 130, answered at 160', () => {
    const world = played(
      { shoppers: crowd(1, 'checkout', { networkDelay: { kind: 'constant', value: 30 } }), checkout: steadyService(1, 100) },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0)).toEqual([
      '0 shoppers.arrived',
      '0 shoppers.sent',
      '30 checkout.arrived',
      '30 checkout.started',
      '130 checkout.finished',
      '160 shoppers.attemptOk',
      '160 shoppers.succeededFirst',
    ]);
  });

  test('a cancellation takes that long too: given up at 50, stopped at 80', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { attemptTimeout: 50, networkDelay: { kind: 'constant', value: 30 } }),
        checkout: steadyService(1, 100, { whenCallerLeaves: 'cancel' }),
      },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).slice(-3)).toEqual(['50 shoppers.attemptTimedOut', '50 shoppers.failedTimedOut', '80 checkout.cancelled']);
  });

  test('a cancellation never overtakes the call it is about', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { attemptTimeout: 10, networkDelay: { kind: 'constant', value: 30 } }),
        checkout: steadyService(1, 100, { whenCallerLeaves: 'cancel' }),
      },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).slice(-3)).toEqual(['30 checkout.arrived', '30 checkout.started', '40 checkout.cancelled']);
  });
});

describe('a limit of the caller’s own', () => {
  const sendTimes = (requests: number, rest: object, setting: object = {}) => {
    const world = played(
      { shoppers: crowd(requests, 'checkout', rest), checkout: steadyService(10, 100) },
      { trace: firstRequests(requests), ...setting },
    );
    const sent = (request: number) => storyOf(world, request).find((line) => line.endsWith('shoppers.sent'));
    return Array.from({ length: requests }, (_, request) => Number(sent(request)?.split(' ')[0] ?? Number.NaN));
  };
  const tenASecond = { kind: 'token-bucket', rate: 10, burst: 1 };

  test('holds back what it does not let go, in order, each until there is room', () => {
    expect(sendTimes(4, { ownLimiter: tenASecond })).toEqual([0, 100, 200, 300]);
    // a queue that says when: the same, though each knows its time at once
    expect(sendTimes(4, { ownLimiter: { kind: 'leaky-queue', rate: 10, capacity: 10 } })).toEqual([0, 100, 200, 300]);
    // so many at once: the next goes when one has been answered
    expect(sendTimes(5, { ownLimiter: { kind: 'concurrency', limit: 2 } })).toEqual([0, 0, 100, 100, 200]);
  });

  test('what it makes a call wait for is no latency: an adaptive limit sees the round trip', () => {
    const slow = { kind: 'adaptive-concurrency', initial: 3, min: 1, max: 3, slow: 120, backoff: 0 };
    const ownLimiter = { kind: 'hierarchical', first: { kind: 'leaky-queue', rate: 12.5, capacity: 10 }, second: slow };
    // one every 80 ms, each of which takes 100: 3 at a time are enough for that, and 1 is not
    expect(sendTimes(5, { ownLimiter })).toEqual([0, 80, 160, 240, 320]);
  });

  test('counts who waits, and who is held back keeps its deadline', () => {
    const world = played(
      { shoppers: crowd(4, 'checkout', { ownLimiter: tenASecond, deadline: 150 }), checkout: steadyService(10, 10) },
      { trace: firstRequests(4) },
    );
    // the second goes at 100; the others are past their time before it is their turn
    expect([0, 1, 2, 3].map((request) => storyOf(world, request).at(-1))).toEqual([
      '10 shoppers.succeededFirst',
      '110 shoppers.succeededFirst',
      '150 shoppers.failedTimedOut',
      '150 shoppers.failedTimedOut',
    ]);
    expect(figure(world, 'shoppers.waitingForLimit')).toBeCloseTo((100 + 2 * 150) / 1_000, 12);
    expect(figure(world, 'shoppers.waitingToRetry')).toBe(0);
    expect(total(world, 'shoppers.sent')).toBe(2);
  });

  test('refuses at once what can never pass, and lets those behind it go', () => {
    const world = played(
      { shoppers: crowd(2, 'checkout', { ownLimiter: tenASecond, cost: 2 }), checkout: steadyService(10, 10) },
      { trace: firstRequests(2) },
    );
    expect([0, 1].map((request) => storyOf(world, request))).toEqual([
      ['0 shoppers.arrived', '0 shoppers.limitRefused', '0 shoppers.failedRejected'],
      ['0 shoppers.arrived', '0 shoppers.limitRefused', '0 shoppers.failedRejected'],
    ]);
  });

  test('holds back retries as well, and is one for each process', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { ownLimiter: tenASecond, maxAttempts: 3, retryDelay: constantDelay(10) }),
        checkout: steadyService(10, 10, { fault: { kind: 'fail-fast' } }),
      },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).filter((line) => line.endsWith('shoppers.sent'))).toEqual([0, 100, 200].map((at) => `${at} shoppers.sent`));
    const once = { kind: 'token-bucket', rate: 0.001, burst: 1 };
    const sent = (instances: number) =>
      total(
        played({ shoppers: evenClient(100, 'checkout', { replicas: instances, ownLimiter: once }), checkout: steadyService(10, 10) }),
        'shoppers.sent',
      );
    expect([sent(1), sent(3)]).toEqual([1, 3]);
  });

  test('hears of attempts that have timed out, and of those that were taken back', () => {
    const one = { kind: 'concurrency', limit: 1 };
    expect(sendTimes(3, { ownLimiter: one, attemptTimeout: 40 })).toEqual([0, 40, 80]);
    const world = played({
      shoppers: evenClient(20, 'checkout', { ownLimiter: one, deadline: 40 }),
      checkout: steadyService(50, 1_000),
    });
    expect([total(world, 'shoppers.sent'), total(world, 'shoppers.failedTimedOut')]).toEqual([19, 19]);
  });

  test('taken away in mid-run lets everybody go; another one starts afresh', () => {
    // those that wait ask a microsecond after the change
    const changedTo = (ownLimiter: object) =>
      sendTimes(4, { ownLimiter: tenASecond }, { changes: [{ at: 50, set: { 'shoppers.ownLimiter': ownLimiter } }] }).map(Math.floor);
    expect(changedTo({ kind: 'none' })).toEqual([0, 50, 50, 50]);
    expect(changedTo({ kind: 'token-bucket', rate: 5, burst: 2 })).toEqual([0, 50, 50, 250]);
    // what it lets go gives its place back
    expect(changedTo({ kind: 'concurrency', limit: 1 })).toEqual([0, 50, 150, 250]);
  });

  test.each([
    { kind: 'concurrency', limit: 1 },
    {
      kind: 'hierarchical',
      first: { kind: 'concurrency', limit: 1 },
      second: { kind: 'token-bucket', rate: 1_000, burst: 100 },
    },
    {
      kind: 'hierarchical',
      mode: 'any',
      first: { kind: 'adaptive-concurrency', initial: 1, min: 1, max: 1 },
      second: { kind: 'token-bucket', rate: 0, burst: 0 },
    },
  ])('is asked again when a call ends, where nothing else makes room: $kind, $mode', (ownLimiter) => {
    const asked = vi.spyOn(ownLimiter.kind === 'concurrency' ? concurrency : hierarchical, 'check');
    expect(sendTimes(4, { ownLimiter })).toEqual([0, 100, 200, 300]);
    // the first two at 0; at each end the first in line, which passes, and the one behind it
    expect(asked.mock.calls.length).toBe(2 + 2 + 2 + 1);
    asked.mockRestore();
  });

  test('is asked again when a nested one has room at the earliest, or a call ends', () => {
    const asked = vi.spyOn(hierarchical, 'check');
    const nested = (limit: number) => ({ kind: 'hierarchical', first: { kind: 'concurrency', limit }, second: tenASecond });
    // 100 ms a call: places free themselves as tokens come
    expect(sendTimes(4, { ownLimiter: nested(2) })).toEqual([0, 100, 200, 300]);
    expect(asked.mock.calls.length).toBeLessThan(12);
    asked.mockRestore();
    // 20 ms a token: the places decide
    const faster = { kind: 'hierarchical', first: { kind: 'concurrency', limit: 2 }, second: { kind: 'token-bucket', rate: 50, burst: 1 } };
    expect(sendTimes(5, { ownLimiter: faster })).toEqual([0, 20, 100, 120, 200]);
  });

  test('of code that cannot tell is asked now and then, not at every microsecond', () => {
    const ask = { cost: 1, tenant: 0, priority: 0 };
    const { policy, params } = chosen('rate-limiter', { kind: 'concurrency', limit: 0.5 });
    const cannot = { policy: { ...policy, nextFree: undefined, retryAfter: () => 1 }, params };
    expect(nextFree(cannot, new Float64Array(1), 0, 0, ask)).toBe(1_000);
  });
});

describe('what is asked for', () => {
  /** How long a database of 1 ms a kilobyte works on each of the first requests [ms]. */
  const times = (rest: object, requests = 40) => {
    const world = played(
      {
        users: evenClient(100, 'database', { maxAttempts: 1, workload: { kind: 'uniform', keys: 5 }, ...rest }),
        database: { kind: 'database', servers: 100, serviceTime: { kind: 'constant', value: 0 }, timePerKilobyte: 1 },
      },
      { trace: firstRequests(requests), duration: 3_000 },
    );
    return Array.from({ length: requests }, (_, request) => {
      const [born, ...rest] = storyOf(world, request).map((line) => Number(line.split(' ')[0]));
      return Math.round(((rest.at(-1) ?? 0) - born) * 1_000) / 1_000;
    });
  };

  test('is as important as it says', () => {
    // of a bucket of 10, class 2 leaves 8, and class 0 nothing
    const limiter = { kind: 'priority-reserve', rate: 0, burst: 10, reserve2: 0.8 };
    const world = played({
      report: crowd(10, 'gate', { priority: 2 }),
      order: evenClient(50, 'gate', { priority: 0 }),
      gate: { kind: 'gateway', limiter, calls: ['shop'] },
      shop: steadyService(100, 10),
    });
    expect([total(world, 'report.succeededFirst'), total(world, 'order.succeededFirst')]).toEqual([2, 8]);
  });

  test('is as large as it says', () => {
    expect(new Set(times({ valueSize: 20_000 }))).toEqual(new Set([20]));
  });

  test('or, spread out, of a size that is each key’s own: half of them are smaller', () => {
    const few = new Set(times({ valueSize: 20_000, sizeSpread: 1 }));
    expect(few.size).toBe(5);
    const many = times({ valueSize: 20_000, sizeSpread: 1, workload: { kind: 'uniform', keys: 1_000_000 } }, 90);
    expect(new Set(many).size).toBeGreaterThan(85);
    const smaller = many.filter((time) => time < 20).length;
    expect(Math.abs(smaller - 45)).toBeLessThan(15);
    expect(Math.max(...many)).toBeGreaterThan(40);
    expect(Math.min(...many)).toBeGreaterThan(0);
  });
});

describe('a change of traffic in mid-run', () => {
  const births = (arrival: object, changes: object[], rest: object = {}) => {
    const world = played(
      { users: { kind: 'client', arrival, maxAttempts: 1, calls: ['shop'], ...rest } as never, shop: steadyService(10, 10) },
      { trace: firstRequests(30), changes: changes as never },
    );
    return Array.from({ length: 30 }, (_, request) => storyOf(world, request)[0])
      .filter((line) => line !== undefined)
      .map((line) => Number(line.split(' ')[0]));
  };

  test('of the rate is felt at once, not after the gap that had begun', () => {
    const faster = births({ kind: 'constant', rate: 1 }, [{ at: 500, set: { 'users.arrival.rate': 10 } }]);
    expect(faster.slice(0, 2)).toEqual([faster[0], faster[0] + 100]);
    expect(faster[0]).toBeLessThanOrEqual(600);
  });

  test('of the kind of traffic begins the other kind at that moment', () => {
    const crowdOf3 = { kind: 'closed-loop', users: 3, together: true, thinkTime: { kind: 'constant', value: 200 } };
    const others = births({ kind: 'constant', rate: 10 }, [{ at: 350, set: { 'users.arrival': crowdOf3 } }]);
    // 210 ms a round: 10 of service, 200 of thinking
    expect(others.slice(0, 3)).toEqual([100, 200, 300]);
    const rounds = others.slice(3);
    expect(rounds.length % 3).toBe(0);
    expect(new Set(rounds.map((at, i) => at - rounds[0] - 210 * Math.floor(i / 3)))).toEqual(new Set([0]));
    expect(rounds[0]).toBeGreaterThanOrEqual(350);
  });

  test('off and on again: users of a closed loop who wanted to send meanwhile think again', () => {
    const users = { kind: 'closed-loop', users: 2, together: true, thinkTime: { kind: 'constant', value: 100 } };
    const off = [
      { at: 50, set: { 'users.enabled': false } },
      { at: 300, set: { 'users.enabled': true } },
    ];
    const times = births(users, off);
    expect(times.slice(0, 4)).toEqual([0, 0, 400, 400]);
  });
});
