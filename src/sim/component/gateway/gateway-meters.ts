import { callerFacts, callerGauges, callerMeters } from '../../flow/caller-meters.ts';
import { type Meter, timeMeters } from '../../meter/meter.ts';
import { vocabulary } from '../../meter/vocabulary.ts';
import { replicaGauges, replicaMeters } from '../../replica/replica-meters.ts';

/** Tenants that have meters of their own, by number. */
export const WATCHED_TENANTS = 6;
const tenants = [1, 2, 3, 4, 5, 6] as const;

/** How a call that was received ends. */
export const gatewayEnds = ['rejected', 'left', 'passed', 'failed', 'cancelled', 'unavailable', 'killed'] as const;

export const { facts, gauges, histograms, fact, gauge, histogram } = vocabulary(
  [
    ...callerFacts,
    'arrived',
    'admitted',
    'rejected',
    'left',
    'passed',
    'failed',
    'cancelled',
    'storeAsked',
    'storeFailed',
    'admitted1',
    'admitted2',
    'admitted3',
    'admitted4',
    'admitted5',
    'admitted6',
    'rejected1',
    'rejected2',
    'rejected3',
    'rejected4',
    'rejected5',
    'rejected6',
    'unavailable',
    'killed',
    'replicaDied',
  ],
  [...callerGauges, { name: 'inside', up: ['arrived'], down: gatewayEnds }, 'held', ...replicaGauges],
  ['delay'],
);

const reading = (name: string, label: string, unit: string, help: string): Meter => ({ kind: 'reading', name, label, unit, help });
export const gatewayReadings: readonly Meter[] = [
  reading(
    'rolling',
    'Rolling count',
    'req',
    'The most cost that passed in any window of the limit’s own span so far this bin, of the first key.',
  ),
  reading('overAdmission', 'Over-admission', 'req', 'By how much the rolling count exceeds the limit, of the first key.'),
  reading(
    'fairness',
    'Fairness (Jain)',
    'ratio',
    'Jain’s index over the admitted share of each tenant that asked: 1 when all get the same share.',
  ),
  reading('worstServed', 'Worst-served tenant', 'ratio', 'The least admitted share of any tenant that asked.'),
  reading('keys', 'Keys', 'keys', 'Keys that have a state, on all nodes.'),
  reading('memory', 'Memory of the limiter', 'kB', 'What the states of all keys take.'),
  reading(
    'endlessCounters',
    'Counters that never expire',
    'keys',
    'Counters in the store that have been given no lifetime, or not yet: they count on and never begin anew.',
  ),
  reading('memoryPerKey', 'Memory per key', 'B', 'What the state of one key takes, its entry in the index included.'),
];

export const gatewayMeters: readonly Meter[] = [
  { kind: 'rate', name: 'attemptRate', label: 'Calls received', unit: 'req/s', help: 'What asks to pass.', facts: ['arrived'] },
  { kind: 'rate', name: 'admitted', label: 'Admitted', unit: 'req/s', help: 'Calls that passed.', facts: ['admitted'] },
  { kind: 'rate', name: 'rejected', label: 'Rejected', unit: 'req/s', help: 'Calls turned away.', facts: ['rejected'] },
  {
    kind: 'ratio',
    name: 'rejectRatio',
    label: 'Rejected share',
    unit: 'ratio',
    help: 'Rejections per call received.',
    facts: ['rejected'],
    of: ['arrived'],
  },
  {
    kind: 'rate',
    name: 'unavailable',
    label: 'Nobody there',
    unit: 'req/s',
    help: 'Calls that failed because no replica was up.',
    facts: ['unavailable'],
  },
  {
    kind: 'rate',
    name: 'killed',
    label: 'Killed',
    unit: 'req/s',
    help: 'Calls that failed because their replica died.',
    facts: ['killed'],
  },
  { kind: 'rate', name: 'goodput', label: 'Goodput', unit: 'req/s', help: 'Calls that passed and succeeded.', facts: ['passed'] },
  {
    kind: 'level',
    name: 'held',
    label: 'Held',
    unit: 'req',
    help: 'Calls that wait here: in the limiter’s queue, or for the store.',
    gauges: ['held'],
  },
  { kind: 'level', name: 'inFlight', label: 'In flight', unit: 'req', help: 'Calls received and not answered.', gauges: ['inside'] },
  ...timeMeters('delay', 'Delay', 'From arrival to passing, of those that passed'),
  {
    kind: 'rate',
    name: 'storeOperations',
    label: 'Store operations',
    unit: 'ops/s',
    help: 'Reads, writes, leases and news between nodes.',
    facts: ['storeAsked'],
  },
  {
    kind: 'rate',
    name: 'storeFailures',
    label: 'Store timeouts',
    unit: 'ops/s',
    help: 'Operations the store did not answer.',
    facts: ['storeFailed'],
  },
  ...Object.values(replicaMeters('Nodes')),
  ...gatewayReadings,
  ...tenants.flatMap((tenant): Meter[] => [
    {
      kind: 'rate',
      name: `tenant${tenant}.admitted`,
      label: `Tenant ${tenant} admitted`,
      unit: 'req/s',
      help: `Calls of tenant number ${tenant - 1} that passed.`,
      facts: [`admitted${tenant}`],
    },
    {
      kind: 'rate',
      name: `tenant${tenant}.rejected`,
      label: `Tenant ${tenant} rejected`,
      unit: 'req/s',
      help: `Calls of tenant number ${tenant - 1} that were turned away.`,
      facts: [`rejected${tenant}`],
    },
  ]),
  ...callerMeters,
];

/** Those that tell tenants apart. */
export const tenantMeters: readonly string[] = [
  'fairness',
  'worstServed',
  ...gatewayMeters.map(({ name }) => name).filter((name) => name.startsWith('tenant')),
];
