import { describe, expect, test } from 'vitest';
import type { OutlierEjectionPromise } from '../../../src/sim/policy/outlier-ejection/contract.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises } from '../../law/promises.ts';
import { mulberry } from '../../mulberry.ts';

/** What a kind finds: outliers at an answer, and at the end of an interval. */
function judge(document: Document) {
  const { policy, params } = chosen('outlier-ejection', document);
  const state = policy.start(params);
  const found: number[] = [];
  return {
    found,
    /** So many answers of a replica, the first so many of them errors. */
    hears(replica: number, answers: number, errors = 0): void {
      for (let i = 0; i < answers; i++) if (policy.learn(state, params, replica, i < errors)) found.push(replica);
    },
    /** An answer of each of so many replicas in turn, so many times, errors with these probabilities. */
    hearsOfAll(failing: readonly number[], answers: number, random = mulberry(7)): void {
      for (let i = 0; i < answers; i++) for (const [replica, share] of failing.entries()) this.hears(replica, 1, random() < share ? 1 : 0);
    },
    looks(replicas: readonly number[]): readonly number[] {
      const outliers = policy.look(state, params, replicas);
      found.push(...outliers);
      return outliers;
    },
    forgets: (replica: number) => policy.forget(state, replica),
  };
}

const first = (count: number) => Array.from({ length: count }, (_, replica) => replica);
const ten = first(10);
/** Nine that never fail, and one that fails so often. */
const failingOne = (share: number) => ten.map((replica) => (replica === 6 ? share : 0));

holdToPromises<'outlier-ejection', OutlierEjectionPromise>('outlier-ejection', {
  'judges-each-alone': ({ document }) => {
    const alone = judge(document);
    alone.hearsOfAll(failingOne(0.97), 1_000);
    const together = judge(document);
    together.hearsOfAll(
      failingOne(0.97).map((share, replica) => (replica === 6 ? share : 1)),
      1_000,
    );
    expect(alone.found.length).toBeGreaterThan(0);
    expect(together.found.filter((replica) => replica === 6)).toEqual(alone.found);
    expect(alone.looks(ten)).toEqual([]);
  },
});

describe('consecutive errors', () => {
  test('five in a row, and after that five more; one good answer starts the count again', () => {
    const here = judge({ kind: 'consecutive-errors' });
    here.hears(2, 4, 4);
    here.hears(2, 1);
    here.hears(2, 4, 4);
    here.hears(1, 4, 4);
    expect(here.found).toEqual([]);
    here.hears(2, 1, 1);
    expect(here.found).toEqual([2]);
    here.hears(2, 4, 4);
    expect(here.found).toEqual([2]);
    here.hears(2, 1, 1);
    expect(here.found).toEqual([2, 2]);
  });

  test('of a replica that fails at half of all calls it takes 62 answers on average: (1 − p^k) ÷ (p^k (1 − p))', () => {
    const random = mulberry(1);
    const here = judge({ kind: 'consecutive-errors' });
    const answers = 620_000;
    for (let i = 0; i < answers; i++) here.hears(0, 1, random() < 0.5 ? 1 : 0);
    // waits for a run are close to exponential: σ of 10,000 of them is 100
    expect(Math.abs(here.found.length - answers / 62)).toBeLessThan(450);
  });
});

describe('success rate', () => {
  const envoy = [50, 100, 100, 100, 100];
  /** So many answers of each replica, of which such percentages are good. */
  const heard = (document: object, percentages: readonly number[], answers = 100) => {
    const here = judge({ kind: 'success-rate', ...document });
    for (const [replica, good] of percentages.entries()) here.hears(replica, answers, Math.round((answers * (100 - good)) / 100));
    return here.looks(first(percentages.length));
  };

  test('as Envoy’s own example: 50, 100, 100, 100 and 100 % have a mean of 90 and a deviation of 20, so the limit is 52', () => {
    expect(heard({}, envoy)).toEqual([0]);
    // 90 − 2 × 20 = 50, which is not less than 50
    expect(heard({ factor: 2 }, envoy)).toEqual([]);
    expect(heard({ factor: 1.99 }, envoy)).toEqual([0]);
  });

  test('replicas with fewer answers do not count, and with fewer than five others nobody is looked at', () => {
    expect(heard({}, envoy, 99)).toEqual([]);
    expect(heard({ requests: 99 }, envoy, 99)).toEqual([0]);
    expect(heard({}, envoy.slice(0, 4))).toEqual([]);
    // of four √3 deviations are the most that there can be
    expect(heard({ hosts: 4 }, envoy.slice(0, 4))).toEqual([]);
    expect(heard({ hosts: 4, factor: 1.73 }, envoy.slice(0, 4))).toEqual([0]);
  });

  test('an interval is looked at by itself', () => {
    const here = judge({ kind: 'success-rate' });
    for (const replica of first(5)) here.hears(replica, 60, replica === 0 ? 60 : 0);
    expect(here.looks(first(5))).toEqual([]);
    for (const replica of first(5)) here.hears(replica, 60, replica === 0 ? 60 : 0);
    expect(here.looks(first(5))).toEqual([]);
  });
});
