import { describe, expect, test } from 'vitest';
import type { ComponentPlan } from '../../../src/sim/world/blueprint.ts';
import { crowd, evenClient, figure, firstRequests, played, type Setting, samples, steadyService, storyOf, total } from '../../worlds.ts';

/** So many at once to replicas with a server and a queue each, 100 ms a request. */
function shop(requests: number, checkout: Partial<ComponentPlan>, setting: Setting = {}) {
  const plan = steadyService(1, 100, { queues: 'own', ...checkout });
  return played({ shoppers: crowd(requests, 'checkout'), checkout: plan }, { trace: firstRequests(requests), ...setting });
}

const ends = (world: ReturnType<typeof shop>, requests: number) =>
  Array.from({ length: requests }, (_, request) => storyOf(world, request).at(-1)!.replace('shoppers.', ''));

const good = (...times: number[]) => times.map((time) => `${time} succeededFirst`);

test('a hedge goes to another replica than its original, whatever the balancer says', () => {
  // one of two is so slow that nobody waits for it: whoever comes to it is saved by the other
  const slow = { fault: { kind: 'slow', factor: 100, share: 0.5 }, replicas: 2, balancer: { kind: 'random' } };
  const world = played(
    {
      shoppers: evenClient(4, 'checkout', { hedge: { kind: 'after-delay', delay: 20 }, hedgeShare: 1 }),
      checkout: steadyService(50, 10, { queues: 'own', ...slow }),
    },
    { duration: 10_000, trace: firstRequests(30) },
  );
  const late = Array.from({ length: 30 }, (_, request) => storyOf(world, request)).map((story) => {
    const [from, to] = [story[0], story.findLast((line) => line.includes('succeeded'))!].map((line) => Number.parseFloat(line));
    return Math.round(to - from);
  });
  expect(total(world, 'shoppers.hedged')).toBeGreaterThan(5);
  expect(new Set(late)).toEqual(new Set([10, 30]));
});

test('whoever comes after a hedge is no hedge, while the original of that one runs on', () => {
  const slow = { fault: { kind: 'slow', factor: 100, share: 0.5 }, replicas: 2, balancer: { kind: 'random' }, whenCallerLeaves: 'cancel' };
  const hedged = (hedgeLosers: string) =>
    total(
      played(
        {
          shoppers: evenClient(4, 'checkout', { hedge: { kind: 'after-delay', delay: 20 }, hedgeShare: 1, hedgeLosers }),
          checkout: steadyService(50, 10, { queues: 'own', ...slow }),
        },
        { duration: 10_000 },
      ),
      'shoppers.hedged',
    );
  expect(hedged('run-on')).toBe(hedged('cancelled'));
});

test('which replica a request is sent to at random does not depend on the requests of others', () => {
  const failing = { fault: { kind: 'error-ratio', ratio: 1, share: 0.5 }, replicas: 2, balancer: { kind: 'random' } };
  const outcomes = (others: number) => {
    const world = played(
      {
        shoppers: evenClient(20, 'checkout', { maxAttempts: 1 }),
        others: evenClient(others, 'checkout', { maxAttempts: 1 }),
        checkout: steadyService(50, 1, { queues: 'own', ...failing }),
      },
      { duration: 5_000 },
    );
    return samples(world, 'shoppers.goodput');
  };
  const alone = outcomes(0);
  expect(new Set(alone).size).toBeGreaterThan(1);
  expect(outcomes(37)).toEqual(alone);
});

describe('a queue for each replica', () => {
  test('seven in turn to three: 3, 2 and 2', () => {
    expect(ends(shop(7, { replicas: 3 }), 7)).toEqual(good(100, 100, 100, 200, 200, 200, 300));
  });

  test('one that is idle does not help another: the third waits behind the slow first, though the second is idle', () => {
    const slow = { fault: { kind: 'slow', factor: 5, share: 0.5 }, replicas: 2 };
    expect(ends(shop(3, slow, { duration: 2_000 }), 3)).toEqual(good(500, 100, 1_000));
    expect(ends(shop(3, { ...slow, queues: 'shared' }), 3)).toEqual(good(500, 100, 200));
  });

  test('is full by itself: a bound of one waiting is one at each', () => {
    const world = shop(6, { replicas: 2, loadShedding: { kind: 'bounded-queue', capacity: 1 } });
    expect(ends(world, 6)).toEqual([...good(100, 100, 200, 200), '0 failedShed', '0 failedShed']);
  });

  test('that fails fast refuses its own and those who wait for it, and the other goes on', () => {
    const fault = { kind: 'fail-fast', share: 0.5 };
    const world = shop(6, { replicas: 2 }, { changes: [{ at: 50, set: { 'checkout.fault': fault } }] });
    expect(ends(world, 6)).toEqual(['50 failedError', ...good(100), '50 failedError', ...good(200), '50 failedError', ...good(300)]);
  });

  test('with the least in flight chosen, one that fails fast is a sinkhole', () => {
    const run = (kind: string) =>
      played(
        {
          shoppers: evenClient(100, 'checkout'),
          checkout: steadyService(1, 100, { queues: 'own', replicas: 2, balancer: { kind }, fault: { kind: 'fail-fast', share: 0.5 } }),
        },
        { duration: 2_000 },
      );
    expect(total(run('round-robin'), 'checkout.refused')).toBe(100);
    expect(total(run('least-in-flight'), 'checkout.refused')).toBeGreaterThan(150);
  });

  test('of a replica that is gone goes to those that stay', () => {
    // two each; from 50 ms on one replica: it has its own two and the four that waited elsewhere … while the others finish
    const world = shop(6, { replicas: 3 }, { changes: [{ at: 50, set: { 'checkout.replicas': 1 } }] });
    expect(ends(world, 6)).toEqual(good(100, 100, 100, 200, 300, 400));
  });

  test('is left when its caller leaves, and an exchange of the discipline turns each round', () => {
    const leaving = played(
      {
        shoppers: crowd(4, 'checkout', { attemptTimeout: 150 }),
        checkout: steadyService(1, 100, { queues: 'own', replicas: 2, whenCallerLeaves: 'drop-if-queued' }),
      },
      { duration: 1_000 },
    );
    expect([total(leaving, 'checkout.finished'), total(leaving, 'checkout.wasted'), total(leaving, 'checkout.dropped')]).toEqual([2, 2, 0]);
    const turned = shop(6, { replicas: 2 }, { changes: [{ at: 50, set: { 'checkout.queueDiscipline': { kind: 'lifo' } } }] });
    expect(ends(turned, 6)).toEqual(good(100, 100, 300, 300, 200, 200));
  });

  test('is where a task goes again that had freed its server', () => {
    const world = played(
      {
        shoppers: crowd(4, 'checkout'),
        checkout: steadyService(1, 10, {
          queues: 'own',
          replicas: 2,
          whileCalling: 'frees-server',
          calls: ['db'],
          routine: ['work', { call: 'db' }, 'work'],
        }),
        db: steadyService(10, 5),
      },
      { trace: firstRequests(4) },
    );
    // each replica: work 0–10, 10–20; back at 15 and 25: 20–30, 30–40
    expect(ends(world, 4)).toEqual(good(30, 30, 40, 40));
  });
});

describe('what the balancer knows', () => {
  test('when it is old, all go where it was emptiest', () => {
    const run = (viewDelay: number) =>
      played(
        {
          shoppers: { ...evenClient(0, 'checkout'), arrival: { kind: 'poisson', rate: 400 } },
          checkout: {
            kind: 'service',
            queues: 'own',
            replicas: 10,
            servers: 1,
            serviceTime: { kind: 'exponential', mean: 20 },
            balancer: { kind: 'least-in-flight' },
            viewDelay,
          },
        },
        { duration: 60_000 },
      );
    expect(figure(run(500), 'checkout.waitingTime.mean')).toBeGreaterThan(5 * figure(run(0), 'checkout.waitingTime.mean'));
  });
});

describe('as theory has it', () => {
  const REPLICAS = 300;
  /** The mean number in a replica with such a load, once it has settled. */
  const inEach = (balancer: object, load: number) => {
    const runs = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((seed) => {
      const world = played(
        {
          shoppers: { ...evenClient(0, 'checkout'), arrival: { kind: 'poisson', rate: REPLICAS * load * 10 } },
          checkout: {
            kind: 'service',
            queues: 'own',
            replicas: REPLICAS,
            servers: 1,
            serviceTime: { kind: 'exponential', mean: 100 },
            balancer,
          },
        },
        { duration: 40_000, bins: 40, seed },
      );
      const late = samples(world, 'checkout.inFlight').slice(15);
      return late.reduce((sum, each) => sum + each, 0) / late.length / REPLICAS;
    });
    const mean = runs.reduce((sum, each) => sum + each, 0) / runs.length;
    const variance = runs.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (runs.length - 1);
    // Student's t at 99.9 % with eight degrees of freedom
    return { mean, within: 5.041 * Math.sqrt(variance / runs.length) };
  };

  test('the supermarket model: with two choices the share of queues with at least i is λ^(2^i − 1)', () => {
    const { mean, within } = inEach({ kind: 'random-choices' }, 0.9);
    let expected = 0;
    for (let i = 1; i <= 12; i++) expected += 0.9 ** (2 ** i - 1);
    // 2.35 in each: a finite number of replicas has a little more, some 1 in 100 here
    expect(Math.abs(mean - expected)).toBeLessThan(within + 0.02 * expected);
    expect(within).toBeLessThan(0.1 * expected);
  });

  test('at random each is an M/M/1 queue: ρ ÷ (1 − ρ) in each', () => {
    const { mean, within } = inEach({ kind: 'random' }, 0.7);
    expect(Math.abs(mean - 0.7 / 0.3)).toBeLessThan(within);
    expect(within).toBeLessThan(0.15);
  });
});
