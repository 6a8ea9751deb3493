import type { Settings } from '../../../src/scenario/scenario.ts';
import { always, type Remedy, setting, type Topic } from '../topic.ts';

/** Another limiter at the gate. */
const limiting = (title: string, limiter: object): Remedy => ({ title, set: { 'gate.limiter': limiter } });

/** A token bucket for each tenant, and one for all. */
const both = (title: string, each: object, all: object): Remedy => ({
  title,
  set: { 'each.limiter': { kind: 'token-bucket', ...each }, 'all.limiter': { kind: 'token-bucket', ...all } },
});

/** Callers that wait as long as they are told, and up to so much longer [ms]. */
const spreading = (caller: string, width: number): Settings => ({
  [`${caller}.whenRejected`]: 'honours-and-spreads',
  [`${caller}.retryDelay`]: { kind: 'full-jitter', base: width, cap: width },
});

export const rateLimiting: Topic = {
  unread: [],
  attacks: [...always, setting('the whole limit on each node', 'counters', 'whole-each')],
  right: {
    'the-store-is-down': {
      'hardly anybody may wait: api': 'the shortest of short queues, which the lesson asks for',
      'hardly anybody may wait': 'as above',
    },
  },
  wrong: {
    'the-noisy-tenant': [
      both('2 a second for each, 100 for all', { rate: 2, burst: 10 }, { rate: 100, burst: 100 }),
      both('30 a second for each, 100 for all', { rate: 30, burst: 20 }, { rate: 100, burst: 100 }),
      both('30 a second for each, as many as all want', { rate: 30, burst: 20 }, { rate: 500, burst: 100 }),
      both('more for each than for all', { rate: 500, burst: 100 }, { rate: 115, burst: 50 }),
      both('100 a second for each', { rate: 100, burst: 50 }, { rate: 115, burst: 50 }),
      { title: '115 a second for all', set: { 'all.limiter': { kind: 'token-bucket', rate: 115, burst: 50 } } },
      {
        title: 'a limit for each alone',
        set: { 'each.limiter': { kind: 'token-bucket', rate: 2, burst: 10 }, 'all.limiter': { kind: 'none' } },
      },
      { title: 'fair shares', set: { 'all.limiter': { kind: 'fair-share', limit: 115, window: 1_000, tenants: 100 } } },
      { title: 'a leaky queue for all', set: { 'all.limiter': { kind: 'leaky-queue', rate: 115, capacity: 100 } } },
    ],
    'blind-spot-199': [
      limiting('shorter windows', { kind: 'sliding-counter', limit: 17, window: 10_000 }),
      limiting('a lower limit', { kind: 'sliding-counter', limit: 60, window: 60_000 }),
      limiting('windows by the clock', { kind: 'fixed-window', limit: 100, window: 60_000, origin: 'clock' }),
      limiting('windows that open with the first call', { kind: 'fixed-window', limit: 100, window: 60_000 }),
      limiting('a token bucket', { kind: 'token-bucket', rate: 100 / 60, burst: 50 }),
    ],
    'checkout-survives': [
      limiting('three times the limit', { kind: 'token-bucket', rate: 300, burst: 100 }),
      limiting('a reserve of one token', { kind: 'priority-reserve', rate: 100, burst: 5 }),
      { title: 'the whole limit for each class', set: { 'gate.key': 'client' } },
      { title: 'no report', set: { 'analytics.enabled': false } },
    ],
    'everybody-resets-at-00': [
      limiting('windows that open with the first call', { kind: 'fixed-window', limit: 60, window: 60_000 }),
      { title: 'a narrow spread', set: spreading('workers', 20_000) },
      { title: 'half the quota', set: { 'gate.limiter.limit': 30 } },
      { title: 'a pool of everybody', set: { 'gate.key': 'everybody' } },
    ],
    'four-nodes-one-limit': [
      { title: 'a quarter each', set: { 'gate.counters': 'part-each' } },
      { title: 'a quarter of the limit in each configuration', set: { 'gate.limiter.limit': 125 } },
      { title: 'news every second', set: { 'gate.counters': 'synchronised' } },
      { title: 'a store', set: { 'gate.counters': 'store' } },
      { title: 'one node', set: { 'gate.replicas': 1 } },
    ],
    'gcra-is-a-token-bucket': [
      limiting('off by one', { kind: 'gcra', interval: 200, tolerance: 1_000 }),
      limiting('off by one the other way', { kind: 'gcra', interval: 200, tolerance: 600 }),
      limiting('the burst of another rate', { kind: 'gcra', interval: 100, tolerance: 400 }),
      limiting('a token bucket', { kind: 'token-bucket', rate: 5, burst: 5 }),
    ],
    'retry-after-herd': [
      { title: 'honoured', set: { 'apps.whenRejected': 'honours' } },
      { title: 'told the next token', set: { 'apps.whenRejected': 'honours', 'gate.tells': 'seconds' } },
      { title: 'a smaller bucket', set: { 'apps.whenRejected': 'honours', 'gate.limiter.burst': 20 } },
      { title: 'a shorter hint', set: { 'apps.whenRejected': 'honours', 'gate.toldWait': 3_000 } },
      { title: 'gives up', set: { 'apps.whenRejected': 'gives-up' } },
      { title: 'comes back within a minute', set: { 'apps.retryDelay': { kind: 'full-jitter', base: 60_000, cap: 60_000 } } },
    ],
    'six-limiters-one-stream': [
      limiting('a log of 12', { kind: 'sliding-log', limit: 12, window: 1_000 }),
      limiting('a limit over a longer time', { kind: 'sliding-log', limit: 100, window: 10_000 }),
      limiting('a smaller bucket', { kind: 'token-bucket', rate: 10, burst: 2 }),
      limiting('a larger bucket', { kind: 'token-bucket', rate: 10, burst: 30 }),
      limiting('shorter windows', { kind: 'fixed-window', limit: 6, window: 500 }),
      limiting('a queue that holds everybody', { kind: 'leaky-queue', rate: 10, capacity: 100 }),
    ],
    'the-adaptive-limiter': [
      limiting('half of what users wait, and too few on a good day', { kind: 'concurrency', limit: 15 }),
      limiting('what is left, as a rate', { kind: 'token-bucket', rate: 45, burst: 20 }),
      limiting('adaptive, as in the lesson', { kind: 'adaptive-concurrency', initial: 20, min: 5, max: 200, slow: 300 }),
      limiting('adaptive, slow from 500 ms', { kind: 'adaptive-concurrency', initial: 20, min: 5, max: 200, slow: 500 }),
      limiting('adaptive, slow from 900 ms', { kind: 'adaptive-concurrency', initial: 20, min: 5, max: 200, slow: 900 }),
      limiting('adaptive, only failures', { kind: 'adaptive-concurrency', initial: 20, min: 5, max: 200, slow: null }),
    ],
    'the-leaky-queue': [
      limiting('a longer queue', { kind: 'leaky-queue', rate: 50, capacity: 200 }),
      limiting('a short queue', { kind: 'leaky-queue', rate: 56, capacity: 10 }),
      limiting('as fast as the API', { kind: 'leaky-queue', rate: 60, capacity: 50 }),
      limiting('a higher rate, the same room', { kind: 'leaky-queue', rate: 56, capacity: 100 }),
      limiting('a token bucket', { kind: 'token-bucket', rate: 55, burst: 10 }),
      limiting('as many at a time as the API holds', { kind: 'concurrency', limit: 36 }),
    ],
    'the-lease-and-the-lag': [
      { title: 'every call asks', set: { 'gate.counters': 'store' } },
      { title: 'every call asks: leases of one', set: { 'gate.batch': 1 } },
      { title: 'leases of five', set: { 'gate.batch': 5 } },
      { title: 'leases of 50', set: { 'gate.batch': 50 } },
      { title: 'leases of 500', set: { 'gate.batch': 500 } },
      { title: 'an eighth on each node', set: { 'gate.counters': 'part-each' } },
      { title: 'one node', set: { 'gate.replicas': 1 } },
    ],
    'the-limit-that-never-triggers': [
      limiting('a lower rate', { kind: 'token-bucket', rate: 3, burst: 3 }),
      limiting('what the workers can do in the slow time', { kind: 'token-bucket', rate: 6, burst: 6 }),
      limiting('the same with a burst', { kind: 'token-bucket', rate: 6, burst: 20 }),
      limiting('as many at a time as there are workers', { kind: 'concurrency', limit: 200 }),
      limiting('20 at a time', { kind: 'concurrency', limit: 20 }),
    ],
    'two-commands-one-counter': [
      { title: 'INCR, then EXPIRE', set: { 'gate.counters': 'incr-then-expire' } },
      { title: 'callers that wait longer', set: { 'gate.counters': 'incr-then-expire', 'customers.attemptTimeout': 10_000 } },
      { title: 'one node', set: { 'gate.replicas': 1 } },
      { title: 'together, in no time', set: { 'gate.counters': 'together' } },
      { title: 'a quarter each', set: { 'gate.counters': 'part-each' } },
      { title: 'a limit for nobody but the script', set: { 'gate.limiter.limit': 6 } },
    ],
    'two-hundred-in-two-seconds': [
      limiting('a sliding log', { kind: 'sliding-log', limit: 100, window: 60_000 }),
      limiting('a token bucket of 100', { kind: 'token-bucket', rate: 100 / 60, burst: 100 }),
      limiting('half the limit', { kind: 'fixed-window', limit: 50, window: 60_000, origin: 'clock' }),
      limiting('windows that open with the first call', { kind: 'fixed-window', limit: 100, window: 60_000 }),
      limiting('no burst at all', { kind: 'token-bucket', rate: 100 / 60, burst: 1 }),
      limiting('a small bucket that hardly fills', { kind: 'token-bucket', rate: 0.1, burst: 10 }),
      limiting('ten at a time', { kind: 'concurrency', limit: 10 }),
      limiting('a queue', { kind: 'leaky-queue', rate: 100 / 60, capacity: 100 }),
    ],
  },
  remedies: {
    'the-noisy-tenant': [
      both('a limit for each, and one for all at what the API can do', { rate: 30, burst: 20 }, { rate: 115, burst: 50 }),
    ],
    'the-store-is-down': [{ title: 'a short queue', set: { 'api.loadShedding': { kind: 'bounded-queue', capacity: 50 } } }],
    'a-fairer-limiter': [
      {
        title: 'a priority reserve that is told who imports',
        set: { 'gate.limiter': { kind: 'priority-reserve', rate: 100, burst: 20 }, 'noisy.priority': 1 },
      },
    ],
    'blind-spot-199': [limiting('a log', { kind: 'sliding-log', limit: 100, window: 60_000 })],
    'checkout-survives': [limiting('a reserve with room', { kind: 'priority-reserve', rate: 100, burst: 100 })],
    'everybody-resets-at-00': [
      limiting('a token bucket', { kind: 'token-bucket', rate: 1, burst: 60 }),
      limiting('a leaky queue', { kind: 'leaky-queue', rate: 1, capacity: 60 }),
      { title: 'a spread of a whole minute', set: spreading('workers', 60_000) },
    ],
    'four-nodes-one-limit': [{ title: 'news every 0.2 s', set: { 'gate.counters': 'synchronised', 'gate.syncInterval': 200 } }],
    'gcra-is-a-token-bucket': [limiting('four intervals', { kind: 'gcra', interval: 200, tolerance: 800 })],
    'retry-after-herd': [{ title: 'honoured and spread', set: spreading('apps', 10_000) }],
    'six-limiters-one-stream': [limiting('a leaky queue', { kind: 'leaky-queue', rate: 10, capacity: 10 })],
    'the-adaptive-limiter': [
      limiting('25 at a time', { kind: 'concurrency', limit: 25 }),
      limiting('adaptive, and never fewer than there are servers', {
        kind: 'adaptive-concurrency',
        initial: 20,
        min: 20,
        max: 200,
        slow: 300,
      }),
    ],
    'the-leaky-queue': [limiting('55 a second, room for 50', { kind: 'leaky-queue', rate: 55, capacity: 50 })],
    'the-lease-and-the-lag': [{ title: 'leases of 10', set: { 'gate.batch': 10 } }],
    'the-limit-that-never-triggers': [limiting('150 at a time', { kind: 'concurrency', limit: 150 })],
    'two-commands-one-counter': [{ title: 'one step in the store', set: { 'gate.counters': 'store' } }],
    'two-hundred-in-two-seconds': [limiting('a small bucket', { kind: 'token-bucket', rate: 100 / 60, burst: 10 })],
  },
};
