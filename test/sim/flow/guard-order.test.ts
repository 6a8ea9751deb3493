import { describe, expect, test } from 'vitest';
import { warningSentence } from '../../../src/host/warning-sentence.ts';
import { service } from '../../../src/sim/component/service/service.ts';
import { catalogue } from '../../../src/sim/flow/guard/index.ts';
import type { Param } from '../../../src/sim/param/param.ts';
import { seams } from '../../../src/sim/policy/seams.ts';
import type { ComponentPlan, PlannedChange } from '../../../src/sim/world/blueprint.ts';
import { crowd, evenClient, firstRequests, played, steadyService, storyOf, total } from '../../worlds.ts';

const counts = (world: ReturnType<typeof played>, ...facts: string[]) => facts.map((fact) => total(world, `shoppers.${fact}`));
const breaker = { kind: 'consecutive-failures', failures: 3, openTime: 60_000 };
const failing = { fault: { kind: 'fail-fast' } };

describe('the order of guards', () => {
  test('a breaker outside of the timeout sees attempts that time out as failures; one inside sees them taken back', () => {
    const run = (guards: string[]) =>
      played({
        shoppers: evenClient(10, 'checkout', { guards, attemptTimeout: 50, circuitBreaker: breaker }),
        checkout: steadyService(50, 200),
      });
    expect(counts(run(['retry', 'breaker', 'timeout']), 'sent', 'breakerRefused', 'attemptTimedOut')).toEqual([3, 6, 3]);
    expect(counts(run(['retry', 'timeout', 'breaker']), 'sent', 'breakerRefused', 'attemptTimedOut')).toEqual([9, 0, 9]);
  });

  test('a breaker inside of the retries counts attempts; one outside counts operations, and what it refuses is no attempt', () => {
    const run = (guards: string[]) =>
      played({
        shoppers: evenClient(10, 'checkout', { guards, maxAttempts: 3, retryDelay: { kind: 'none' }, circuitBreaker: breaker }),
        checkout: steadyService(50, 10, failing),
      });
    // inside: the first operation's three attempts open it, the eight after it are refused at once
    expect(counts(run(['retry', 'breaker', 'timeout']), 'sent', 'breakerRefused', 'failedError')).toEqual([3, 8, 1]);
    // outside: it takes three operations of three attempts
    expect(counts(run(['breaker', 'retry', 'timeout']), 'sent', 'breakerRefused', 'failedError')).toEqual([9, 6, 3]);
  });

  test('a concurrency limit inside of the retries is free during a back-off; one outside is held until the operation ends', () => {
    const run = (guards: string[]) =>
      storyOf(
        played(
          {
            shoppers: crowd(2, 'checkout', {
              guards,
              maxAttempts: 2,
              retryDelay: { kind: 'constant', delay: 100 },
              concurrencyLimit: { kind: 'concurrency', limit: 1 },
            }),
            checkout: steadyService(5, 10, { fault: { kind: 'error-ratio', ratio: 1 } }),
          },
          { trace: firstRequests(2) },
        ),
        1,
      ).filter((line) => line.endsWith('sent'));
    expect(run(['retry', 'concurrency', 'timeout'])).toEqual(['10 shoppers.sent', '120 shoppers.sent']);
    expect(run(['concurrency', 'retry', 'timeout'])).toEqual(['120 shoppers.sent', '230 shoppers.sent']);
  });

  test('a deadline outside of the fallback ends that too; inside of it, it is answered instead', () => {
    const run = (guards: string[]) =>
      played({
        shoppers: crowd(1, 'checkout', { guards, deadline: 50, fallback: { kind: 'static-answer' } }),
        checkout: steadyService(1, 100),
      });
    expect(counts(run(['deadline', 'fallback', 'retry']), 'failedTimedOut', 'answeredDegraded')).toEqual([1, 0]);
    expect(counts(run(['fallback', 'deadline', 'retry']), 'failedTimedOut', 'answeredDegraded')).toEqual([0, 1]);
  });

  test('a deadline inside of the retries is one for each attempt, and counts what others hold it for', () => {
    const one: Partial<ComponentPlan> = {
      concurrencyLimit: { kind: 'concurrency', limit: 1 },
      maxAttempts: 2,
      retryDelay: { kind: 'none' },
    };
    const world = played(
      {
        shoppers: crowd(2, 'checkout', { ...one, guards: ['retry', 'deadline', 'concurrency'], deadline: 60 }),
        checkout: steadyService(5, 50),
      },
      { trace: firstRequests(2) },
    );
    // the second waits 50 ms for its turn, and has 10 left; its second attempt has 60 of its own
    expect(storyOf(world, 1).filter((line) => /shoppers/.test(line))).toEqual([
      '0 shoppers.arrived',
      '50 shoppers.sent',
      '60 shoppers.attemptTimedOut',
      '60 shoppers.retried',
      '60 shoppers.sent',
      '100 shoppers.late',
      '110 shoppers.duplicated',
      '110 shoppers.attemptOk',
      '110 shoppers.succeededSecond',
    ]);
  });

  test('a timeout outside of the retries is one for all of them', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout', {
          guards: ['timeout', 'retry'],
          attemptTimeout: 75,
          maxAttempts: 10,
          retryDelay: { kind: 'constant', delay: 20 },
        }),
        checkout: steadyService(1, 10, { fault: { kind: 'error-ratio', ratio: 1 } }),
      },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).slice(-2)).toEqual(['70 shoppers.retried', '75 shoppers.failedTimedOut']);
  });

  test('what stands between retries and hedges is asked once a turn: a breaker there sees both copies as one', () => {
    const run = (guards: string[]) =>
      played({
        shoppers: evenClient(10, 'checkout', { guards, hedge: { kind: 'after-delay', delay: 5 }, circuitBreaker: breaker }),
        checkout: steadyService(50, 10, { fault: { kind: 'error-ratio', ratio: 1 } }),
      });
    // inside, two operations of two copies are enough, the fourth of which was out when it opened
    expect(counts(run(['retry', 'hedge', 'breaker']), 'sent')).toEqual([4]);
    expect(counts(run(['retry', 'breaker', 'hedge']), 'sent')).toEqual([6]);
  });

  test('a guard that is left out does nothing', () => {
    const world = played({
      shoppers: crowd(1, 'checkout', { guards: ['timeout'], maxAttempts: 5, circuitBreaker: breaker, deadline: 10 }),
      checkout: steadyService(1, 50, { fault: { kind: 'error-ratio', ratio: 1 } }),
    });
    expect(counts(world, 'sent', 'retried', 'failedError', 'failedTimedOut')).toEqual([1, 0, 1, 0]);
  });
});

describe('a guard that is left out', () => {
  const warnings = (rest: Partial<ComponentPlan>, changes: readonly PlannedChange[] = []) => {
    const shoppers = { kind: 'client', calls: ['checkout'], ...rest };
    return played({ shoppers, checkout: steadyService(50, 10) }, { changes })
      .warnings()
      .map((warning) => warningSentence(warning));
  };
  const usual = service.params.guards.default as readonly string[];
  const without = (id: string) => usual.filter((other) => other !== id);

  /** What a document may say of a parameter other than what it says by default. */
  const others = (param: Param): unknown[] => {
    switch (param.type) {
      case 'policy':
        return seams[param.seam].catalogue.filter(({ id }) => id !== param.default.kind).map(({ id }) => ({ kind: id }));
      case 'choice':
        return Object.keys(param.options).filter((option) => option !== param.default);
      case 'flag':
        return [!param.default];
      case 'ratio':
        return [0.1];
      default:
        return [2, 7, 40];
    }
  };

  /** What comes of a busy shop with all of its guards at work, where what it calls fails at times, and one thing is set otherwise. */
  const outcome = (guards: readonly string[], set: object) => {
    const shop = steadyService(50, 1, {
      calls: ['gate'],
      guards,
      ...{ maxAttempts: 4, retryDelay: { kind: 'exponential', base: 5 }, whenRejected: 'ignores', attemptTimeout: 30, deadline: 120 },
      ...{ hedge: { kind: 'after-delay', delay: 12 }, mostHedges: 3, concurrencyLimit: { kind: 'concurrency', limit: 4 }, longestHold: 3 },
      networkDelay: { kind: 'constant', value: 1 },
      ...set,
    });
    const world = played(
      {
        shoppers: evenClient(150, 'shop', { deadline: 60 }),
        shop,
        gate: { kind: 'gateway', limiter: { kind: 'token-bucket', rate: 200, burst: 2 }, whenCallerLeaves: 'cancel', calls: ['checkout'] },
        checkout: steadyService(3, 9, {
          serviceTime: { kind: 'exponential', mean: 9 },
          fault: { kind: 'error-ratio', ratio: 0.3 },
          whenCallerLeaves: 'cancel',
        }),
      },
      { duration: 3_000 },
    );
    return world.fingerprintDigits();
  };

  test.each(catalogue.flatMap(({ id, reads = [] }) => reads.map((name): [string, string] => [id, name])))(
    '%s: %s has no effect then, and has one otherwise',
    (id, name) => {
      const values = others(service.params[name]);
      const seen = (guards: readonly string[]) => new Set(values.map((value) => outcome(guards, { [name]: value })));
      expect([...seen(without(id))]).toEqual([outcome(without(id), {})]);
      expect([...seen(usual)]).not.toEqual([outcome(usual, {})]);
    },
  );

  test('is warned of where something is set for it', () => {
    const guards = without('breaker');
    expect(warnings({ guards, circuitBreaker: breaker })).toEqual([
      'shoppers leaves circuit breaker out of its order of guards: what it sets for that has no effect (circuit breaker)',
    ]);
    // each of them, also where that is said for a wire alone, or by a change
    expect(warnings({ guards: [], retryDelay: { kind: 'none' }, maxAttempts: 7, attemptTimeout: 50 })).toEqual([
      expect.stringContaining('(most attempts, retry delay)'),
      expect.stringContaining('(attempt timeout)'),
    ]);
    expect(warnings({ guards, calls: { checkout: { circuitBreaker: breaker } } })).toEqual([
      expect.stringMatching(/^shoppers, calling checkout, leaves circuit breaker/),
    ]);
    expect(warnings({ guards }, [{ at: 500, set: { 'shoppers.circuitBreaker': breaker } }])).toHaveLength(1);
  });

  test('is not where nothing is, or what is its default, or where it is in the order', () => {
    expect(warnings({ guards: without('breaker') })).toEqual([]);
    expect(warnings({ guards: without('retry'), maxAttempts: 3, retryDelay: { kind: 'full-jitter' } })).toEqual([]);
    expect(warnings({ circuitBreaker: breaker })).toEqual([]);
  });
});

describe('the scope of their state', () => {
  /** A service that calls two others at once, the second of which fails. */
  const run = (guardScope: string) => {
    const world = played({
      shoppers: evenClient(10, 'checkout'),
      checkout: steadyService(50, 1, {
        guardScope,
        circuitBreaker: breaker,
        calls: ['good', 'bad'],
        routine: [{ par: ['good', 'bad'] }, 'answer'],
      }),
      good: steadyService(50, 1),
      bad: steadyService(50, 2, { fault: { kind: 'error-ratio', ratio: 1 } }),
    });
    return [total(world, 'good.arrived'), total(world, 'bad.arrived')];
  };

  test('is a wire: what goes wrong on one opens its own breaker', () => {
    expect(run('wire')).toEqual([9, 3]);
  });

  test('is a wire of one process, a process, or the component: so many breakers are there', () => {
    const breakers = (guardScope: string) => {
      const world = played({
        shoppers: evenClient(100, 'checkout'),
        checkout: steadyService(50, 1, {
          replicas: 3,
          guardScope,
          circuitBreaker: breaker,
          calls: ['good', 'bad'],
          routine: [{ par: ['good', 'bad'] }, 'answer'],
        }),
        good: steadyService(50, 1),
        bad: steadyService(50, 2, { fault: { kind: 'error-ratio', ratio: 1 } }),
      });
      const { recorders, ids } = world;
      return ['breakers', 'breakersOpen'].map((gauge) => recorders[ids.indexOf('checkout')].standing(gauge));
    };
    expect([breakers('wire'), breakers('process'), breakers('component')]).toEqual([
      [6, 3],
      [3, 0],
      [1, 0],
    ]);
  });

  test('or the component: then successes on one wire make up for failures on the other', () => {
    expect(run('component')).toEqual([9, 9]);
  });
});
