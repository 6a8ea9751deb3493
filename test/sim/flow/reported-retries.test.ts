import { describe, expect, test } from 'vitest';
import { crowd, evenClient, firstRequests, played, steadyService, storyOf, total } from '../../worlds.ts';

// public bug reports about retries and breakers, rebuilt

const AN_HOUR = { kind: 'constant', value: 3_600_000 };

describe('probes that never answer (resilience4j 935, 2172)', () => {
  // calls fail until 1 s, then hang until 10 s, and then the service is well
  const run = (breaker: object, trace?: ReadonlySet<number>) =>
    played(
      {
        shoppers: evenClient(10, 'checkout', {
          circuitBreaker: { kind: 'consecutive-failures', failures: 3, openTime: 2_000, probes: 2, ...breaker },
        }),
        checkout: steadyService(1_000, 10, { fault: { kind: 'error-ratio', ratio: 1 } }),
      },
      {
        duration: 20_000,
        bins: 20,
        ...(trace && { trace }),
        changes: [
          { at: 1_000, set: { 'checkout.fault': { kind: 'none' }, 'checkout.serviceTime': AN_HOUR } },
          { at: 10_000, set: { 'checkout.serviceTime': { kind: 'constant', value: 10 } } },
        ],
      },
    );

  test('half-open for ever: the service is well and nobody asks it', () => {
    const world = run({});
    expect([total(world, 'shoppers.sent'), total(world, 'shoppers.attemptOk')]).toEqual([3 + 2, 0]);
  });

  test('with a limit of 3 s it opens again and probes again, and closes two seconds after the service is well', () => {
    // opened at 0.31 s; half-open at 2.4, open at 5.4, half-open at 7.4, open at 10.4, half-open at 12.4: probes of 12.4 and 12.5 s
    const world = run({ longestProbing: 3_000 });
    // those of 12.4, 12.5 … 19.9 s
    expect([total(world, 'shoppers.sent'), total(world, 'shoppers.attemptOk')]).toEqual([3 + 2 + 2 + 76, 76]);
  });

  test('what it held while it probed is refused when the limit comes, not when somebody asks next', () => {
    // the sixth request after opening waits behind the two probes
    const world = run({ longestProbing: 3_050, whileProbing: 'wait' }, new Set([25]));
    const story = storyOf(world, 25).filter((line) => line.includes('breaker'));
    expect(story).toEqual(['5450 shoppers.breakerRefused']);
  });
});

describe('the first retry at once (urllib3 847, 3377)', () => {
  const sentAt = (rest: object) =>
    storyOf(
      played(
        {
          shoppers: crowd(1, 'checkout', { maxAttempts: 4, ...rest }),
          checkout: steadyService(1, 0, { fault: { kind: 'error-ratio', ratio: 1 } }),
        },
        { trace: firstRequests(1) },
      ),
      0,
    )
      .filter((line) => line.endsWith('shoppers.sent'))
      .map((line) => Number(line.split(' ')[0]));
  const retryDelay = { kind: 'exponential', base: 100 };

  test('urllib3 with a factor of 0.1 s waits 0, 0.2 and 0.4 s: 0.6 s in all', () => {
    expect(sentAt({ retryDelay, firstRetry: 'at-once' })).toEqual([0, 0, 200, 600]);
    expect(sentAt({ retryDelay: { kind: 'schedule', waits: [0, 200, 400] } })).toEqual([0, 0, 200, 600]);
  });

  test('where the first does not count the second waits as a first', () => {
    expect(sentAt({ retryDelay, firstRetry: 'at-once-uncounted' })).toEqual([0, 0, 100, 300]);
  });

  test('by default it waits', () => {
    expect(sentAt({ retryDelay })).toEqual([0, 100, 300, 700]);
  });

  test('decorrelated jitter begins anew after it: the second retry waits from the base to three times that', () => {
    const [, second, third] = sentAt({ retryDelay: { kind: 'decorrelated-aws', base: 100 }, firstRetry: 'at-once' });
    expect(second).toBe(0);
    expect(third).toBeGreaterThanOrEqual(100);
    expect(third).toBeLessThanOrEqual(300);
  });
});

describe('a longer delay after a rejection (AWS SDKs)', () => {
  const sentAt = (rest: object) =>
    storyOf(
      played(
        {
          shoppers: crowd(2, 'gate', { maxAttempts: 3, whenRejected: 'ignores', retryDelay: { kind: 'constant', delay: 50 }, ...rest }),
          gate: { kind: 'gateway', limiter: { kind: 'token-bucket', rate: 0.001, burst: 1 }, calls: ['checkout'] },
          checkout: steadyService(1, 0),
        },
        { trace: firstRequests(2), duration: 5_000 },
      ),
      // the second: the first takes the only token
      1,
    )
      .filter((line) => line.endsWith('shoppers.sent'))
      .map((line) => Number(line.split(' ')[0]));

  test('50 ms times 20 is a second', () => {
    expect(sentAt({})).toEqual([0, 50, 100]);
    expect(sentAt({ rejectedFactor: 20 })).toEqual([0, 1_000, 2_000]);
  });

  test('errors wait no longer', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { maxAttempts: 3, rejectedFactor: 20, retryDelay: { kind: 'constant', delay: 50 } }),
        checkout: steadyService(1, 0, { fault: { kind: 'error-ratio', ratio: 1 } }),
      },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).filter((line) => line.endsWith('.sent'))).toEqual([
      '0 shoppers.sent',
      '50 shoppers.sent',
      '100 shoppers.sent',
    ]);
  });
});

describe('four failures, five minutes without calls, one more (cockatiel 64)', () => {
  const refused = (sliceRule: string) =>
    total(
      played(
        {
          app: evenClient(1, 's', {
            circuitBreaker: {
              kind: 'failure-ratio-over-time',
              ...{ threshold: 0.2, compare: 'above', span: 30_000, slices: 30, sliceRule, minimum: 5, judged: 'failure', openTime: 10_000 },
            },
          }),
          s: steadyService(100, 1, { fault: { kind: 'error-ratio', ratio: 1 } }),
        },
        {
          duration: 320_000,
          bins: 320,
          changes: [
            { at: 4_500, set: { 'app.enabled': false } },
            { at: 300_500, set: { 'app.enabled': true } },
            { at: 304_500, set: { 'app.enabled': false } },
          ],
        },
      ),
      'app.breakerRefused',
    );

  test('the real one opens at the fifth failure: a pause makes nothing older there', () => {
    // calls of 301 to 304 s: the first fails and opens it
    expect(refused('one-by-one')).toBe(3);
  });

  test('where outcomes grow old, as was wanted, one failure after the pause is one of one', () => {
    expect([refused('in-turn'), refused('on-demand')]).toEqual([0, 0]);
  });
});
