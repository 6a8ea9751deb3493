import { describe, expect, it } from 'vitest';
import { OK } from '../../src/sim/flow/port.ts';
import type { ComponentPlan, PlannedChange } from '../../src/sim/world/blueprint.ts';
import { estimate, replicate, total } from '../theory/replications.ts';
import { standIn } from '../theory/stand-in.ts';
import collapse from './data/brooker-collapse.json' with { type: 'json' };
import retryTable from './data/brooker-retries.json' with { type: 'json' };

/** Two-sided 99.999 % of the normal distribution. */
const APART = 4.42;

describe('Brooker’s simulation of retries with token buckets and circuit breakers', () => {
  const strategies: Record<string, object> = {
    no_retries: { maxAttempts: 1 },
    three_retries: { maxAttempts: 4 },
    // a tenth of a token per first try, five at most and to begin with, one per retry while there is more than one
    adaptive_10pct: {
      maxAttempts: 1_000,
      retryBudget: { kind: 'token-bucket', capacity: 5, credit: 0.1, creditOn: 'request', charge: 1, chargeOn: 'retry', reserve: 0.2 },
    },
    breaker_10pct: { maxAttempts: 4, retryBudget: { kind: 'failure-ratio', most: 0.1 } },
  };
  // each of their hundred clients sends a request at once and then as Poisson says for 10 s, which makes 101 of them: 10.1 s of ours
  const SENDING = 10_100;

  const results = retryTable.rows.map((row) => ({ ...row, name: `failing at ${row.failureRatio}, ${row.strategy.replaceAll('_', ' ')}` }));
  it.each(results)('$name', ({ failureRatio, strategy, success, calls }) => {
    const plan = {
      duration: SENDING + 10_000,
      changes: [{ at: SENDING, set: { 'clients.enabled': false } }],
      components: {
        clients: {
          kind: 'client',
          calls: ['server'],
          replicas: 100,
          arrival: { kind: 'poisson', rate: 1_000 },
          attemptTimeout: null,
          retryDelay: { kind: 'none' },
          networkDelay: { kind: 'exponential', mean: 10 },
          ...strategies[strategy],
        },
        server: {
          kind: 'service',
          servers: 10_000,
          serviceTime: { kind: 'constant', value: 0 },
          fault: { kind: 'error-ratio', ratio: failureRatio },
        },
      },
    };
    const found = replicate(20, plan, (world) => {
      const requests = total(world, 'clients', 'arrived');
      const failed = total(world, 'clients', 'failedError');
      expect(world.open()).toMatchObject({ requests: 0, calls: 0 });
      return { success: 1 - failed / requests, calls: total(world, 'clients', 'sent') / requests };
    });
    expectSameMean(found.success, success, 0.03, 'successes per request');
    expectSameMean(found.calls, calls, 0.02, 'calls per request');
  });

  function expectSameMean(figures: readonly number[], theirs: { mean: number; sd: number; n: number }, within: number, what: string): void {
    const { mean, deviation } = estimate(figures);
    // where next to nothing happens in twenty runs their deviation says nothing: one event of 10,000 requests more or less
    const least = 1e-4 / 20;
    const error = Math.max(least, Math.sqrt(deviation ** 2 / figures.length + theirs.sd ** 2 / theirs.n));
    const said = `${what}: theirs ${theirs.mean} (sd ${theirs.sd}), ours ${mean} (sd ${deviation}), ${((mean - theirs.mean) / error).toFixed(2)} standard errors apart`;
    if (process.env.THEORY_REPORT) console.log(said);
    expect(APART * error, `${said}: too wide to tell`).toBeLessThanOrEqual(within * theirs.mean);
    expect(Math.abs(mean - theirs.mean), said).toBeLessThanOrEqual(APART * error);
  }
});

describe('Brooker’s simulation of a collapse', () => {
  /** Slower the more it has to do: 1 s, and 10 ms for each request in flight, this one included. It works on whatever becomes of its callers. */
  const server = standIn('crowded', ({ answer, later }) => {
    let inFlight = 0;
    return {
      receive(call) {
        inFlight++;
        later(call, 1_000_000 + 10_000 * inFlight);
      },
      due(call) {
        inFlight--;
        answer(call, OK);
      },
    };
  });

  const SECONDS = 80;
  const spike = { arrival: { kind: 'spike', rate: 40, factor: 2, start: 20_000, length: 5_000 }, changes: [] as PlannedChange[] };
  // 80 − 1.6·|t − 25| req/s: up for 25 s, then down for 50
  const ramp = {
    arrival: { kind: 'ramp', from: 40, to: 80, start: 0, length: 25_000 },
    changes: [{ at: 25_000, set: { 'clients.arrival': { kind: 'ramp', from: 80, to: 0, start: 25_000, length: 50_000 } } }],
  };
  const none = { kind: 'none' };
  // theirs doubles 10 s before the first use of it
  const jitter = { kind: 'full-jitter', base: 20_000, multiplier: 2, cap: 3_600_000 };

  const runs = {
    spike_no_backoff: { ...spike, retryDelay: none },
    spike_backoff_and_jitter: { ...spike, retryDelay: jitter },
    ramp_no_backoff: { ...ramp, retryDelay: none },
    ramp_backoff_and_jitter: { ...ramp, retryDelay: jitter },
  };

  it.each(Object.keys(runs) as (keyof typeof runs)[])('second by second: %s', (name) => {
    const { arrival, retryDelay, changes } = runs[name];
    const clients: ComponentPlan = {
      kind: 'client',
      calls: ['server'],
      arrival,
      // three retries left, of which the third timeout uses up the last: three attempts
      maxAttempts: 3,
      attemptTimeout: 3_000,
      retryDelay,
      networkDelay: { kind: 'exponential', mean: 100 },
    };
    const meters = ['arrivals', 'goodput', 'retries', 'errors.timedOut'];
    const plan = { duration: SECONDS * 1_000, bins: SECONDS, changes, components: { clients, server: { kind: 'crowded' } } };
    const found = replicate(
      40,
      plan,
      ({ recorders: [recorder] }) => {
        const figures: Record<string, number> = {};
        for (const meter of meters) {
          const samples = new Float64Array(SECONDS);
          recorder.write(
            recorder.meters.findIndex((candidate) => candidate.name === meter),
            0,
            SECONDS,
            samples,
            0,
          );
          for (let second = 0; second < SECONDS; second++) figures[`${meter} ${second}`] = samples[second];
        }
        return figures;
      },
      () => ({ components: [server] }),
    );
    const squares: number[] = [];
    for (const [second, ...theirs] of collapse.runs[name]) {
      theirs.forEach((value, i) => {
        const what = `${meters[i]} in second ${second}`;
        const { mean, deviation } = estimate(found[`${meters[i]} ${second}`]);
        // their ten runs spread as ours do, counts that hardly occur at least as Poisson counts do
        const variance = Math.max(deviation ** 2, mean, value, 0.1);
        const error = Math.sqrt(variance / 10 + deviation ** 2 / 40);
        const apart = (mean - value) / error;
        squares.push(apart ** 2);
        expect(Math.abs(apart), `${what}: theirs ${value}, ours ${mean} (sd ${deviation})`).toBeLessThan(APART);
      });
    }
    // and all together they are no further apart than chance makes them
    expect(Math.sqrt(squares.reduce((a, b) => a + b, 0) / squares.length)).toBeLessThan(1);
  });
});
