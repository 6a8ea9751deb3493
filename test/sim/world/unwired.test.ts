import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/sim/component/index.ts';
import { type Components, evenClient, figure, played, steadyService, total } from '../../worlds.ts';

describe('what is not wired', () => {
  it('is a world all the same, and nothing happens in one that is empty', () => {
    const world = played({}, { bins: 10 });
    expect([world.finished, world.closedBins, world.requestCount]).toEqual([true, 10, 0]);
  });

  it.each(catalogue.map(({ id }) => id))('stands alone: %s', (kind) => {
    const world = played({ alone: { kind } }, { duration: 5_000 });
    expect([world.finished, world.requestCount]).toEqual([true, 0]);
  });

  it('sends nothing from a client, whatever its arrivals become', () => {
    const components: Components = { shoppers: { kind: 'client' }, checkout: steadyService(1, 1) };
    const changes = [
      { at: 100, set: { 'shoppers.arrival': { kind: 'constant', rate: 1_000 } } },
      { at: 200, set: { 'shoppers.arrival.rate': 2_000 } },
      { at: 300, set: { 'shoppers.arrival': { kind: 'closed-loop', users: 5 } } },
    ];
    const world = played(components, { changes });
    expect([world.requestCount, figure(world, 'shoppers.arrivals')]).toEqual([0, 0]);
  });

  it('keeps a scheduler quiet, however it is set', () => {
    const changes = [
      { at: 100, set: { 'cron.enabled': false } },
      { at: 500, set: { 'cron.enabled': true, 'cron.entries': 3 } },
    ];
    const world = played({ cron: { kind: 'scheduler', interval: 50, missedRuns: 'all-made-up' } }, { changes });
    expect([world.requestCount, total(world, 'cron.due')]).toEqual([0, 0]);
  });

  it('fails what a gateway lets pass, and rejects the rest as ever', () => {
    const limiter = { kind: 'token-bucket', rate: 10, burst: 10 };
    const world = played({ shoppers: evenClient(100, 'gate'), gate: { kind: 'gateway', limiter } }, { duration: 10_000.5 });
    const [admitted, rejected, failed] = ['admitted', 'rejected', 'failed'].map((fact) => total(world, `gate.${fact}`));
    expect([admitted + rejected, failed]).toEqual([1_000, admitted]);
    expect(total(world, 'shoppers.failedError')).toBe(admitted);
    // a burst of 10, and 10 a second since
    expect(Math.abs(admitted - 110)).toBeLessThanOrEqual(1);
  });

  it('fails what a cache does not hold, and serves what it does', () => {
    // half of 200 keys are in it from the start
    const client = evenClient(200, 'cache', { workload: { kind: 'loop', keys: 200 } });
    const cache = { kind: 'cache', startsWith: 100 };
    const world = played({ shoppers: client, cache }, { duration: 1_010 });
    expect([total(world, 'shoppers.succeededFirst'), total(world, 'shoppers.failedError')]).toEqual([101, 100]);
    expect(total(world, 'cache.sent')).toBe(0);
  });

  it.each(['write-behind', 'write-through', 'invalidate', 'set'])('loses no sight of writes to a cache: %s', (writes) => {
    const client = evenClient(200, 'cache', { workload: { kind: 'loop', keys: 50 }, writeRatio: 0.5 });
    const cache = { kind: 'cache', writes, flushDelay: 10 };
    const world = played({ shoppers: client, cache }, { duration: 2_000, changes: [{ at: 1_000, set: {}, do: { cache: 'restart' } }] });
    expect(total(world, 'cache.arrived')).toBeGreaterThan(390);
  });

  it('heaps jobs up in a queue that nobody takes from', () => {
    const world = played({ shoppers: evenClient(100, 'jobs'), jobs: { kind: 'job-queue' } }, { duration: 1_005 });
    expect(world.recorders[1].standing('ready')).toBe(100);
    expect(total(world, 'shoppers.succeededFirst')).toBe(100);
  });
});
