import { describe, expect, it } from 'vitest';
import type { ComponentPlan } from '../../src/sim/world/blueprint.ts';
import type { World } from '../../src/sim/world/world.ts';
import { drainTimeAfter } from '../../src/theory/backlog.ts';
import { crashes, priorityWaits, visibility } from '../../src/theory/jobs.ts';
import { mmc } from '../../src/theory/mmc.ts';
import { controlled, expectTheory, over, replicate, run, total } from './replications.ts';

const exponential = (mean: number) => ({ kind: 'exponential', mean });
const client = (rate: number, rest: Partial<ComponentPlan> = {}): ComponentPlan => ({
  kind: 'client',
  calls: ['queue'],
  arrival: { kind: 'poisson', rate },
  maxAttempts: 1,
  attemptTimeout: null,
  ...rest,
});
const queue = (rest: Partial<ComponentPlan> = {}): ComponentPlan => ({
  kind: 'job-queue',
  visibilityTimeout: null,
  mostAttempts: 1_000_000,
  calls: ['workers'],
  ...rest,
});
/** From a time on [ms] nothing more is enqueued, so that all deliveries of every job are seen. */
const noMoreFrom = (at: number) => [{ at, set: { 'client.arrival': { kind: 'constant', rate: 0 } } }];

const deliveries = (world: World) => total(world, 'queue', 'received') + total(world, 'queue', 'redelivered');

describe('under a visibility timeout jobs are delivered as often as theory says', () => {
  it.each([
    { timeout: 3, meanWork: 1, known: [1.0499, 1.0524], enqueuing: 140_000 },
    { timeout: 1, meanWork: 1, known: [1.4202, 1.582], enqueuing: 45_000 },
    { timeout: 2, meanWork: 1, known: [1.1378, 1.1565], enqueuing: 60_000 },
    { timeout: 0.4, meanWork: 1, known: null, enqueuing: 90_000 },
  ])('$timeout s, and exponential work of mean $meanWork s', ({ timeout, meanWork, known, enqueuing }) => {
    const found = (plan: Partial<ComponentPlan>) =>
      replicate(
        40,
        {
          duration: enqueuing + 40_000,
          components: {
            client: client(20),
            queue: queue({ visibilityTimeout: timeout * 1_000 }),
            workers: { kind: 'workers', replicas: 1, concurrency: 1_000, processingTime: exponential(meanWork * 1_000), ...plan },
          },
          changes: noMoreFrom(enqueuing),
        },
        (world) => {
          const { receiveCount, count } = world.observed.jobs!;
          const again = receiveCount.subarray(0, count).filter((times) => times === 2).length;
          return { deliveries: deliveries(world) / total(world, 'queue', 'received'), again: again / total(world, 'queue', 'received') };
        },
        () => ({ observe: ['jobs'] }),
      );
    const cases = [
      { work: 'goes-on', plan: { processingTimeDrawn: 'delivery' } },
      { work: 'goes-on-the-same', plan: { processingTimeDrawn: 'job' } },
      { work: 'stops', plan: { processingTimeDrawn: 'delivery', whenLeaseEnds: 'stops' } },
    ] as const;
    for (const { work, plan } of cases) {
      const theory = visibility({ timeout, meanWork, work });
      const figures = found(plan);
      expectTheory(figures.deliveries, theory.meanDeliveries, 0.02, `deliveries, ${work}`);
      expectTheory(figures.again, theory.repeatedRatio, 0.08, `delivered twice, ${work}`);
      if (known) expect(theory.meanDeliveries).toBeCloseTo(known[work === 'goes-on' ? 0 : 1], 3);
    }
  });
});

describe('crashes cost as many executions, dead letters and side effects as theory says', () => {
  it.each([
    { crashRatio: 0.1, maxAttempts: 5, afterEffectRatio: 0.5, enqueuing: 30_000 },
    { crashRatio: 0.3, maxAttempts: 3, afterEffectRatio: 0.25, enqueuing: 150_000 },
    { crashRatio: 0.5, maxAttempts: 4, afterEffectRatio: 1, enqueuing: 100_000 },
  ])('$crashRatio of the executions crash, $maxAttempts at most', ({ crashRatio, maxAttempts, afterEffectRatio, enqueuing }) => {
    const theory = crashes({ crashRatio, maxAttempts, afterEffectRatio });
    const found = replicate(
      40,
      {
        duration: enqueuing + 10_000,
        components: {
          client: client(20),
          queue: queue({ mostAttempts: maxAttempts }),
          workers: {
            kind: 'workers',
            replicas: 60,
            concurrency: 1,
            processingTime: { kind: 'constant', value: 500 },
            workerFault: { kind: 'crash', ratio: crashRatio },
            effectAt: 1 - afterEffectRatio,
            crashNoticed: 'at-once',
            restartTime: 100,
          },
        },
        changes: noMoreFrom(enqueuing),
      },
      (world) => {
        const jobs = total(world, 'queue', 'received');
        return {
          executions: deliveries(world) / jobs,
          dead: total(world, 'queue', 'deadReceived') / jobs,
          effects: total(world, 'workers', 'effectMade') / jobs,
        };
      },
    );
    expectTheory(found.executions, theory.meanExecutions, 0.015, 'executions');
    expectTheory(found.effects, theory.meanEffects, 0.02, 'side effects');
    // one in 100,000 is too seldom to tell
    if (theory.deadRatio > 0.01) expectTheory(found.dead, theory.deadRatio, 0.12, 'dead letters');
  });

  it('as computed elsewhere', () => {
    expect(crashes({ crashRatio: 0.1, maxAttempts: 5, afterEffectRatio: 0.5 }).meanEffects).toBeCloseTo(1.0555, 4);
    expect(crashes({ crashRatio: 0.3, maxAttempts: 3, afterEffectRatio: 0 })).toMatchObject({
      meanExecutions: expect.closeTo(1.39, 9),
      deadRatio: expect.closeTo(0.027, 9),
    });
    expect(crashes({ crashRatio: 0.01, maxAttempts: 25, afterEffectRatio: 0 }).deadRatio).toBeCloseTo(1e-50, 55);
  });
});

describe('a queue and its workers are M/M/c', () => {
  it.each([
    { arrivalRate: 7, servers: 1, replicas: 1, duration: 1_500_000, within: 0.08 },
    { arrivalRate: 80, servers: 10, replicas: 5, duration: 300_000, within: 0.08 },
  ])('at $arrivalRate jobs/s for $servers slots that do 10', ({ arrivalRate, servers, replicas, duration, within }) => {
    const theory = mmc({ arrivalRate, serviceRate: 10, servers });
    const found = replicate(
      40,
      {
        duration,
        components: {
          client: client(arrivalRate),
          queue: queue(),
          workers: { kind: 'workers', replicas, concurrency: servers / replicas, processingTime: exponential(100) },
        },
      },
      (world) => ({
        waitingTime: over(world, 'queue.waitingTime.mean') / 1_000,
        timeInSystem: over(world, 'queue.timeInSystem.mean') / 1_000,
        backlog: over(world, 'queue.backlog'),
        utilisation: over(world, 'workers.utilisation'),
      }),
    );
    const given = (figures: number[]) => controlled(figures, found.utilisation, theory.utilisation);
    expectTheory(found.utilisation, theory.utilisation, 0.015, 'utilisation');
    expectTheory(given(found.waitingTime), theory.waitingTime, within, 'mean waiting time');
    expectTheory(given(found.timeInSystem), theory.timeInSystem, within, 'mean time in system');
    expectTheory(given(found.backlog), theory.queueLength, within, 'mean backlog');
  });
});

describe('strict priority waits as Cobham says', () => {
  it.each([
    { arrivalRates: [3, 4], servers: 1, duration: 1_500_000, within: 0.1 },
    { arrivalRates: [2, 3, 3], servers: 1, duration: 600_000, within: 0.15 },
    { arrivalRates: [15, 15, 10], servers: 5, duration: 400_000, within: 0.15 },
  ])('$arrivalRates jobs/s for $servers slots that do 10', ({ arrivalRates, servers, duration, within }) => {
    const theory = priorityWaits({ arrivalRates, serviceRate: 10, servers });
    const clients = arrivalRates.map((rate, i) => [`class${i}`, client(rate, { priority: i })] as const);
    const found = replicate(
      40,
      {
        duration,
        components: {
          ...Object.fromEntries(clients),
          queue: queue({ scheduling: { kind: 'strict-priority' } }),
          workers: { kind: 'workers', replicas: 1, concurrency: servers, processingTime: exponential(100) },
        },
      },
      (world) => {
        const sums = arrivalRates.map(() => 0);
        const counts = arrivalRates.map(() => 0);
        const { request, startedAt, receivedAt, count } = world.observed.jobs!;
        const { client: from, intended } = world.observed.requests!;
        for (let i = 0; i < count; i++) {
          if (Number.isNaN(startedAt[i]) || receivedAt[i] < duration * 50) continue;
          sums[from[request[i]]] += (startedAt[i] - intended[request[i]]) / 1e6;
          counts[from[request[i]]]++;
        }
        const waits = Object.fromEntries(sums.map((sum, i) => [`class${i}`, sum / counts[i]]));
        return { ...waits, utilisation: over(world, 'workers.utilisation') } as Record<string, number>;
      },
      () => ({ observe: ['jobs', 'requests'] }),
    );
    const utilisation = arrivalRates.reduce((sum, rate) => sum + rate, 0) / (10 * servers);
    theory.forEach((wait, i) => {
      expectTheory(controlled(found[`class${i}`], found.utilisation, utilisation), wait, within, `mean wait of class ${i}`);
    });
  });
});

describe('a backlog drains when theory says', () => {
  const plan = (rate: number, outage: number) => ({
    duration: 200_000,
    bins: 200,
    components: {
      client: client(rate, { arrival: { kind: 'constant', rate } }),
      queue: queue(),
      workers: { kind: 'workers', replicas: 2, concurrency: 5, processingTime: { kind: 'constant', value: 100 } },
    },
    changes: [
      { at: 10_000, set: { 'workers.enabled': false } },
      { at: 10_000 + outage * 1_000, set: { 'workers.enabled': true } },
    ],
  });

  // ten slots of 100 ms: 100 jobs/s
  it.each([
    { rate: 50, outage: 30, drain: 30 },
    { rate: 80, outage: 30, drain: 120 },
    { rate: 90, outage: 10, drain: 90 },
  ])('$outage s of outage at $rate of 100 jobs/s take $drain s: T·ρ/(1 − ρ)', ({ rate, outage, drain }) => {
    expect(drainTimeAfter(outage, rate / 100)).toBeCloseTo(drain, 9);
    const world = run(plan(rate, outage), 1);
    const back = 10 + outage;
    expect(over(world, 'queue.drainTime', back - 1, back) / 1_000).toBeCloseTo(drain, -0.3);
    // and the estimate, once there is a rate to estimate it by
    expect(over(world, 'queue.drainEstimate', back + 1, back + 2) / 1_000).toBeCloseTo(drain - 2, -0.3);
  });
});
