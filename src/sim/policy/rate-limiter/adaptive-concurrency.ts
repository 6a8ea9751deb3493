import { defineRateLimiter, duration, flag, integer, LONGEST, PASSES, REFUSED, ratio } from './contract.ts';

/** Cells: the limit as it is now, and the cost of the calls that have passed and not ended. */
const LIMIT = 0;
const IN_FLIGHT = 1;

interface Values {
  min: number;
  max: number;
}

const bounded = ({ min, max }: Values, limit: number) => Math.min(max, Math.max(min, limit));

/**
 * A concurrency limit that finds its own value: additive increase, multiplicative decrease. Every call that ends well
 * adds 1 while the limit is at least half in use; every one that fails or is slow multiplies it by the backoff ratio,
 * rounded down. It follows a loss of capacity within seconds, where a fixed limit lets the queue grow.
 *
 * The idea is TCP's, the steps are not: TCP's congestion avoidance adds about one segment a round trip and halves at a
 * loss (RFC 5681); here a limit in full use doubles in a round trip, as in TCP's slow start, and loses a tenth at a time.
 *
 * As AIMDLimit of Netflix's concurrency-limits, with one departure: what is in flight is counted when the call ends,
 * itself included, and not when it began.
 */
export const adaptiveConcurrency = defineRateLimiter({
  id: 'adaptive-concurrency',
  title: 'Adaptive concurrency (AIMD)',
  summary: 'Finds out how many at a time: one more while all goes well, a tenth less when it does not.',
  sources: [
    { title: 'Netflix concurrency-limits, AIMDLimit', url: 'https://github.com/Netflix/concurrency-limits' },
    {
      title: 'Chiu and Jain, Analysis of the increase and decrease algorithms (1989)',
      url: 'https://doi.org/10.1016/0169-7552(89)90019-6',
    },
    { title: 'RFC 5681, TCP Congestion Control', url: 'https://www.rfc-editor.org/rfc/rfc5681' },
  ],
  params: {
    initial: integer({
      label: 'Initial limit',
      help: 'What it starts from.',
      unit: 'req',
      default: 20,
      min: 0,
      max: 100_000,
      scale: 'log',
    }),
    min: integer({
      label: 'Least',
      help: 'It never falls below this.',
      unit: 'req',
      default: 20,
      min: 0,
      max: 100_000,
      scale: 'log',
    }),
    max: integer({
      label: 'Most',
      help: 'It never rises above this.',
      unit: 'req',
      default: 200,
      min: 0,
      max: 100_000,
      scale: 'log',
    }),
    slow: duration({
      label: 'Slow from',
      help: 'Calls that took longer than this count as a sign of overload.',
      default: 1_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
      never: 'Only failures',
    }),
    failures: flag({
      label: 'Failures count',
      help: 'Whether calls that failed or timed out count as a sign of overload.',
      default: true,
    }),
    backoff: ratio({ label: 'Backoff ratio', help: 'What the limit is multiplied by at such a sign.', advanced: true, default: 0.9 }),
  },
  examples: [
    { initial: 4, min: 2, max: 8, slow: 5 },
    { initial: 5, min: 0, max: 5, slow: null, failures: false, backoff: 0.5 },
    { initial: 0, min: 0, max: 0 },
    { initial: 3, min: 9, max: 4, backoff: 0 },
  ],
  promises: ['frees-with-the-end', 'keeps-order', 'use-never-helps', 'refuses-the-too-dear', 'treats-all-alike'],
  size: () => 2,
  start(params, cells, at) {
    cells[at + LIMIT] = bounded(params, params.initial);
    cells[at + IN_FLIGHT] = 0;
  },
  check: (params, cells, at, _now, { cost }) => (cells[at + IN_FLIGHT] + cost <= bounded(params, cells[at + LIMIT]) ? PASSES : REFUSED),
  take(_params, cells, at, _now, { cost }) {
    cells[at + IN_FLIGHT] += cost;
  },
  release(params, cells, at, _now, { cost }, latency, failed) {
    const limit = bounded(params, cells[at + LIMIT]);
    const inFlight = cells[at + IN_FLIGHT];
    if ((failed && params.failures) || latency > params.slow) cells[at + LIMIT] = bounded(params, Math.floor(limit * params.backoff));
    else if (inFlight * 2 >= limit) cells[at + LIMIT] = bounded(params, limit + 1);
    cells[at + IN_FLIGHT] = Math.max(0, inFlight - cost);
  },
  retryAfter(params, cells, at, _now, { cost }) {
    if (cells[at + IN_FLIGHT] + cost <= bounded(params, cells[at + LIMIT])) return 0;
    return cost > params.max ? Number.POSITIVE_INFINITY : 1;
  },
  nextFree: () => Number.POSITIVE_INFINITY,
  hint: 'none',
  promise: ({ max }) => (max === 0 ? 0 : Number.POSITIVE_INFINITY),
  gauges: {
    limit: { label: 'Concurrency limit', unit: 'req', read: ({ cells, at }, params) => bounded(params, cells[at + LIMIT]) },
    inFlight: { label: 'In flight', unit: 'req', read: ({ cells, at }) => cells[at + IN_FLIGHT] },
  },
});
