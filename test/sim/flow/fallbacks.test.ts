import { describe, expect, test } from 'vitest';
import { crowd, evenClient, figure, firstRequests, played, steadyService, storyOf, total } from '../../worlds.ts';

const failing = { fault: { kind: 'error-ratio', ratio: 1 } };

describe('a fixed answer', () => {
  test('ends the request well once all attempts have failed, and is no goodput', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout', {
          maxAttempts: 2,
          retryDelay: { kind: 'constant', delay: 40 },
          fallback: { kind: 'static-answer' },
        }),
        checkout: steadyService(1, 10, failing),
      },
      { trace: firstRequests(1), observe: ['requests'] },
    );
    expect(storyOf(world, 0).filter((line) => line.includes('shoppers'))).toEqual([
      '0 shoppers.arrived',
      '0 shoppers.sent',
      '10 shoppers.attemptError',
      '10 shoppers.retried',
      '50 shoppers.sent',
      '60 shoppers.attemptError',
      '60 shoppers.degraded',
      '60 shoppers.answeredDegraded',
    ]);
    expect(['goodput', 'failures', 'degraded', 'throughput'].map((name) => figure(world, `shoppers.${name}`))).toEqual([0, 0, 1, 1]);
    expect(figure(world, 'shoppers.successRatio')).toBe(0);
  });

  test('changes nothing while all goes well', () => {
    const world = played({
      shoppers: evenClient(100, 'checkout', { fallback: { kind: 'static-answer' } }),
      checkout: steadyService(5, 10),
    });
    expect([figure(world, 'shoppers.goodput'), total(world, 'shoppers.degraded')]).toEqual([98, 0]);
  });

  test('of a service degrades what it answers, and so what the client gets', () => {
    const world = played({
      shoppers: crowd(1, 'checkout'),
      checkout: steadyService(1, 10, { calls: ['prices'], fallback: { kind: 'static-answer' } }),
      prices: steadyService(1, 10, failing),
    });
    expect(
      ['checkout.degraded', 'shoppers.attemptOk', 'shoppers.degraded', 'shoppers.answeredDegraded'].map((id) => total(world, id)),
    ).toEqual([1, 1, 0, 1]);
  });

  test('of a cache, or behind it, is good for those that wait and is not kept', () => {
    const world = played({
      shoppers: evenClient(10, 'cache', { workload: { kind: 'sequence', keys: '1' } }),
      cache: { kind: 'cache', calls: ['db'], operationTime: { kind: 'constant', value: 0 }, fallback: { kind: 'static-answer' } },
      db: { kind: 'database', serviceTime: { kind: 'constant', value: 1 }, ...failing },
    });
    expect(['shoppers.answeredDegraded', 'cache.miss', 'cache.filled', 'cache.hit'].map((id) => total(world, id))).toEqual([9, 9, 0, 0]);
  });

  test('inside of the retries leaves nothing to be retried', () => {
    const world = played({
      shoppers: crowd(1, 'checkout', { maxAttempts: 5, guards: ['retry', 'fallback', 'timeout'], fallback: { kind: 'static-answer' } }),
      checkout: steadyService(1, 10, failing),
    });
    expect([total(world, 'shoppers.sent'), total(world, 'shoppers.answeredDegraded')]).toEqual([1, 1]);
  });
});

describe('an old copy', () => {
  const shop = (rest: object, cache: object = {}) => ({
    shoppers: crowd(1, 'checkout'),
    checkout: steadyService(1, 10, {
      calls: { prices: { fallback: { kind: 'stale', wire: 'copies' }, maxAttempts: 1 }, copies: { to: 'copies' } },
      ...rest,
    }),
    prices: steadyService(1, 20, failing),
    copies: steadyService(1, 5, cache),
  });

  test('is asked for over the other wire, which the ordinary work does not use', () => {
    const world = played(shop({}), { trace: firstRequests(1) });
    expect(storyOf(world, 0).filter((line) => /checkout|copies/.test(line) && !/started|effect/.test(line))).toEqual([
      '0 checkout.arrived',
      '10 checkout.sent',
      '30 checkout.attemptError',
      '30 checkout.sent',
      '30 copies.arrived',
      '35 copies.finished',
      '35 checkout.attemptOk',
      '35 checkout.degraded',
      '35 checkout.finished',
    ]);
    expect(total(world, 'shoppers.answeredDegraded')).toBe(1);
  });

  test('that cannot be had either leaves the failure as it was', () => {
    const world = played(shop({}, failing));
    expect([total(world, 'checkout.degraded'), total(world, 'shoppers.failedError')]).toEqual([0, 1]);
  });

  test('is not waited for any longer when the client has gone', () => {
    const components = shop({ whenCallerLeaves: 'cancel' }, {});
    const world = played({ ...components, shoppers: crowd(1, 'checkout', { attemptTimeout: 32 }) });
    expect([total(world, 'checkout.attemptWithdrawn'), total(world, 'checkout.degraded')]).toEqual([1, 0]);
    expect(world.open()).toMatchObject({ operations: 0, calls: 0 });
  });

  test('is not waited for any longer once a late answer has rescued the request', () => {
    // timed out at 30, the copy would be there at 80; the first answer comes at 50, and at the same time as the timeout
    const rescued = (answersAfter: number) => {
      const calls = {
        prices: { fallback: { kind: 'stale', wire: 'copies' }, maxAttempts: 1, attemptTimeout: 20, lateAnswerRescues: true },
        copies: {},
      };
      const components = {
        shoppers: crowd(1, 'checkout'),
        checkout: steadyService(1, 10, { calls }),
        prices: steadyService(1, answersAfter),
        copies: steadyService(1, 50),
      };
      const world = played(components, { trace: firstRequests(1) });
      expect(world.open()).toMatchObject({ operations: 0, calls: 0 });
      expect(total(world, 'checkout.degraded')).toBe(0);
      return storyOf(world, 0).findLast((line) => line.includes('checkout.finished'));
    };
    expect([rescued(40), rescued(20)]).toEqual(['50 checkout.finished', '30 checkout.finished']);
  });

  test('of a wire that there is not is none', () => {
    const world = played({
      shoppers: crowd(1, 'checkout', { fallback: { kind: 'stale', wire: 'nowhere' } }),
      checkout: steadyService(1, 10, failing),
    });
    expect(total(world, 'shoppers.failedError')).toBe(1);
  });
});
