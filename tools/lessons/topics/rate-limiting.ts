import { always, setting, type Topic } from '../topic.ts';

export const rateLimiting: Topic = {
  unread: [
    'a-fairer-limiter',
    'blind-spot-199',
    'checkout-survives',
    'everybody-resets-at-00',
    'four-nodes-one-limit',
    'gcra-is-a-token-bucket',
    'retry-after-herd',
    'six-limiters-one-stream',
    'the-adaptive-limiter',
    'the-leaky-queue',
    'the-lease-and-the-lag',
    'the-limit-that-never-triggers',
    'the-noisy-tenant',
    'the-store-is-down',
    'two-hundred-in-two-seconds',
  ],
  attacks: [...always, setting('the whole limit on each node', 'counters', 'whole-each')],
  right: {},
  wrong: {},
  remedies: {},
};
