import {
  admit,
  type Circuit,
  CLOSED,
  choice,
  closedCircuit,
  defineCircuitBreaker,
  FAILED,
  HALF_OPEN,
  integer,
  OPEN,
  openingExamples,
  openingParams,
  ratio,
  turn,
  WITHDRAWN,
} from './contract.ts';

interface Outcomes extends Circuit {
  /** The last outcomes, 1 for a failure; a ring. */
  ring: Uint8Array;
  next: number;
  count: number;
  failures: number;
  /** Outcomes seen in this half-open phase, and how many were failures. */
  probed: number;
  probesFailed: number;
}

function forget(outcomes: Outcomes): void {
  outcomes.next = 0;
  outcomes.count = 0;
  outcomes.failures = 0;
}

function remember(outcomes: Outcomes, size: number, failed: number): void {
  if (outcomes.ring.length !== size) {
    outcomes.ring = new Uint8Array(size);
    forget(outcomes);
  }
  const { ring } = outcomes;
  if (outcomes.count === size) outcomes.failures -= ring[outcomes.next];
  else outcomes.count++;
  ring[outcomes.next] = failed;
  outcomes.failures += failed;
  outcomes.next = outcomes.next + 1 === size ? 0 : outcomes.next + 1;
}

function tooMany(failures: number, of: number, { compare, threshold }: { compare: string; threshold: number }): boolean {
  // 0.55 · 20 comes out a hair above 11
  return compare === 'above' ? failures > threshold * of + 1e-9 : failures >= threshold * of - 1e-9;
}

/**
 * Opens when the share of failures among the last n outcomes passes a threshold, once enough outcomes are known. The
 * window counts calls, not time: outcomes never grow old, so a failure long ago still counts (script "stale window").
 * The defaults are resilience4j's rule with a smaller window: at or above the threshold, judged after every outcome,
 * and half-open judged by the same threshold when all probes have ended. Strictly above and judged on failures only is
 * cockatiel's CountBreaker. A new window size starts an empty window.
 */
export const failureRatio = defineCircuitBreaker({
  id: 'failure-ratio',
  title: 'Failure ratio',
  summary: 'Opens when too large a share of the last calls failed.',
  sources: [
    { title: 'resilience4j, CircuitBreaker', url: 'https://resilience4j.readme.io/docs/circuitbreaker' },
    { title: 'cockatiel, CountBreaker', url: 'https://github.com/connor4312/cockatiel#countbreaker' },
  ],
  params: {
    threshold: ratio({ label: 'Threshold', help: 'The share of failures that opens it.', default: 0.5 }),
    compare: choice({
      label: 'Opens when the share is',
      advanced: true,
      help: 'Whether exactly the threshold opens it (resilience4j, Polly) or only more (opossum, cockatiel).',
      default: 'at-least',
      options: { 'at-least': 'At least the threshold', above: 'Above the threshold' },
    }),
    window: integer({
      label: 'Window',
      help: 'How many of the last outcomes count.',
      unit: 'calls',
      default: 20,
      min: 1,
      max: 10_000,
      scale: 'log',
    }),
    minimum: integer({
      label: 'Minimum calls',
      help: 'It never opens on fewer outcomes than this, or than the window if that is smaller.',
      unit: 'calls',
      default: 10,
      min: 1,
      max: 10_000,
      scale: 'log',
    }),
    judged: choice({
      label: 'Judged',
      advanced: true,
      help: 'Whether every outcome may open it (resilience4j) or only a failure (opossum, cockatiel, Polly).',
      default: 'every',
      options: { every: 'After every outcome', failure: 'After failures only' },
    }),
    ...openingParams,
  },
  examples: [
    ...openingExamples,
    { threshold: 0, compare: 'above', window: 5, minimum: 1, judged: 'failure', openTime: 200 },
    { threshold: 0.5, compare: 'above', window: 10, minimum: 5, judged: 'failure', openTime: 1_000, probes: 3 },
    { threshold: 0.3, window: 1, minimum: 10_000, openTime: 200 },
    { threshold: 1, compare: 'above' },
  ],
  promises: ({ threshold, compare }) =>
    threshold === 1 && compare === 'above' ? ['never-refuses'] : ['opens-when-all-fails', 'probes-and-recovers'],
  start: (params, now): Outcomes => ({
    ...closedCircuit(now),
    ring: new Uint8Array(params.window),
    next: 0,
    count: 0,
    failures: 0,
    probed: 0,
    probesFailed: 0,
  }),
  decide(outcomes, params, now) {
    const before = outcomes.era;
    const verdict = admit(outcomes, params, now, outcomes.probed);
    if (outcomes.era !== before) {
      outcomes.probed = 0;
      outcomes.probesFailed = 0;
    }
    return verdict;
  },
  learn(outcomes, params, now, ticket, seen) {
    const late = ticket !== outcomes.era;
    if (late && params.lateOutcomes === 'ignore') return;
    const failed = seen === FAILED ? 1 : 0;
    if (outcomes.phase === CLOSED) {
      if (seen === WITHDRAWN) return;
      remember(outcomes, params.window, failed);
      if (failed === 0 && params.judged === 'failure') return;
      if (outcomes.count < Math.min(params.minimum, params.window)) return;
      if (outcomes.failures > 0 && tooMany(outcomes.failures, outcomes.count, params)) turn(outcomes, OPEN, now);
    } else if (outcomes.phase === HALF_OPEN) {
      if (late && params.lateOutcomes !== 'half-open-too') return;
      if (seen === WITHDRAWN) {
        if (!late) outcomes.probing--;
        return;
      }
      outcomes.probed++;
      outcomes.probesFailed += failed;
      if (outcomes.probed < params.probes) return;
      if (outcomes.probesFailed > 0 && tooMany(outcomes.probesFailed, outcomes.probed, params)) turn(outcomes, OPEN, now);
      else {
        turn(outcomes, CLOSED, now);
        forget(outcomes);
      }
    }
  },
  phase: (outcomes) => outcomes.phase,
});
