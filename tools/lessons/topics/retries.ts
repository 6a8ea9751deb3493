import { always, setting, type Topic } from '../topic.ts';

export const retries: Topic = {
  unread: ['jitter-under-the-microscope', 'metastable-failure', 'three-layers-of-retries', 'what-a-timeout-does', 'write-your-own-jitter'],
  attacks: [
    ...always,
    setting('waits for ever', 'attemptTimeout', null),
    setting('a minute between tries', 'retryDelay', { kind: 'constant', delay: 60_000 }),
  ],
  right: {},
  wrong: {},
  remedies: {
    'retry-storm': [
      { title: 'full jitter', set: { 'shoppers.retryDelay': { kind: 'full-jitter', base: 500, cap: 16_000 } } },
      {
        title: 'the requests of those who left are dropped, and waits grow',
        set: { 'checkout.whenCallerLeaves': 'drop-if-queued', 'shoppers.retryDelay': { kind: 'exponential', base: 500, cap: 16_000 } },
      },
    ],
  },
};
