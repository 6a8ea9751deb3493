import { describe, expect, test } from 'vitest';
import { type Chance, Keyed, Stream } from '../../../src/sim/kernel/chance.ts';
import { Given } from '../../../src/sim/law/given.ts';
import type { Param, ParamRecord } from '../../../src/sim/param/param.ts';
import type { RetryDelayPromise } from '../../../src/sim/policy/retry-delay/contract.ts';
import { catalogue } from '../../../src/sim/policy/retry-delay/index.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises, promisesIn, type Subject } from '../../law/promises.ts';
import { deviations, LIMIT, moments } from '../../statistics.ts';

/** The waits before retries 1 to `count` of one operation [µs]. */
function waits(document: Document, count: number, chance: Chance): number[] {
  const { policy, params } = chosen('retry-delay', document);
  const memory = new Float64Array(1);
  return Array.from({ length: count }, (_, i) => policy.delay(params, i + 1, memory, 0, chance));
}

/** The same [ms], from given uniform draws, over and over. */
const waitsOf = (document: Document, count: number, units: readonly number[] = [0.5]) =>
  waits(document, count, new Given(units)).map((wait) => wait / 1_000);

function valuesOf(param: Param): unknown[] {
  if (param.type === 'choice') return Object.keys(param.options);
  if (param.type === 'flag') return [true, false];
  return 'min' in param ? [...new Set([param.default, param.min, param.max])] : [param.default];
}

/** Every combination of least, usual and most of every number, and of all choices and flags. */
function edges(kind: string, params: ParamRecord): Document[] {
  let documents: Document[] = [{ kind }];
  for (const [name, param] of Object.entries(params))
    documents = documents.flatMap((document) => valuesOf(param).map((value) => ({ ...document, [name]: value })));
  return documents;
}

/** The attempt limit is at most 1,000. */
const RETRIES = [1, 2, 3, 4, 5, 6, 8, 12, 20, 50, 100, 300, 999];

describe.each(catalogue.map(({ id, params }) => [id, edges(id, params)] as const))(
  '%s, at every edge of its parameters',
  (_id, documents) => {
    test('waits whole microseconds, between the least and the most it says', () => {
      for (const document of documents) {
        const { policy, params } = chosen('retry-delay', document);
        for (const units of [[0], [1], [0.5], [0, 1], [1, 0], [0.3, 0.9, 0.05, 0.6]]) {
          waits(document, 999, new Given(units)).forEach((wait, i) => {
            const [least, most] = [policy.least(params, i + 1), policy.most(params, i + 1)];
            if (!(Number.isInteger(wait) && wait >= least && wait <= most && least >= 0))
              throw new Error(`${JSON.stringify(document)}: retry ${i + 1} waits ${wait} µs, ${least} to ${most} µs said`);
          });
        }
      }
    });

    test('the same draws make the same waits, and of a key nothing else matters', () => {
      for (const document of documents) {
        const keyed = (salt: number) => {
          const chance = new Keyed(7, 'shoppers', 'retry-delay');
          chance.aim(salt, 1);
          chance.unit();
          const { policy, params } = chosen('retry-delay', document);
          const memory = new Float64Array(3);
          return Array.from({ length: 12 }, (_, i) => policy.delay(params, i + 1, memory, salt % 3, chance.aim(1_234 ^ i, 5_678)));
        };
        expect(keyed(1)).toEqual(keyed(2));
      }
    });

    test('leaves the memory of other operations alone', () => {
      for (const document of documents) {
        const { policy, params } = chosen('retry-delay', document);
        const memory = Float64Array.of(11, 0, 13);
        for (let retry = 1; retry <= 5; retry++) policy.delay(params, retry, memory, 1, new Given([0.4]));
        expect([memory[0], memory[2]]).toEqual([11, 13]);
      }
    });
  },
);

/** What a subject stands for: its example, or with the defaults every edge of its parameters that promises as much. */
function settingsOf({ document, policy }: Subject<'retry-delay'>, promise: RetryDelayPromise): Document[] {
  if (Object.keys(document).length > 1) return [document];
  return edges(policy.id, policy.params).filter((each) => promisesIn('retry-delay', each).includes(promise));
}

holdToPromises<'retry-delay', RetryDelayPromise>('retry-delay', {
  'never-falls': (subject) => {
    for (const document of settingsOf(subject, 'never-falls')) {
      const { policy, params } = chosen('retry-delay', document);
      let [least, most] = [0, 0];
      for (const retry of RETRIES) {
        const next = [policy.least(params, retry), policy.most(params, retry)];
        expect(next.every(Number.isInteger), JSON.stringify(document)).toBe(true);
        expect(next[0], JSON.stringify(document)).toBeGreaterThanOrEqual(least);
        expect(next[1], JSON.stringify(document)).toBeGreaterThanOrEqual(Math.max(most, next[0]));
        [least, most] = next;
      }
    }
  },

  'within-cap': (subject) => {
    for (const document of settingsOf(subject, 'within-cap')) {
      const { policy, params } = chosen('retry-delay', document);
      const { cap } = params as { cap: number };
      for (const retry of RETRIES) expect(policy.most(params, retry), JSON.stringify(document)).toBeLessThanOrEqual(cap);
    }
  },
});

describe('by hand', () => {
  test('none: at once', () => {
    expect(waitsOf({ kind: 'none' }, 4)).toEqual([0, 0, 0, 0]);
  });

  test('constant: 250 ms, whatever the retry', () => {
    expect(waitsOf({ kind: 'constant', delay: 250 }, 4)).toEqual([250, 250, 250, 250]);
  });

  test('schedule: its own list, and then the last again', () => {
    expect(waitsOf({ kind: 'schedule', waits: [0, 200, 400] }, 5)).toEqual([0, 200, 400, 400, 400]);
    expect(waitsOf({ kind: 'schedule', waits: [500, 100] }, 3)).toEqual([500, 100, 100]);
  });

  test('linear: 250, 500, 750 … up to the cap of 900', () => {
    expect(waitsOf({ kind: 'linear', base: 250, cap: 900 }, 5)).toEqual([250, 500, 750, 900, 900]);
  });

  test('exponential: 100 doubles up to the cap of 1,000', () => {
    expect(waitsOf({ kind: 'exponential', base: 100, cap: 1_000 }, 6)).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });

  test('exponential with a multiplier of 1.5: 100, 150, 225, 337.5, 506.25, and then 759.375 ms', () => {
    expect(waitsOf({ kind: 'exponential', base: 100, multiplier: 1.5 }, 6)).toEqual([100, 150, 225, 337.5, 506.25, 759.375]);
  });

  test('exponential with a multiplier of 1 is constant', () => {
    expect(waitsOf({ kind: 'exponential', base: 70, multiplier: 1 }, 4)).toEqual([70, 70, 70, 70]);
  });

  test('exponential with the base doubled is the sequence of the AWS simulator, min(cap, base · 2^n) from n = 1', () => {
    expect(waitsOf({ kind: 'exponential', base: 10, cap: 2_000 }, 10)).toEqual(
      Array.from({ length: 10 }, (_, i) => Math.min(2_000, 5 * 2 ** (i + 1))),
    );
  });

  test('full jitter: draws of 0, 0.25 and 0.75 of the limits 100, 200 and 400', () => {
    expect(waitsOf({ kind: 'full-jitter', base: 100 }, 3, [0, 0.25, 0.75])).toEqual([0, 50, 300]);
  });

  test('equal jitter: half the limit for certain: 50 + 0, 100 + 25, 200 + 150', () => {
    expect(waitsOf({ kind: 'equal-jitter', base: 100 }, 3, [0, 0.25, 0.75])).toEqual([50, 125, 350]);
  });

  test('proportional: the limit ± 20 %, the cap of 1,000 exceeded by the spread', () => {
    const document = { kind: 'proportional', base: 500, cap: 1_000, spread: 0.2 };
    expect(waitsOf(document, 3, [0, 0.5, 1])).toEqual([400, 1_000, 1_200]);
    expect(waitsOf(document, 3, [1, 0, 0.75])).toEqual([600, 800, 1_100]);
  });

  test('decorrelated (AWS): 100 + half of 200, then of 500, then of 950; 1,000 at the cap, and from there again', () => {
    expect(waitsOf({ kind: 'decorrelated-aws', base: 100, cap: 1_000 }, 5)).toEqual([200, 350, 575, 912.5, 1_000]);
    expect(waitsOf({ kind: 'decorrelated-aws', base: 100, cap: 1_000 }, 6, [1, 1, 1, 0, 0, 1])).toEqual([300, 900, 1_000, 100, 100, 300]);
  });

  test('decorrelated (Polly V2): (2^t · tanh(√(4t)) − the same of the t before) · 100 / 1.4', () => {
    const curve = (t: number) => 2 ** t * Math.tanh(Math.sqrt(4 * t));
    const found = waitsOf({ kind: 'decorrelated-polly', base: 100, cap: 3_600_000 }, 4, [0.5, 0.2, 0.9, 0]);
    const reached = [0, curve(0.5), curve(1.2), curve(2.9), curve(3)];
    found.forEach((wait, i) => {
      expect(Math.abs(wait - ((reached[i + 1] - reached[i]) * 100) / 1.4)).toBeLessThanOrEqual(0.0005 + 1e-9);
    });
    // √2 · tanh(√2) = 1.41421 · 0.88839 = 1.25637, of which 1/1.4
    expect(found[0]).toBe(89.74);
  });

  test('an operation that begins anew begins with the base again: its memory is 0', () => {
    const { policy, params } = chosen('retry-delay', { kind: 'decorrelated-aws', base: 100 });
    const memory = new Float64Array(2);
    const chance = new Given([1]);
    policy.delay(params, 1, memory, 0, chance);
    policy.delay(params, 2, memory, 0, chance);
    expect(policy.delay(params, 1, memory, 1, chance)).toBe(300_000);
  });
});

describe('at random', () => {
  const OPERATIONS = 100_000;

  /** The retry-th waits of many operations [ms]. */
  function sample(document: Document, retry: number): Float64Array {
    const { policy, params } = chosen('retry-delay', document);
    const chance = new Stream(21, 'shoppers', 'retry-delay');
    const memory = new Float64Array(1);
    return Float64Array.from({ length: OPERATIONS }, () => {
      memory[0] = 0;
      for (let i = 1; i < retry; i++) policy.delay(params, i, memory, 0, chance);
      return policy.delay(params, retry, memory, 0, chance) / 1_000;
    });
  }

  const limited = { base: 100, cap: 1_000 };
  test.each([
    // limits 100, 400 and 1,000 ms
    { document: { kind: 'full-jitter', ...limited }, retry: 1, low: 0, high: 100 },
    { document: { kind: 'full-jitter', ...limited }, retry: 3, low: 0, high: 400 },
    { document: { kind: 'full-jitter', ...limited }, retry: 7, low: 0, high: 1_000 },
    { document: { kind: 'equal-jitter', ...limited }, retry: 1, low: 50, high: 100 },
    { document: { kind: 'equal-jitter', ...limited }, retry: 7, low: 500, high: 1_000 },
    { document: { kind: 'proportional', ...limited }, retry: 2, low: 160, high: 240 },
    { document: { kind: 'proportional', ...limited, spread: 1 }, retry: 7, low: 0, high: 2_000 },
    { document: { kind: 'decorrelated-aws', ...limited }, retry: 1, low: 100, high: 300 },
  ])('$document, retry $retry is uniform from $low to $high ms', ({ document, retry, low, high }) => {
    const values = sample(document, retry);
    const found = moments(values);
    const deviation = (high - low) / Math.sqrt(12);
    expect(Math.abs(found.mean - (low + high) / 2)).toBeLessThan((LIMIT * deviation) / Math.sqrt(OPERATIONS) + 0.0005);
    // of a uniform the fourth moment is 1.8
    expect(Math.abs(Math.sqrt(found.variance) / deviation - 1)).toBeLessThan(LIMIT * Math.sqrt(0.8 / 4 / OPERATIONS));
    for (const share of [0.1, 0.5, 0.9]) {
      const below = values.reduce((count, wait) => (wait < low + share * (high - low) ? count + 1 : count), 0);
      expect(Math.abs(deviations(below, OPERATIONS, share))).toBeLessThan(LIMIT);
    }
    values.sort();
    expect([values[0] >= low, values[OPERATIONS - 1] <= high]).toEqual([true, true]);
  });

  test('decorrelated (AWS) piles up at the cap: with cap = 20 · base, 28 % of the sixth waits', () => {
    const values = sample({ kind: 'decorrelated-aws', base: 100, cap: 2_000 }, 6);
    const capped = values.reduce((count, wait) => (wait === 2_000 ? count + 1 : count), 0);
    // 0.2839: the density of each wait from that of the one before, integrated numerically
    expect(Math.abs(deviations(capped, OPERATIONS, 0.2839))).toBeLessThan(LIMIT);
  });

  test('decorrelated (Polly V2): 61 % of the first waits are shorter than the median asked for, half than 0.9 of it', () => {
    const values = sample({ kind: 'decorrelated-polly', base: 100 }, 1);
    const shorter = (than: number) => values.reduce((count, wait) => (wait < than ? count + 1 : count), 0);
    // 2^t · tanh(√(4t)) = 1.4 at t = 0.6118
    expect(Math.abs(deviations(shorter(100), OPERATIONS, 0.6118))).toBeLessThan(LIMIT);
    expect(Math.abs(deviations(shorter(89.7405), OPERATIONS, 0.5))).toBeLessThan(LIMIT);
  });

  test('decorrelated (Polly V2) grows by doubling: the waits up to the k-th add up to the curve, 2^t once it is steep', () => {
    const { policy, params } = chosen('retry-delay', { kind: 'decorrelated-polly', base: 100, cap: 3_600_000 });
    const chance = new Stream(22, 'shoppers', 'retry-delay');
    for (let operation = 0; operation < 100; operation++) {
      const memory = new Float64Array(1);
      let sum = 0;
      for (let retry = 1; retry <= 10; retry++) {
        sum += policy.delay(params, retry, memory, 0, chance) / 1_000;
        const [low, high] = [retry - 1, retry].map((t) => (2 ** t * Math.tanh(Math.sqrt(4 * t)) * 100) / 1.4);
        expect(sum).toBeGreaterThan(low - 0.01);
        expect(sum).toBeLessThan(high + 0.01);
      }
    }
  });
});
