import { describe, expect, it } from 'vitest';
import { Chance } from '../../src/sim/kernel/chance.ts';
import { FAILED } from '../../src/sim/policy/policy.ts';
import { chosen } from '../chosen.ts';
import { mulberry } from '../mulberry.ts';
import oracle from './data/backoff.json' with { type: 'json' };

/** The uniform draws that the libraries were given. */
class Draws extends Chance {
  private readonly next = mulberry(42);

  override unit(): number {
    return this.next();
  }

  override word(): number {
    throw new Error('the libraries draw uniform numbers only');
  }
}

interface Translation {
  document: { kind: string; [param: string]: unknown };
  /** What the library makes of a wait that we draw to the microsecond [ms]. */
  rounding?: (wait: number) => number;
}

type Values = Record<string, number | string | boolean>;

const NO_CAP = 3_600_000;
/** U[1, 2) times the limit: 1.5 ± a third. */
const doubling = (base: number, multiplier: number) => ({
  kind: 'proportional',
  base: 1.5 * base,
  multiplier,
  cap: NO_CAP,
  spread: 1 / 3,
});

// Left out, as no policy of ours does that: cockatiel's decorrelated jitter with an exponent other than 2 (Polly's is 2^t, too);
// async-retry and retry with randomize, which sort the waits; got and ioredis, which add a random time of fixed size.
const translations: Record<string, (params: Values) => Translation> = {
  cockatiel({ generator, initialDelay: base, maxDelay: cap }) {
    const kinds: Record<string, Translation> = {
      noJitterGenerator: { document: { kind: 'exponential', base, cap } },
      fullJitterGenerator: { document: { kind: 'full-jitter', base, cap }, rounding: Math.floor },
      halfJitterGenerator: { document: { kind: 'equal-jitter', base, cap }, rounding: Math.floor },
      decorrelatedJitterGenerator: { document: { kind: 'decorrelated-polly', base, cap } },
    };
    return kinds[generator as string];
  },
  'p-retry': ({ minTimeout, factor, maxTimeout, randomize }) =>
    randomize
      ? // the cap comes after the draw
        {
          document: doubling(minTimeout as number, factor as number),
          rounding: (wait) => Math.min(maxTimeout as number, Math.round(wait)),
        }
      : { document: { kind: 'exponential', base: minTimeout, multiplier: factor, cap: maxTimeout } },
  'async-retry': ({ minTimeout, factor, maxTimeout }) => ({
    document: { kind: 'exponential', base: minTimeout, multiplier: factor, cap: maxTimeout },
  }),
  'exponential-backoff': ({ startingDelay, timeMultiple: multiplier, maxDelay: cap, jitter, delayFirstAttempt }) => ({
    document: {
      kind: jitter === 'full' ? 'full-jitter' : 'exponential',
      // the first attempt waits the starting delay, the first retry the next
      base: (startingDelay as number) * (delayFirstAttempt ? (multiplier as number) : 1),
      multiplier,
      cap,
    },
    rounding: Math.round,
  }),
  bullmq({ type, delay: base, jitter }) {
    const kind = jitter === undefined ? 'exponential' : jitter === 1 ? 'full-jitter' : 'equal-jitter';
    return { document: { kind, base, multiplier: type === 'fixed' ? 1 : 2, cap: NO_CAP }, rounding: Math.floor };
  },
  // 2^n · factor from n = 1, times U[1, 1.2): 1.1 ± an eleventh
  'axios-retry.exponentialDelay': ({ delayFactor }) => ({
    document: { kind: 'proportional', base: 2.2 * (delayFactor as number), cap: NO_CAP, spread: 1 / 11 },
  }),
  '@smithy/util-retry StandardRetryStrategy TRANSIENT': () => ({
    document: { kind: 'full-jitter', base: 50, cap: 20_000 },
    rounding: Math.floor,
  }),
};

describe('waits of real libraries', () => {
  const traces = oracle.traces as unknown as { lib: string; params: Values; delays: number[] }[];

  it('are translated for every library there is a trace of', () => {
    expect([...new Set(traces.map(({ lib }) => lib))].sort()).toEqual(Object.keys(translations).sort());
  });

  it.each(traces.map((trace) => [`${trace.lib} ${JSON.stringify(trace.params)}`, trace] as const))(
    '%s',
    (_name, { lib, params, delays }) => {
      const { document, rounding } = translations[lib](params);
      const { policy, params: values } = chosen('retry-delay', document);
      const chance = new Draws();
      const memory = new Float64Array(1);
      const found = delays.map((_, i) => policy.delay(values, i + 1, memory, 0, chance) / 1_000);
      if (rounding) expect(found.map(rounding)).toEqual(delays);
      // half a microsecond, and the twelve digits of the trace
      else for (const [i, wait] of found.entries()) expect(Math.abs(wait - delays[i])).toBeLessThanOrEqual(0.0005 + 1e-8);
      for (const [i, wait] of found.entries()) {
        expect(wait * 1_000).toBeGreaterThanOrEqual(policy.least(values, i + 1));
        expect(wait * 1_000).toBeLessThanOrEqual(policy.most(values, i + 1));
      }
    },
  );

  it('BullMQ’s fixed backoff is the constant delay', () => {
    const { delays } = traces.find(({ lib, params }) => lib === 'bullmq' && params.type === 'fixed' && params.jitter === undefined)!;
    const { policy, params } = chosen('retry-delay', { kind: 'constant', delay: 1_000 });
    expect(delays.map((_, i) => policy.delay(params, i + 1, new Float64Array(1), 0, new Draws()) / 1_000)).toEqual(delays);
  });
});

describe('the retry quota of the AWS SDK for JavaScript', () => {
  const { capacity, cost, left, retries } = oracle.smithyQuota;
  const document = { kind: 'token-bucket', capacity, credit: 1, charge: cost, chargeOn: 'retry', reserve: 0 };

  it('takes 14 of 500 per retry and is empty after 35', () => {
    const { policy, params } = chosen('retry-budget', document);
    const state = policy.start(params, 0);
    const tokens = [policy.gauges!.tokens.read(state, params, 0)];
    let allowed = 0;
    for (let attempt = 1; allowed < 1_000; attempt++) {
      policy.sent(state, params, 0, attempt);
      policy.learn(state, params, 0, attempt, FAILED);
      if (!policy.decide(state, params, 0)) break;
      allowed++;
      tokens.push(policy.gauges!.tokens.read(state, params, 0));
    }
    expect(allowed).toBe(retries);
    expect(tokens.slice(0, left.length)).toEqual(left);
  });
});
