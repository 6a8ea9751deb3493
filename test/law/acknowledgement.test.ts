import { describe, expect, test } from 'vitest';
import {
  type AcknowledgementPromise,
  AFTER,
  BEFORE,
  BEGUN,
  DONE,
  type Holder,
  NEVER,
  RECEIVED,
  WITH,
} from '../../src/sim/policy/acknowledgement/contract.ts';
import { chosen } from '../chosen.ts';
import { type Document, holdToPromises, namedIn, promisesIn } from './promises.ts';

/** What a worker does with a job, one step after the other; it can die before, between and after them. */
type Step = 'acknowledge' | 'look' | 'look and enter' | 'write' | 'look, write' | 'look, write, enter' | 'enter';

interface Worker {
  token: number;
  next: number;
  dead: boolean;
}

/** One job, its queue, its workers and what it writes to. */
interface Situation {
  workers: Worker[];
  /** The queue has forgotten the job. */
  gone: boolean;
  /** Tokens of those who have made the side effect, in order. */
  written: number[];
  recordedAt: number;
  now: number;
  crashes: number;
  lapses: number;
}

const copied = (situation: Situation): Situation => ({
  ...situation,
  workers: situation.workers.map((worker) => ({ ...worker })),
  written: [...situation.written],
});

interface Found {
  /** The job is over, and its effect has never been made. */
  lost: boolean;
  /** Made more than once. */
  twice: boolean;
  /** Made by a worker after one with a larger token. */
  overwritten: boolean;
}

const DAY = 86_400_000_000;

/**
 * Everything that can become of one job whose workers die up to `crashes` times and whose leases run out up to `lapses`
 * times while they work, with every interleaving of two or more workers; a day may pass at any time.
 */
function explored(document: Document, lateAcknowledgement: 'deletes' | 'ignored', crashes: number, lapses: number): Found {
  const { policy, params } = chosen('acknowledgement', document);
  const found: Found = { lost: false, twice: false, overwritten: false };
  const middle: Readonly<Record<number, Step[]>> = {
    [NEVER]: ['look, write'],
    [BEFORE]: ['look and enter', 'write'],
    [WITH]: ['look', 'look, write, enter'],
    [AFTER]: ['look', 'look, write', 'enter'],
  };
  const effect = middle[policy.records(params)];
  // acknowledged with being received, in one step, when it is begun, or at the end
  const early = policy.when(params) === RECEIVED;
  const begun = policy.when(params) === BEGUN;
  const steps: Step[] = early ? effect : begun ? ['acknowledge', ...effect] : [...effect, 'acknowledge'];
  const seen = new Set<string>();

  const visit = (situation: Situation): void => {
    const name = JSON.stringify(situation);
    if (seen.has(name)) return;
    seen.add(name);
    const { workers, written, gone } = situation;
    if (written.length > 1) found.twice = true;
    if (written.some((token, i) => i > 0 && token < Math.max(...written.slice(0, i)))) found.overwritten = true;
    let over = true;
    const go = (change: (next: Situation) => void) => {
      over = false;
      const next = copied(situation);
      change(next);
      visit(next);
    };
    const newest = workers.length;
    const holding = newest > 0 && !workers[newest - 1].dead && workers[newest - 1].next < steps.length;
    // received: first, or when the lease of the worker before is over
    if (!gone && (!holding || situation.lapses > 0))
      go((next) => {
        if (holding) next.lapses--;
        next.gone = early;
        next.workers.push({ token: newest + 1, next: 0, dead: false });
      });
    if (situation.now === 0 && newest > 0)
      go((next) => {
        next.now = DAY;
      });
    workers.forEach((worker, i) => {
      if (worker.dead || worker.next === steps.length) return;
      if (situation.crashes > 0)
        go((next) => {
          next.crashes--;
          next.workers[i].dead = true;
        });
      go((next) => take(next, next.workers[i], newest));
    });
    if (over && written.length === 0) found.lost = true;
  };

  const take = (next: Situation, worker: Worker, newest: number): void => {
    const step = steps[worker.next++];
    if (step.startsWith('look')) {
      const holder: Holder = {
        token: worker.token,
        newestHandedOut: newest,
        newestWritten: Math.max(0, ...next.written),
        recordedAt: next.recordedAt,
      };
      if (!policy.permits(params, next.now, holder)) {
        // done all the same
        worker.next = steps.length;
        if (!early) acknowledge(next, worker);
        return;
      }
    }
    if (step.includes('write')) next.written.push(worker.token);
    if (step.includes('enter')) next.recordedAt = next.now;
    if (step === 'acknowledge') acknowledge(next, worker);
  };
  const acknowledge = (next: Situation, worker: Worker): void => {
    // one that begins when its lease is over begins all the same, and its successor keeps the job
    if (worker.token === next.workers.length || (lateAcknowledgement === 'deletes' && !begun)) next.gone = true;
  };

  visit({ workers: [], gone: false, written: [], recordedAt: -1, now: 0, crashes, lapses });
  return found;
}

const known = new Map<string, Found>();

/** The same; found once for each document and situation, since there is much to explore. */
function outcomes(document: Document, lateAcknowledgement: 'deletes' | 'ignored', crashes = 2, lapses = 2): Found {
  const name = JSON.stringify([document, lateAcknowledgement, crashes, lapses]);
  const found = known.get(name) ?? explored(document, lateAcknowledgement, crashes, lapses);
  known.set(name, found);
  return found;
}

const nothing = { lost: false, twice: false, overwritten: false };

/** What each promise rules out: of what is found, with late acknowledgements that delete the job, that are ignored, or either. */
const ruledOut: Readonly<Record<AcknowledgementPromise, (deletes: Found, ignored: Found) => boolean>> = {
  'never-lost': (deletes, ignored) => deletes.lost || ignored.lost,
  'never-lost-while-leases-decide': (_deletes, ignored) => ignored.lost,
  'never-repeated': (deletes, ignored) => deletes.twice || ignored.twice,
  'never-overwritten': (deletes, ignored) => deletes.overwritten || ignored.overwritten,
};

const found = (promise: AcknowledgementPromise, document: Document) =>
  ruledOut[promise](outcomes(document, 'deletes'), outcomes(document, 'ignored'));

const keeps =
  (promise: AcknowledgementPromise) =>
  ({ document }: { document: Document }) =>
    expect(found(promise, document)).toBe(false);

holdToPromises<'acknowledgement', AcknowledgementPromise>('acknowledgement', {
  'never-lost': keeps('never-lost'),
  'never-lost-while-leases-decide': keeps('never-lost-while-leases-decide'),
  'never-repeated': keeps('never-repeated'),
  'never-overwritten': keeps('never-overwritten'),
});

describe.each(namedIn('acknowledgement'))('%s', (_, document) => {
  test('leads, over all interleavings, to whatever it does not rule out', () => {
    const [deletes, ignored] = [outcomes(document, 'deletes'), outcomes(document, 'ignored')];
    for (const [promise, happens] of Object.entries(ruledOut))
      expect(happens(deletes, ignored), promise).toBe(!promisesIn('acknowledgement', document).includes(promise));
  });

  test('with nobody dying and no lease running out, does it once', () => {
    expect(outcomes(document, 'ignored', 0, 0)).toEqual(nothing);
  });
});

test('a worker that dies between effect and acknowledgement is enough for two effects, with tokens too', () => {
  for (const knows of ['writes', 'leases']) expect(outcomes({ kind: 'fencing-token', knows }, 'ignored', 1, 0).twice).toBe(true);
  // and so is one who is slow to acknowledge
  for (const knows of ['writes', 'leases']) expect(outcomes({ kind: 'fencing-token', knows }, 'ignored', 0, 1).twice).toBe(true);
});

describe('fencing tokens', () => {
  const holder = (token: number, newestWritten: number, newestHandedOut: number): Holder => ({
    token,
    newestWritten,
    newestHandedOut,
    recordedAt: -1,
  });
  const permits = (document: Document, who: Holder) => {
    const { policy, params } = chosen('acknowledgement', document);
    return policy.permits(params, 0, who);
  };

  test('33 may not write after 34 has; before that it may, unless it is known that 34 has been handed out', () => {
    const leases = { kind: 'fencing-token', knows: 'leases' };
    expect(permits({ kind: 'fencing-token' }, holder(33, 34, 34))).toBe(false);
    expect(permits({ kind: 'fencing-token' }, holder(33, 0, 34))).toBe(true);
    expect(permits({ kind: 'fencing-token' }, holder(34, 33, 34))).toBe(true);
    expect(permits(leases, holder(33, 0, 34))).toBe(false);
    expect(permits(leases, holder(34, 0, 34))).toBe(true);
  });
});

test('a ledger that remembers for 10 s permits again after 10 s, and not a microsecond before', () => {
  const { policy, params } = chosen('acknowledgement', { kind: 'idempotency-ledger', remembers: 10_000 });
  const recorded: Holder = { token: 2, newestHandedOut: 2, newestWritten: 1, recordedAt: 5 };
  expect(policy.permits(params, 10_000_004, recorded)).toBe(false);
  expect(policy.permits(params, 10_000_005, recorded)).toBe(true);
  expect(policy.permits(params, 5, { ...recorded, recordedAt: -1 })).toBe(true);
  // entered at the start of the run
  expect(policy.permits(params, 0, { ...recorded, recordedAt: 0 })).toBe(false);
  expect([policy.when(params), policy.records(params)]).toEqual([DONE, WITH]);
});
