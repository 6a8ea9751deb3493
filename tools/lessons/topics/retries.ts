import { always, setting, type Topic } from '../topic.ts';

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
  },
  remedies: {
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
