import { always, setting, type Topic } from '../topic.ts';

const weights = (weight0: number, weight1: number, weight2: number) => ({
  'queue.scheduling': { kind: 'weighted', weight0, weight1, weight2 },
});

const tenASecond = (rate: number) => ({ kind: 'token-bucket', rate, burst: 1 });

export const jobs: Topic = {
  unread: [
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
  right: {
    '25-retries-for-a-400': {
      'one try: wrong': 'that queue has wrong addresses only, so that one try there is what a final 400 comes to',
    },
  },
  wrong: {
    'a-short-queue': [
      { title: 'room for 60, the oldest goes', set: { 'queue.capacity': 60, 'queue.whenFull': 'drops-oldest' } },
      { title: 'room for 60, newcomers refused', set: { 'queue.capacity': 60 } },
      { title: 'room for 20, the oldest goes', set: { 'queue.capacity': 20, 'queue.whenFull': 'drops-oldest' } },
      { title: 'room for 20, newcomers refused', set: { 'queue.capacity': 20 } },
      { title: 'newest first', set: { 'queue.scheduling': { kind: 'lifo' } } },
      { title: 'the newest of each person', set: { 'queue.staleness': { kind: 'superseded' } } },
      { title: 'dropped after a minute', set: { 'queue.staleness': { kind: 'max-age', usefulFor: 60_000 } } },
    ],
    '25-retries-for-a-400': [
      { title: 'four retries for everything', set: { 'mails.mostAttempts': 5, 'wrong.mostAttempts': 5 } },
      { title: 'twice the renderer', set: { 'renderer.servers': 8 } },
      { title: 'room for a few', set: { 'mails.capacity': 20 } },
    ],
    'a-hundred-thousand-jobs': [
      { title: 'two more slots', set: { 'workers.concurrency': 6 } },
      { title: 'in turn, with ten slots', set: { 'queue.scheduling': { kind: 'round-robin' } } },
      { title: 'newest first', set: { 'workers.concurrency': 6, 'queue.scheduling': { kind: 'lifo' } } },
      {
        title: 'a limit on the importer',
        set: { 'workers.concurrency': 6, 'importer.ownLimiter': { kind: 'leaky-queue', rate: 9.7, capacity: 100_000 } },
      },
      {
        title: 'drops what is older than a second',
        set: { 'workers.concurrency': 6, 'queue.staleness': { kind: 'max-age', usefulFor: 1_000 } },
      },
    ],
    'a-thousand-clicks-one-job': [
      { title: 'a lock alone', set: { 'jobs.uniqueness': { kind: 'until-done' } } },
      { title: 'a lock that falls after a quarter of an hour', set: { 'jobs.uniqueness': { kind: 'until-done', expires: 900_000 } } },
      { title: 'acknowledged when done, without a lock', set: { 'workers.acknowledgement': { kind: 'late' } } },
      {
        title: 'room for one',
        set: { 'workers.acknowledgement': { kind: 'late' }, 'jobs.capacity': 1 },
      },
      {
        title: 'a lock that falls after a minute',
        set: { 'workers.acknowledgement': { kind: 'late' }, 'jobs.uniqueness': { kind: 'until-done', expires: 60_000 } },
      },
    ],
    'acknowledge-early-lose-what-is-in-flight': [
      { title: 'when done', set: { 'workers.acknowledgement': { kind: 'late' } } },
      { title: 'when done, a short lease', set: { 'workers.acknowledgement': { kind: 'late' }, 'queue.visibilityTimeout': 12_000 } },
      { title: 'grace', set: { 'workers.grace': 30_000 } },
      { title: 'a ledger and the lease as it is', set: { 'workers.acknowledgement': { kind: 'idempotency-ledger' } } },
      {
        title: 'a ledger before the effect',
        set: { 'workers.acknowledgement': { kind: 'idempotency-ledger', entered: 'before' }, 'queue.visibilityTimeout': 12_000 },
      },
      {
        title: 'a ledger after the effect',
        set: { 'workers.acknowledgement': { kind: 'idempotency-ledger', entered: 'after' }, 'queue.visibilityTimeout': 12_000 },
      },
    ],
    'before-after-or-with': [
      { title: 'entered after', set: { 'workers.acknowledgement': { kind: 'idempotency-ledger', entered: 'after' } } },
      { title: 'entered before', set: { 'workers.acknowledgement': { kind: 'idempotency-ledger', entered: 'before' } } },
      { title: 'a ledger that forgets', set: { 'workers.acknowledgement': { kind: 'idempotency-ledger', remembers: 10_000 } } },
      { title: 'a fencing token', set: { 'workers.acknowledgement': { kind: 'fencing-token' } } },
    ],
    'deploying-in-the-middle-of-a-job': [
      { title: 'given back', set: { 'workers.whenGraceEnds': 'given-back' } },
      { title: 'seventy seconds of grace', set: { 'workers.grace': 70_000 } },
      { title: 'as long as it takes, all at once', set: { 'workers.grace': null } },
      { title: 'a ledger', set: { 'workers.acknowledgement': { kind: 'idempotency-ledger' }, 'queue.mostAttempts': 1_000 } },
      { title: 'as many attempts as it takes', set: { 'queue.mostAttempts': 1_000_000 } },
    ],
    'every-service-at-00': [
      { title: 'mails first', set: { 'jobs.scheduling': { kind: 'strict-priority' } } },
      { title: 'a splay of five minutes', set: { 'cron.splay': 300_000 } },
      { title: 'a splay of ten minutes', set: { 'cron.splay': 600_000 } },
      { title: 'no hourly jobs', set: { 'cron.enabled': false } },
    ],
    'fresh-first': [
      { title: 'newest first', set: { 'queue.scheduling': { kind: 'lifo' } } },
      { title: 'dropped after a minute', set: { 'queue.staleness': { kind: 'max-age', usefulFor: 60_000 } } },
      { title: 'oldest first, dropped after a moment', set: { 'queue.staleness': { kind: 'max-age', usefulFor: 190 } } },
      { title: 'room for 60, the oldest goes', set: { 'queue.capacity': 60, 'queue.whenFull': 'drops-oldest' } },
      { title: 'room for those at work', set: { 'queue.capacity': 13, 'queue.whenFull': 'drops-oldest' } },
      { title: 'the newest of each', set: { 'queue.staleness': { kind: 'superseded' } } },
    ],
    'heartbeats-and-the-crash': [
      { title: 'a lease a minute longer than a report', set: { 'queue.visibilityTimeout': 360_000 } },
      { title: 'a lease of a minute', set: { 'queue.visibilityTimeout': 60_000 } },
      {
        title: 'heartbeats that barely come in time',
        set: { 'queue.visibilityTimeout': 60_000, 'rackA.heartbeat': 50_000, 'rackB.heartbeat': 50_000 },
      },
      { title: 'heartbeats and the lease as it is', set: { 'rackA.heartbeat': 15_000, 'rackB.heartbeat': 15_000 } },
      { title: 'a list of their own', set: { 'rackA.crashNoticed': 'restart', 'rackB.crashNoticed': 'restart' } },
    ],
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
    'ten-a-second-and-no-more': [
      { title: 'more workers', set: { 'workers.replicas': 8 } },
      { title: 'the limit in each process', set: { 'workers.ownLimiter': tenASecond(10) } },
      { title: 'three workers', set: { 'workers.replicas': 3, 'workers.concurrency': 1 } },
      { title: 'two workers', set: { 'workers.replicas': 2, 'workers.concurrency': 1 } },
      { title: 'one worker', set: { 'workers.replicas': 1, 'workers.concurrency': 1 } },
      { title: 'a hundred attempts', set: { 'queue.mostAttempts': 100 } },
      { title: 'tries that are a minute apart', set: { 'queue.retryDelay': { kind: 'constant', delay: 60_000 } } },
      {
        title: 'tries somewhere in the next ten minutes',
        set: { 'queue.retryDelay': { kind: 'full-jitter', base: 600_000, cap: 600_000 }, 'queue.mostAttempts': 100 },
      },
      { title: 'workers that wait as long as they are told', set: { 'workers.maxAttempts': 100 } },
      { title: 'half of the limit', set: { 'workers.limiter': tenASecond(5) } },
      { title: 'twice the limit', set: { 'workers.limiter': tenASecond(20) } },
      { title: 'one at a time for all', set: { 'workers.limiter': { kind: 'concurrency', limit: 1 } } },
      { title: 'room for 100 mails, the oldest goes', set: { 'queue.capacity': 100, 'queue.whenFull': 'drops-oldest' } },
    ],
  },
  remedies: {
    'ten-a-second-and-no-more': [
      { title: 'one limit for all', set: { 'workers.limiter': tenASecond(10) } },
      { title: 'a quarter of the limit in each of four processes', set: { 'workers.ownLimiter': tenASecond(2.5) } },
      { title: 'one limit of the callers, in a store', set: { 'workers.ownLimiter': tenASecond(10), 'workers.guardScope': 'component' } },
    ],
    'a-short-queue': [{ title: 'room for 40, the oldest goes', set: { 'queue.capacity': 40, 'queue.whenFull': 'drops-oldest' } }],
    '25-retries-for-a-400': [
      { title: 'a 400 is final', set: { 'mails.permanentErrors': 'dead-lettered', 'wrong.permanentErrors': 'dead-lettered' } },
    ],
    'a-hundred-thousand-jobs': [
      {
        title: 'tenants in turn, and two more slots',
        set: { 'workers.concurrency': 6, 'queue.scheduling': { kind: 'round-robin' } },
      },
    ],
    'a-thousand-clicks-one-job': [
      {
        title: 'a lock until done, acknowledged when done',
        set: { 'jobs.uniqueness': { kind: 'until-done' }, 'workers.acknowledgement': { kind: 'late' } },
      },
      {
        title: 'a lock until done, and grace as long as an export',
        set: { 'jobs.uniqueness': { kind: 'until-done' }, 'workers.grace': 300_000 },
      },
    ],
    'acknowledge-early-lose-what-is-in-flight': [
      {
        title: 'a ledger, and a lease as long as nearly every job',
        set: { 'workers.acknowledgement': { kind: 'idempotency-ledger' }, 'queue.visibilityTimeout': 12_000 },
      },
      {
        title: 'a ledger, and a short lease with heartbeats',
        set: {
          'workers.acknowledgement': { kind: 'idempotency-ledger' },
          'queue.visibilityTimeout': 15_000,
          'workers.heartbeat': 5_000,
        },
      },
    ],
    'before-after-or-with': [{ title: 'entered with the effect', set: { 'workers.acknowledgement': { kind: 'idempotency-ledger' } } }],
    'deploying-in-the-middle-of-a-job': [
      { title: 'given back, with checkpoints', set: { 'workers.whenGraceEnds': 'given-back', 'workers.checkpoints': 20 } },
      { title: 'as long as it takes, one process at a time', set: { 'workers.grace': null, 'workers.deploysAtOnce': 1 } },
    ],
    'every-service-at-00': [{ title: 'a splay of an hour', set: { 'cron.splay': 3_600_000 } }],
    'fresh-first': [
      {
        title: 'newest first, and dropped after a minute',
        set: { 'queue.scheduling': { kind: 'lifo' }, 'queue.staleness': { kind: 'max-age', usefulFor: 55_000 } },
      },
    ],
    'heartbeats-and-the-crash': [
      {
        title: 'a short lease with heartbeats',
        set: { 'queue.visibilityTimeout': 60_000, 'rackA.heartbeat': 15_000, 'rackB.heartbeat': 15_000 },
      },
      { title: 'connections that drop', set: { 'rackA.crashNoticed': 'at-once', 'rackB.crashNoticed': 'at-once' } },
    ],
    'low-priority-never-runs': [
      { title: 'mails have the least weight', set: weights(120, 1, 6) },
      { title: 'the same, less steep', set: weights(60, 1, 3) },
    ],
  },
};
