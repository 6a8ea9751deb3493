import { always, setting, type Topic } from '../topic.ts';

const aBreaker = { kind: 'failure-ratio', threshold: 0.2, window: 50, minimum: 20, openTime: 5_000, probes: 1 };

export const retries: Topic = {
  unread: [],
  attacks: [
    ...always,
    setting('waits for ever', 'attemptTimeout', null),
    setting('a minute between tries', 'retryDelay', { kind: 'constant', delay: 60_000 }),
  ],
  right: {
    'metastable-failure': {
      'hardly anybody may wait: checkout': 'it is a queue shorter than patience, and the refused try again',
    },
  },
  wrong: {
    'charged-twice': [
      { title: 'no retries after a timeout', set: { 'shop.retryTimeouts': false } },
      { title: 'work for callers that left is cancelled', set: { 'payments.whenCallerLeaves': 'cancel' } },
    ],
    'what-a-breaker-counts': [
      {
        title: 'one breaker for all',
        set: { 'router.circuitBreaker': aBreaker, 'router.guardScope': 'component' },
      },
      {
        title: 'one breaker for all, that opens when half fail',
        set: { 'router.circuitBreaker': { ...aBreaker, threshold: 0.5 }, 'router.guardScope': 'component' },
      },
      {
        title: 'one breaker for all, five failures in a row',
        set: { 'router.circuitBreaker': { kind: 'consecutive-failures', failures: 5 }, 'router.guardScope': 'component' },
      },
      { title: 'a breaker for each, with a hundred probes', set: { 'router.circuitBreaker': { ...aBreaker, probes: 100 } } },
      { title: 'a breaker for each, that stays open for a minute', set: { 'router.circuitBreaker': { ...aBreaker, openTime: 60_000 } } },
      {
        title: 'a breaker for each, that wants a thousand calls',
        set: { 'router.circuitBreaker': { ...aBreaker, window: 1_000, minimum: 1_000 } },
      },
      { title: 'a deadline of 100 ms', set: { 'router.deadline': 100 } },
      {
        title: 'two calls at a time to each',
        set: { 'router.concurrencyLimit': { kind: 'concurrency', limit: 2 }, 'router.longestHold': 0 },
      },
      { title: 'a shard C that refuses', set: { 'c.loadShedding': { kind: 'bounded-queue', capacity: 1 } } },
    ],
  },
  remedies: {
    'what-a-breaker-counts': [
      { title: 'a breaker for each shard', set: { 'router.circuitBreaker': aBreaker } },
      { title: 'five failures in a row, for each shard', set: { 'router.circuitBreaker': { kind: 'consecutive-failures', failures: 5 } } },
    ],
    'charged-twice': [{ title: 'a key', set: { 'payments.idempotencyKeys': true } }],
    'comb-and-cloud': [
      { title: 'full jitter', set: { 'crowd.retryDelay': { kind: 'full-jitter', base: 100, cap: 2_000 } } },
      { title: 'equal jitter', set: { 'crowd.retryDelay': { kind: 'equal-jitter', base: 100, cap: 2_000 } } },
    ],
    'jitter-under-the-microscope': [
      { title: 'full jitter', set: { 'microscope.retryDelay': { kind: 'full-jitter', base: 100, cap: 2_000 } } },
      { title: 'equal jitter', set: { 'microscope.retryDelay': { kind: 'equal-jitter', base: 100, cap: 2_000 } } },
    ],
    'what-a-timeout-does': [
      { title: 'cancels everywhere', set: { 'server.whenCallerLeaves': 'cancel' } },
      { title: 'a queue of five', set: { 'server.loadShedding': { kind: 'bounded-queue', capacity: 5 } } },
    ],
    'metastable-failure': [
      { title: 'a queue shorter than patience', set: { 'checkout.loadShedding': { kind: 'bounded-queue', capacity: 50 } } },
      { title: 'the newest first', set: { 'checkout.queueDiscipline': { kind: 'lifo' } } },
    ],
    'three-layers-of-retries': [
      {
        title: 'a budget of 20 % in every layer',
        set: Object.fromEntries(
          ['users', 'gateway', 'orders'].map((caller) => [
            `${caller}.retryBudget`,
            { kind: 'token-bucket', capacity: 10, credit: 0.2, creditOn: 'request', chargeOn: 'retry', reserve: 0 },
          ]),
        ),
      },
      { title: 'one layer', set: { 'gateway.maxAttempts': 1, 'orders.maxAttempts': 1 } },
    ],
    'retry-storm': [
      { title: 'full jitter', set: { 'shoppers.retryDelay': { kind: 'full-jitter', base: 500, cap: 16_000 } } },
      {
        title: 'the requests of those who left are dropped, and waits grow',
        set: { 'checkout.whenCallerLeaves': 'drop-if-queued', 'shoppers.retryDelay': { kind: 'exponential', base: 500, cap: 16_000 } },
      },
    ],
  },
};
