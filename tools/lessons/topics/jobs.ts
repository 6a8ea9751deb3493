import { always, setting, type Topic } from '../topic.ts';

const weights = (weight0: number, weight1: number, weight2: number) => ({
  'queue.scheduling': { kind: 'weighted', weight0, weight1, weight2 },
});

/** A job that is received so often and not acknowledged is moved aside. */
const counted = (mostAttempts: number) => ({ 'queue.attemptsCounted': 'receives', 'queue.mostAttempts': mostAttempts });
const tenASecond = (rate: number) => ({ kind: 'token-bucket', rate, burst: 1 });

export const jobs: Topic = {
  unread: [],
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
    'one-hour-down': [
      { title: 'dropped after a minute', set: { 'queue.staleness': { kind: 'max-age', usefulFor: 60_000 } } },
      { title: 'newest first', set: { 'queue.scheduling': { kind: 'lifo' } } },
      { title: 'room for 60, the oldest goes', set: { 'queue.capacity': 60, 'queue.whenFull': 'drops-oldest' } },
      { title: 'one more worker', set: { 'workers.replicas': 11 } },
      { title: 'twice the workers all the time', set: { 'workers.replicas': 20 } },
      {
        title: 'up to 40 workers, given back one by one',
        set: {
          'workers.autoscaling': { kind: 'by-age', target: 60_000, least: 10, most: 40, interval: 60_000, coolDown: 300_000 },
        },
      },
    ],
    'record-not-found': [
      { title: 'no transaction', set: { 'jobs.enqueueing': { kind: 'none' } } },
      { title: 'nothing is rolled back', set: { 'jobs.enqueueing.rolledBack': 0, 'jobs.delay': { kind: 'constant', value: 250 } } },
      {
        title: 'after the commit',
        set: { 'jobs.enqueueing': { kind: 'after-commit', commitTime: 5, rolledBack: 0.02, diesBetween: 0.001 } },
      },
      { title: 'a wait of a second', set: { 'jobs.delay': { kind: 'constant', value: 1_000 } } },
      { title: 'a wait of a quarter of a second', set: { 'jobs.delay': { kind: 'constant', value: 250 } } },
      {
        title: 'an outbox that is looked at every half second',
        set: { 'jobs.enqueueing': { kind: 'outbox', commitTime: 5, rolledBack: 0.02, relayInterval: 500, relayRepeats: 0.001 } },
      },
      { title: 'half the workers', set: { 'workers.replicas': 2 } },
    ],
    'scaling-out-melts-the-database': [
      { title: 'a hundred workers', set: { 'workers.replicas': 100 } },
      { title: 'fifty workers', set: { 'workers.replicas': 50 } },
      { title: 'a few more workers', set: { 'workers.replicas': 12 } },
      { title: 'fewer workers', set: { 'workers.replicas': 5 } },
      {
        title: 'scaled by length',
        set: { 'workers.autoscaling': { kind: 'by-length', target: 5, least: 10, most: 100, interval: 15_000 } },
      },
      { title: 'a hundred workers and ten connections', set: { 'workers.replicas': 100, 'db.servers': 10 } },
      { title: 'dropped after 10 s', set: { 'jobs.staleness': { kind: 'max-age', usefulFor: 9_500 } } },
      { title: 'room for a few hundred, the oldest goes', set: { 'jobs.capacity': 400, 'jobs.whenFull': 'drops-oldest' } },
      { title: 'newest first', set: { 'jobs.scheduling': { kind: 'lifo' } } },
    ],
    'short-behind-long': [
      { title: 'mails first', set: { 'queue.scheduling': { kind: 'strict-priority' } } },
      { title: 'shortest first', set: { 'queue.scheduling': { kind: 'shortest-first' } } },
      { title: 'newest first', set: { 'queue.scheduling': { kind: 'lifo' } } },
      { title: 'parts alone', set: { 'reports.cost': 5, 'reports.arrival.burstRate': 360 } },
      { title: 'a part of each report, the rest left out', set: { 'reports.cost': 5, 'queue.scheduling': { kind: 'strict-priority' } } },
      {
        title: 'parts, mails first, and no room for all',
        set: {
          'reports.cost': 5,
          'reports.arrival.burstRate': 360,
          'queue.scheduling': { kind: 'strict-priority' },
          'queue.capacity': 200,
        },
      },
      { title: 'prefetching', set: { 'workers.prefetch': 16 } },
      { title: 'more workers', set: { 'workers.replicas': 16 } },
      { title: 'more slots', set: { 'workers.concurrency': 4 } },
      { title: 'dropped after a second', set: { 'queue.staleness': { kind: 'max-age', usefulFor: 1_000 } } },
      { title: 'twice as fast', set: { 'workers.processingTime.value': 100 } },
    ],
    'shuffle-sharding': [
      { title: 'twelve workers for all', set: { 'workers.replicas': 12 } },
      { title: 'twelve workers, in turn', set: { 'workers.replicas': 12, 'queue.scheduling': { kind: 'round-robin' } } },
      {
        title: 'sixteen workers, two each',
        set: { 'workers.replicas': 16, 'queue.scheduling': { kind: 'shuffle-sharding', shardSize: 2 } },
      },
      { title: 'two of twelve', set: { 'workers.replicas': 12, 'queue.scheduling': { kind: 'shuffle-sharding', shardSize: 2 } } },
      { title: 'four of eight', set: { 'queue.scheduling': { kind: 'shuffle-sharding', shardSize: 4 } } },
      { title: 'shortest first', set: { 'workers.replicas': 12, 'queue.scheduling': { kind: 'shortest-first' } } },
      { title: 'long jobs cut off', set: { 'workers.replicas': 12, 'workers.jobTimeout': 10_000, 'queue.mostAttempts': 1 } },
      {
        title: 'long jobs cut off, again and again',
        set: { 'workers.replicas': 12, 'workers.jobTimeout': 10_000, 'queue.mostAttempts': 1_000_000 },
      },
      {
        title: 'dropped after a second',
        set: { 'workers.replicas': 12, 'queue.staleness': { kind: 'max-age', usefulFor: 1_000 } },
      },
    ],
    'the-cron-that-overtakes-itself': [
      { title: 'skip', set: { 'cron.overlap': { kind: 'skip' } } },
      { title: 'a lock for 45 s', set: { 'cron.overlap': { kind: 'lock', expires: 45_000 } } },
      { title: 'a lock for ten minutes', set: { 'cron.overlap': { kind: 'lock', expires: 600_000 } } },
      { title: 'the one before is replaced', set: { 'cron.overlap': { kind: 'replace' } } },
      { title: 'every 75 s', set: { 'cron.interval': 75_000 } },
      { title: 'every two minutes', set: { 'cron.interval': 120_000 } },
      { title: 'given up after a minute', set: { 'cron.attemptTimeout': 60_000 } },
      { title: 'no report', set: { 'cron.enabled': false } },
    ],
    'the-lease-shorter-than-the-job': [
      { title: 'hidden for 90 s', set: { 'queue.visibilityTimeout': 90_000 } },
      { title: 'hidden for 5 min', set: { 'queue.visibilityTimeout': 300_000 } },
      { title: 'hidden for an hour', set: { 'queue.visibilityTimeout': 3_600_000 } },
      { title: 'a ledger', set: { 'workers.acknowledgement': { kind: 'idempotency-ledger' } } },
      { title: 'a fencing token', set: { 'workers.acknowledgement': { kind: 'fencing-token', knows: 'leases' } } },
      { title: 'work stops with the lease', set: { 'workers.whenLeaseEnds': 'stops' } },
      { title: 'late acknowledgements are ignored', set: { 'queue.lateAcknowledgement': 'ignored' } },
      { title: 'a heartbeat that comes too late', set: { 'workers.heartbeat': 40_000 } },
    ],
    'the-poison-job': [
      { title: 'every receive counts', set: counted(5) },
      { title: 'at most three receives', set: counted(3) },
      { title: 'at most two receives', set: counted(2) },
      { title: 'noticed at once, every receive counts', set: { ...counted(5), 'workers.crashNoticed': 'at-once' } },
      { title: 'noticed at once, at most two receives', set: { ...counted(2), 'workers.crashNoticed': 'at-once' } },
      {
        title: 'a short lease with heartbeats, every receive counts',
        set: { ...counted(5), 'queue.visibilityTimeout': 5_000, 'workers.heartbeat': 1_000 },
      },
      { title: 'two jobs a process, failures count', set: { 'workers.replicas': 24, 'workers.concurrency': 2 } },
      { title: 'one job a process, and as many as it takes', set: { ...counted(5), 'workers.replicas': 48, 'workers.concurrency': 1 } },
    ],
    'the-zombie-commits-twice': [
      { title: 'a token that is checked against writes', set: { 'workers.acknowledgement': { kind: 'fencing-token' } } },
      { title: 'a token that is checked against leases', set: { 'workers.acknowledgement': { kind: 'fencing-token', knows: 'leases' } } },
      { title: 'hidden for a minute', set: { 'queue.visibilityTimeout': 60_000 } },
      { title: 'hidden for an hour', set: { 'queue.visibilityTimeout': 3_600_000 } },
      { title: 'work stops with the lease', set: { 'workers.whenLeaseEnds': 'stops' } },
      { title: 'a ledger before the payment', set: { 'workers.acknowledgement': { kind: 'idempotency-ledger', entered: 'before' } } },
      { title: 'a ledger after the payment', set: { 'workers.acknowledgement': { kind: 'idempotency-ledger', entered: 'after' } } },
      { title: 'a ledger that forgets', set: { 'workers.acknowledgement': { kind: 'idempotency-ledger', remembers: 60_000 } } },
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
    'one-hour-down': [
      {
        title: 'up to five more workers while the oldest order is too old',
        set: {
          'workers.autoscaling': { kind: 'by-age', target: 60_000, least: 10, most: 15, interval: 60_000, coolDown: 60_000 },
        },
      },
    ],
    'record-not-found': [
      {
        title: 'the same transaction',
        set: { 'jobs.enqueueing': { kind: 'same-transaction', commitTime: 5, rolledBack: 0.02 } },
      },
      {
        title: 'an outbox that is looked at every 200 ms',
        set: { 'jobs.enqueueing': { kind: 'outbox', commitTime: 5, rolledBack: 0.02, relayInterval: 200, relayRepeats: 0.001 } },
      },
    ],
    'scaling-out-melts-the-database': [
      { title: 'twenty workers', set: { 'workers.replicas': 20 } },
      { title: 'a hundred workers and twenty connections', set: { 'workers.replicas': 100, 'db.servers': 20 } },
      {
        title: 'scaled by length, behind twenty connections',
        set: {
          'workers.autoscaling': { kind: 'by-length', target: 5, least: 10, most: 100, interval: 15_000 },
          'db.servers': 20,
        },
      },
    ],
    'short-behind-long': [
      {
        title: 'parts, and mails first',
        set: { 'reports.cost': 5, 'reports.arrival.burstRate': 360, 'queue.scheduling': { kind: 'strict-priority' } },
      },
    ],
    'shuffle-sharding': [
      { title: 'five of twelve', set: { 'workers.replicas': 12, 'queue.scheduling': { kind: 'shuffle-sharding', shardSize: 5 } } },
    ],
    'the-cron-that-overtakes-itself': [
      { title: 'queue', set: { 'cron.overlap': { kind: 'queue' } } },
      { title: 'skip, but due every half minute', set: { 'cron.overlap': { kind: 'skip' }, 'cron.interval': 30_000 } },
      { title: 'every 100 s', set: { 'cron.interval': 100_000 } },
    ],
    'the-lease-shorter-than-the-job': [
      { title: 'a heartbeat', set: { 'workers.heartbeat': 10_000 } },
      { title: 'connections that drop', set: { 'queue.visibilityTimeout': 300_000, 'workers.crashNoticed': 'at-once' } },
    ],
    'the-poison-job': [
      { title: 'every receive counts, four jobs a process', set: { ...counted(5), 'workers.replicas': 12, 'workers.concurrency': 4 } },
      { title: 'every receive counts, two jobs a process', set: { ...counted(5), 'workers.replicas': 24, 'workers.concurrency': 2 } },
      { title: 'at most three receives, three jobs a process', set: { ...counted(3), 'workers.replicas': 16, 'workers.concurrency': 3 } },
    ],
    'the-zombie-commits-twice': [
      { title: 'a ledger', set: { 'workers.acknowledgement': { kind: 'idempotency-ledger' } } },
      {
        title: 'the payment at the end, and a token that is checked against leases',
        set: { 'workers.effectAt': 1, 'workers.acknowledgement': { kind: 'fencing-token', knows: 'leases' } },
      },
    ],
  },
};
