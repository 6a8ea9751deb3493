import { describe, it } from 'vitest';
import type { ComponentPlan } from '../../src/sim/world/blueprint.ts';
import type { World } from '../../src/sim/world/world.ts';
import { erlangB } from '../../src/theory/erlang.ts';
import { mmc, mmcWaitingQuantile } from '../../src/theory/mmc.ts';
import { mmck } from '../../src/theory/mmck.ts';
import { total } from '../worlds.ts';
import { controlled, expectTheory, over, replicate } from './replications.ts';

/** Queries of 20 ms, drawn, that come at random; the database works on as many as come. */
const QUERY = 20;
const RATE = 500;
const OFFERED = (RATE * QUERY) / 1_000;
const DURATION = 200_000;

const pooled = (pool: object): Record<string, ComponentPlan> => ({
  users: { kind: 'client', calls: ['pool'], arrival: { kind: 'poisson', rate: RATE }, maxAttempts: 1, attemptTimeout: null },
  pool: { kind: 'connection-pool', calls: ['db'], min: 20, minMeans: 'kept', madeFor: 'first-in-line', idleTimeout: null, ...pool },
  db: { kind: 'database', servers: 1_000, serviceTime: { kind: 'exponential', mean: QUERY }, connectTime: { kind: 'constant', value: 0 } },
});

const figures = (world: World) => ({
  waited: over(world, 'pool.acquireTime.mean') / 1_000,
  p99: over(world, 'pool.acquireTime.p99') / 1_000,
  inUse: over(world, 'pool.inUse'),
  pending: over(world, 'pool.pending'),
});

describe('ten connections’ worth of queries', () => {
  it('wait for one of 14 as in M/M/c', () => {
    const max = 14;
    const queue = { arrivalRate: RATE, serviceRate: 1_000 / QUERY, servers: max };
    const theory = mmc(queue);
    const found = replicate(12, { duration: DURATION, components: pooled({ max, acquireTimeout: null }) }, figures);
    const given = (values: number[]) => controlled(values, found.inUse, OFFERED);
    expectTheory(found.inUse, OFFERED, 0.015, 'in use, λ × hold');
    expectTheory(given(found.waited), theory.waitingTime, 0.16, 'mean wait');
    expectTheory(given(found.pending), theory.queueLength, 0.16, 'waiting');
    expectTheory(given(found.p99), mmcWaitingQuantile(queue, 0.99), 0.16, 'p99 of the wait');
  });

  it('are lost as Erlang says where nobody may wait', () => {
    const found = replicate(12, { duration: DURATION, components: pooled({ max: 12, mostWaiting: 0 }) }, (world) => ({
      lost: total(world, 'pool.refusedFull') / total(world, 'pool.requested'),
    }));
    expectTheory(found.lost, erlangB(OFFERED, 12), 0.055, 'share that finds none');
  });

  it('are lost as in M/M/c/K where five may wait', () => {
    const theory = mmck({ arrivalRate: RATE, serviceRate: 1_000 / QUERY, servers: 10, capacity: 15 });
    const found = replicate(12, { duration: DURATION, components: pooled({ max: 10, mostWaiting: 5 }) }, (world) => ({
      lost: total(world, 'pool.refusedFull') / total(world, 'pool.requested'),
      ...figures(world),
    }));
    expectTheory(found.lost, theory.blockedRatio, 0.07, 'share that is turned away');
    expectTheory(found.pending, theory.queueLength, 0.07, 'waiting');
  });
});
