import { type Component, defineComponent } from '../component.ts';
import {
  facts,
  gauges,
  histograms,
  JOB_ENDS,
  jobQueueMeters,
  jobQueuePeaks,
  jobQueueReadings,
  OPEN_GAUGES,
  queueLooksAt,
} from './job-queue-meters.ts';
import { jobQueueParams } from './job-queue-params.ts';
import { jobQueuePresets } from './job-queue-presets.ts';
import { Queue } from './queue.ts';

/** Keeps jobs until they are done: hands them out under leases, again and again if need be, and moves aside what will not work. */
export const jobQueue = defineComponent({
  id: 'job-queue',
  title: 'Job queue',
  summary: 'Keeps jobs until they are done, and hands them to workers under a lease.',
  notes: [
    {
      title: 'What it models',
      text: 'A queue as SQS, BullMQ, Sidekiq, Celery’s brokers or a table with SKIP LOCKED keep one. Enqueueing is a call that is answered at once; the job lives on. A worker receives it under a lease (the visibility timeout): not acknowledged by then, it is visible again. A job that has been tried too often is a dead letter. For every wish there is an account: whether its side effect has taken place once, more often, or never.',
    },
    {
      title: 'What it leaves out',
      text: 'Several nodes of the queue itself, its own failures, and the round trips of receiving and acknowledging: they take no time. A queue that shows only a sample of itself, as SQS does with few jobs.',
    },
    {
      title: 'What is settled how',
      text: '**The visibility clock** starts when a job is received, also when it then waits in its worker (prefetch). **Work does not stop** when a lease runs out, unless the worker’s parameter says so; a late acknowledgement deletes the job, or is ignored. **A job that comes back** goes to the head of its line, and so does one that has waited for its next try, unless parameters say otherwise. **A job for later** that waits in a worker is handed out as soon as it is enqueued or has failed, and counts as in flight while it waits; it joins the line like a new one, or like one that is tried again. **Jobs of one key that are handed out together** are at most as many as the process may still prefetch; while one of them is in flight no other of the key is handed out. **The jobs it looks at** are the first by the time they were enqueued, those in flight and hidden included; the ones behind them count as backlog. **With as many in flight as there may be** nothing is handed out until one is acknowledged or comes back. **Attempts** are counted when a job is received; by parameter only when it fails. What a worker gives back does not count. **A job that failed** and whose worker does not say so comes back at the end of its lease; acknowledged early it has none, and is lost. **Order per key** blocks all later jobs of a key until the first has ended, its delay and its retries included; let through, a job joins its line like a new one. Switched on in mid-run, what is in flight comes before what waits. **A lock** taken at enqueueing holds for the job it was taken for: others answer well and make no job. It is given back by whatever ends the job, but not when the job is lost; another uniqueness starts without locks. **Stale jobs** are dropped when their turn comes. **Capacity** counts jobs that have not ended, those in flight included. **Age and waiting time** count from the wish to enqueue, the transaction included. **Side effects**: a wish is *missing* once all jobs made of it have ended without one; a straggler that makes it later takes it back. Tries of one client request to enqueue are one wish. **Without workers** it takes jobs and keeps them.',
    },
    {
      title: 'What it is checked against',
      text: 'Deliveries under a visibility timeout in closed form, for work that goes on and work that stops; executions and dead letters under crashes; waits of M/M/c and of priority classes; the time to drain; delays of Sidekiq, BullMQ and Celery; ten public bug reports, rebuilt with what was seen there.',
    },
  ],
  params: jobQueueParams,
  scopes: {
    scheduling: 'component',
    delay: 'nothing',
    enqueueing: 'nothing',
    uniqueness: 'nothing',
    staleness: 'nothing',
    retryDelay: 'operation',
  },
  takes: ['calls'],
  sends: ['jobs'],
  calls: { least: 1, most: 20 },
  routine: false,
  roles: ['jobs'],
  facts,
  gauges,
  histograms,
  peaks: jobQueuePeaks,
  looksAt: queueLooksAt,
  meters: [...jobQueueMeters, ...jobQueueReadings],
  face: {
    line: '{backlog} waiting · {inFlight} in flight',
    alerts: [{ meter: 'deadLetters', text: '{deadLetters} dead letters', tone: 'error' }],
    strains: [{ meter: 'backlog', from: 20, grows: 'backlog', text: '{backlog} jobs wait: backlog grows' }],
    column: 'backlog',
    shows: ['scheduling', 'enqueueing', 'uniqueness', 'staleness'],
  },
  balances: [
    { of: 'calls', begun: ['arrived'], ended: ['accepted', 'deduplicated', 'shed'], open: [] },
    { of: 'jobs', begun: ['accepted', 'copied', 'redriven'], ended: JOB_ENDS, open: OPEN_GAUGES },
    { of: 'wishes with a side effect', begun: ['effectFirst'], ended: [], open: ['once', 'repeated'] },
    { of: 'repeated side effects', begun: ['effectRepeated'], ended: [], open: ['extra'] },
  ],
  presets: jobQueuePresets,
  charts: ['backlog', 'waitingTime.p99'],
  create: (site, values): Component => new Queue(site, values),
});
