import { defineHedge, integer, ratio } from './contract.ts';

interface Observed {
  /** The last response times [µs], in a ring. */
  times: Float64Array;
  /** How many there have been. */
  count: number;
  /** The quantile of those when it was last determined [µs]; Infinity while too few are known. */
  quantile: number;
  sorted: Float64Array;
}

/** How often it is determined anew: after this share of the window. */
const SHARE = 0.1;

/**
 * Another attempt once the first has taken longer than, say, 95 % of the last ones: a hedge for one request in twenty,
 * so 5 % more load, and the tail beyond it is cut. The quantile is that of the last so many answers, determined anew after
 * every tenth of them; before the first tenth nothing is hedged.
 *
 * What it measures is how long the answer took, from sending the first attempt, whichever attempt brought it: below the
 * delay itself hedging changes nothing of that, so the quantile does not drift.
 */
export const afterQuantile = defineHedge({
  id: 'after-quantile',
  title: 'After a quantile',
  summary: 'Another attempt when the first takes longer than most did lately.',
  sources: [
    {
      title: 'Dean and Barroso, The tail at scale (2013): deferred to the 95th percentile',
      url: 'https://doi.org/10.1145/2408776.2408794',
    },
  ],
  params: {
    quantile: ratio({
      label: 'Quantile',
      help: 'The share of answers that need no hedge.',
      default: 0.95,
      min: 0.01,
      max: 0.999,
      step: 0.001,
    }),
    window: integer({
      label: 'Window',
      help: 'How many of the last answers it is the quantile of.',
      unit: 'req',
      advanced: true,
      default: 1_000,
      min: 10,
      max: 100_000,
      scale: 'log',
    }),
  },
  examples: [
    { quantile: 0.5, window: 10 },
    { quantile: 0.999, window: 100 },
  ],
  promises: ['follows-response-times'],
  start: ({ window }): Observed => ({
    times: new Float64Array(window),
    count: 0,
    quantile: Number.POSITIVE_INFINITY,
    sorted: new Float64Array(window),
  }),
  delay: (observed) => observed.quantile,
  learn(observed, { quantile, window }, responseTime) {
    if (observed.times.length !== window) {
      observed.times = new Float64Array(window);
      observed.sorted = new Float64Array(window);
      observed.count = 0;
    }
    observed.times[observed.count++ % window] = responseTime;
    if (observed.count % Math.ceil(window * SHARE) !== 0) return;
    const known = Math.min(window, observed.count);
    observed.sorted.set(observed.times);
    const sorted = observed.sorted.subarray(0, known).sort();
    observed.quantile = sorted[Math.min(known - 1, Math.floor(quantile * known))];
  },
  gauges: {
    delay: {
      label: 'Hedge after',
      unit: 'ms',
      read: ({ quantile }) => (quantile === Number.POSITIVE_INFINITY ? Number.NaN : quantile / 1_000),
    },
  },
});
