import { expect, test } from 'vitest';
import { type CronOverlapPromise, REPLACES, RUNS, SKIPS, WAITS, WAITS_INSTEAD } from '../../../src/sim/policy/cron-overlap/contract.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises, namedIn } from '../../law/promises.ts';

const MINUTE = 60_000_000;

test.each(namedIn('cron-overlap'))('%s starts a run while none is under way', (_name, document) => {
  const { policy, params } = chosen('cron-overlap', document);
  for (const sinceStart of [0, MINUTE, Number.POSITIVE_INFINITY]) expect([RUNS, REPLACES]).toContain(policy.decide(params, 0, sinceStart));
});

/** When runs start that fall due every minute and take so long, and the most that are under way at once [min]. */
function starts(document: Document, length: number, due: number): { at: number[]; most: number } {
  const { policy, params } = chosen('cron-overlap', document);
  const at: number[] = [];
  const ends: number[] = [];
  let waits = false;
  let most = 0;
  const underWay = (now: number) => ends.filter((end) => now < end).length;
  const start = (now: number) => {
    at.push(now);
    ends.push(now + length);
    most = Math.max(most, underWay(now));
  };
  for (let now = 0; now < due; now += 0.5) {
    if (waits && underWay(now) === 0) {
      waits = false;
      start(now);
    }
    if (!Number.isInteger(now)) continue;
    const decision = policy.decide(params, underWay(now), at.length === 0 ? Number.POSITIVE_INFINITY : (now - at[at.length - 1]) * MINUTE);
    if (decision === RUNS) start(now);
    else if (decision === REPLACES) {
      ends.forEach((end, i) => {
        ends[i] = Math.min(end, now);
      });
      start(now);
    } else if (decision === WAITS || decision === WAITS_INSTEAD) waits = true;
    else expect(decision).toBe(SKIPS);
  }
  return { at, most };
}

holdToPromises<'cron-overlap', CronOverlapPromise>('cron-overlap', {
  'starts-what-is-due': ({ document }) => {
    for (const length of [0.5, 1.5, 5]) expect(starts(document, length, 6).at).toEqual([0, 1, 2, 3, 4, 5]);
  },

  'one-at-a-time': ({ document }) => {
    for (const length of [0.5, 1.5, 5]) expect(starts(document, length, 40).most).toBe(1);
  },

  'makes-up': ({ document }) => {
    // the run of 1 min, when that of 0 min has ended
    for (const length of [1.5, 2.5]) expect(starts(document, length, 6).at.slice(0, 2)).toEqual([0, length]);
  },

  'outlives-the-dead': ({ document }) => {
    expect(starts(document, Number.POSITIVE_INFINITY, 2_000).at.length).toBeGreaterThan(1);
  },
});

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
