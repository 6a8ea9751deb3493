import { metersWhen, timeMeters } from '../meter/meter.ts';

/** How a lease ends for its holder. */
const ENDS = ['released', 'leaseLost', 'leaseAbandoned'] as const;

/** What whoever holds leases reports of them. */
export const holdingFacts = ['acquireStarted', 'acquired', 'acquireFailed', 'acquireGivenUp', ...ENDS, 'leaked'] as const;

export const holdingGauges = [
  { name: 'acquiring', up: ['acquireStarted'], down: ['acquired', 'acquireFailed', 'acquireGivenUp'] },
  { name: 'leasesHeld', up: ['acquired'], down: ENDS },
  { name: 'leasesLeaked', up: ['leaked'], down: [] },
] as const;

export const holdingHistograms = ['timeToAcquire'] as const;

/** A holder's words, by number in its component's vocabulary. */
export interface HoldingWords {
  readonly fact: Readonly<Record<(typeof holdingFacts)[number], number>>;
  readonly gauge: Readonly<Record<'leasesLeaked', number>>;
  readonly histogram: Readonly<Record<(typeof holdingHistograms)[number], number>>;
}

export const holdingMeters = metersWhen('holding', [
  {
    kind: 'level',
    name: 'acquiring',
    label: 'Waiting for leases',
    unit: 'req',
    help: 'Requests that wait for a connection, a permit or a lock.',
    gauges: ['acquiring'],
  },
  { kind: 'level', name: 'leasesHeld', label: 'Leases held', unit: 'leases', help: 'Leases it has.', gauges: ['leasesHeld'] },
  {
    kind: 'level',
    name: 'leasesLeaked',
    label: 'Leases leaked',
    unit: 'leases',
    help: 'Of those, the ones whose request is over without having released them.',
    gauges: ['leasesLeaked'],
  },
  {
    kind: 'rate',
    name: 'acquireFailures',
    label: 'Leases not got',
    unit: '1/s',
    help: 'Waiting that ended without a lease.',
    facts: ['acquireFailed'],
  },
  {
    kind: 'rate',
    name: 'leasesLost',
    label: 'Leases lost',
    unit: '1/s',
    help: 'Leases that had run out or been taken back before they were released.',
    facts: ['leaseLost'],
  },
  ...timeMeters('timeToAcquire', 'Time to acquire', 'From asking for a lease to having it, network included'),
]);

export const holdingBalances = [
  { of: 'leases asked for', begun: ['acquireStarted'], ended: ['acquired', 'acquireFailed', 'acquireGivenUp'], open: ['acquiring'] },
  { of: 'leases', begun: ['acquired'], ended: [...ENDS], open: ['leasesHeld'] },
];
