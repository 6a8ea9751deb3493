import { describe, expect, it } from 'vitest';
import type { ComponentPlan } from '../../src/sim/world/blueprint.ts';
import type { World } from '../../src/sim/world/world.ts';
import { erlangA } from '../../src/theory/erlang-a.ts';
import { mm1TimeInSystemTail } from '../../src/theory/mm1.ts';
import { queueTimeout } from '../../src/theory/queue-timeout.ts';
import { sojournDeadline } from '../../src/theory/sojourn-deadline.ts';
import { controlled, estimate, expectTheory, over, replicate } from './replications.ts';

/** Clients who wait so long for the one attempt they make [ms]. */
const impatient = (rate: number, attemptTimeout: number): ComponentPlan => ({
  kind: 'client',
  calls: ['desk'],
  arrival: { kind: 'poisson', rate },
  maxAttempts: 1,
  attemptTimeout,
});
const desk = (servers: number, whenCallerLeaves: string): ComponentPlan => ({
  kind: 'service',
  servers,
  serviceTime: { kind: 'exponential', mean: 100 },
  whenCallerLeaves,
});

const read = (world: World) => ({
  arrivals: over(world, 'users.arrivals'),
  timedOut: over(world, 'users.errors.timedOut') / over(world, 'users.attempts'),
  dropped: over(world, 'desk.dropped') / over(world, 'desk.attemptRate'),
  goodput: over(world, 'desk.goodput'),
  throughput: over(world, 'desk.throughput'),
  utilisation: over(world, 'desk.utilisation'),
  waitingTimeOfServed: over(world, 'desk.waitingTime.mean') / 1_000,
});

const runs = (rate: number, timeout: number, servers: number, whenCallerLeaves: string, duration: number) =>
  replicate(40, { duration, components: { users: impatient(rate, timeout), desk: desk(servers, whenCallerLeaves) } }, read);

describe('what becomes of work whose caller has gone: 8 req/s, a server that does 10, callers that wait 1 s', () => {
  const queue = { arrivalRate: 8, serviceRate: 10 };
  const duration = 6_000_000;

  it('it is done all the same: 13.534 % time out, as if nobody ever left', () => {
    const found = runs(8, 1_000, 1, 'keep-working', duration);
    const timedOut = mm1TimeInSystemTail(queue, 1);
    expect(timedOut).toBeCloseTo(0.13534, 5);
    const given = (figures: number[]) => controlled(figures, found.utilisation, 0.8);
    expectTheory(given(found.timedOut), timedOut, 0.06, 'share that times out');
    expectTheory(given(found.goodput), 8 * (1 - timedOut), 0.01, 'goodput');
    expectTheory(found.throughput, 8, 0.01, 'throughput');
    expectTheory(found.dropped, 0, 0, 'share that is dropped');
  });

  it('it is dropped if it still waits: 2.371 % leave the queue', () => {
    const found = runs(8, 1_000, 1, 'drop-if-queued', duration);
    const theory = queueTimeout({ ...queue, servers: 1, timeout: 1 });
    expect(theory.droppedRatio).toBeCloseTo(0.023707, 6);
    const given = (figures: number[]) => controlled(figures, found.arrivals, 8);
    expectTheory(given(found.dropped), theory.droppedRatio, 0.07, 'share that is dropped');
    expectTheory(given(found.throughput), theory.throughput, 0.01, 'throughput');
    expectTheory(given(found.waitingTimeOfServed), theory.waitingTimeOfServed, 0.02, 'mean wait of those served');
    expectTheory(given(found.utilisation), theory.utilisation, 0.01, 'utilisation');
    // those who are in service at their timeout time out too, and are not dropped
    expect(estimate(found.timedOut).mean).toBeGreaterThan(1.5 * theory.droppedRatio);
  });

  it('it is cancelled everywhere: 3.035 % time out', () => {
    const found = runs(8, 1_000, 1, 'cancel', duration);
    const theory = sojournDeadline({ ...queue, deadline: 1 });
    expect(theory.timedOutRatio).toBeCloseTo(0.030353, 6);
    const given = (figures: number[]) => controlled(figures, found.arrivals, 8);
    expectTheory(given(found.timedOut), theory.timedOutRatio, 0.06, 'share that times out');
    expectTheory(given(found.goodput), theory.goodput, 0.01, 'goodput');
    expectTheory(given(found.utilisation), theory.utilisation, 0.01, 'utilisation');
  });

  it('in an overload of 12 req/s two of the three keep serving, and the third serves only those who have gone', () => {
    const shorter = 2_000_000;
    const dropping = runs(12, 1_000, 1, 'drop-if-queued', shorter);
    const dropped = queueTimeout({ arrivalRate: 12, serviceRate: 10, servers: 1, timeout: 1 });
    expectTheory(controlled(dropping.dropped, dropping.arrivals, 12), dropped.droppedRatio, 0.03, 'share that is dropped');
    expectTheory(dropping.waitingTimeOfServed, dropped.waitingTimeOfServed, 0.02, 'mean wait of those served');
    const cancelling = runs(12, 1_000, 1, 'cancel', shorter);
    const cancelled = sojournDeadline({ arrivalRate: 12, serviceRate: 10, deadline: 1 });
    expectTheory(
      controlled(cancelling.timedOut, cancelling.arrivals, 12),
      cancelled.timedOutRatio,
      0.03,
      'share that times out when cancelled',
    );
    expectTheory(cancelling.goodput, cancelled.goodput, 0.01, 'goodput when cancelled');
    const working = runs(12, 1_000, 1, 'keep-working', shorter);
    expect(Math.min(...working.timedOut)).toBeGreaterThan(0.999);
  });
});

describe('a queue timeout is M/M/c+D', () => {
  it.each([
    { arrivalRate: 95, timeout: 0.1, within: 0.06 },
    { arrivalRate: 100, timeout: 0.25, within: 0.1 },
    { arrivalRate: 120, timeout: 1, within: 0.03 },
  ])('at $arrivalRate req/s for ten servers that do 10, and $timeout s', ({ arrivalRate, timeout, within }) => {
    const found = runs(arrivalRate, timeout * 1_000, 10, 'drop-if-queued', 300_000);
    const theory = queueTimeout({ arrivalRate, serviceRate: 10, servers: 10, timeout });
    const given = (figures: number[]) => controlled(figures, found.arrivals, arrivalRate);
    expectTheory(given(found.dropped), theory.droppedRatio, within, 'share that is dropped');
    expectTheory(given(found.throughput), theory.throughput, 0.01, 'throughput');
    expectTheory(given(found.waitingTimeOfServed), theory.waitingTimeOfServed, 0.04, 'mean wait of those served');
  });
});

describe('exponential patience is Erlang A', () => {
  /** Means of n equally likely slices of an exponential distribution with mean 1. */
  const slices = (n: number): number[] => {
    // ∫ x·e^(−x) dx from the quantile of u on
    const rest = (u: number) => (u === 1 ? 0 : (1 - u) * (1 - Math.log(1 - u)));
    return Array.from({ length: n }, (_, i) => n * (rest(i / n) - rest((i + 1) / n)));
  };
  const CLIENTS = 40;

  // a client's timeout is one number, so patience is spread over forty clients. By the general form of Baccelli and
  // Hebuterne, so coarse a distribution moves these figures by at most 0.11 %, a tenth of what the intervals can see
  it.each([
    { arrivalRate: 100, servers: 10, abandonRate: 2, duration: 350_000, within: 0.04 },
    { arrivalRate: 120, servers: 10, abandonRate: 1, duration: 350_000, within: 0.04 },
    { arrivalRate: 8, servers: 1, abandonRate: 1, duration: 3_000_000, within: 0.03 },
  ])('at $arrivalRate req/s, $servers servers, patience 1/$abandonRate s', ({ arrivalRate, servers, abandonRate, duration, within }) => {
    const theory = erlangA({ arrivalRate, serviceRate: 10, servers, abandonRate });
    const components: Record<string, ComponentPlan> = { desk: desk(servers, 'drop-if-queued') };
    slices(CLIENTS).forEach((patience, i) => {
      components[`users${i}`] = impatient(arrivalRate / CLIENTS, (patience / abandonRate) * 1_000);
    });
    const found = replicate(40, { duration, components }, (world) => ({
      attemptRate: over(world, 'desk.attemptRate'),
      abandoned: over(world, 'desk.dropped') / over(world, 'desk.attemptRate'),
      queueLength: over(world, 'desk.queueLength'),
      throughput: over(world, 'desk.throughput'),
      utilisation: over(world, 'desk.utilisation'),
    }));
    const given = (figures: number[]) => controlled(figures, found.attemptRate, arrivalRate);
    expectTheory(given(found.abandoned), theory.abandonedRatio, within, 'share that gives up');
    expectTheory(given(found.queueLength), theory.queueLength, within, 'mean queue length');
    expectTheory(given(found.throughput), theory.throughput, 0.01, 'throughput');
    expectTheory(given(found.utilisation), theory.utilisation, 0.01, 'utilisation');
  });
});
