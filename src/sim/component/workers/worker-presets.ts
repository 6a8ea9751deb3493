import type { Preset } from '../component.ts';
import { product, visibilityTimeout } from '../job-queue/job-queue-presets.ts';

/** Whoever receives from SQS: its own code, of which SQS says only what becomes of what it does not delete. */
const sqs = {
  sources: [visibilityTimeout],
  values: { acknowledgement: { kind: 'late' }, heartbeat: null, crashNoticed: 'lease', whenLeaseEnds: 'goes-on' },
} as const;
const sqsSummary =
  'A consumer that deletes what it has done and does not extend the visibility timeout: whatever a dead one had is back when that has run out. How many there are, how many messages each works on or prefetches, and whether it receives the next when all are done, is the consumer’s own and stays as it is. A poller that receives more than may run, as Lambda’s does for a function whose concurrency is limited, is a prefetch here, whose jobs wait until their leases run out.';

export const workerPresets: readonly Preset[] = [
  {
    ...product.sqsStandard,
    summary: sqsSummary,
    ...sqs,
  },
  {
    ...product.sqsFifo,
    summary: `${sqsSummary} Messages of a group that are prefetched together are worked on one after the other; if one is not done, those after it are left until their visibility timeout is over.`,
    ...sqs,
  },
  {
    ...product.sidekiq,
    summary:
      'Five threads a process. A job is taken out of Redis when it is fetched, so a process that is killed loses what it works on. Asked to stop, it has 25 s, then pushes back what is not done. Queues are looked at in their order, as when they have no weights. Not modelled: super_fetch of Sidekiq Pro, which loses nothing.',
    sources: [
      {
        title: 'Sidekiq, lib/sidekiq/config.rb: concurrency 5, timeout 25',
        url: 'https://github.com/sidekiq/sidekiq/blob/main/lib/sidekiq/config.rb',
      },
      { title: 'Sidekiq wiki, Reliability', url: 'https://github.com/sidekiq/sidekiq/wiki/Reliability' },
      { title: 'Sidekiq wiki, Advanced options: queues', url: 'https://github.com/sidekiq/sidekiq/wiki/Advanced-Options' },
    ],
    values: {
      concurrency: 5,
      acknowledgement: { kind: 'early' },
      queueOrder: 'strict',
      grace: 25_000,
      whenGraceEnds: 'given-back',
    },
  },
  {
    ...product.bullmq,
    summary:
      'One job at once. The lock is renewed every 15 s, half of its duration; work goes on when it is lost. Closed, a worker waits for its jobs as long as they take. Not modelled: a job that blocks the event loop keeps its own lock from being renewed; use pauses for that.',
    sources: [
      { title: 'BullMQ, Concurrency', url: 'https://docs.bullmq.io/guide/workers/concurrency' },
      {
        title: 'BullMQ, WorkerOptions: lockRenewTime',
        url: 'https://api.docs.bullmq.io/interfaces/v6.WorkerOptions.html',
      },
      { title: 'BullMQ, Graceful shutdown', url: 'https://docs.bullmq.io/guide/workers/graceful-shutdown' },
    ],
    values: {
      concurrency: 1,
      acknowledgement: { kind: 'late' },
      heartbeat: 15_000,
      crashNoticed: 'lease',
      whenLeaseEnds: 'goes-on',
      grace: null,
    },
  },
  {
    ...product.celery,
    summary:
      'On a machine of four cores: four child processes, and four tasks prefetched for each. A task is acknowledged when it begins, so the 16 come on top of those at work; acknowledged late they include them, which is a prefetch of 12. A warm shutdown waits for what is being worked on. Not modelled: one child can die without the others.',
    sources: [
      {
        title: 'Celery, Configuration: worker_concurrency',
        url: 'https://docs.celeryq.dev/en/stable/userguide/configuration.html#worker-concurrency',
      },
      {
        title: 'Celery, Configuration: worker_prefetch_multiplier',
        url: 'https://docs.celeryq.dev/en/stable/userguide/configuration.html#worker-prefetch-multiplier',
      },
      {
        title: 'Celery, Configuration: task_acks_late',
        url: 'https://docs.celeryq.dev/en/stable/userguide/configuration.html#task-acks-late',
      },
      {
        title: 'Celery, Workers: warm shutdown',
        url: 'https://docs.celeryq.dev/en/stable/userguide/workers.html#stopping-the-worker',
      },
    ],
    values: { concurrency: 4, prefetch: 16, acknowledgement: { kind: 'early', at: 'begun' }, grace: null },
  },
  {
    ...product.river,
    summary:
      'A job that takes longer than a minute is cut off and has failed. A client that dies says nothing: its jobs are back when they are taken to be stuck, after an hour. It looks for jobs once a second, as it does without notifications. Stopped, a client waits for its jobs as long as they take. How many it works on has no default and stays as it is. Not modelled: fetches that are at least 100 ms apart; work that does not heed the end of its context.',
    sources: [
      {
        title: 'River, Config: JobTimeout, FetchPollInterval, RescueStuckJobsAfter, SoftStopTimeout',
        url: 'https://pkg.go.dev/github.com/riverqueue/river#Config',
      },
    ],
    values: {
      pollInterval: 1_000,
      jobTimeout: 60_000,
      acknowledgement: { kind: 'late' },
      heartbeat: null,
      crashNoticed: 'lease',
      whenLeaseEnds: 'goes-on',
      grace: null,
    },
  },
  {
    ...product.postgres,
    summary:
      'One connection works on one job, and finishes it in the transaction of its effect, which is therefore made once as long as it is in the same database. A connection that drops frees its row at once. It looks for jobs once a second. So a queue made by hand works; River holds no lock while it works and has a preset of its own. Not modelled: what the effect does elsewhere can happen twice.',
    sources: [
      {
        title: 'PostgreSQL, Row-level locks end with the transaction',
        url: 'https://www.postgresql.org/docs/current/explicit-locking.html',
      },
    ],
    values: {
      concurrency: 1,
      pollInterval: 1_000,
      acknowledgement: { kind: 'idempotency-ledger', entered: 'with' },
      crashNoticed: 'at-once',
    },
  },
];
