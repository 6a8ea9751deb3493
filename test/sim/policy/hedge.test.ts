import { describe, expect, test } from 'vitest';
import type { HedgePromise } from '../../../src/sim/policy/hedge/contract.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises, namedIn } from '../../law/promises.ts';
import { mulberry } from '../../mulberry.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** After how long it hedges when nothing is known yet, and after each of so many response times [µs]. */
function delays(document: Document, times: readonly number[]): number[] {
  const { policy, params } = chosen('hedge', document);
  const state = policy.start(params);
  return [
    policy.delay(state, params),
    ...times.map((time) => {
      policy.learn(state, params, time);
      return policy.delay(state, params);
    }),
  ];
}

const random = mulberry(7);
const someTimes = Array.from({ length: 3_000 }, () => 1 + Math.floor(random() ** 3 * 500_000));

describe.each(namedIn('hedge'))('%s', (_name, document) => {
  test('never hedges before it sends, and looking changes nothing', () => {
    const { policy, params } = chosen('hedge', document);
    const state = policy.start(params);
    for (const time of someTimes.slice(0, 300)) {
      policy.learn(state, params, time);
      const before = structuredClone(state);
      expect(policy.delay(state, params)).toBeGreaterThanOrEqual(0);
      expect(state).toEqual(before);
    }
  });
});

holdToPromises<'hedge', HedgePromise>('hedge', {
  'never-hedges': ({ document }) => expect(new Set(delays(document, someTimes))).toEqual(new Set([NEVER])),

  'waits-a-fixed-time': ({ document }) => {
    const all = new Set(delays(document, someTimes));
    expect([all.size, Number.isSafeInteger([...all][0])]).toEqual([1, true]);
  },

  'follows-response-times': ({ document }) => {
    const slower = delays(
      document,
      someTimes.map((time) => 10 * time),
    );
    const own = delays(document, someTimes);
    expect(own[0]).toBe(NEVER);
    expect(own.at(-1)).toBeLessThan(NEVER);
    expect(slower).toEqual(own.map((delay) => 10 * delay));
  },
});

test('at 0.9 of ten answers the tenth hedges after the largest of them but none', () => {
  const times = [30, 10, 90, 20, 80, 40, 70, 60, 50, 100];
  expect(delays({ kind: 'after-quantile', quantile: 0.9, window: 10 }, times).at(-1)).toBe(100);
  expect(delays({ kind: 'after-quantile', quantile: 0.5, window: 10 }, times).at(-1)).toBe(60);
});
