import { callerFacts, callerGauges, callerMeters } from '../../flow/caller-meters.ts';
import { type Meter, timeMeters } from '../../meter/meter.ts';
import { vocabulary } from '../../meter/vocabulary.ts';

/** How a run that has started can end. */
export const RUN_ENDS = ['ended', 'failed', 'undone', 'deduplicated', 'replaced'] as const;

export const { facts, gauges, histograms, fact, gauge, histogram } = vocabulary(
  [...callerFacts, 'due', 'caughtUp', 'started', 'skipped', 'waited', 'missed', ...RUN_ENDS, 'duplicated'],
  [...callerGauges, 'running', 'overlapping', 'waiting'],
  ['runTime', 'startDelay'],
);

const rate = (name: string, label: string, help: string, ...facts: string[]): Meter => ({
  kind: 'rate',
  name,
  label,
  unit: 'runs/s',
  help,
  facts,
});
const level = (name: string, label: string, help: string): Meter => ({ kind: 'level', name, label, unit: 'runs', help, gauges: [name] });

export const schedulerMeters: readonly Meter[] = [
  rate('due', 'Runs due', 'Runs that fell due, whether or not they take place.', 'due'),
  rate('started', 'Runs started', 'Runs that were started.', 'started'),
  rate('ended', 'Runs done', 'Runs whose job was done, or whose call was answered well.', 'ended'),
  rate(
    'skipped',
    'Runs skipped',
    'Runs that did not take place because of another, or because their starting deadline was over.',
    'skipped',
  ),
  rate('missed', 'Runs missed', 'Runs that fell due while it was off.', 'missed'),
  rate('caughtUp', 'Runs made up for', 'Missed runs that were taken up later.', 'caughtUp'),
  rate('failures', 'Runs failed', 'Runs that could not be called or enqueued, or whose job ended undone.', 'failed', 'undone'),
  rate('undone', 'Runs undone', 'Runs whose jobs have all ended, and none was done.', 'undone'),
  rate('deduplicated', 'Runs deduplicated', 'Runs for which the queue had a job already, and made none.', 'deduplicated'),
  rate('replaced', 'Runs replaced', 'Runs that were ended because the next one fell due.', 'replaced'),
  level('running', 'Running', 'Runs under way.'),
  level('overlapping', 'Overlapping', 'Runs under way beyond the first of each entry.'),
  level('waiting', 'Waiting', 'Runs that wait until the one before has ended.'),
  ...timeMeters('runTime', 'Run time', 'From when a run fell due until it was done'),
  ...timeMeters('startDelay', 'Start delay', 'From when a run fell due until it was started'),
  ...callerMeters,
  {
    kind: 'rate',
    name: 'duplicates',
    label: 'Duplicate side effects',
    unit: 'req/s',
    help: 'Work that was done again for a run for which it had been done.',
    facts: ['duplicated'],
  },
];
