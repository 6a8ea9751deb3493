import { describe, it } from 'vitest';
import type { ComponentPlan } from '../../src/sim/world/blueprint.ts';
import type { World } from '../../src/sim/world/world.ts';
import { erlangLoss } from '../../src/theory/erlang.ts';
import { mdc } from '../../src/theory/mdc.ts';
import { mmc, mmcTimeInSystemQuantile, mmcWaitingQuantile } from '../../src/theory/mmc.ts';
import { mmck, mmckWaitingQuantile } from '../../src/theory/mmck.ts';
import { controlled, every, expectTheory, over, quantile, replicate, responseTimes, waitingTimes } from './replications.ts';

const patient = (rate: number): ComponentPlan => ({
  kind: 'client',
  calls: ['desk'],
  arrival: { kind: 'poisson', rate },
  maxAttempts: 1,
  attemptTimeout: null,
});
const exponential = (mean: number) => ({ kind: 'exponential', mean });

const means = (world: World) => ({
  waitingTime: over(world, 'desk.waitingTime.mean') / 1_000,
  timeInSystem: over(world, 'desk.timeInSystem.mean') / 1_000,
  queueLength: over(world, 'desk.queueLength'),
  inFlight: over(world, 'desk.inFlight'),
  utilisation: over(world, 'desk.utilisation'),
});

describe('M/M/c in the simulation is M/M/c in theory', () => {
  it.each([
    { arrivalRate: 3, serviceRate: 2, servers: 2, replicas: 1, duration: 14_000_000 },
    // on five machines behind the one queue
    { arrivalRate: 80, serviceRate: 10, servers: 10, replicas: 5, duration: 1_000_000 },
  ])('at $arrivalRate req/s for $servers servers that do $serviceRate', ({ arrivalRate, serviceRate, servers, replicas, duration }) => {
    const queue = { arrivalRate, serviceRate, servers };
    const theory = mmc(queue);
    const requests = (arrivalRate * duration) / 1_000;
    const found = replicate(
      40,
      {
        duration,
        components: {
          users: patient(arrivalRate),
          desk: { kind: 'service', replicas, servers: servers / replicas, serviceTime: exponential(1_000 / serviceRate) },
        },
      },
      (world) => {
        const waits = waitingTimes(world, 'desk');
        const times = responseTimes(world, duration / 20);
        return {
          ...means(world),
          waited: waits.filter((wait) => wait > 0).length / waits.length,
          waitingP95: quantile(waits, 0.95),
          waitingP99: quantile(waits, 0.99),
          p50: quantile(times, 0.5),
          p95: quantile(times, 0.95),
          p99: quantile(times, 0.99),
        };
      },
      () => ({ observe: ['requests'], trace: every(5, requests / 20, requests * 0.95) }),
    );
    const given = (figures: number[]) => controlled(figures, found.utilisation, theory.utilisation);
    expectTheory(found.utilisation, theory.utilisation, 0.01, 'utilisation');
    expectTheory(given(found.waited), theory.waitingProbability, 0.03, 'probability of waiting');
    expectTheory(given(found.waitingTime), theory.waitingTime, 0.04, 'mean waiting time');
    expectTheory(given(found.queueLength), theory.queueLength, 0.04, 'mean queue length');
    expectTheory(given(found.timeInSystem), theory.timeInSystem, 0.02, 'mean time in system');
    expectTheory(given(found.inFlight), theory.inFlight, 0.02, 'mean number in flight');
    expectTheory(given(found.waitingP95), mmcWaitingQuantile(queue, 0.95), 0.06, 'p95 of waiting time');
    expectTheory(given(found.waitingP99), mmcWaitingQuantile(queue, 0.99), 0.08, 'p99 of waiting time');
    expectTheory(given(found.p50), mmcTimeInSystemQuantile(queue, 0.5), 0.02, 'p50 of time in system');
    expectTheory(given(found.p95), mmcTimeInSystemQuantile(queue, 0.95), 0.03, 'p95 of time in system');
    expectTheory(given(found.p99), mmcTimeInSystemQuantile(queue, 0.99), 0.05, 'p99 of time in system');
  });

  it('M/D/10 waits little more than half as long', () => {
    const queue = { arrivalRate: 80, serviceTime: 0.1, servers: 10 };
    const theory = mdc(queue);
    const found = replicate(
      40,
      {
        duration: 600_000,
        components: { users: patient(80), desk: { kind: 'service', servers: 10, serviceTime: { kind: 'constant', value: 100 } } },
      },
      (world) => {
        const waits = waitingTimes(world, 'desk');
        return { ...means(world), waited: waits.filter((wait) => wait > 0).length / waits.length };
      },
      () => ({ trace: every(5, 2_400, 45_000) }),
    );
    const given = (figures: number[]) => controlled(figures, found.utilisation, theory.utilisation);
    expectTheory(given(found.waitingTime), theory.waitingTime, 0.04, 'mean waiting time');
    expectTheory(given(found.waited), theory.waitingProbability, 0.02, 'probability of waiting');
  });
});

/** Shed of arrived, and what became of the rest. */
const bounded = (world: World) => ({
  ...means(world),
  attemptRate: over(world, 'desk.attemptRate'),
  blocked: over(world, 'desk.shed') / over(world, 'desk.attemptRate'),
  throughput: over(world, 'desk.throughput'),
  waitingP90: over(world, 'desk.waitingTime.p90') / 1_000,
  waitingP99: over(world, 'desk.waitingTime.p99') / 1_000,
});

describe('a bounded queue', () => {
  it.each([
    { arrivalRate: 8, serviceRate: 10, servers: 1, capacity: 5, duration: 2_000_000 },
    { arrivalRate: 12, serviceRate: 10, servers: 1, capacity: 10, duration: 1_000_000 },
    { arrivalRate: 80, serviceRate: 10, servers: 10, capacity: 20, duration: 600_000 },
    { arrivalRate: 120, serviceRate: 10, servers: 10, capacity: 20, duration: 130_000 },
  ])(
    'that counts those in service is M/M/c/K: $arrivalRate req/s, $servers servers, room for $capacity',
    ({ arrivalRate, serviceRate, servers, capacity, duration }) => {
      const queue = { arrivalRate, serviceRate, servers, capacity };
      const theory = mmck(queue);
      const found = replicate(
        40,
        {
          duration,
          components: {
            users: patient(arrivalRate),
            desk: {
              kind: 'service',
              servers,
              serviceTime: exponential(1_000 / serviceRate),
              loadShedding: { kind: 'bounded-queue', capacity, counts: 'waiting-and-serving' },
            },
          },
        },
        bounded,
      );
      const given = (figures: number[]) => controlled(figures, found.attemptRate, arrivalRate);
      // one in a hundred is turned away in the third case: a rare event needs long runs
      expectTheory(given(found.blocked), theory.blockedRatio, theory.blockedRatio < 0.01 ? 0.1 : 0.03, 'share that is turned away');
      expectTheory(given(found.throughput), theory.throughput, 0.01, 'throughput');
      expectTheory(given(found.utilisation), theory.utilisation, 0.01, 'utilisation');
      expectTheory(given(found.inFlight), theory.inFlight, 0.02, 'mean number in flight');
      expectTheory(given(found.queueLength), theory.queueLength, 0.04, 'mean queue length');
      expectTheory(given(found.waitingTime), theory.waitingTime, 0.03, 'mean wait of those let in');
      expectTheory(given(found.waitingP90), mmckWaitingQuantile(queue, 0.9), 0.03, 'p90 of their wait');
      expectTheory(given(found.waitingP99), mmckWaitingQuantile(queue, 0.99), 0.04, 'p99 of their wait');
    },
  );

  it('that counts only those who wait has the servers’ places on top', () => {
    const theory = mmck({ arrivalRate: 120, serviceRate: 10, servers: 10, capacity: 20 });
    const found = replicate(
      40,
      {
        duration: 200_000,
        components: {
          users: patient(120),
          desk: { kind: 'service', servers: 10, serviceTime: exponential(100), loadShedding: { kind: 'bounded-queue', capacity: 10 } },
        },
      },
      bounded,
    );
    const given = (figures: number[]) => controlled(figures, found.attemptRate, 120);
    expectTheory(given(found.blocked), theory.blockedRatio, 0.03, 'share that is turned away');
    expectTheory(given(found.waitingTime), theory.waitingTime, 0.02, 'mean wait of those let in');
  });

  it.each([
    { offeredLoad: 8, serviceTime: exponential(100), duration: 130_000 },
    { offeredLoad: 12, serviceTime: exponential(100), duration: 50_000 },
    { offeredLoad: 8, serviceTime: { kind: 'constant', value: 100 }, duration: 60_000 },
    { offeredLoad: 8, serviceTime: { kind: 'lognormal', mean: 100, variation: 2 }, duration: 500_000 },
    { offeredLoad: 8, serviceTime: { kind: 'bimodal', fast: 50, slow: 1_050, slowRatio: 0.05 }, duration: 500_000 },
  ])(
    'without any place to wait is Erlang’s loss system, whatever the service times: $offeredLoad erlang, $serviceTime.kind',
    ({ offeredLoad, serviceTime, duration }) => {
      const theory = erlangLoss(offeredLoad, 10);
      const found = replicate(
        40,
        {
          duration,
          components: {
            users: patient(offeredLoad * 10),
            desk: { kind: 'service', servers: 10, serviceTime, loadShedding: { kind: 'bounded-queue', capacity: 0 } },
          },
        },
        bounded,
      );
      const given = (figures: number[]) => controlled(figures, found.attemptRate, offeredLoad * 10);
      expectTheory(given(found.blocked), theory.blockedRatio, 0.03, 'share that is turned away');
      expectTheory(given(found.utilisation), theory.utilisation, 0.01, 'utilisation');
      expectTheory(given(found.inFlight), theory.carriedLoad, 0.01, 'mean number in service');
      expectTheory(found.waitingTime, 0, 0, 'mean wait');
    },
  );
});
