import { describe, expect, test } from 'vitest';
import { Stream } from '../../src/sim/kernel/chance.ts';
import type { EarlyRefreshPromise } from '../../src/sim/policy/early-refresh/contract.ts';
import { chosen } from '../chosen.ts';
import { deviations, LIMIT } from '../statistics.ts';
import { type Document, holdToPromises } from './promises.ts';

const SECOND = 1_000_000;
const TIMES = 4_000;

/** An entry filled at 10 s that is fresh for 60 s, the last rebuild of which took so long [µs]. */
const entry = (rebuild: number) => ({ since: 10 * SECOND, until: 70 * SECOND, rebuild });

/** How many of so many reads, so long before the end [µs], rebuild. */
function refreshes(document: Document, left: number, rebuild: number, times = TIMES): number {
  const { policy, params } = chosen('early-refresh', document);
  const chance = new Stream(1, 'readers', document.kind);
  const fresh = entry(rebuild);
  let count = 0;
  for (let i = 0; i < times; i++) if (policy.refreshes(params, fresh.until - left, fresh, chance)) count++;
  return count;
}

const lefts = [60, 59, 48, 30, 12, 6, 1, 0.5, 0.1, 0.000001].map((seconds) => seconds * SECOND);

holdToPromises<'early-refresh', EarlyRefreshPromise>('early-refresh', {});

describe('xfetch', () => {
  test.each([0.1, 0.5, 1, 2, 10])('β = %d: a read t before the end refreshes with probability e^(−t / (β δ))', (beta) => {
    for (const rebuild of [0.05, 0.5, 5])
      for (const left of [0.01, 0.25, 0.5, 1, 2, 30]) {
        const p = Math.exp(-left / (beta * rebuild));
        const count = refreshes({ kind: 'xfetch', beta }, left * SECOND, rebuild * SECOND, 2_000);
        if (p > 1e-12)
          expect(Math.abs(deviations(count, 2_000, p)), `${rebuild} ${left}`).toBeLessThan(Math.max(LIMIT, 1 / Math.sqrt(p * 2_000)));
        else expect(count).toBe(0);
      }
  });

  test('never refreshes what is rebuilt in no time', () => {
    for (const left of lefts) expect(refreshes({ kind: 'xfetch', beta: 10 }, left, 0), `${left}`).toBe(0);
  });
});

describe('refresh-after', () => {
  test.each([1, 5, 60])('%d s after it was filled: every read from then on, and none before, whenever it expires', (after) => {
    const { policy, params } = chosen('early-refresh', { kind: 'refresh-after', after: after * 1_000 });
    const chance = new Stream(1, 'readers', 'refresh-after');
    for (const until of [70 * SECOND, Number.POSITIVE_INFINITY]) {
      const filled = { since: 10 * SECOND, until, rebuild: SECOND };
      expect(policy.refreshes(params, (10 + after) * SECOND - 1, filled, chance)).toBe(false);
      expect(policy.refreshes(params, (10 + after) * SECOND, filled, chance)).toBe(true);
    }
  });
});

describe('refresh-ahead', () => {
  test.each([0, 0.25, 0.8, 1])('after %d of a life: every read from then on, and none before', (after) => {
    const begins = 60 * SECOND * (1 - after);
    const count = (left: number) => refreshes({ kind: 'refresh-ahead', after }, left, SECOND, 10);
    expect(count(begins)).toBe(10);
    if (after > 0) expect(count(begins + 1)).toBe(0);
    if (begins > 0) expect(count(begins - 1)).toBe(10);
  });
});
