import { describe, expect, test } from 'vitest';
import { Keyed } from '../../src/sim/kernel/chance.ts';
import type { Enqueueing } from '../../src/sim/policy/transactional-enqueue/contract.ts';
import { catalogue } from '../../src/sim/policy/transactional-enqueue/index.ts';
import { chosen } from '../chosen.ts';

const MS = 1_000;
const NEVER = Number.POSITIVE_INFINITY;
const WISHES = 4_000;

interface Document {
  kind: string;
  [param: string]: unknown;
}

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

/** What can go wrong with each when transactions are rolled back and processes die: this, and nothing else. */
const promises: Readonly<Record<string, (keyof typeof wrongs)[]>> = {
  none: [],
  'before-commit': ['ghost', 'early'],
  'after-commit': ['lost'],
  'same-transaction': [],
  outbox: ['twice'],
};

const troubles = { rolledBack: 0.2, diesBetween: 0.1, relayRepeats: 0.1 };

/** Of a record, what this policy has. */
function troubled(id: string): Document {
  const { params } = catalogue.find((each) => each.id === id)!;
  return { kind: id, ...Object.fromEntries(Object.entries(troubles).filter(([name]) => name in params)) };
}

test('there is a promise for every policy', () => {
  expect(Object.keys(promises).sort()).toEqual(catalogue.map(({ id }) => id).sort());
});

describe.each(catalogue.map(({ id }) => id))('%s', (id) => {
  test(`can lead to ${promises[id].join(' and ') || 'nothing wrong'}, and to nothing else`, () => {
    const list = plans(troubled(id));
    const found = Object.entries(wrongs).filter(([, wrong]) => list.some(wrong));
    expect(found.map(([name]) => name)).toEqual(promises[id]);
  });

  test('with no trouble leads to no ghost, no loss and no copy', () => {
    for (const plan of plans({ kind: id }))
      expect([wrongs.ghost(plan), wrongs.lost(plan), wrongs.twice(plan)]).toEqual([false, false, false]);
  });

  test('copies nothing that does not get into the queue', () => {
    for (const { enqueuedAfter, twice } of plans(troubled(id))) if (twice) expect(enqueuedAfter).toBeLessThan(NEVER);
  });

  test('speaks of whole microseconds from now, never before', () => {
    for (const { enqueuedAfter, recordedAfter } of plans(troubled(id)))
      for (const after of [enqueuedAfter, recordedAfter]) if (after < NEVER) expect(Number.isInteger(after) && after >= 0).toBe(true);
  });

  test('has the same transactions as every other that has any', () => {
    if (id === 'none') return;
    const records = (kind: string) => plans(troubled(kind)).map(({ recordedAfter }) => recordedAfter);
    expect(records(id)).toEqual(records('before-commit'));
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
