import { expect, test } from 'vitest';
import { crowd, evenClient, firstRequests, played, type Setting, steadyService, storyOf } from '../worlds.ts';

// public bug reports about retries and breakers, rebuilt, with what was seen there; more in test/sim/flow/reported-retries

const failing = { kind: 'error-ratio', ratio: 1 };
const wellFrom = (at: number) => [{ at, set: { 'shop.fault': { kind: 'none' } } }];

/** What becomes of a call a second: ok, failed, or refused by the breaker. */
function calls(circuitBreaker: object, seconds: number, wellAt: number): string[] {
  const world = played(
    {
      app: evenClient(1, 'shop', { circuitBreaker: { openTime: 30_000, whileProbing: 'refuse', ...circuitBreaker } }),
      shop: steadyService(10, 1, { fault: failing }),
    },
    { duration: seconds * 1_000, changes: wellFrom(wellAt), trace: firstRequests(seconds - 1) },
  );
  return Array.from({ length: seconds - 1 }, (_, request) => {
    const end = storyOf(world, request);
    return end.some((line) => line.endsWith('breakerRefused')) ? 'refused' : end.at(-1)!.includes('succeeded') ? 'ok' : 'failed';
  });
}

const count = (ends: readonly string[], end: string) => ends.filter((each) => each === end).length;

test('opossum 217: the very first call fails, and all are refused for 30 s; 236: with a volume of ten none is', () => {
  const opossum = { kind: 'failure-ratio', threshold: 0.5, compare: 'above', judged: 'failure', window: 1_000 };
  const without = calls({ ...opossum, minimum: 1 }, 60, 1_500);
  expect([without[0], without.indexOf('ok'), count(without, 'ok'), without.length]).toEqual(['failed', 31, 28, 59]);
  expect(count(calls({ ...opossum, minimum: 10 }, 60, 1_500), 'ok')).toBe(58);
});

test('microprofile-fault-tolerance 324: three failures do not open it, three successes after them do', () => {
  const volume = { kind: 'failure-ratio', threshold: 0.5, compare: 'at-least', window: 6, minimum: 6 };
  const [F, ok, refused] = ['failed', 'ok', 'refused'];
  expect(calls({ ...volume, judged: 'every' }, 10, 3_500)).toEqual([F, F, F, ok, ok, ok, refused, refused, refused]);
  expect(calls({ ...volume, judged: 'failure' }, 10, 3_500)).toEqual([F, F, F, ok, ok, ok, ok, ok, ok]);
});

/** How many attempts each call makes. */
function attempts(client: object, requests: number, setting: Setting = {}): number[] {
  const world = played(
    { app: { ...crowd(requests, 'shop'), ...client }, shop: steadyService(1_000, 1, { fault: failing }) },
    { trace: firstRequests(requests), ...setting },
  );
  return Array.from({ length: requests }, (_, request) => storyOf(world, request).filter((line) => line.endsWith('app.sent')).length);
}
const constant = (delay: number) => ({ kind: 'constant', delay });

test('aws-sdk-js-v3 4754: a service that is dead costs 25 calls of three attempts, and one each from then on', () => {
  const dead = (capacity: number) =>
    attempts(
      {
        arrival: { kind: 'constant', rate: 1 },
        maxAttempts: 3,
        attemptTimeout: 100,
        retryDelay: constant(10),
        retryBudget: { kind: 'retry-quota', capacity, charge: 5, timeoutCharge: 10, rejectedCharge: 5 },
      },
      29,
      {
        duration: 30_000,
        changes: [{ at: 0, set: { 'shop.fault': { kind: 'none' }, 'shop.serviceTime': { kind: 'constant', value: 3_600_000 } } }],
      },
    );
  expect(dead(500)).toEqual([...Array(25).fill(3), 1, 1, 1, 1]);
  // 505 pay for no more
  expect(dead(505)).toEqual(dead(500));
});

test('envoy-mobile 811: a budget of all attempts allows half of six, since it shrinks as they fail', () => {
  const retryBudget = { kind: 'concurrency-ratio', share: 1, minimum: 0 };
  expect(attempts({ maxAttempts: 2, retryDelay: constant(25), retryBudget }, 6)).toEqual([2, 2, 2, 1, 1, 1]);
});

test('envoy 29762: of four at once three are retried where three retries may be out', () => {
  const retryBudget = { kind: 'concurrency-ratio', share: 0, minimum: 3 };
  expect(attempts({ maxAttempts: 4, retryDelay: constant(25), retryBudget }, 4)).toEqual([4, 4, 4, 1]);
});

test('grpc-go 7539: of ten tokens the first call makes four attempts, and none after it is retried', () => {
  const retryBudget = { kind: 'token-bucket', capacity: 10, credit: 0.1, charge: 1, chargeOn: 'failure', reserve: 0.5 };
  const one = { arrival: { kind: 'constant', rate: 10 }, maxAttempts: 4, retryDelay: constant(10), retryBudget };
  expect(attempts(one, 4)).toEqual([4, 1, 1, 1]);
});
