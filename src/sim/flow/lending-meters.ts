import { metersWhen, timeMeters } from '../meter/meter.ts';
import { vocabulary } from '../meter/vocabulary.ts';

/** How a lease ends for its lender. */
const ENDS = ['returned', 'expired', 'reclaimed'] as const;

export const {
  facts: lendingFacts,
  gauges: lendingGauges,
  histograms: lendingHistograms,
} = vocabulary(
  ['requested', 'granted', 'acquireTimedOut', 'requestWithdrawn', ...ENDS, 'returnedLate'],
  [
    { name: 'lent', up: ['granted'], down: ENDS },
    { name: 'waitingForLease', up: ['requested'], down: ['granted', 'acquireTimedOut', 'requestWithdrawn'] },
  ],
  ['acquireTime'],
);

/** A lender's words for what it does, by number in its own vocabulary. */
export interface LendingWords {
  readonly fact: Readonly<Record<(typeof lendingFacts)[number], number>>;
  readonly histogram: Readonly<Record<(typeof lendingHistograms)[number], number>>;
}

export const lendingMeters = metersWhen('lending', [
  { kind: 'level', name: 'lent', label: 'Lent', unit: 'leases', help: 'Leases that are held.', gauges: ['lent'] },
  {
    kind: 'level',
    name: 'waitingForLease',
    label: 'Waiting for a lease',
    unit: 'req',
    help: 'Requests that wait until something is returned.',
    gauges: ['waitingForLease'],
  },
  { kind: 'rate', name: 'leases', label: 'Leases', unit: '1/s', help: 'Leases granted.', facts: ['granted'] },
  {
    kind: 'rate',
    name: 'acquireTimeouts',
    label: 'Acquire timeouts',
    unit: '1/s',
    help: 'Requests that were refused because they had waited too long.',
    facts: ['acquireTimedOut'],
  },
  {
    kind: 'rate',
    name: 'leasesTakenBack',
    label: 'Leases taken back',
    unit: '1/s',
    help: 'Leases that ran out, or whose holder was gone.',
    facts: ['expired', 'reclaimed'],
  },
  ...timeMeters('acquireTime', 'Time to acquire', 'From asking for a lease to getting it, of those that got one'),
]);

/** Of the leases that were asked for, and of those that were granted. */
export const lendingBalances = [
  { of: 'lease requests', begun: ['requested'], ended: ['granted', 'acquireTimedOut', 'requestWithdrawn'], open: ['waitingForLease'] },
  { of: 'leases', begun: ['granted'], ended: [...ENDS], open: ['lent'] },
];
