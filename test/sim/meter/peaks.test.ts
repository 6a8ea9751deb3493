import { expect, test } from 'vitest';
import { peaksOf } from '../../../src/host/result.ts';
import { Simulation } from '../../../src/sim/kernel/simulation.ts';
import { TimerRing } from '../../../src/sim/kernel/timer-ring.ts';
import { worked } from '../../job-story.ts';
import { evenClient, played, steadyService } from '../../worlds.ts';

/** Peaks of a client that sends every 100 ms for a second to a service that works for 250 ms. */
const shop = (client: object = {}, service: object = {}) =>
  peaksOf(
    played({
      client: evenClient(10, 'service', { attemptTimeout: 5_000, ...client }),
      service: steadyService(8, 250, service),
    }),
  );

test('of three requests of 250 ms, one every 100 ms, all are at work at once; never are four', () => {
  expect(shop()).toMatchObject({ 'service.busy': 3, 'client.attemptTime': 250, 'client.attemptsWanted': 0 });
});

test('two servers cannot be more than busy, and those who wait are waited for longer', () => {
  // the fifth, of 500 ms, waits for the third, which has waited itself and ends at 600 ms
  expect(shop({}, { servers: 2 })).toMatchObject({ 'service.busy': 2, 'client.attemptTime': 350 });
});

test('what is still under way at the end counts as long as it has taken', () => {
  expect(shop({}, { serviceTime: { kind: 'constant', value: 4_000 } })['client.attemptTime']).toBe(900);
  expect(shop({ attemptTimeout: 300 }, { serviceTime: { kind: 'constant', value: 4_000 } })['client.attemptTime']).toBe(300);
});

test('attempts are wanted beyond those that are allowed, where trying again is of use', () => {
  const wanted = (client: object, fault: object = {}) =>
    shop({ retryDelay: { kind: 'none' }, ...client }, { fault: { kind: 'error-ratio', ratio: 1, ...fault } })['client.attemptsWanted'];
  expect(wanted({ maxAttempts: 1 })).toBe(2);
  expect(wanted({ maxAttempts: 3 })).toBe(4);
  // 250 ms an attempt: the request of 100 ms has failed three times by 850 ms
  expect(wanted({ maxAttempts: 50 })).toBe(4);
  expect(wanted({ maxAttempts: 50 }, { retryable: false })).toBe(0);
});

test('a timeout that stands outside of others is no timer of attempts, so of attempts nothing is known', () => {
  expect(shop({ guards: ['timeout', 'retry', 'hedge'] })).not.toHaveProperty('client.attemptTime');
});

test('a job that is prefetched holds its lease while it waits', () => {
  const peaks = (prefetch: number) =>
    peaksOf(worked({ visibilityTimeout: 1_000 }, { replicas: 1, concurrency: 1, prefetch }, ['0', '0']).world);
  expect(peaks(0)).toMatchObject({ 'queue.leaseTime': 10, 'workers.busy': 1, 'workers.ofOne': 1, 'queue.attemptsWanted': 0 });
  expect(peaks(1)).toMatchObject({ 'queue.leaseTime': 20, 'workers.busy': 1, 'workers.ofOne': 2 });
});

test('a job that fails wants one more attempt than it has had', () => {
  const fault = { kind: 'error-ratio', ratio: 1 };
  const { world } = worked({ mostAttempts: 3, retryDelay: { kind: 'none' } }, { replicas: 1, fault }, ['0']);
  expect(peaksOf(world)['queue.attemptsWanted']).toBe(4);
});

test('timers: the longest of those that were cancelled, ran out, or still run', () => {
  const simulation = new Simulation(8);
  const ring = new TimerRing(simulation, 100, 1, 0);
  const until = (time: number) => {
    simulation.schedule(time, 2, 0);
    do {
      simulation.advance();
      if (simulation.firedCode === 1) ring.fire();
    } while (simulation.firedCode !== 2);
  };
  const first = ring.set(0);
  expect(ring.longest()).toBe(0);
  until(30);
  ring.cancel(first);
  expect(ring.longest()).toBe(30);
  ring.set(1);
  until(50);
  expect(ring.longest()).toBe(30);
  until(90);
  expect(ring.longest()).toBe(60);
  until(200);
  expect(ring.longest()).toBe(100);
});
