import type { Preset } from '../component.ts';

/** Products of which the queue and its workers have presets with the same id. */
export const product = {
  sqsStandard: { id: 'sqs-standard', title: 'Amazon SQS, standard' },
  sqsFifo: { id: 'sqs-fifo', title: 'Amazon SQS, FIFO' },
  sidekiq: { id: 'sidekiq', title: 'Sidekiq' },
  bullmq: { id: 'bullmq', title: 'BullMQ' },
  celery: { id: 'celery', title: 'Celery on Redis' },
  postgres: { id: 'postgres-skip-locked', title: 'PostgreSQL, SKIP LOCKED' },
} as const;

const SQS = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest';
const deleteMessage = { title: 'Amazon SQS, DeleteMessage', url: `${SQS}/APIReference/API_DeleteMessage.html` };
export const visibilityTimeout = {
  title: 'Amazon SQS, Visibility timeout',
  url: `${SQS}/SQSDeveloperGuide/sqs-visibility-timeout.html`,
};
const createQueue = { title: 'Amazon SQS, CreateQueue: RedrivePolicy', url: `${SQS}/APIReference/API_CreateQueue.html` };

/** What both kinds of SQS queues have. */
const sqs = {
  visibilityTimeout: 30_000,
  whenJobFails: 'lease',
  lateAcknowledgement: 'ignored',
  // without a redrive policy nothing is ever moved aside
  mostAttempts: 1_000_000,
} as const;

export const jobQueuePresets: readonly Preset[] = [
  {
    ...product.sqsStandard,
    summary:
      'Hidden for 30 s, back when nobody has deleted it, no dead-letter queue until one is set up. Not modelled: retention of 4 days, order that is only mostly kept, the rare message that comes twice by itself, short polling; a deletion that comes late is taken to come after the next receipt, when it has no effect.',
    sources: [visibilityTimeout, deleteMessage, createQueue],
    values: sqs,
  },
  {
    ...product.sqsFifo,
    summary:
      'As the standard queue, with strict order in each message group and deduplication for 5 minutes. Message groups are tenants here and deduplication ids are keys, so wishes need keys of their own. Not modelled: retention of 4 days, limits on throughput, the receive-attempt id.',
    sources: [
      visibilityTimeout,
      deleteMessage,
      {
        title: 'Amazon SQS, Message deduplication ID: 5 minutes',
        url: `${SQS}/SQSDeveloperGuide/using-messagededuplicationid-property.html`,
      },
      { title: 'Amazon SQS, Message group ID', url: `${SQS}/SQSDeveloperGuide/using-messagegroupid-property.html` },
    ],
    values: { ...sqs, orderKept: 'by-tenant', uniqueness: { kind: 'window', window: 300_000 } },
  },
  {
    ...product.sidekiq,
    summary:
      'No lease: what a worker has fetched is gone from Redis. 25 retries that wait longer and longer, then the dead set. Not modelled: the dead set’s limits (10,000 jobs, six months), and retries that start up to some seconds late because Redis is polled for them. What is given back at a shutdown goes to the head there, to the tail here like a retry.',
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
      redeliveredTo: 'tail',
    },
  },
  {
    ...product.bullmq,
    summary:
      'A lock of 30 s, looked at every 30 s; a job that stalls twice has failed. One attempt unless the job says otherwise. Not modelled: jobs with options of their own (attempts, priority, last in first out), parents that wait for their children.',
    sources: [
      { title: 'BullMQ, Stalled jobs', url: 'https://docs.bullmq.io/guide/workers/stalled-jobs' },
      {
        title: 'BullMQ, WorkerOptions: lockDuration, stalledInterval, maxStalledCount',
        url: 'https://api.docs.bullmq.io/interfaces/v5.WorkerOptions.html',
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
      lateAcknowledgement: 'ignored',
    },
  },
  {
    ...product.celery,
    summary:
      'With Redis as its broker: a visibility timeout of one hour, and for tasks that ask to be retried 3 retries, 180 s apart. Not modelled: tasks that do not ask for retries fail at the first error there; retries wait in a worker’s memory, unacknowledged; a dead letter is a failed result there.',
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
      redeliveredTo: 'tail',
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
