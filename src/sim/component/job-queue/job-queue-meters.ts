import { type Meter, timeMeters } from '../../meter/meter.ts';
import { vocabulary } from '../../meter/vocabulary.ts';
import type { LooksAt } from '../../param/trait.ts';
import type { CLASSES } from '../../policy/job-scheduling/contract.ts';

export const DEAD_FACTS = ['deadFailed', 'deadPermanent', 'deadReceived', 'deadLapsed'] as const;
const DONE_FACTS = ['done', 'doneLate'] as const;
/** What a worker's way with a job can end in. */
export const JOB_ENDS = [...DONE_FACTS, ...DEAD_FACTS, 'dropped', 'superseded', 'displaced', 'lost', 'rolledBack'] as const;
const RETRIES = ['retriedFirst', 'retriedSecond', 'retriedThird', 'retriedLater'] as const;

/** One for each class, in order: their numbers follow each other. */
const classes = ['waitingTime.class0', 'waitingTime.class1', 'waitingTime.class2', 'waitingTime.class3'] as const satisfies {
  length: typeof CLASSES;
};

export const { facts, gauges, histograms, fact, gauge, histogram } = vocabulary(
  [
    'arrived',
    'accepted',
    'deduplicated',
    'shed',
    'copied',
    'enqueued',
    'rolledBack',
    'received',
    'redelivered',
    'extended',
    'done',
    'doneLate',
    'lateIgnored',
    'lapsed',
    'noticed',
    'failed',
    'retriedFirst',
    'retriedSecond',
    'retriedThird',
    'retriedLater',
    'returned',
    'deadFailed',
    'deadPermanent',
    'deadReceived',
    'deadLapsed',
    'dropped',
    'superseded',
    'displaced',
    'lost',
    'redriven',
    'effectFirst',
    'effectRepeated',
  ],
  [
    // where open jobs are, and what came of the wishes
    'staged',
    'hidden',
    'blocked',
    'ready',
    'inFlight',
    'dead',
    'expected',
    'once',
    'repeated',
    'extra',
    'missing',
  ],
  ['waitingTime', 'timeInSystem', 'waitingTime.firstTenant', 'waitingTime.otherTenants', ...classes],
);
/** The longest that a lease ran before it ended or was extended [ms], and the most attempts that a job wanted, those included that it was not allowed. */
export const jobQueuePeaks = ['leaseTime', 'attemptsWanted'] as const;
export const OPEN_GAUGES = ['staged', 'hidden', 'blocked', 'ready', 'inFlight'] as const;

const rate = (name: string, label: string, help: string, ...facts: string[]): Meter => ({
  kind: 'rate',
  name,
  label,
  unit: 'jobs/s',
  help,
  facts,
});
const level = (name: string, label: string, help: string, ...gauges: string[]): Meter => ({
  kind: 'level',
  name,
  label,
  unit: 'jobs',
  help,
  gauges,
});
/** Of parts of the jobs only the two quantiles that are compared. */
const twoQuantiles = (histogram: string, label: string, help: string) =>
  timeMeters(histogram, label, help).filter(({ name }) => name.endsWith('.p50') || name.endsWith('.p99'));

export const jobQueueMeters: readonly Meter[] = [
  rate('arrivals', 'Jobs enqueued', 'Jobs that got into the queue, those sent again not included.', 'enqueued'),
  rate('throughput', 'Jobs done', 'Jobs that were acknowledged as done.', ...DONE_FACTS),
  rate('deliveries', 'Deliveries', 'Jobs handed out, every time counted.', 'received', 'redelivered'),
  rate('redeliveries', 'Redeliveries', 'The same job handed out again.', 'redelivered'),
  {
    kind: 'ratio',
    name: 'deliveriesPerJob',
    label: 'Deliveries per job',
    unit: '×',
    help: 'Deliveries ÷ jobs handed out for the first time.',
    facts: ['received', 'redelivered'],
    of: ['received'],
  },
  rate('lapses', 'Leases run out', 'Visibility timeouts that ended before an acknowledgement came.', 'lapsed'),
  rate('extensions', 'Heartbeats', 'Leases that were started again.', 'extended'),
  rate('lateAcknowledgements', 'Late acknowledgements', 'Acknowledgements that came when the lease was over.', 'doneLate', 'lateIgnored'),
  rate('failures', 'Jobs failed', 'Executions that ended in an error.', 'failed'),
  rate('retries', 'Retries', 'Jobs that will be tried again after an error.', ...RETRIES),
  rate('retries.first', 'Retries: first', 'Jobs that failed for the first time.', 'retriedFirst'),
  rate('retries.second', 'Retries: second', 'Jobs that failed for the second time.', 'retriedSecond'),
  rate('retries.third', 'Retries: third', 'Jobs that failed for the third time.', 'retriedThird'),
  rate('retries.later', 'Retries: later', 'Jobs that failed more often.', 'retriedLater'),
  rate('deadLettered', 'Dead-lettered', 'Jobs that were moved aside.', ...DEAD_FACTS),
  rate('dropped', 'Dropped', 'Jobs that left the queue undone: too old, superseded or displaced.', 'dropped', 'superseded', 'displaced'),
  rate('lost', 'Lost', 'Jobs that are gone with whoever had them.', 'lost'),
  rate('shed', 'Refused', 'Newcomers that a full queue refused.', 'shed'),
  rate('deduplicated', 'Deduplicated', 'Wishes for which there was a job already.', 'deduplicated'),
  level('backlog', 'Backlog', 'Jobs that are visible and not received.', 'ready', 'blocked'),
  level('delayed', 'Delayed', 'Jobs that are not visible yet: scheduled, or waiting for their next try.', 'hidden', 'staged'),
  level('inFlight', 'In flight', 'Jobs that were received and not acknowledged.', 'inFlight'),
  level('deadLetters', 'Dead letters', 'Jobs that were moved aside and not sent again.', 'dead'),
  ...timeMeters('waitingTime', 'Waiting time', 'From enqueueing to the start of the first execution'),
  ...timeMeters('timeInSystem', 'Time in system', 'From enqueueing to done'),
  ...classes.flatMap((name, i) =>
    twoQuantiles(name, `Waiting time, class ${i}`, `From enqueueing to the start of the first execution, of class ${i}`),
  ),
  ...twoQuantiles('waitingTime.firstTenant', 'Waiting time, tenant 0', 'From enqueueing to the start of the first execution, of tenant 0'),
  ...twoQuantiles(
    'waitingTime.otherTenants',
    'Waiting time, other tenants',
    'From enqueueing to the start of the first execution, of all but tenant 0',
  ),
  level('effects.expected', 'Side effects expected', 'Wishes that were accepted, and not rolled back.', 'expected'),
  level('effects.once', 'Done once', 'Wishes whose side effect has taken place exactly once.', 'once'),
  level('effects.repeated', 'Done twice or more', 'Wishes whose side effect has taken place more than once.', 'repeated'),
  level('effects.extra', 'Side effects too many', 'Side effects beyond the first of each wish.', 'extra'),
  level('effects.missing', 'Missing', 'Wishes whose jobs have all ended without a side effect.', 'missing'),
  rate('effects.repeats', 'Repeated side effects', 'Side effects that had taken place before.', 'effectRepeated'),
];

const reading = (name: string, label: string, unit: string, help: string): Meter => ({ kind: 'reading', name, label, unit, help });

/** Looked at once a bin, in this order. */
export const jobQueueReadings: readonly Meter[] = [
  reading('oldestAge', 'Oldest age', 'ms', 'How long the job that has waited longest has waited since it was enqueued.'),
  reading(
    'fairness',
    'Fairness of waiting (Jain)',
    'ratio',
    'Jain’s index over the mean waiting times of the tenants whose jobs began: 1 when all wait equally long.',
  ),
  reading('worstTenantWait', 'Worst-served tenant waits', 'ms', 'The longest mean waiting time of any tenant whose jobs began.'),
  reading('drainEstimate', 'Time to drain, estimated', 'ms', 'Backlog ÷ (jobs done − jobs enqueued), by the last bins.'),
  { ...reading('drainTime', 'Time to drain, as it was', 'ms', 'How long it did take until the backlog was gone.'), hindsight: true },
];
export const DRAIN_TIME = 'drainTime';

const named = (part: string) => jobQueueMeters.filter(({ name }) => name.includes(part)).map(({ name }) => name);

export const queueLooksAt: LooksAt = {
  key: [{ where: { orderKept: ['by-key'] } }, { present: ['uniqueness'], where: { uniqueBy: ['key'] } }],
  tenant: [
    { where: { orderKept: ['by-tenant'] } },
    { present: ['uniqueness'], where: { uniqueBy: ['tenant'] } },
    { charts: ['fairness', 'worstTenantWait'] },
  ],
  'first-tenant': [{ charts: named('Tenant') }],
  priority: [{ charts: named('.class') }],
};
