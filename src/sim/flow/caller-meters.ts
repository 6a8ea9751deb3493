import { type Meter, metersWhen } from '../meter/meter.ts';
import { vocabulary } from '../meter/vocabulary.ts';

/** What a caller reports: first in the vocabulary of every component that calls, so that its own numbers hold in all of them. */
const words = vocabulary(
  [
    'sent',
    'retried',
    'retryRefused',
    'breakerRefused',
    'attemptOk',
    'attemptError',
    'attemptRejected',
    'attemptShed',
    'attemptDropped',
    'attemptTimedOut',
    'attemptWithdrawn',
    'late',
    'hedged',
    'hedgeWon',
    'limitRefused',
    'degraded',
  ],
  ['waitingToRetry', 'breakersOpen', 'breakersHalfOpen', 'breakers', 'waitingForLimit'],
);
export const { facts: callerFacts, gauges: callerGauges, fact, gauge } = words;

const error = (name: string, label: string, help: string, fact: string): Meter => ({
  kind: 'rate',
  name: `errors.${name}`,
  label,
  unit: 'req/s',
  help,
  facts: [fact],
});

export const callerMeters = metersWhen('calling', [
  {
    kind: 'rate',
    name: 'attempts',
    label: 'Attempts',
    unit: 'req/s',
    help: 'Attempts sent, retries included.',
    facts: ['sent'],
  },
  { kind: 'rate', name: 'retries', label: 'Retries', unit: 'req/s', help: 'Retries decided on.', facts: ['retried'] },
  {
    kind: 'rate',
    name: 'attemptsOk',
    label: 'Attempts that succeeded',
    unit: 'req/s',
    help: 'Attempts answered well in time.',
    facts: ['attemptOk'],
  },
  error('error', 'Attempts that failed', 'Attempts answered with an error.', 'attemptError'),
  error('timedOut', 'Attempts that timed out', 'Attempts whose answer did not come in time.', 'attemptTimedOut'),
  error('shed', 'Attempts shed', 'Attempts refused by a full or overloaded server.', 'attemptShed'),
  error('rejected', 'Attempts rejected', 'Attempts that a gate turned away.', 'attemptRejected'),
  error('dropped', 'Attempts dropped', 'Attempts that left a queue unserved.', 'attemptDropped'),
  {
    kind: 'rate',
    name: 'lateAnswers',
    label: 'Late answers',
    unit: 'req/s',
    help: 'Answers to attempts that had been given up.',
    facts: ['late'],
  },
  {
    kind: 'rate',
    name: 'retriesRefused',
    label: 'Retries refused',
    unit: 'req/s',
    help: 'Retries the budget did not allow.',
    facts: ['retryRefused'],
  },
  {
    kind: 'rate',
    name: 'breakerRefusals',
    label: 'Refused by the breaker',
    unit: 'req/s',
    help: 'Attempts an open breaker did not let out.',
    facts: ['breakerRefused'],
  },
  {
    kind: 'rate',
    name: 'limitRefusals',
    label: 'Refused by its own limit',
    unit: 'req/s',
    help: 'Attempts for which its own limits had no room, or not in time.',
    facts: ['limitRefused'],
  },
  { kind: 'rate', name: 'hedges', label: 'Hedges', unit: 'req/s', help: 'Second copies sent.', facts: ['hedged'] },
  {
    kind: 'ratio',
    name: 'hedgesWon',
    label: 'Hedges that won',
    unit: 'ratio',
    help: 'Hedges that brought the answer, per hedge.',
    facts: ['hedgeWon'],
    of: ['hedged'],
  },
  {
    kind: 'rate',
    name: 'fallbacks',
    label: 'Answered by the fallback',
    unit: 'req/s',
    help: 'Calls that failed and were answered in another way.',
    facts: ['degraded'],
  },
  {
    kind: 'level',
    name: 'waitingToRetry',
    label: 'Waiting to retry',
    unit: 'req',
    help: 'Operations between two attempts, or held by a probing breaker.',
    gauges: ['waitingToRetry'],
  },
  {
    kind: 'level',
    name: 'waitingForLimit',
    label: 'Waiting for its own limit',
    unit: 'req',
    help: 'Operations held until the caller’s own rate or concurrency limit lets them go.',
    gauges: ['waitingForLimit'],
  },
  {
    kind: 'share',
    name: 'breakerOpen',
    label: 'Breaker open',
    unit: 'ratio',
    help: 'Share of circuit breakers that are open, over time.',
    gauges: ['breakersOpen'],
    of: 'breakers',
  },
  {
    kind: 'share',
    name: 'breakerHalfOpen',
    label: 'Breaker half-open',
    unit: 'ratio',
    help: 'Share of circuit breakers that are probing, over time.',
    gauges: ['breakersHalfOpen'],
    of: 'breakers',
  },
]);

/** What keeps operations from being sent. */
export const callerAlerts = [
  { meter: 'waitingToRetry', text: '{waitingToRetry} waiting to retry', tone: 'retry' },
  { meter: 'waitingForLimit', text: '{waitingForLimit} waiting for its limit', tone: 'retry' },
] as const;

/** Every attempt sent has ended in one of these ways, or is open: what the audit checks of every caller. */
export const ATTEMPT_ENDS = [
  'attemptOk',
  'attemptError',
  'attemptRejected',
  'attemptShed',
  'attemptDropped',
  'attemptTimedOut',
  'attemptWithdrawn',
] as const;
