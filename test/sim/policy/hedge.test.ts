import { describe, expect, test } from 'vitest';
import type { HedgePromise } from '../../../src/sim/policy/hedge/contract.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises, namedIn } from '../../law/promises.ts';
import { mulberry } from '../../mulberry.ts';

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

holdToPromises<'hedge', HedgePromise>('hedge', {});

test('at 0.9 of ten answers the tenth hedges after the largest of them but none', () => {
  const times = [30, 10, 90, 20, 80, 40, 70, 60, 50, 100];
  expect(delays({ kind: 'after-quantile', quantile: 0.9, window: 10 }, times).at(-1)).toBe(100);
  expect(delays({ kind: 'after-quantile', quantile: 0.5, window: 10 }, times).at(-1)).toBe(60);
});
