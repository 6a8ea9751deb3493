import { describe, expect, test } from 'vitest';
import { AFTER, BEFORE, DONE, type Holder, NEVER, RECEIVED, WITH } from '../../src/sim/policy/acknowledgement/contract.ts';
import { catalogue } from '../../src/sim/policy/acknowledgement/index.ts';
import { chosen } from '../chosen.ts';

interface Document {
  kind: string;
  [param: string]: unknown;
}

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
function outcomes(document: Document, lateAcknowledgement: 'deletes' | 'ignored', crashes = 2, lapses = 2): Found {
  const { policy, params } = chosen('acknowledgement', document);
  const found: Found = { lost: false, twice: false, overwritten: false };
  const middle: Readonly<Record<number, Step[]>> = {
    [NEVER]: ['look, write'],
    [BEFORE]: ['look and enter', 'write'],
    [WITH]: ['look', 'look, write, enter'],
    [AFTER]: ['look', 'look, write', 'enter'],
  };
  const effect = middle[policy.records(params)];
  // acknowledged with being received, in one step, or at the end
  const early = policy.when(params) === RECEIVED;
  const steps: Step[] = early ? effect : [...effect, 'acknowledge'];
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
      const next = structuredClone(situation);
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
    if (worker.token === next.workers.length || lateAcknowledgement === 'deletes') next.gone = true;
  };

  visit({ workers: [], gone: false, written: [], recordedAt: -1, now: 0, crashes, lapses });
  return found;
}

const nothing = { lost: false, twice: false, overwritten: false };

/** What a policy can lead to, when late acknowledgements delete the job and when they are ignored. */
const promises: { document: Document; deletes: Found; ignored: Found }[] = [
  {
    document: { kind: 'early' },
    deletes: { ...nothing, lost: true },
    ignored: { ...nothing, lost: true },
  },
  {
    document: { kind: 'late' },
    deletes: { ...nothing, twice: true, overwritten: true },
    ignored: { ...nothing, twice: true, overwritten: true },
  },
  { document: { kind: 'idempotency-ledger' }, deletes: nothing, ignored: nothing },
  { document: { kind: 'idempotency-ledger', remembers: 86_400_001 }, deletes: nothing, ignored: nothing },
  {
    document: { kind: 'idempotency-ledger', remembers: 86_400_000 },
    deletes: { ...nothing, twice: true, overwritten: true },
    ignored: { ...nothing, twice: true, overwritten: true },
  },
  {
    document: { kind: 'idempotency-ledger', entered: 'before' },
    deletes: { ...nothing, lost: true },
    ignored: { ...nothing, lost: true },
  },
  {
    document: { kind: 'idempotency-ledger', entered: 'after' },
    deletes: { ...nothing, twice: true, overwritten: true },
    ignored: { ...nothing, twice: true, overwritten: true },
  },
  {
    document: { kind: 'fencing-token' },
    deletes: { ...nothing, twice: true },
    ignored: { ...nothing, twice: true },
  },
  {
    document: { kind: 'fencing-token', knows: 'leases' },
    // a sleeper who is refused acknowledges a job that his successor has not done yet
    deletes: { ...nothing, twice: true, lost: true },
    ignored: { ...nothing, twice: true },
  },
];

test('there is a promise for every policy', () => {
  expect(new Set(promises.map(({ document }) => document.kind))).toEqual(new Set(catalogue.map(({ id }) => id)));
});

describe.each(promises.map((promise) => [JSON.stringify(promise.document), promise] as const))(
  '%s',
  (_, { document, deletes, ignored }) => {
    test('leads, over all interleavings, to what it says and to nothing else', () => {
      expect(outcomes(document, 'deletes')).toEqual(deletes);
      expect(outcomes(document, 'ignored')).toEqual(ignored);
    });

    test('with nobody dying and no lease running out, does it once', () => {
      expect(outcomes(document, 'ignored', 0, 0)).toEqual(nothing);
    });
  },
);

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
