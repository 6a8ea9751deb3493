import { describe, expect, test } from 'vitest';
import { PASSES } from '../../../src/sim/policy/rate-limiter/contract.ts';
import { chosen } from '../../chosen.ts';
import { evenClient, figure, played, steadyService, total } from '../../worlds.ts';

const SECOND = 1_000_000;

describe('the adaptive rate of the AWS SDKs', () => {
  const { policy, params } = chosen('rate-limiter', { kind: 'aws-adaptive' });
  const ask = { cost: 1, tenant: 0, priority: 0 };

  /** A caller that has ended one call every 10 ms for 10 s: 100 req/s measured. */
  function afterwards(seconds: number, rejectedAtTheEnd: boolean) {
    const cells = new Float64Array(policy.size(params));
    policy.start(params, cells, 0, 0);
    let now = 0;
    for (let i = 0; i < seconds * 100; i++) {
      now += 10_000;
      policy.release!(params, cells, 0, now, ask, 1_000, false);
    }
    if (rejectedAtTheEnd) policy.release!(params, cells, 0, now, ask, 1_000, true);
    const rate = () => policy.gauges!.rate.read({ cells, at: 0 }, params, now);
    return { cells, now, rate };
  }

  test('holds nothing back before the first rejection', () => {
    const { cells, now, rate } = afterwards(10, false);
    expect([policy.check(params, cells, 0, now, ask), rate()]).toEqual([PASSES, Number.NaN]);
  });

  test('falls to beta times the measured rate at a rejection', () => {
    const { rate } = afterwards(10, true);
    // half seconds of 50 ended calls; the one at the very boundary counts for the next
    expect(rate()).toBeGreaterThan(0.7 * 98);
    expect(rate()).toBeLessThan(0.7 * 103);
  });

  test('grows back along the cubic: to the old rate after the cube root of 0.3 × rate / 0.4 seconds', () => {
    const { cells, now, rate } = afterwards(10, true);
    const old = rate() / 0.7;
    const window = Math.cbrt((old * 0.3) / 0.4);
    let at = now;
    // the caller goes on ending 100 calls a second, so that twice the measured rate is no bound
    while (at < now + window * SECOND) {
      at += 10_000;
      policy.release!(params, cells, 0, at, ask, 1_000, false);
    }
    expect(Math.abs(rate() / old - 1)).toBeLessThan(0.01);
    for (let i = 0; i < 100; i++) {
      at += 10_000;
      policy.release!(params, cells, 0, at, ask, 1_000, false);
    }
    // a second later the cubic has grown by 0.4 × 1³
    expect(rate() - old).toBeCloseTo(0.4, 1);
  });

  test('brings a caller to the rate of the gate, and saves nine in ten of its rejected calls', () => {
    const run = (ownLimiter: { kind: string }) =>
      played(
        {
          users: evenClient(200, 'gate', {
            maxAttempts: 5,
            attemptTimeout: 1_000,
            whenRejected: 'ignores',
            retryDelay: { kind: 'constant', delay: 100 },
            ownLimiter,
          }),
          gate: { kind: 'gateway', calls: ['shop'], limiter: { kind: 'token-bucket', rate: 100, burst: 10 } },
          shop: steadyService(100, 10),
        },
        { duration: 60_000, bins: 60 },
      );
    const [eager, adaptive] = [run({ kind: 'none' }), run({ kind: 'aws-adaptive' })];
    expect(total(adaptive, 'gate.rejected')).toBeLessThan(0.1 * total(eager, 'gate.rejected'));
    expect(figure(adaptive, 'users.goodput', 20, 60)).toBeGreaterThan(80);
  });
});

describe('a caller’s own limit', () => {
  test('lets calls wait for it: ten a second from a hundred, in order', () => {
    const world = played(
      {
        users: evenClient(100, 'shop', { ownLimiter: { kind: 'token-bucket', rate: 10, burst: 1 } }),
        shop: steadyService(100, 10),
      },
      { duration: 1_000 },
    );
    // one at 10 ms, and one every 100 ms after that
    expect(total(world, 'users.sent')).toBe(10);
    expect(figure(world, 'users.waitingForLimit', 9, 10)).toBeGreaterThan(80);
  });

  test('that could never let a call go fails it at once', () => {
    const world = played({
      users: evenClient(10, 'shop', { cost: 5, ownLimiter: { kind: 'token-bucket', rate: 10, burst: 2 } }),
      shop: steadyService(1, 10),
    });
    expect([total(world, 'users.sent'), total(world, 'users.failedRejected')]).toEqual([0, total(world, 'users.arrived')]);
  });
});
