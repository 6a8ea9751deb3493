import { describe, expect, it } from 'vitest';
import { client } from '../../src/sim/component/client/client.ts';
import { Chance } from '../../src/sim/kernel/chance.ts';
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

const exactly = (wait: number) => wait;

/** It changed with 6.2.2 and with 8.0. */
const sidekiqJitters: Record<string, string> = {
  '6.2.1': 'thirty-steps',
  '6.4.1': 'ten-steps',
  '7.3.10': 'ten-steps',
  '8.1.7': 'every-second',
};

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
  bullmq: (params) => ({ document: { kind: 'bullmq', ...params }, rounding: exactly }),
  // its seconds are our milliseconds
  celery: ({ factor, maximum, full_jitter: jitter }) => ({
    document: { kind: 'celery', base: 1_000 * (factor as number), cap: 1_000 * (maximum as number), jitter },
    rounding: exactly,
  }),
  sidekiq: ({ version }) => ({ document: { kind: 'sidekiq', jitter: sidekiqJitters[version as string] }, rounding: exactly }),
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

  it('are from as many libraries as the client says', () => {
    expect(new Set(traces.map(({ lib }) => lib.split(/[. ]/)[0])).size).toBe(9);
    expect(client.notes.some(({ text }) => text.includes('backoff sequences of nine libraries'))).toBe(true);
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

  it.each(traces.filter(({ lib, params: { jitter, delay } }) => lib === 'bullmq' && delay === 1_000 && jitter !== 0.1))(
    'BullMQ’s $params is what we have by another name, cut to milliseconds',
    ({ params: { type, delay: base, jitter }, delays }) => {
      const kind = jitter === undefined ? 'exponential' : jitter === 1 ? 'full-jitter' : 'equal-jitter';
      const { policy, params } = chosen('retry-delay', { kind, base, multiplier: type === 'fixed' ? 1 : 2, cap: NO_CAP });
      const chance = new Draws();
      const memory = new Float64Array(1);
      expect(delays.map((_, i) => Math.floor(policy.delay(params, i + 1, memory, 0, chance) / 1_000))).toEqual(delays);
    },
  );

  it('BullMQ’s fixed backoff is the constant delay, to the microsecond', () => {
    for (const delay of [0, 0.001, 37.517, 1_000, 3_599_999.999]) {
      const fixed = chosen('retry-delay', { kind: 'bullmq', type: 'fixed', delay });
      const constant = chosen('retry-delay', { kind: 'constant', delay });
      for (const retry of [1, 2, 30])
        expect(fixed.policy.delay(fixed.params, retry, new Float64Array(1), 0, new Draws())).toBe(
          constant.policy.most(constant.params, retry),
        );
    }
  });

  it('Celery takes whole seconds, and one at least', () => {
    const { policy, params } = chosen('retry-delay', { kind: 'celery', base: 2_900, cap: 10_900, jitter: false });
    expect([1, 2, 3, 4, 5].map((retry) => policy.most(params, retry) / 1_000)).toEqual([2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it('Sidekiq’s 25 retries last about three weeks', () => {
    const { policy, params } = chosen('retry-delay', { kind: 'sidekiq' });
    const sum = (of: (retry: number) => number) => Array.from({ length: 25 }, (_, i) => of(i + 1)).reduce((a, b) => a + b, 0) / 86_400e6;
    expect(sum((retry) => policy.least(params, retry))).toBeCloseTo(20.41, 2);
    expect(sum((retry) => policy.most(params, retry))).toBeCloseTo(20.44, 2);
    expect(policy.least(params, 25)).toBe((24 ** 4 + 15) * 1e6);
  });

  it.each([
    ['sidekiq', 178, 179],
    // 2^29 s are 17 years
    ['bullmq', 30, 31],
  ])('%s has no cap, so the clock sets one: retry %d waits less than 10^15 µs, retry %d that', (kind, last, first) => {
    const { policy, params } = chosen('retry-delay', { kind });
    expect(policy.most(params, last)).toBeLessThan(1e15);
    for (const retry of [first, 200, 999, 2_000]) {
      expect([policy.least(params, retry), policy.most(params, retry)]).toEqual([1e15, 1e15]);
      expect(policy.delay(params, retry, new Float64Array(1), 0, new Draws())).toBe(1e15);
    }
  });

  it.each([
    { kind: 'sidekiq', jitter: 'ten-steps' },
    { kind: 'sidekiq', jitter: 'every-second' },
    { kind: 'sidekiq', jitter: 'thirty-steps' },
    { kind: 'celery', jitter: true },
    { kind: 'celery', jitter: false, base: 1_999.999, cap: 59_999 },
    { kind: 'bullmq', type: 'exponential', jitter: 0.3 },
    { kind: 'bullmq', type: 'exponential', delay: 0.4, jitter: 1 },
    { kind: 'bullmq', type: 'fixed', delay: 37.517, jitter: 0 },
    { kind: 'bullmq', type: 'fixed', delay: 37.517, jitter: 0.7 },
  ])('$kind, $jitter: whole µs between a least and a most that never fall, whatever is drawn', (document) => {
    const { policy, params } = chosen('retry-delay', document);
    const memory = new Float64Array(1);
    const chance = new Draws();
    let [least, most] = [0, 0];
    for (let retry = 1; retry <= 999; retry++) {
      const said = [policy.least(params, retry), policy.most(params, retry)];
      expect(said.every(Number.isSafeInteger)).toBe(true);
      expect(said[0] >= least && said[1] >= most && said[0] <= said[1]).toBe(true);
      [least, most] = said;
      for (let drawn = 0; drawn < 5; drawn++) {
        const wait = policy.delay(params, retry, memory, 0, chance);
        expect(Number.isInteger(wait) && wait >= least && wait <= most).toBe(true);
      }
    }
  });
});
