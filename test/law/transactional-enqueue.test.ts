import { describe, expect, test } from 'vitest';
import { Keyed } from '../../src/sim/kernel/chance.ts';
import type { Enqueueing, TransactionalEnqueuePromise } from '../../src/sim/policy/transactional-enqueue/contract.ts';
import { catalogue } from '../../src/sim/policy/transactional-enqueue/index.ts';
import { chosen } from '../chosen.ts';
import { type Document, documentsIn, documentsOf, holdToPromises, promisesIn } from './promises.ts';

const MS = 1_000;
const NEVER = Number.POSITIVE_INFINITY;
const WISHES = 4_000;

/** What becomes of so many wishes, one every 7.3 ms. */
function plans(document: Document): (Enqueueing & { now: number })[] {
  const { policy, params } = chosen('transactional-enqueue', document);
  const chance = new Keyed(3, 'queue', 'enqueueing');
  return Array.from({ length: WISHES }, (_, i) => {
    // whatever the wish before has left in it
    const into: Enqueueing = { enqueuedAfter: 17, recordedAfter: 3, twice: true };
    const now = i * 7_300;
    policy.plan(params, now, chance.aim(i, 0), into);
    return { ...into, now };
  });
}

/** What can go wrong. */
const wrongs = {
  /** A job whose record never comes to be. */
  ghost: ({ enqueuedAfter, recordedAfter }: Enqueueing) => enqueuedAfter < NEVER && recordedAfter === NEVER,
  /** A job that is there before its record. */
  early: ({ enqueuedAfter, recordedAfter }: Enqueueing) => enqueuedAfter < recordedAfter && recordedAfter < NEVER,
  /** A record whose job never comes. */
  lost: ({ enqueuedAfter, recordedAfter }: Enqueueing) => recordedAfter < NEVER && enqueuedAfter === NEVER,
  twice: ({ twice }: Enqueueing) => twice,
} as const;

test.each(catalogue.map(({ id }) => id))('%s with no trouble leads to no ghost, no loss and no copy', (kind) => {
  for (const plan of plans({ kind })) expect([wrongs.ghost(plan), wrongs.lost(plan), wrongs.twice(plan)]).toEqual([false, false, false]);
});

/** What each promise rules out. */
const ruledOut = { 'never-a-ghost': 'ghost', 'never-early': 'early', 'never-lost': 'lost', 'never-twice': 'twice' } as const;

holdToPromises<'transactional-enqueue', TransactionalEnqueuePromise>('transactional-enqueue', {
  'has-transactions': ({ document }) => {
    // the transactions of whoever rolls back as many
    const records = (of: Document) => plans(of).map(({ recordedAfter }) => recordedAfter);
    for (const other of documentsIn('transactional-enqueue'))
      if (promisesIn('transactional-enqueue', other).includes('has-transactions') && other.rolledBack === document.rolledBack)
        expect(records(other)).toEqual(records(document));
  },
});

describe.each(catalogue.map((policy) => [policy.id, policy] as const))('%s', (_id, policy) => {
  test.each(Object.entries(ruledOut))('promises %s unless it can happen at one of its examples', (promise, wrong) => {
    const documents = documentsOf(policy);
    const isPromised = documents.some((document) => promisesIn('transactional-enqueue', document).includes(promise));
    expect(documents.some((document) => plans(document).some(wrongs[wrong]))).toBe(!isPromised);
  });
});

const share = (list: readonly Enqueueing[], which: (plan: Enqueueing) => boolean) => list.filter(which).length / list.length;

describe('arithmetic', () => {
  test('a fifth is rolled back, and the others take 100 ms on average', () => {
    const list = plans({ kind: 'before-commit', rolledBack: 0.2 });
    // standard deviations: 0.0063 of the share, 1.8 ms of the mean
    expect(Math.abs(share(list, wrongs.ghost) - 0.2)).toBeLessThan(0.025);
    const kept = list.filter(({ recordedAfter }) => recordedAfter < NEVER);
    const mean = kept.reduce((sum, { recordedAfter }) => sum + recordedAfter, 0) / kept.length;
    expect(Math.abs(mean / MS - 100)).toBeLessThan(7);
  });

  test('after the commit, a tenth of the records has no job; more deaths lose more jobs, and none that was lost comes back', () => {
    const some = plans({ kind: 'after-commit', diesBetween: 0.1 });
    const more = plans({ kind: 'after-commit', diesBetween: 0.3 });
    expect(Math.abs(share(some, wrongs.lost) - 0.1)).toBeLessThan(0.02);
    expect(Math.abs(share(more, wrongs.lost) - 0.3)).toBeLessThan(0.03);
    for (const [i, plan] of some.entries()) if (wrongs.lost(plan)) expect(wrongs.lost(more[i])).toBe(true);
  });

  test('who dies between commit and enqueueing in one is who dies between sending and marking in the other', () => {
    const lost = plans({ kind: 'after-commit', diesBetween: 0.1 }).map(wrongs.lost);
    expect(plans({ kind: 'outbox', relayRepeats: 0.1 }).map(wrongs.twice)).toEqual(lost);
  });

  test('in one transaction, job and record appear together', () => {
    for (const { enqueuedAfter, recordedAfter } of plans({ kind: 'same-transaction', rolledBack: 0.3 }))
      expect(enqueuedAfter).toBe(recordedAfter);
  });

  test('the relay takes a job at its next look after the commit: at whole multiples of its interval', () => {
    const interval = 50 * MS;
    for (const { now, enqueuedAfter, recordedAfter } of plans({ kind: 'outbox', relayInterval: 50 })) {
      expect((now + enqueuedAfter) % interval).toBe(0);
      expect(enqueuedAfter).toBeGreaterThanOrEqual(recordedAfter);
      expect(enqueuedAfter - recordedAfter).toBeLessThan(interval);
    }
  });

  test('committed at the very moment of a look, it is found; a microsecond later, at the next', () => {
    const { policy, params } = chosen('transactional-enqueue', { kind: 'outbox', commitTime: 0, relayInterval: 1_000 });
    const after = (now: number) => {
      const into = { enqueuedAfter: 0, recordedAfter: 0, twice: false };
      policy.plan(params, now, new Keyed(1, 'queue', 'enqueueing').aim(1, 1), into);
      return into.enqueuedAfter;
    };
    expect([0, 1, 999_999, 1_000_000, 1_000_001].map(after)).toEqual([0, 999_999, 1, 0, 999_999]);
  });
});
