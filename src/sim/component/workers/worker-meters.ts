import { callerFacts, callerGauges, callerMeters } from '../../flow/caller-meters.ts';
import { type Meter, timeMeters } from '../../meter/meter.ts';
import { vocabulary } from '../../meter/vocabulary.ts';
import { replicaGauges, replicaMeters, replicaPeaks } from '../../replica/replica-meters.ts';

export const { facts, gauges, histograms, fact, gauge, histogram } = vocabulary(
  [
    ...callerFacts,
    'received',
    'started',
    'limited',
    'done',
    'skipped',
    'failed',
    'recordNotFound',
    'effectMade',
    'effectRefused',
    'killed',
    'stopped',
    'returned',
    'replicaUp',
    'replicaDied',
    'replicaPaused',
    'replicaStopped',
  ],
  [...callerGauges, 'reserved', 'working', 'slots', ...replicaGauges, 'strays'],
  ['runningTime'],
);

const rate = (name: string, label: string, help: string, ...facts: string[]): Meter => ({
  kind: 'rate',
  name,
  label,
  unit: 'jobs/s',
  help,
  facts,
});
const level = (name: string, label: string, unit: string, help: string, ...gauges: string[]): Meter => ({
  kind: 'level',
  name,
  label,
  unit,
  help,
  gauges,
});

/** Besides those of replicas: the most jobs that were worked on at once, and that one process had. */
export const workerPeaks = ['busy', 'ofOne', ...replicaPeaks] as const;

const { deaths, replicas, starting, paused } = replicaMeters('Processes');

export const workerMeters: readonly Meter[] = [
  rate('throughput', 'Executions ended', 'Executions that ended, whatever came of them.', 'done', 'failed', 'skipped', 'killed', 'stopped'),
  rate('goodput', 'Executions done', 'Executions that went through to their end.', 'done'),
  rate('failures', 'Executions failed', 'Executions that ended in an error.', 'failed'),
  rate('recordNotFound', 'Record not found', 'Executions that found no record to work on.', 'recordNotFound'),
  rate('killed', 'Executions killed', 'Executions that died with their process.', 'killed'),
  rate(
    'stopped',
    'Executions stopped',
    'Jobs that were let go because their lease had run out or their token was too old, because one before them was not done, or because they were no longer wanted.',
    'stopped',
  ),
  rate('skipped', 'Skipped', 'Jobs that had been done before, and were not begun again.', 'skipped'),
  rate('returned', 'Given back', 'Jobs that were given back to the queue.', 'returned'),
  rate('limited', 'Held by the rate limit', 'Jobs that might not begin when their turn came.', 'limited'),
  rate('effects', 'Side effects', 'Side effects that have taken place.', 'effectMade'),
  rate('effectsRefused', 'Side effects refused', 'Side effects that a token or a ledger has stopped.', 'effectRefused'),
  deaths,
  level('busy', 'Jobs at work', 'jobs', 'Jobs being worked on, those whose lease has run out included.', 'working'),
  level('reserved', 'Prefetched', 'jobs', 'Jobs received and not begun.', 'reserved'),
  level('late', 'Late', 'jobs', 'Jobs being worked on whose lease has run out: somebody else may have them too.', 'strays'),
  level('slots', 'Slots', 'slots', 'Jobs that could be worked on at once.', 'slots'),
  replicas,
  starting,
  paused,
  {
    kind: 'share',
    name: 'utilisation',
    label: 'Utilisation',
    unit: 'ratio',
    help: 'Busy share of the slots.',
    gauges: ['working'],
    of: 'slots',
  },
  ...timeMeters('runningTime', 'Running time', 'From the start of an execution to its end'),
  ...callerMeters,
];
