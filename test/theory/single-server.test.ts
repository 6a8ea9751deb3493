import { describe, it } from 'vitest';
import type { ComponentPlan } from '../../src/sim/world/blueprint.ts';
import type { World } from '../../src/sim/world/world.ts';
import { dm1, dm1TimeInSystemQuantile } from '../../src/theory/dm1.ts';
import { mdcWaitingQuantile, mdcWaitingTail } from '../../src/theory/mdc.ts';
import { mg1 } from '../../src/theory/mg1.ts';
import { mm1, mm1TimeInSystemQuantile, mm1WaitingQuantile } from '../../src/theory/mm1.ts';
import { tandem } from '../../src/theory/tandem.ts';
import { controlled, every, expectTheory, over, quantile, replicate, responseTimes, waitingTimes } from './replications.ts';

/** Clients who never time out and never retry, so that what arrives is the arrival process and nothing else. */
const patient = (arrival: ComponentPlan['arrival'], calls: string): ComponentPlan => ({
  kind: 'client',
  calls: [calls],
  arrival,
  maxAttempts: 1,
  attemptTimeout: null,
});
const poisson = (rate: number) => ({ kind: 'poisson', rate });
const server = (serviceTime: object, more: object = {}): ComponentPlan => ({ kind: 'service', servers: 1, serviceTime, ...more });
const exponential = (mean: number) => ({ kind: 'exponential', mean });

/** Means at a service after warm-up, times in seconds. */
function means(world: World, id: string) {
  return {
    waitingTime: over(world, `${id}.waitingTime.mean`) / 1_000,
    timeInSystem: over(world, `${id}.timeInSystem.mean`) / 1_000,
    queueLength: over(world, `${id}.queueLength`),
    inFlight: over(world, `${id}.inFlight`),
    utilisation: over(world, `${id}.utilisation`),
    throughput: over(world, `${id}.throughput`),
  };
}

describe('M/M/1 in the simulation is M/M/1 in theory', () => {
  it.each([
    { arrivalRate: 5, duration: 5_000_000, within: 0.025, tail: 0.03 },
    { arrivalRate: 8, duration: 8_000_000, within: 0.03, tail: 0.06 },
    { arrivalRate: 9, duration: 15_000_000, within: 0.04, tail: 0.1 },
  ])('at $arrivalRate req/s for a server that does 10', ({ arrivalRate, duration, within, tail }) => {
    const queue = { arrivalRate, serviceRate: 10 };
    const theory = mm1(queue);
    const found = replicate(
      40,
      { duration, components: { users: patient(poisson(arrivalRate), 'desk'), desk: server(exponential(100)) } },
      (world) => ({
        ...means(world, 'desk'),
        p50: over(world, 'desk.timeInSystem.p50') / 1_000,
        p99: over(world, 'desk.timeInSystem.p99') / 1_000,
        waitingP99: over(world, 'desk.waitingTime.p99') / 1_000,
      }),
    );
    const given = (figures: number[]) => controlled(figures, found.utilisation, theory.utilisation);
    expectTheory(found.utilisation, theory.utilisation, 0.01, 'utilisation');
    expectTheory(found.throughput, arrivalRate, 0.01, 'throughput');
    expectTheory(given(found.waitingTime), theory.waitingTime, within, 'mean waiting time');
    expectTheory(given(found.timeInSystem), theory.timeInSystem, within, 'mean time in system');
    expectTheory(given(found.queueLength), theory.queueLength, within, 'mean queue length');
    expectTheory(given(found.inFlight), theory.inFlight, within, 'mean number in flight');
    expectTheory(given(found.p50), mm1TimeInSystemQuantile(queue, 0.5), within, 'p50 of time in system');
    expectTheory(given(found.p99), mm1TimeInSystemQuantile(queue, 0.99), tail, 'p99 of time in system');
    expectTheory(given(found.waitingP99), mm1WaitingQuantile(queue, 0.99), tail, 'p99 of waiting time');
  });
});

describe('what service times and arrivals do to a queue is what theory says', () => {
  it('constant service: M/D/1 waits half as long as M/M/1, with Crommelin’s distribution', () => {
    const duration = 6_000_000;
    const found = replicate(
      40,
      { duration, components: { users: patient(poisson(8), 'desk'), desk: server({ kind: 'constant', value: 100 }) } },
      (world) => {
        const waits = waitingTimes(world, 'desk');
        return {
          ...means(world, 'desk'),
          p50: quantile(waits, 0.5),
          p90: quantile(waits, 0.9),
          p99: quantile(waits, 0.99),
          upToOneService: waits.filter((wait) => wait <= 0.1).length / waits.length,
        };
      },
      () => ({ trace: every(3, 2_400, 46_000) }),
    );
    const queue = { arrivalRate: 8, serviceTime: 0.1, servers: 1 };
    const theory = mg1({ arrivalRate: 8, serviceTime: 0.1, squaredVariation: 0 });
    const given = (figures: number[]) => controlled(figures, found.utilisation, theory.utilisation);
    expectTheory(found.utilisation, theory.utilisation, 0.01, 'utilisation');
    expectTheory(given(found.waitingTime), theory.waitingTime, 0.03, 'mean waiting time');
    expectTheory(given(found.queueLength), theory.queueLength, 0.03, 'mean queue length');
    expectTheory(given(found.timeInSystem), theory.timeInSystem, 0.03, 'mean time in system');
    expectTheory(given(found.p50), mdcWaitingQuantile(queue, 0.5), 0.03, 'p50 of waiting time');
    expectTheory(given(found.p90), mdcWaitingQuantile(queue, 0.9), 0.03, 'p90 of waiting time');
    expectTheory(given(found.p99), mdcWaitingQuantile(queue, 0.99), 0.06, 'p99 of waiting time');
    expectTheory(given(found.upToOneService), 1 - mdcWaitingTail(queue, 0.1), 0.02, 'P(waiting time ≤ one service time)');
  });

  it.each([
    {
      name: 'log-normal with coefficient of variation 2',
      arrivalRate: 5,
      serviceTime: { kind: 'lognormal', mean: 100, variation: 2 },
      squaredVariation: 4,
      duration: 16_000_000,
      // the fourth moment of so heavy a tail is 625 times the square of the second: no interval gets narrow quickly
      within: 0.06,
    },
    {
      // mean 0.95 · 50 + 0.05 · 1050 = 100 ms, E[S²] = 0.95 · 50² + 0.05 · 1050² = 5.75 · 100²
      name: 'one in twenty takes 21 times as long',
      arrivalRate: 5,
      serviceTime: { kind: 'bimodal', fast: 50, slow: 1_050, slowRatio: 0.05 },
      squaredVariation: 4.75,
      duration: 8_000_000,
      within: 0.03,
    },
    {
      // mean 100 ms, E[S²] = 100² + 100²/3·0.81
      name: 'uniform from 10 to 190 ms',
      arrivalRate: 8,
      serviceTime: { kind: 'uniform', min: 10, max: 190 },
      squaredVariation: 0.27,
      duration: 5_000_000,
      within: 0.03,
    },
  ])('M/G/1 waits as Pollaczek and Khinchine say: $name', ({ arrivalRate, serviceTime, squaredVariation, duration, within }) => {
    const theory = mg1({ arrivalRate, serviceTime: 0.1, squaredVariation });
    const found = replicate(
      40,
      { duration, components: { users: patient(poisson(arrivalRate), 'desk'), desk: server(serviceTime) } },
      (world) => means(world, 'desk'),
    );
    const given = (figures: number[]) => controlled(figures, found.utilisation, theory.utilisation);
    expectTheory(found.utilisation, theory.utilisation, 0.01, 'utilisation');
    expectTheory(given(found.waitingTime), theory.waitingTime, within, 'mean waiting time');
    expectTheory(given(found.queueLength), theory.queueLength, within, 'mean queue length');
  });

  it('evenly spaced arrivals: D/M/1', () => {
    const duration = 6_000_000;
    const queue = { interarrival: 0.125, serviceRate: 10 };
    const theory = dm1(queue);
    const found = replicate(
      40,
      { duration, components: { users: patient({ kind: 'constant', rate: 8 }, 'desk'), desk: server(exponential(100)) } },
      (world) => {
        const waits = waitingTimes(world, 'desk');
        return {
          ...means(world, 'desk'),
          waited: waits.filter((wait) => wait > 0).length / waits.length,
          p99: quantile(responseTimes(world, duration / 20), 0.99),
        };
      },
      () => ({ trace: every(5, 2_400, 46_000), observe: ['requests'] }),
    );
    const given = (figures: number[]) => controlled(figures, found.utilisation, theory.utilisation);
    expectTheory(found.utilisation, theory.utilisation, 0.01, 'utilisation');
    expectTheory(given(found.waitingTime), theory.waitingTime, 0.03, 'mean waiting time');
    expectTheory(given(found.queueLength), theory.queueLength, 0.03, 'mean queue length');
    expectTheory(given(found.waited), theory.waitingProbability, 0.02, 'probability of waiting');
    expectTheory(given(found.p99), dm1TimeInSystemQuantile(queue, 0.99), 0.04, 'p99 of time in system');
  });
});

describe('the order of service', () => {
  const duration = 6_000_000;
  const moments = (discipline: string, arrivalRate: number) =>
    replicate(
      40,
      {
        duration,
        components: {
          users: patient(poisson(arrivalRate), 'desk'),
          desk: server(exponential(100), { queueDiscipline: { kind: discipline } }),
        },
      },
      (world) => {
        const times = responseTimes(world, duration / 20);
        const square = times.reduce((sum, time) => sum + time * time, 0) / times.length;
        const { waitingTime } = means(world, 'desk');
        // T = Wq + S with S independent of Wq: E[T²] = E[Wq²] + 2·E[Wq]·E[S] + E[S²]
        return { waitingTime, squaredWait: square - 2 * waitingTime * 0.1 - 0.02 };
      },
      () => ({ observe: ['requests'] }),
    );

  it('last in, first out waits as long on average, on the same traffic, and its waits vary more by 1 / (1 − ρ)', () => {
    const fifo = moments('fifo', 6);
    const lifo = moments('lifo', 6);
    const { waitingTime } = mm1({ arrivalRate: 6, serviceRate: 10 });
    expectTheory(fifo.waitingTime, waitingTime, 0.03, 'mean wait, first in first out');
    expectTheory(lifo.waitingTime, waitingTime, 0.03, 'mean wait, last in first out');
    // E[Wq²] = 2ρ / (μ(1 − ρ))² in order of arrival; last in first out divides it by 1 − ρ (Takács 1963)
    const square = (2 * 0.6) / (10 * 0.4) ** 2;
    expectTheory(fifo.squaredWait, square, 0.06, 'mean squared wait, first in first out');
    expectTheory(lifo.squaredWait, square / 0.4, 0.1, 'mean squared wait, last in first out');
    // the traffic is the same, so the two means differ by much less than either from the theory
    const difference = lifo.waitingTime.map((wait, i) => wait - fifo.waitingTime[i] + waitingTime);
    expectTheory(difference, waitingTime, 0.012, 'difference of the mean waits');
  });
});

describe('a service that calls a service', () => {
  const duration = 6_000_000;
  const chain = (whileCalling: string) => ({
    duration,
    components: {
      users: patient(poisson(8), 'front'),
      front: server(exponential(100), { calls: ['back'], whileCalling }),
      back: server({ kind: 'exponential', mean: 1_000 / 12 }),
    },
  });

  it('is Jackson’s tandem if a server is free as soon as its own work is done', () => {
    const theory = tandem(8, [10, 12]);
    const found = replicate(
      40,
      chain('frees-server'),
      (world) => {
        const times = responseTimes(world, duration / 20);
        const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
        const back = means(world, 'back');
        const front = means(world, 'front');
        return {
          mean,
          variance: times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length,
          // in flight at the front are also those who are away at the back
          inFlight: front.inFlight,
          frontWait: front.waitingTime,
          frontBusy: front.utilisation,
          backWait: back.waitingTime,
          backTime: back.timeInSystem,
          backBusy: back.utilisation,
        };
      },
      () => ({ observe: ['requests'] }),
    );
    const front = mm1({ arrivalRate: 8, serviceRate: 10 });
    const back = mm1({ arrivalRate: 8, serviceRate: 12 });
    const given = (figures: number[]) => controlled(figures, found.frontBusy, front.utilisation);
    const givenBack = (figures: number[]) => controlled(figures, found.backBusy, back.utilisation);
    expectTheory(found.frontBusy, front.utilisation, 0.01, 'utilisation of the first');
    expectTheory(found.backBusy, back.utilisation, 0.01, 'utilisation of the second');
    expectTheory(given(found.mean), theory.timeInSystem, 0.03, 'mean time through both');
    expectTheory(given(found.variance), theory.timeInSystemVariance, 0.12, 'variance of the time through both');
    expectTheory(given(found.inFlight), theory.inFlight, 0.03, 'mean number in both');
    expectTheory(given(found.frontWait), front.waitingTime, 0.045, 'mean wait at the first');
    expectTheory(givenBack(found.backWait), back.waitingTime, 0.03, 'mean wait at the second');
    expectTheory(givenBack(found.backTime), back.timeInSystem, 0.03, 'mean time at the second');
  });

  it('is one slower server if it holds its server meanwhile: work and call together are its service time', () => {
    // the back never sees two at once, so a request holds the front for Exp(10) + Exp(12): mean 11/60 s, c² = 61/121
    const found = replicate(
      40,
      { duration: 6_000_000, components: { ...chain('holds-server').components, users: patient(poisson(3), 'front') } },
      (world) => ({ waitingTime: means(world, 'front').waitingTime, backWait: means(world, 'back').waitingTime }),
    );
    const theory = mg1({ arrivalRate: 3, serviceTime: 11 / 60, squaredVariation: 61 / 121 });
    expectTheory(found.waitingTime, theory.waitingTime, 0.03, 'mean wait at the front');
    expectTheory(found.backWait, 0, 0, 'mean wait at the back');
  });
});
