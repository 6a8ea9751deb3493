import { describe, expect, test } from 'vitest';
import { asked } from '../../cache-story.ts';
import { steadyService } from '../../worlds.ts';

/** What becomes of calls at a gateway, each at its time [s], before a service that answers at once: when it is answered [s], or `rejected` and when. */
function answers(limiter: object, times: readonly number[], costs?: readonly number[]): (number | string)[] {
  const asks = times.map((time, i) => `${time * 1_000} r0$${costs?.[i] ?? 1}`);
  const gates = { gate: { kind: 'gateway', limiter, calls: ['shop'] }, shop: steadyService(1_000, 0) };
  const { figures } = asked(gates, asks, { duration: 120_000 });
  return figures.map(({ answer }) => (answer.outcome === 'ok' ? answer.at / 1_000 : `${answer.outcome} ${answer.at / 1_000}`));
}

const at = (time: number, count: number) => Array.from({ length: count }, () => time);

describe('a limiter with patience', () => {
  test('of windows: three every 10 s, patience 12 s: three at once, three with the next window, the others refused at once', () => {
    // resilience4j: limitForPeriod 3, limitRefreshPeriod 10 s, timeoutDuration 12 s (resilience4j issue 822)
    const limiter = { kind: 'fixed-window', limit: 3, window: 10_000, origin: 'clock', patience: 12_000 };
    expect(answers(limiter, at(0, 10))).toEqual([0, 0, 0, 10, 10, 10, ...at(0, 4).map((time) => `rejected ${time}`)]);
    // at 9 s the places of 20 s are near enough; those of 10 s are taken
    expect(answers(limiter, [...at(0, 6), ...at(9, 4)]).slice(6)).toEqual([20, 20, 20, 'rejected 9']);
    // and what nobody has taken is not inherited
    expect(answers(limiter, [...at(0, 4), ...at(35, 4)])).toEqual([0, 0, 0, 10, 35, 35, 35, 40]);
  });

  test('of windows that begin with a call: those that are awaited follow one another', () => {
    const limiter = { kind: 'fixed-window', limit: 1, window: 10_000, patience: 25_000 };
    // the first opens a window at 1, the next two are for those that wait; at 32 all are over
    expect(answers(limiter, [1, 2, 3, 4, 32, 33])).toEqual([1, 11, 21, 'rejected 4', 32, 42]);
  });

  test('of tokens: each waits behind those before it', () => {
    // Wait of x/time/rate with a context that ends after 2 s: the third would have to wait for 3
    const limiter = { kind: 'token-bucket', rate: 1, burst: 1, patience: 2_000 };
    expect(answers(limiter, at(0, 5))).toEqual([0, 1, 2, 'rejected 0', 'rejected 0']);
    expect(answers(limiter, [...at(0, 4), 1.5, 1.5]).slice(3)).toEqual(['rejected 0', 3, 'rejected 1.5']);
  });
});

describe('a token bucket', () => {
  // Guava, RateLimiter.create(1): nothing stored at first, one second's worth at most, and all wait as long as it takes
  const guava = { kind: 'token-bucket', rate: 1, burst: 1, starts: 'empty', dear: 'pays-later', patience: 3_600_000 };

  test('where dear calls pay later: the first passes at once, and those after it wait for what it cost', () => {
    expect(answers(guava, at(0, 3))).toEqual([0, 1, 2]);
    // a call of 10 at 0 passes; the next waits until 10 (the example of Guava's documentation)
    expect(answers(guava, [0, 0, 0], [10, 1, 1])).toEqual([0, 10, 11]);
  });

  test('lets what has been stored while it was idle pass at once, and one more', () => {
    // after 4 s idle two pass at once (guava issue 4014): the one that is stored, and one that those after it pay for
    expect(answers(guava, [0, 5, 5, 5])).toEqual([0, 5, 5, 6]);
  });

  test('begins with so much', () => {
    const passes = (starts: string, startLevel: number) =>
      answers({ kind: 'token-bucket', rate: 0, burst: 5, starts, startLevel }, at(1, 7)).filter((answer) => answer === 1).length;
    expect([passes('full', 2), passes('empty', 2), passes('level', 2), passes('level', 9)]).toEqual([5, 0, 2, 5]);
  });
});
