import { describe, expect, test } from 'vitest';
import type { Components, Setting } from '../../worlds.ts';
import { crowd, evenClient, figure, firstRequests, played, steadyService, storyOf, total } from '../../worlds.ts';

const hedged = (delay: number, rest: object = {}) => ({ hedge: { kind: 'after-delay', delay }, ...rest });
const story = (components: Components, setting: Setting = {}) => storyOf(played(components, { trace: firstRequests(1), ...setting }), 0);
/** Ten times as slow until 20 ms: an attempt at 0 takes 1,000 ms, one at 40 takes 100. */
const slowAtFirst = { changes: [{ at: 20, set: { 'checkout.fault': { kind: 'none' } } }], duration: 2_000 };
const slow = { fault: { kind: 'slow', factor: 10 } };

describe('a hedge', () => {
  test('that comes too late for the answer is taken back', () => {
    expect(story({ shoppers: crowd(1, 'checkout', hedged(40)), checkout: steadyService(5, 100) })).toEqual([
      '0 shoppers.arrived',
      '0 shoppers.sent',
      '0 checkout.arrived',
      '0 checkout.started',
      '40 shoppers.hedged',
      '40 shoppers.sent',
      '40 checkout.arrived',
      '40 checkout.started',
      '100 checkout.finished',
      '100 shoppers.attemptOk',
      '100 shoppers.attemptWithdrawn',
      '100 shoppers.succeededFirst',
      '140 checkout.wasted',
      '140 checkout.effectRepeated',
      '140 shoppers.duplicated',
      '140 shoppers.late',
    ]);
  });

  test('brings the answer where the first attempt takes long, and the first is taken back', () => {
    const world = played(
      { shoppers: crowd(1, 'checkout', hedged(40)), checkout: steadyService(5, 100, slow) },
      { ...slowAtFirst, trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).filter((line) => line.startsWith('140 '))).toEqual([
      '140 checkout.finished',
      '140 shoppers.attemptOk',
      '140 shoppers.hedgeWon',
      '140 shoppers.attemptWithdrawn',
      '140 shoppers.succeededFirst',
    ]);
    expect(figure(world, 'shoppers.responseTime.mean')).toBe(140);
    expect([figure(world, 'shoppers.hedgesWon'), total(world, 'shoppers.retried')]).toEqual([1, 0]);
  });

  test('outside of the retries is not waited for once its operation has failed: the next one has a clock of its own', () => {
    const world = played(
      {
        shoppers: evenClient(50, 'checkout', hedged(50, { guards: ['hedge', 'retry'] })),
        checkout: steadyService(5, 10, { fault: { kind: 'error-ratio', ratio: 1 } }),
      },
      { changes: [{ at: 35, set: { 'checkout.fault': { kind: 'slow', factor: 20 } } }], duration: 85, trace: new Set([1]) },
    );
    // the first fails at 30, the second begins at 40: not at 70 but at 90 it would be hedged
    expect(total(world, 'shoppers.hedged')).toBe(0);
  });

  test('is not needed where the answer comes before', () => {
    const world = played({ shoppers: crowd(1, 'checkout', hedged(100)), checkout: steadyService(5, 90) });
    expect([total(world, 'shoppers.sent'), total(world, 'shoppers.hedged')]).toEqual([1, 0]);
  });

  test('learns of an answer that took no time, too', () => {
    const hedge = { kind: 'after-quantile', quantile: 0.5, window: 10 };
    const world = played({ shoppers: evenClient(100, 'checkout', { hedge }), checkout: steadyService(5, 0) }, { duration: 105, bins: 1 });
    // after the first it knows that half of the answers take 0 ms: each further attempt has its hedge at once
    expect([total(world, 'shoppers.arrived'), total(world, 'shoppers.hedged')]).toEqual([10, 9]);
  });

  test('put in place of none learns from then on', () => {
    const hedge = { kind: 'after-quantile', quantile: 0.5, window: 10 };
    const world = played(
      { shoppers: evenClient(100, 'checkout', { hedge: { kind: 'none' } }), checkout: steadyService(5, 0) },
      { changes: [{ at: 55, set: { 'shoppers.hedge': hedge } }], duration: 105, bins: 1 },
    );
    // five before, one that it learns from, and four with a hedge each
    expect([total(world, 'shoppers.arrived'), total(world, 'shoppers.hedged')]).toEqual([10, 4]);
  });

  test('comes again after the same delay, as often as it may', () => {
    const lines = story({ shoppers: crowd(1, 'checkout', hedged(30, { mostHedges: 2 })), checkout: steadyService(5, 200) });
    expect(lines.filter((line) => line.endsWith('shoppers.sent'))).toEqual(['0 shoppers.sent', '30 shoppers.sent', '60 shoppers.sent']);
  });

  test('is no retry: no back-off begins while another attempt is out, and what may be tried is counted without it', () => {
    // both attempts of a turn fail after 10 ms each; the second turn begins 50 ms after the last of the first
    const retryDelay = { kind: 'constant', delay: 50 };
    const world = played(
      {
        shoppers: crowd(1, 'checkout', hedged(5, { maxAttempts: 2, retryDelay })),
        checkout: steadyService(5, 10, { fault: { kind: 'error-ratio', ratio: 1 } }),
      },
      { trace: firstRequests(1), observe: ['requests'] },
    );
    expect(storyOf(world, 0).filter((line) => /shoppers\.(sent|hedged|retried|attemptError|failedError)/.test(line))).toEqual([
      '0 shoppers.sent',
      '5 shoppers.hedged',
      '5 shoppers.sent',
      '10 shoppers.attemptError',
      '15 shoppers.attemptError',
      '15 shoppers.retried',
      '65 shoppers.sent',
      '70 shoppers.hedged',
      '70 shoppers.sent',
      '75 shoppers.attemptError',
      '80 shoppers.attemptError',
      '80 shoppers.failedError',
    ]);
    expect(world.observed.requests!.attempts[0]).toBe(4);
  });

  test('is due no more when its turn has ended: the next turn has a clock of its own', () => {
    // the first turn ends at 60 and would have been hedged at 80; the second begins at 70 and ends at 130, due at 150
    const world = played({
      shoppers: crowd(1, 'checkout', hedged(80, { maxAttempts: 2, retryDelay: { kind: 'constant', delay: 10 } })),
      checkout: steadyService(5, 60, { fault: { kind: 'error-ratio', ratio: 1 } }),
    });
    expect([total(world, 'shoppers.sent'), total(world, 'shoppers.hedged')]).toEqual([2, 0]);
  });

  test('outside of the retries comes once an operation', () => {
    const world = played({
      shoppers: crowd(1, 'checkout', hedged(5, { maxAttempts: 3, guards: ['hedge', 'retry', 'timeout'], retryDelay: { kind: 'none' } })),
      checkout: steadyService(5, 10, { fault: { kind: 'error-ratio', ratio: 1 } }),
    });
    expect([total(world, 'shoppers.sent'), total(world, 'shoppers.hedged')]).toEqual([4, 1]);
  });

  test('is asked of the retry budget: one that is used up allows none', () => {
    // a failure takes the only token, and without one there is neither retry nor hedge
    const retryBudget = { kind: 'token-bucket', capacity: 1, credit: 0, reserve: 0.5 };
    const world = played({
      shoppers: evenClient(10, 'checkout', hedged(50, { retryBudget })),
      checkout: steadyService(5, 80, { fault: { kind: 'error-ratio', ratio: 1 } }),
    });
    expect([total(world, 'shoppers.sent'), total(world, 'shoppers.hedged')]).toEqual([10, 1]);
  });

  test('has a budget of its own: a tenth of the other attempts', () => {
    const world = played({ shoppers: evenClient(100, 'checkout', hedged(50, { hedgeShare: 0.1 })), checkout: steadyService(50, 100) });
    const first = total(world, 'shoppers.arrived');
    expect(first).toBe(99);
    expect(total(world, 'shoppers.hedged')).toBe(9);
  });
});

describe('those that lose', () => {
  // the first is answered at 100 ms, the second copy was begun at 10
  const run = (hedgeLosers: string) =>
    played({
      shoppers: crowd(1, 'checkout', hedged(10, { hedgeLosers })),
      checkout: steadyService(2, 100, { whenCallerLeaves: 'cancel' }),
    });

  test('are cancelled, or run on', () => {
    const seen = (hedgeLosers: string) =>
      ['shoppers.attemptWithdrawn', 'checkout.wasted', 'shoppers.late'].map((id) => total(run(hedgeLosers), id));
    expect([seen('cancelled'), seen('run-on')]).toEqual([
      [1, 0, 0],
      [1, 1, 1],
    ]);
  });
});

describe('a request that ends while several attempts are out', () => {
  test('takes all of them back at its deadline', () => {
    const lines = story({
      shoppers: crowd(1, 'checkout', hedged(10, { mostHedges: 3, deadline: 45 })),
      checkout: steadyService(9, 100),
    });
    expect(lines.filter((line) => line.startsWith('45 '))).toEqual([
      ...Array.from({ length: 4 }, () => '45 shoppers.attemptTimedOut'),
      '45 shoppers.failedTimedOut',
    ]);
  });

  test('goes on after one of them times out, and fails when the last does', () => {
    const lines = story({ shoppers: crowd(1, 'checkout', hedged(30, { attemptTimeout: 50 })), checkout: steadyService(9, 200) });
    expect(lines.filter((line) => /TimedOut/.test(line))).toEqual([
      '50 shoppers.attemptTimedOut',
      '80 shoppers.attemptTimedOut',
      '80 shoppers.failedTimedOut',
    ]);
  });
});
