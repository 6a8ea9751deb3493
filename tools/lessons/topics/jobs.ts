import { always, setting, type Topic } from '../topic.ts';

const weights = (weight0: number, weight1: number, weight2: number) => ({
  'queue.scheduling': { kind: 'weighted', weight0, weight1, weight2 },
});

export const jobs: Topic = {
  unread: [
    '25-retries-for-a-400',
    'a-hundred-thousand-jobs',
    'a-thousand-clicks-one-job',
    'acknowledge-early-lose-what-is-in-flight',
    'deploying-in-the-middle-of-a-job',
    'every-service-at-00',
    'fresh-first',
    'heartbeats-and-the-crash',
    'one-hour-down',
    'record-not-found',
    'scaling-out-melts-the-database',
    'short-behind-long',
    'shuffle-sharding',
    'the-cron-that-overtakes-itself',
    'the-lease-shorter-than-the-job',
    'the-poison-job',
    'the-zombie-commits-twice',
  ],
  attacks: [
    ...always,
    setting('acknowledges early', 'acknowledgement', { kind: 'early' }),
    setting('room for a hundred', 'capacity', 100),
    setting('one try', 'mostAttempts', 1),
  ],
  right: {},
  wrong: {
    'low-priority-never-runs': [
      { title: 'weights of 6/3/1', set: weights(6, 3, 1) },
      { title: 'weights of 60/3/1', set: weights(60, 3, 1) },
      { title: 'oldest first', set: { 'queue.scheduling': { kind: 'oldest-first' } } },
      { title: 'in turn', set: { 'queue.scheduling': { kind: 'round-robin' } } },
      { title: 'newest first', set: { 'queue.scheduling': { kind: 'lifo' } } },
      { title: 'twelve slots', set: { 'workers.concurrency': 6 } },
      { title: 'drops what is older than a minute', set: { 'queue.staleness': { kind: 'max-age', usefulFor: 60_000 } } },
      { title: 'a short queue that drops the oldest', set: { 'queue.capacity': 100, 'queue.whenFull': 'drops-oldest' } },
    ],
  },
  remedies: {
    'low-priority-never-runs': [
      { title: 'mails have the least weight', set: weights(120, 1, 6) },
      { title: 'the same, less steep', set: weights(60, 1, 3) },
    ],
  },
};
