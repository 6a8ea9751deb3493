import {
  add,
  admitProbed,
  BAD,
  CLOSED,
  clear,
  closedProbedCircuit,
  concerns,
  defineCircuitBreaker,
  integer,
  judgeProbe,
  look,
  markOf,
  noOutcomes,
  OPEN,
  openingExamples,
  openingParams,
  type ProbedCircuit,
  shareParams,
  type Tally,
  tooMany,
  turn,
} from './contract.ts';

interface Outcomes extends ProbedCircuit {
  /** The marks of the last outcomes; a ring. */
  ring: Uint8Array;
  next: number;
  known: Tally;
}

function forget(outcomes: Outcomes): void {
  outcomes.next = 0;
  clear(outcomes.known);
}

function remember(outcomes: Outcomes, size: number, mark: number): void {
  if (outcomes.ring.length !== size) {
    outcomes.ring = new Uint8Array(size);
    forget(outcomes);
  }
  const { ring, known } = outcomes;
  if (known.count === size) {
    const gone = ring[outcomes.next];
    known.count--;
    known.failures -= gone & BAD;
    known.slow -= gone >> 1;
  }
  ring[outcomes.next] = mark;
  add(known, mark);
  outcomes.next = outcomes.next + 1 === size ? 0 : outcomes.next + 1;
}

/**
 * Opens when the share of failures among the last n outcomes passes a threshold, once enough outcomes are known. The
 * window counts calls, not time: outcomes never grow old, so a failure long ago still counts; in the failure ratio over
 * time they do. Slow attempts, where there is a limit, have a share and a threshold of their own.
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
    ...shareParams,
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
    ...openingParams,
  },
  examples: [
    ...openingExamples,
    { threshold: 0, compare: 'above', window: 5, minimum: 1, judged: 'failure', openTime: 200 },
    { threshold: 0.5, compare: 'above', window: 10, minimum: 5, judged: 'failure', openTime: 1_000, probes: 3 },
    { threshold: 0.3, window: 1, minimum: 10_000, openTime: 200 },
    { threshold: 1, compare: 'above' },
    { threshold: 0.5, window: 10, minimum: 5, openTime: 500, keepsProbe: true },
    { threshold: 1, slowThreshold: 0.5, window: 10, minimum: 5, openTime: 500, slowAfter: 20 },
  ],
  promises: ({ threshold, compare }) =>
    threshold === 1 && compare === 'above' ? ['never-refuses'] : ['opens-when-all-fails', 'probes-and-recovers'],
  start: (params, now): Outcomes => ({
    ...closedProbedCircuit(now),
    ring: new Uint8Array(params.window),
    next: 0,
    known: noOutcomes(),
  }),
  decide: (outcomes, params, now) => admitProbed(outcomes, params, now),
  learn(outcomes, params, now, ticket, seen, took) {
    if (!concerns(outcomes, params, ticket, seen)) return;
    const mark = markOf(seen, took, params);
    if (outcomes.phase === CLOSED) {
      remember(outcomes, params.window, mark);
      if (mark === 0 && params.judged === 'failure') return;
      if (outcomes.known.count < Math.min(params.minimum, params.window)) return;
      if (tooMany(outcomes.known, params)) turn(outcomes, OPEN, now);
    } else if (judgeProbe(outcomes, params, now, mark)) {
      forget(outcomes);
      if (params.keepsProbe) remember(outcomes, params.window, mark);
    }
  },
  look: (outcomes, params, now) => look(outcomes, params, now),
  phase: (outcomes) => outcomes.phase,
});
