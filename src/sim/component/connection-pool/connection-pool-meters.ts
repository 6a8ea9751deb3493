import { callerFacts, callerGauges, callerMeters } from '../../flow/caller-meters.ts';
import { type Meter, timeMeters } from '../../meter/meter.ts';
import { vocabulary } from '../../meter/vocabulary.ts';
import type { Balance } from '../component.ts';

/** How a wait for a connection ends. */
const WAIT_ENDS = ['granted', 'acquireTimedOut', 'requestWithdrawn', 'refusedFull', 'refusedUnmade'] as const;
/** How a loan ends: it comes back, its holder is gone, or it was taken back as leaked. */
const LOAN_ENDS = ['returned', 'holderGone', 'takenBack'] as const;
/** How making a connection ends. */
const MAKING_ENDS = ['made', 'makingFailed', 'makingBrokenOff'] as const;
/** Why a connection is closed, as facts. */
const CLOSINGS = ['closedIdle', 'closedLifetime', 'closedUses', 'closedBroken', 'closedCheck', 'closedSurplus', 'closedTakenBack'] as const;

export const { facts, gauges, histograms, fact, gauge, histogram } = vocabulary(
  [
    ...callerFacts,
    'arrived',
    'answered',
    'failed',
    'left',
    'requested',
    ...WAIT_ENDS,
    ...LOAN_ENDS,
    'returnedLate',
    'makingBegun',
    ...MAKING_ENDS,
    ...CLOSINGS,
    'leakNoticed',
  ],
  [
    ...callerGauges,
    { name: 'inside', up: ['arrived'], down: ['answered', 'failed', 'left'] },
    { name: 'pending', up: ['requested'], down: WAIT_ENDS },
    { name: 'inUse', up: ['granted'], down: LOAN_ENDS },
    { name: 'beingMade', up: ['makingBegun'], down: MAKING_ENDS },
    { name: 'open', up: ['made'], down: CLOSINGS },
    'idle',
    'leaked',
  ],
  ['acquireTime', 'holdTime', 'makingTime'],
);

const level = (name: string, label: string, unit: string, help: string, gauges: readonly string[]): Meter => ({
  kind: 'level',
  name,
  label,
  unit,
  help,
  gauges,
});
const rate = (name: string, label: string, help: string, facts: readonly string[]): Meter => ({
  kind: 'rate',
  name,
  label,
  unit: '1/s',
  help,
  facts,
});

/** In use by Little’s law: loans a second × how long they last; the same as in use wherever the pool is in balance. */
export const littlesLaw: Meter = {
  kind: 'reading',
  name: 'lambdaTimesHold',
  label: 'Loans a second × hold time',
  unit: 'connections',
  help: 'By Little’s law this is how many are in use, on average: the time for which those were held that came back in this bin, ÷ the bin.',
};

export const connectionPoolMeters: readonly Meter[] = [
  level('inUse', 'In use', 'connections', 'Connections that somebody has, of all pools.', ['inUse']),
  level('idle', 'Idle', 'connections', 'Connections that nobody has.', ['idle']),
  level('pending', 'Waiting for a connection', 'req', 'Calls and tasks that wait for a connection.', ['pending']),
  level('beingMade', 'Being made', 'connections', 'Connections that are being made.', ['beingMade']),
  level('open', 'Open', 'connections', 'Connections that are open: in use, idle, checked or reset.', ['open']),
  { kind: 'rate', name: 'loans', label: 'Loans', unit: '1/s', help: 'Connections lent.', facts: ['granted'] },
  rate('acquireTimeouts', 'Acquire timeouts', 'Calls and tasks that failed because they had waited too long for a connection.', [
    'acquireTimedOut',
  ]),
  rate('refused', 'Refused', 'Calls and tasks that failed at once: too many waited, or no connection could be made.', [
    'refusedFull',
    'refusedUnmade',
  ]),
  rate('made', 'Made', 'Connections made.', ['made']),
  rate('makingFailures', 'Failed to make', 'Connections that could not be made, or whose making was broken off.', [
    'makingFailed',
    'makingBrokenOff',
  ]),
  rate('closedIdle', 'Closed: idle', 'Connections closed because nobody had used them.', ['closedIdle', 'closedSurplus']),
  rate('closedLifetime', 'Closed: too old', 'Connections closed because of their age, or because they had been lent often enough.', [
    'closedLifetime',
    'closedUses',
  ]),
  rate('closedBroken', 'Closed: broken', 'Connections closed because they no longer worked.', ['closedBroken', 'closedCheck']),
  level('leaked', 'Taken for leaked', 'connections', 'Connections that have been held for longer than a leak is thought to take.', [
    'leaked',
  ]),
  littlesLaw,
  ...timeMeters('acquireTime', 'Time to get a connection', 'From asking for a connection to getting it, of those that got one'),
  ...timeMeters('holdTime', 'Hold time', 'From getting a connection to giving it back'),
  ...timeMeters('makingTime', 'Time to make a connection', 'From beginning to make a connection until it is there'),
  { kind: 'rate', name: 'attemptRate', label: 'Calls received', unit: 'req/s', help: 'Calls that came to be sent on.', facts: ['arrived'] },
  { kind: 'rate', name: 'goodput', label: 'Goodput', unit: 'req/s', help: 'Calls that were sent on and ended well.', facts: ['answered'] },
  ...callerMeters,
];

export const connectionPoolBalances: readonly Balance[] = [
  { of: 'calls', begun: ['arrived'], ended: ['answered', 'failed', 'left'], open: ['inside'] },
  { of: 'waits for a connection', begun: ['requested'], ended: WAIT_ENDS, open: ['pending'] },
  { of: 'loans', begun: ['granted'], ended: LOAN_ENDS, open: ['inUse'] },
  { of: 'connections being made', begun: ['makingBegun'], ended: MAKING_ENDS, open: ['beingMade'] },
  { of: 'connections', begun: ['made'], ended: CLOSINGS, open: ['open'] },
];
