import { describe, expect, test } from 'vitest';
import type { Setting } from '../../worlds.ts';
import { crowd, evenClient, firstRequests, played, steadyService, storyOf, total } from '../../worlds.ts';

describe('wires with settings of their own', () => {
  test('two wires to one callee have timeouts of their own', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout'),
        checkout: steadyService(1, 0, {
          attemptTimeout: 500,
          calls: { reads: { to: 'base', attemptTimeout: 30 }, writes: { to: 'base' } },
          routine: [{ par: ['reads', 'writes'] }, 'answer'],
        }),
        base: steadyService(5, 100),
      },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).filter((line) => /checkout\.attempt/.test(line))).toEqual([
      '30 checkout.attemptTimedOut',
      '30 checkout.attemptWithdrawn',
    ]);
  });

  /** A wire a service; each request is called for over both, one after the other. */
  const both = (changes: Setting['changes'], settings: object = {}) =>
    played(
      {
        shoppers: evenClient(10, 'checkout'),
        checkout: steadyService(50, 1, {
          attemptTimeout: null,
          maxAttempts: 1,
          calls: { one: { to: 'base' }, other: { to: 'base', ...settings } },
          routine: [{ par: ['one', 'other'] }, 'answer'],
        }),
        base: steadyService(50, 10),
      },
      { changes, trace: firstRequests(20) },
    );

  test('a change of the component reaches the wires that do not override it', () => {
    // from 450 ms on attempts are given 5 ms, but those of the other wire keep their 50
    const world = both([{ at: 450, set: { 'checkout.attemptTimeout': 5 } }], { attemptTimeout: 50 });
    expect([total(world, 'checkout.attemptTimedOut'), total(world, 'checkout.attemptWithdrawn')]).toEqual([5, 5]);
    expect(total(world, 'checkout.attemptOk')).toBe(8);
  });

  test('a change of one wire leaves the others alone', () => {
    const world = both([{ at: 450, set: { 'checkout.calls.other.attemptTimeout': 5 } }]);
    expect([total(world, 'checkout.attemptTimedOut'), total(world, 'checkout.attemptWithdrawn')]).toEqual([5, 5]);
  });

  test('a breaker of one wire is swapped without the other forgetting', () => {
    const breaker = (failures: number) => ({ kind: 'consecutive-failures', failures, openTime: 60_000 });
    const world = played(
      {
        shoppers: evenClient(10, 'checkout'),
        checkout: steadyService(50, 1, {
          circuitBreaker: breaker(2),
          calls: { one: { to: 'bad' }, other: { to: 'good', circuitBreaker: breaker(9) } },
          routine: [{ par: ['other', 'one'] }, 'answer'],
        }),
        good: steadyService(50, 1),
        bad: steadyService(50, 2, { fault: { kind: 'error-ratio', ratio: 1 } }),
      },
      { changes: [{ at: 450, set: { 'checkout.calls.other.circuitBreaker': breaker(1) } }] },
    );
    // it is open after two, and stays so
    expect(total(world, 'bad.arrived')).toBe(2);
  });

  test('a bulkhead on one wire holds back its own calls alone, and no longer than they may wait', () => {
    const world = played(
      {
        shoppers: crowd(3, 'checkout'),
        checkout: steadyService(50, 0, {
          calls: { one: { to: 'base', concurrencyLimit: { kind: 'concurrency', limit: 1 }, longestHold: 75 }, other: { to: 'base' } },
          routine: [{ call: 'other' }, { call: 'one' }, 'answer'],
        }),
        base: steadyService(50, 50),
      },
      { trace: firstRequests(3) },
    );
    expect([0, 1, 2].map((request) => storyOf(world, request).filter((line) => /checkout\.(sent|limitRefused)/.test(line)))).toEqual([
      ['0 checkout.sent', '50 checkout.sent'],
      ['0 checkout.sent', '100 checkout.sent'],
      ['0 checkout.sent', '125 checkout.limitRefused'],
    ]);
    expect(total(world, 'shoppers.failedError')).toBe(1);
  });
});

describe('a concurrency limit that finds its own value', () => {
  test('gives room back as answers come, and is told of none that it did not let pass', () => {
    const world = played({
      shoppers: crowd(10, 'checkout', {
        concurrencyLimit: { kind: 'adaptive-concurrency', initial: 2, min: 1, max: 4, slow: null },
      }),
      checkout: steadyService(50, 100),
    });
    // 2 at 0, then 3 and 4 and 4 at a time: 2 + 3 + 4 by 200 ms, the last at 300
    expect(total(world, 'shoppers.succeededFirst')).toBe(10);
  });
});
