import { callerFacts, callerGauges, callerMeters } from '../../flow/caller-meters.ts';
import { holdingBalances, holdingFacts, holdingGauges, holdingHistograms, holdingMeters } from '../../flow/holding-meters.ts';
import { type Meter, timeMeters } from '../../meter/meter.ts';
import { vocabulary } from '../../meter/vocabulary.ts';
import { replicaGauges, replicaMeters, replicaPeaks } from '../../replica/replica-meters.ts';
import type { Balance } from '../component.ts';
import { OWN } from './rotation-params.ts';

/** How a call that was received ends. */
const ends = ['shed', 'refused', 'finished', 'answeredError', 'wasted', 'dropped', 'cancelled'] as const;

export const { facts, gauges, histograms, fact, gauge, histogram } = vocabulary(
  [
    ...callerFacts,
    ...holdingFacts,
    'arrived',
    'shed',
    'refused',
    'started',
    'finished',
    'answeredError',
    'wasted',
    'dropped',
    'cancelled',
    'effectRepeated',
    'replicaDied',
    'replicaEjected',
    'replicaReturned',
    'replayed',
  ],
  [
    ...callerGauges,
    ...holdingGauges,
    'waiting',
    /** Tasks that freed their server while they wait for others. */
    'away',
    { name: 'working', up: ['started'], down: ['finished', 'answeredError', 'wasted', 'cancelled'] },
    /** Of replicas that are up, and of those that finish their work before they stop. */
    'servers',
    ...replicaGauges,
    /** One that is gone while it is ejected does not return. */
    { name: 'ejected', up: ['replicaEjected'], down: ['replicaReturned'] },
    'inRotation',
  ],
  ['waitingTime', 'timeInSystem', ...holdingHistograms],
);

/** Besides those of replicas: the most servers that were busy at once. */
export const servingPeaks = ['busy', ...replicaPeaks] as const;

const { deaths, replicas, starting, paused } = replicaMeters();

/** Of those whose replicas have queues of their own. */
const balancedMeters: readonly Meter[] = [
  {
    kind: 'rate',
    name: 'ejections',
    label: 'Ejections',
    unit: 'replicas/s',
    help: 'Replicas that the balancer has ejected as outliers.',
    facts: ['replicaEjected'],
    where: OWN,
  },
  {
    kind: 'level',
    name: 'ejected',
    label: 'Ejected replicas',
    unit: 'replicas',
    help: 'Replicas that are ejected.',
    gauges: ['ejected'],
    where: OWN,
  },
  {
    kind: 'level',
    name: 'inRotation',
    label: 'Replicas in rotation',
    unit: 'replicas',
    help: 'Replicas that newcomers are sent to; in a panic, all that the balancer knows.',
    gauges: ['inRotation'],
    where: OWN,
  },
];

export const servingMeters: readonly Meter[] = [
  {
    kind: 'rate',
    name: 'attemptRate',
    label: 'Attempts received',
    unit: 'req/s',
    help: 'What arrives here: arrivals and retries.',
    facts: ['arrived'],
  },
  {
    kind: 'rate',
    name: 'goodput',
    label: 'Goodput',
    unit: 'req/s',
    help: 'Work that ended well for a caller that was still there.',
    facts: ['finished'],
  },
  {
    kind: 'rate',
    name: 'throughput',
    label: 'Throughput',
    unit: 'req/s',
    help: 'Work that ended, whatever came of it.',
    facts: ['finished', 'answeredError', 'wasted'],
  },
  {
    kind: 'rate',
    name: 'wasted',
    label: 'Wasted work',
    unit: 'req/s',
    help: 'Work that ended after its caller had gone.',
    facts: ['wasted'],
  },
  {
    kind: 'rate',
    name: 'failures',
    label: 'Errors answered',
    unit: 'req/s',
    help: 'Work that ended in an error, and refusals of a failing replica.',
    facts: ['answeredError', 'refused'],
  },
  { kind: 'rate', name: 'shed', label: 'Shed', unit: 'req/s', help: 'Newcomers that were not let into the queue.', facts: ['shed'] },
  {
    kind: 'rate',
    name: 'dropped',
    label: 'Dropped',
    unit: 'req/s',
    help: 'Requests that left the queue unserved: their caller had gone, or the queue discipline dropped them.',
    facts: ['dropped'],
  },
  {
    kind: 'rate',
    name: 'cancelled',
    label: 'Cancelled',
    unit: 'req/s',
    help: 'Work that was stopped because its caller had gone.',
    facts: ['cancelled'],
  },
  {
    kind: 'rate',
    name: 'repeatedEffects',
    label: 'Repeated side effects',
    unit: 'req/s',
    help: 'Work that had already been done for the same request.',
    facts: ['effectRepeated'],
  },
  {
    kind: 'rate',
    name: 'replayed',
    label: 'Answered from a key',
    unit: 'req/s',
    help: 'Attempts that were answered with the result that is kept under their request’s key.',
    facts: ['replayed'],
  },
  { kind: 'level', name: 'queueLength', label: 'Queue length', unit: 'req', help: 'Requests waiting for a server.', gauges: ['waiting'] },
  {
    kind: 'level',
    name: 'inFlight',
    label: 'In flight',
    unit: 'req',
    help: 'Requests waiting or being worked on.',
    gauges: ['waiting', 'working', 'away'],
  },
  { kind: 'level', name: 'busy', label: 'Busy servers', unit: 'servers', help: 'Servers that are taken.', gauges: ['working'] },
  { kind: 'level', name: 'servers', label: 'Servers', unit: 'servers', help: 'Servers that work.', gauges: ['servers'] },
  {
    kind: 'share',
    name: 'utilisation',
    label: 'Utilisation',
    unit: 'ratio',
    help: 'Busy share of the servers.',
    gauges: ['working'],
    of: 'servers',
  },
  deaths,
  replicas,
  starting,
  paused,
  ...balancedMeters,
  ...timeMeters('waitingTime', 'Waiting time', 'From arrival to the start of service, of those that were served'),
  ...timeMeters('timeInSystem', 'Time in system', 'From arrival to the end of the work'),
  ...holdingMeters,
  ...callerMeters,
];

/** Of the calls it was sent. */
export const servingBalances: readonly Balance[] = [
  {
    of: 'calls',
    begun: ['arrived'],
    ended: ends,
    open: ['waiting', 'working', 'away'],
  },
  ...holdingBalances,
];
