import { describe, expect, it } from 'vitest';
import type { ComponentPlan } from '../../src/sim/world/blueprint.ts';
import { closedLoop } from '../../src/theory/closed-loop.ts';
import { closedLoopThroughput, inFlightOf } from '../../src/theory/little.ts';
import { mmcTimeInSystemQuantile } from '../../src/theory/mmc.ts';
import { controlled, estimate, expectTheory, over, quantile, replicate, responseTimes, run, total } from './replications.ts';

const exponential = (mean: number) => ({ kind: 'exponential', mean });

describe('Little’s law holds to rounding over a run that begins and ends empty', () => {
  /** 100 s of traffic, then as long again for the last to go. */
  const systems: { name: string; client?: object; desk: object }[] = [
    { name: 'one server', desk: { servers: 1, serviceTime: exponential(100) } },
    { name: 'last in, first out', desk: { servers: 1, serviceTime: exponential(100), queueDiscipline: { kind: 'lifo' } } },
    { name: 'four servers with a long tail', desk: { servers: 4, serviceTime: { kind: 'lognormal', mean: 400, variation: 2 } } },
    {
      name: 'two replicas, one of them hung for a while',
      desk: { replicas: 2, servers: 2, serviceTime: exponential(300), fault: { kind: 'hang', share: 0.5 } },
    },
  ];

  it.each(systems)('at the service: $name', ({ desk }) => {
    const duration = 200_000;
    const users: ComponentPlan = {
      kind: 'client',
      calls: ['desk'],
      arrival: { kind: 'poisson', rate: 8 },
      maxAttempts: 1,
      attemptTimeout: null,
    };
    for (let seed = 1; seed <= 5; seed++) {
      const changes = [
        { at: 30_000, set: { 'desk.fault': { kind: 'none' } } },
        { at: 100_000, set: { 'users.enabled': false } },
      ];
      const world = run({ duration, changes, components: { users, desk: { kind: 'service', ...desk } } }, seed);
      const finished = total(world, 'desk', 'finished');
      expect(finished).toBe(total(world, 'desk', 'arrived'));
      const inFlight = over(world, 'desk.inFlight', 0);
      const timeInSystem = over(world, 'desk.timeInSystem.mean', 0) / 1_000;
      expect(inFlight).toBeCloseTo(inFlightOf(finished / (duration / 1_000), timeInSystem), 9);
      const queueLength = over(world, 'desk.queueLength', 0);
      const waitingTime = over(world, 'desk.waitingTime.mean', 0) / 1_000;
      expect(queueLength).toBeCloseTo(inFlightOf(finished / (duration / 1_000), waitingTime), 9);
      // and for the servers alone: busy servers are throughput × time on a server
      expect(over(world, 'desk.busy', 0)).toBeCloseTo(inFlight - queueLength, 9);
    }
  });

  it('at the clients, whatever happens between birth and success: retries, delays, a network', () => {
    const duration = 300_000;
    for (let seed = 1; seed <= 5; seed++) {
      const world = run(
        {
          duration,
          changes: [{ at: 100_000, set: { 'users.enabled': false } }],
          components: {
            users: {
              kind: 'client',
              calls: ['desk'],
              arrival: { kind: 'bursts', rate: 5, burstRate: 40, period: 10_000, length: 1_000 },
              maxAttempts: 1_000,
              attemptTimeout: 700,
              retryDelay: { kind: 'full-jitter' },
              networkDelay: exponential(30),
            },
            desk: { kind: 'service', servers: 15, serviceTime: exponential(200), fault: { kind: 'error-ratio', ratio: 0.2 } },
          },
        },
        seed,
      );
      const arrivals = total(world, 'users', 'arrived');
      expect(over(world, 'users.goodput', 0) * (duration / 1_000)).toBeCloseTo(arrivals, 6);
      expect(total(world, 'users', 'retried')).toBeGreaterThan(arrivals / 10);
      const responseTime = over(world, 'users.responseTime.mean', 0) / 1_000;
      expect(over(world, 'users.inFlight', 0)).toBeCloseTo(inFlightOf(arrivals / (duration / 1_000), responseTime), 9);
    }
  });
});

describe('a closed loop', () => {
  it.each([
    { users: 12, servers: 1, thinkTime: exponential(1_000), duration: 600_000 },
    { users: 30, servers: 4, thinkTime: exponential(500), duration: 150_000 },
    // how thinking varies does not matter, only its mean
    { users: 12, servers: 1, thinkTime: { kind: 'constant', value: 1_000 }, duration: 400_000 },
    { users: 12, servers: 1, thinkTime: { kind: 'bimodal', fast: 100, slow: 9_100, slowRatio: 0.1 }, duration: 2_500_000 },
  ])(
    'of $users users and $servers servers is the machine repairman ($thinkTime.kind thinking)',
    ({ users, servers, thinkTime, duration }) => {
      const mean = thinkTime.kind === 'exponential' && 'mean' in thinkTime ? thinkTime.mean : 1_000;
      const theory = closedLoop({ users, thinkTime: mean / 1_000, serviceRate: 10, servers });
      const found = replicate(
        40,
        {
          duration,
          components: {
            users: {
              kind: 'client',
              calls: ['desk'],
              arrival: { kind: 'closed-loop', users, thinkTime },
              maxAttempts: 1,
              attemptTimeout: null,
            },
            desk: { kind: 'service', servers, serviceTime: exponential(100) },
          },
        },
        (world) => ({
          throughput: over(world, 'users.throughput'),
          responseTime: over(world, 'users.responseTime.mean') / 1_000,
          utilisation: over(world, 'desk.utilisation'),
          inFlight: over(world, 'users.inFlight'),
        }),
      );
      expectTheory(found.throughput, theory.throughput, 0.01, 'throughput');
      expectTheory(found.responseTime, theory.responseTime, 0.03, 'mean response time');
      expectTheory(found.utilisation, theory.utilisation, 0.01, 'utilisation');
      expectTheory(found.inFlight, theory.inFlight, 0.03, 'mean number in flight');
    },
  );

  it('obeys users = throughput × (response time + think time) whatever the service times', () => {
    const found = replicate(
      20,
      {
        duration: 1_000_000,
        components: {
          users: {
            kind: 'client',
            calls: ['desk'],
            arrival: { kind: 'closed-loop', users: 25, thinkTime: { kind: 'uniform', min: 500, max: 1_500 } },
            maxAttempts: 1,
            attemptTimeout: null,
          },
          desk: { kind: 'service', servers: 2, serviceTime: { kind: 'lognormal', mean: 100, variation: 1.5 } },
        },
      },
      (world) => ({
        users: over(world, 'users.throughput') * (over(world, 'users.responseTime.mean') / 1_000 + 1),
        responseTime: over(world, 'users.responseTime.mean') / 1_000,
      }),
    );
    expectTheory(found.users, 25, 0.005, 'throughput × (response time + think time)');
    // the loop slows down with the system: nothing like the 25 a second of users who never wait
    expect(closedLoopThroughput(25, estimate(found.responseTime).mean, 1)).toBeLessThan(20);
  });
});

describe('quantiles over many bins', () => {
  const desk = { kind: 'service', servers: 10, serviceTime: exponential(100) };
  const users = (arrival: object) => ({ kind: 'client', calls: ['desk'], arrival, maxAttempts: 1, attemptTimeout: null });

  it('are those of all values together, to a bucket’s width, however many bins there are', () => {
    const components = { users: users({ kind: 'spike', rate: 80, factor: 1.5, start: 300_000, length: 30_000 }), desk };
    const plan = { duration: 600_000, bins: 120, components };
    const world = run(plan, 1, { observe: ['requests'] });
    const exact = responseTimes(world, 0);
    for (const [name, q] of [
      ['p50', 0.5],
      ['p90', 0.9],
      ['p99', 0.99],
      ['p999', 0.999],
    ] as const) {
      const meter = `users.responseTime.${name}`;
      const merged = over(world, meter, 0) / 1_000;
      expect(Math.abs(merged - quantile(exact, q))).toBeLessThanOrEqual(quantile(exact, q) / 64);
      for (const bins of [10, 40]) expect(over(run({ ...plan, bins }, 1), meter, 0) / 1_000).toBe(merged);
    }
    // the mean of the bins' own p99 is another number, and means nothing
    let sum = 0;
    for (let bin = 0; bin < 120; bin++) sum += over(world, 'users.responseTime.p99', bin, bin + 1) / 1_000;
    expect(sum / 120).toBeLessThan(0.5 * quantile(exact, 0.99));
  });

  it('are the theory’s', () => {
    const found = replicate(
      20,
      { duration: 600_000, bins: 600, components: { users: users({ kind: 'poisson', rate: 80 }), desk } },
      (world) => ({ attempts: over(world, 'users.attempts', 30), p99: over(world, 'users.responseTime.p99', 30) / 1_000 }),
    );
    const p99 = mmcTimeInSystemQuantile({ arrivalRate: 80, serviceRate: 10, servers: 10 }, 0.99);
    expectTheory(controlled(found.p99, found.attempts, 80), p99, 0.03, 'p99 of all');
  });
});
