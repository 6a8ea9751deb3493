import { describe, expect, test } from 'vitest';
import { END, NO_LOCK, START, TIME, type UniquenessPromise } from '../../../src/sim/policy/uniqueness/contract.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises, namedIn } from '../../law/promises.ts';

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

describe.each(namedIn('uniqueness'))('%s', (_name, document) => {
  test('a lock that nothing but its time gives back ends, and who has to wait waits for some time', () => {
    const { releasedBy, expiresAfter, exclusiveWait } = terms(document);
    expect([NO_LOCK, TIME, START, END]).toContain(releasedBy);
    expect(expiresAfter).toBeGreaterThan(0);
    if (releasedBy === TIME) expect(expiresAfter).toBeLessThan(NEVER);
    expect(exclusiveWait === -1 || exclusiveWait > 0).toBe(true);
  });
});

/** Clicks on one thing, one a second: when a job is made of the first so many, if each is under way from `starts` to `ends` [s]. */
function madeAt(document: Document, clicks: number, starts: number, ends: number): number[] {
  const { releasedBy, expiresAfter } = terms(document);
  const made: number[] = [];
  let heldUntil = 0;
  for (let second = 0; second < clicks; second++) {
    if (second < heldUntil) continue;
    made.push(second);
    const free = { [NO_LOCK]: 0, [TIME]: NEVER, [START]: starts, [END]: ends }[releasedBy] as number;
    heldUntil = second + Math.min(free, expiresAfter / 1_000_000);
  }
  return made;
}

const jobsOf = (...of: Parameters<typeof madeAt>) => madeAt(...of).length;

/** The least time between two jobs. */
const leastGap = (made: readonly number[]) => Math.min(...made.slice(1).map((second, i) => second - made[i]));

holdToPromises<'uniqueness', UniquenessPromise>('uniqueness', {
  'no-wish-dropped': ({ document }) => expect(jobsOf(document, 500, 50, 100)).toBe(500),
  'one-waits': ({ document }) => expect(leastGap(madeAt(document, 10_000, 700, 1_500))).toBeGreaterThanOrEqual(700),
  'one-lives': ({ document }) => expect(leastGap(madeAt(document, 10_000, 700, 1_500))).toBeGreaterThanOrEqual(1_500),
  'one-runs': ({ document }) =>
    expect(terms(document).exclusiveWait > 0 || leastGap(madeAt(document, 10_000, 700, 1_500)) >= 1_500).toBe(true),
  'lets-go-in-time': ({ document }) => expect(jobsOf(document, 5_000, NEVER, NEVER)).toBeGreaterThan(1),
});

test('1,000 clicks in 1,000 s are 1,000 jobs, or 4, 20, 10 or, with a lock that nobody gives back, 1', () => {
  expect(jobsOf({ kind: 'none' }, 1_000, 50, 100)).toBe(1_000);
  expect(jobsOf({ kind: 'window' }, 1_000, 50, 100)).toBe(4);
  expect(jobsOf({ kind: 'until-start' }, 1_000, 50, 100)).toBe(20);
  expect(jobsOf({ kind: 'until-done' }, 1_000, 50, 100)).toBe(10);
  expect(jobsOf({ kind: 'until-done' }, 1_000, 50, NEVER)).toBe(1);
  expect(jobsOf({ kind: 'until-done', expires: 200_000 }, 1_000, 50, NEVER)).toBe(5);
});
