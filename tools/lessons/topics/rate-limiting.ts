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
  unread: [
    'six-limiters-one-stream',
    'the-adaptive-limiter',
    'the-leaky-queue',
    'the-lease-and-the-lag',
    'the-limit-that-never-triggers',
    'two-hundred-in-two-seconds',
  ],
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
    'two-commands-one-counter': [
      { title: 'INCR, then EXPIRE', set: { 'gate.counters': 'incr-then-expire' } },
      { title: 'callers that wait longer', set: { 'gate.counters': 'incr-then-expire', 'customers.attemptTimeout': 10_000 } },
      { title: 'one node', set: { 'gate.replicas': 1 } },
      { title: 'together, in no time', set: { 'gate.counters': 'together' } },
      { title: 'a quarter each', set: { 'gate.counters': 'part-each' } },
      { title: 'a limit for nobody but the script', set: { 'gate.limiter.limit': 6 } },
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
    'two-commands-one-counter': [{ title: 'one step in the store', set: { 'gate.counters': 'store' } }],
  },
};
