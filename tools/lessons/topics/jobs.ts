import { always, setting, type Topic } from '../topic.ts';

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
    'low-priority-never-runs',
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
  wrong: {},
  remedies: {},
};
