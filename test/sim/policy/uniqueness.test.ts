import { expect, test } from 'vitest';
import { Trial } from '../../../src/sim/law/trial.ts';
import { madeAt as madeOf } from '../../../src/sim/law/uniqueness.ts';
import { END, NO_LOCK, START, TIME, type UniquenessPromise } from '../../../src/sim/policy/uniqueness/contract.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises, subjectOf } from '../../law/promises.ts';

const NEVER = Number.POSITIVE_INFINITY;

interface Terms {
  releasedBy: number;
  expiresAfter: number;
  releasedByDeath: boolean;
  exclusiveWait: number;
}

function terms(document: Document): Terms {
  const { policy, params } = chosen('uniqueness', document);
  return {
    releasedBy: policy.releasedBy(params),
    expiresAfter: policy.expiresAfter(params),
    releasedByDeath: policy.releasedByDeath(params),
    exclusiveWait: policy.exclusiveWait(params),
  };
}

test('what each lock is given back by, and when it ends by itself', () => {
  expect(terms({ kind: 'none' })).toMatchObject({ releasedBy: NO_LOCK, exclusiveWait: -1 });
  // SQS: five minutes, whatever becomes of the first
  expect(terms({ kind: 'window' })).toEqual({ releasedBy: TIME, expiresAfter: 300_000_000, releasedByDeath: false, exclusiveWait: -1 });
  expect(terms({ kind: 'until-start' })).toMatchObject({ releasedBy: START, expiresAfter: NEVER, exclusiveWait: -1 });
  expect(terms({ kind: 'until-done' })).toEqual({ releasedBy: END, expiresAfter: NEVER, releasedByDeath: false, exclusiveWait: -1 });
  expect(terms({ kind: 'while-executing' })).toMatchObject({ releasedBy: NO_LOCK, exclusiveWait: 5_000_000 });
});

test('parameters say otherwise', () => {
  expect(terms({ kind: 'window', window: 10 }).expiresAfter).toBe(10_000);
  expect(terms({ kind: 'until-start', expires: 60_000 }).expiresAfter).toBe(60_000_000);
  expect(terms({ kind: 'until-done', expires: 60_000, releasedByDeath: true })).toMatchObject({
    expiresAfter: 60_000_000,
    releasedByDeath: true,
  });
  expect(terms({ kind: 'while-executing', wait: 250 }).exclusiveWait).toBe(250_000);
});

/** Clicks on one thing, one a second: when a job is made of the first so many, if each is under way from `starts` to `ends` [s]. */
const madeAt = (document: Document, clicks: number, starts: number, ends: number) =>
  madeOf(subjectOf('uniqueness', document), new Trial(1), clicks, starts, ends);

const jobsOf = (...of: Parameters<typeof madeAt>) => madeAt(...of).length;

holdToPromises<'uniqueness', UniquenessPromise>('uniqueness', {});

test('1,000 clicks in 1,000 s are 1,000 jobs, or 4, 20, 10 or, with a lock that nobody gives back, 1', () => {
  expect(jobsOf({ kind: 'none' }, 1_000, 50, 100)).toBe(1_000);
  expect(jobsOf({ kind: 'window' }, 1_000, 50, 100)).toBe(4);
  expect(jobsOf({ kind: 'until-start' }, 1_000, 50, 100)).toBe(20);
  expect(jobsOf({ kind: 'until-done' }, 1_000, 50, 100)).toBe(10);
  expect(jobsOf({ kind: 'until-done' }, 1_000, 50, NEVER)).toBe(1);
  expect(jobsOf({ kind: 'until-done', expires: 200_000 }, 1_000, 50, NEVER)).toBe(5);
});
