import { expect, test } from 'vitest';
import { starts as startsOf } from '../../../src/sim/law/cron-overlap.ts';
import { Trial } from '../../../src/sim/law/trial.ts';
import { type CronOverlapPromise, WAITS, WAITS_INSTEAD } from '../../../src/sim/policy/cron-overlap/contract.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises, subjectOf } from '../../law/promises.ts';

const MINUTE = 60_000_000;

const starts = (document: Document, length: number, due: number) =>
  startsOf(subjectOf('cron-overlap', document), new Trial(1), length, due);

holdToPromises<'cron-overlap', CronOverlapPromise>('cron-overlap', {});

test('runs of 90 s that fall due every minute: all, every other, one after the other', () => {
  expect(starts({ kind: 'allow' }, 1.5, 6)).toEqual({ at: [0, 1, 2, 3, 4, 5], most: 2 });
  expect(starts({ kind: 'skip' }, 1.5, 6)).toEqual({ at: [0, 2, 4], most: 1 });
  expect(starts({ kind: 'queue' }, 1.5, 6)).toEqual({ at: [0, 1.5, 3, 4.5], most: 1 });
});

test('replaced: every run starts, and those of 90 s end after 60', () => {
  expect(starts({ kind: 'replace' }, 1.5, 6)).toEqual({ at: [0, 1, 2, 3, 4, 5], most: 1 });
});

test('of several that fall due the first or the last waits', () => {
  const decided = (document: Document) => {
    const { policy, params } = chosen('cron-overlap', document);
    return policy.decide(params, 1, MINUTE);
  };
  expect([decided({ kind: 'queue' }), decided({ kind: 'queue', keeps: 'last' })]).toEqual([WAITS, WAITS_INSTEAD]);
});

test('runs of five minutes pile up, or not', () => {
  expect(starts({ kind: 'allow' }, 5, 20).most).toBe(5);
  expect(starts({ kind: 'skip' }, 5, 20).at).toEqual([0, 5, 10, 15]);
  expect(starts({ kind: 'queue' }, 5, 20).at).toEqual([0, 5, 10, 15]);
});

test('a lock of 3 min skips like one without an end while runs are shorter, and lets another in when they are longer', () => {
  const lock = { kind: 'lock', expires: 180_000 };
  expect(starts(lock, 1.5, 6)).toEqual(starts({ kind: 'skip' }, 1.5, 6));
  expect(starts(lock, 5, 10)).toEqual({ at: [0, 3, 6, 9], most: 2 });
  // by default a day, as in Laravel
  expect(starts({ kind: 'lock' }, 10_000, 1_441).at).toEqual([0, 1_440]);
});
