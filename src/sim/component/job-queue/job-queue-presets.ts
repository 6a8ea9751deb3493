import { wholePow } from '../../kernel/portable-math.ts';
import type { Preset } from '../component.ts';

/** Products of which the queue and its workers have presets with the same id. */
export const product = {
  sqsStandard: { id: 'sqs-standard', title: 'Amazon SQS, standard' },
  sqsFifo: { id: 'sqs-fifo', title: 'Amazon SQS, FIFO' },
  sidekiq: { id: 'sidekiq', title: 'Sidekiq' },
  bullmq: { id: 'bullmq', title: 'BullMQ' },
  celery: { id: 'celery', title: 'Celery on Redis' },
  river: { id: 'river', title: 'River' },
  postgres: { id: 'postgres-skip-locked', title: 'PostgreSQL, SKIP LOCKED' },
} as const;

const SQS = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest';
const deleteMessage = { title: 'Amazon SQS, DeleteMessage', url: `${SQS}/APIReference/API_DeleteMessage.html` };
export const visibilityTimeout = {
  title: 'Amazon SQS, Visibility timeout',
  url: `${SQS}/SQSDeveloperGuide/sqs-visibility-timeout.html`,
};
const oneGroup = {
  title: 'Amazon SQS, Avoid large message backlogs with the same message group ID: the first 120,000',
  url: `${SQS}/SQSDeveloperGuide/avoid-backlog-with-the-same-message-group-id.html`,
};
const createQueue = { title: 'Amazon SQS, CreateQueue: RedrivePolicy', url: `${SQS}/APIReference/API_CreateQueue.html` };

/** What both kinds of SQS queues have. */
const sqs = {
  visibilityTimeout: 30_000,
  whenJobFails: 'lease',
  lateAcknowledgement: 'ignored',
  mostInFlight: 120_000,
  // without a redrive policy nothing is ever moved aside
  mostAttempts: 1_000_000,
} as const;

const RIVER_ATTEMPTS = 25;
/** Before each attempt but the first [ms]. */
const riverWaits = Array.from({ length: RIVER_ATTEMPTS - 1 }, (_, i) => 1_000 * wholePow(i + 1, 4));

export const jobQueuePresets: readonly Preset[] = [
  {
    ...product.sqsStandard,
    summary:
      'A message is hidden for 30 s and comes back if nobody has deleted it. No dead-letter queue until one is set up; at most some 120,000 messages in flight. Not modelled: the error with which SQS answers a receive beyond that, fair queues, retention of 4 days, order that is kept only mostly, the rare message that comes twice by itself, short polling. A deletion that comes late is taken to come after the next receive, when it has no effect.',
    sources: [
      visibilityTimeout,
      deleteMessage,
      createQueue,
      { title: 'Amazon SQS, Quotas: 120,000 in flight', url: `${SQS}/SQSDeveloperGuide/quotas-messages.html` },
    ],
    values: sqs,
  },
  {
    ...product.sqsFifo,
    summary:
      'As the standard queue, with strict order in each message group and deduplication for 5 minutes. Up to 10 messages of a group are handed out together, as far as a consumer prefetches, and no others of the group while one of them is in flight. SQS looks for groups among the first 120,000 messages, so a backlog of one group hides those behind it; messages in flight are taken to be among them. Message groups are tenants here, and deduplication ids are keys, so each message needs a key of its own. Not modelled: retention of 4 days, limits on throughput, the receive-attempt id.',
    sources: [
      visibilityTimeout,
      deleteMessage,
      {
        title: 'Amazon SQS, Message deduplication ID: 5 minutes',
        url: `${SQS}/SQSDeveloperGuide/using-messagededuplicationid-property.html`,
      },
      oneGroup,
      { title: 'Amazon SQS, Message group ID', url: `${SQS}/SQSDeveloperGuide/using-messagegroupid-property.html` },
    ],
    values: { ...sqs, orderKept: 'by-tenant', uniqueness: { kind: 'window', window: 300_000 }, keptTogether: 10, looksAt: 120_000 },
  },
  {
    ...product.sidekiq,
    summary:
      'No lease: what a worker has fetched is gone from Redis. 25 retries that wait longer and longer, then the dead set. Not modelled: the dead set’s limits (10,000 jobs, six months), and retries that start up to some seconds late because Redis is polled for them.',
    sources: [
      { title: 'Sidekiq wiki, Error handling: 25 retries', url: 'https://github.com/sidekiq/sidekiq/wiki/Error-Handling' },
      { title: 'Sidekiq wiki, Reliability: basic fetch', url: 'https://github.com/sidekiq/sidekiq/wiki/Reliability' },
    ],
    values: {
      visibilityTimeout: null,
      whenJobFails: 'retry-delay',
      retryDelay: { kind: 'sidekiq' },
      mostAttempts: 26,
      attemptsCounted: 'failures',
      redeliveredTo: 'head',
      retriedTo: 'tail',
    },
  },
  {
    ...product.bullmq,
    summary:
      'A lock of 30 s, looked at every 30 s; a job that stalls twice has failed. One that stalled goes to the head of the line, one that is tried again to the tail. One attempt unless the job says otherwise. Not modelled: jobs with options of their own (attempts, priority, last in first out), parents that wait for their children.',
    sources: [
      { title: 'BullMQ, Stalled jobs', url: 'https://docs.bullmq.io/guide/workers/stalled-jobs' },
      {
        title: 'BullMQ, WorkerOptions: lockDuration, stalledInterval, maxStalledCount',
        url: 'https://api.docs.bullmq.io/interfaces/v6.WorkerOptions.html',
      },
      { title: 'BullMQ, Retrying failing jobs', url: 'https://docs.bullmq.io/guide/retrying-failing-jobs' },
    ],
    values: {
      visibilityTimeout: 30_000,
      lapsesNoticed: 30_000,
      mostLapses: 1,
      mostAttempts: 1,
      attemptsCounted: 'failures',
      retryDelay: { kind: 'none' },
      redeliveredTo: 'head',
      retriedTo: 'tail',
      lateAcknowledgement: 'ignored',
    },
  },
  {
    ...product.celery,
    summary:
      'With Redis as its broker: a visibility timeout of one hour, and for tasks that ask to be retried 3 retries, 180 s apart. Tasks for later and retries wait in the memory of a worker, and until they are begun the visibility timeout runs: one that waits longer is handed to another worker as well, and run by both. A task that comes back after the timeout goes to the head of the line; a retry is a new message at the tail. Not modelled: tasks that do not ask for retries fail at the first error there; a limit on tasks for later in a worker; a dead letter is a failed result there.',
    sources: [
      {
        title: 'Celery, Using Redis: visibility timeout',
        url: 'https://docs.celeryq.dev/en/stable/getting-started/backends-and-brokers/redis.html#visibility-timeout',
      },
      {
        title: 'Celery, Task: max_retries, default_retry_delay',
        url: 'https://docs.celeryq.dev/en/stable/reference/celery.app.task.html#celery.app.task.Task.max_retries',
      },
    ],
    values: {
      visibilityTimeout: 3_600_000,
      retryDelay: { kind: 'constant', delay: 180_000 },
      mostAttempts: 4,
      attemptsCounted: 'failures',
      redeliveredTo: 'head',
      retriedTo: 'tail',
      delayedJobs: 'in-worker',
    },
  },
  {
    ...product.river,
    summary:
      'A table of jobs in the application’s own database: enqueued by the transaction that writes the record, received by marking a row as running, which locks nothing while the work goes on. A job that has run for an hour is taken to be stuck; such jobs are looked for every 30 s. 25 attempts, with waits of 1, 16, 81 … attempt⁴ s between them. Not modelled: up to a tenth that each wait is longer or shorter by chance; a stuck job waits like one that failed there, and is back at once here.',
    sources: [
      {
        title: 'River, Config: RescueStuckJobsAfter, JobTimeout, MaxAttempts',
        url: 'https://pkg.go.dev/github.com/riverqueue/river#Config',
      },
      { title: 'River, retry_policy.go: attempt⁴', url: 'https://github.com/riverqueue/river/blob/master/retry_policy.go' },
      {
        title: 'River, job_rescuer.go: every 30 s',
        url: 'https://github.com/riverqueue/river/blob/master/internal/maintenance/job_rescuer.go',
      },
    ],
    values: {
      visibilityTimeout: 3_600_000,
      lapsesNoticed: 30_000,
      enqueueing: { kind: 'same-transaction' },
      retryDelay: { kind: 'schedule', waits: riverWaits },
      mostAttempts: RIVER_ATTEMPTS,
      attemptsCounted: 'receives',
      redeliveredTo: 'tail',
      retriedTo: 'tail',
      lateAcknowledgement: 'ignored',
    },
  },
  {
    ...product.postgres,
    summary:
      'A table of jobs in the application’s own database: enqueued by the transaction that writes the record, received by locking a row until the transaction ends. No visibility timeout. Retries are the application’s own and stay as they are. Not modelled: what long transactions and dead rows do to the database.',
    sources: [
      {
        title: 'PostgreSQL, SELECT: the locking clause, SKIP LOCKED',
        url: 'https://www.postgresql.org/docs/current/sql-select.html#SQL-FOR-UPDATE-SHARE',
      },
      {
        title: 'PostgreSQL, Row-level locks end with the transaction',
        url: 'https://www.postgresql.org/docs/current/explicit-locking.html',
      },
      { title: 'Brandur Leach, Transactionally staged job drains in Postgres', url: 'https://brandur.org/job-drain' },
    ],
    values: { visibilityTimeout: null, enqueueing: { kind: 'same-transaction' } },
  },
];
