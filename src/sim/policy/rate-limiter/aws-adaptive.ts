import { defineRateLimiter, number, PASSES, pow, REFUSED, SECOND } from './contract.ts';

/** Cells. Rates are per second, times µs, tokens whole calls. */
const TOKENS = 0;
const REFILLED = 1;
/** What the bucket is filled at; 0 until the first rejection, when there is no limit yet. */
const FILL = 2;
/** The rate at which the last rejection came, and when. */
const LAST_MAX = 3;
const LAST_REJECTED = 4;
/** How long after a rejection the old rate is tried again [s]. */
const WINDOW = 5;
/** Rate of calls, smoothed over half seconds; the half second it was last brought up to, and calls since. */
const MEASURED = 6;
const BUCKET = 7;
const COUNT = 8;

const HALF_SECOND = SECOND / 2;
const SMOOTHING = 0.8;
/** The bucket always fills at least so fast, and holds at least so much. */
const LEAST_FILL = 0.5;
const LEAST_CAPACITY = 1;
/** What sums of fractions may lack of a token. */
const DUST = 1e-9;

interface Values {
  beta: number;
  scale: number;
}

/** What is in the bucket now. */
function tokens(cells: Float64Array, at: number, now: number): number {
  const fill = cells[at + FILL];
  const most = Math.max(fill, LEAST_CAPACITY);
  return Math.min(most, cells[at + TOKENS] + (Math.max(0, now - cells[at + REFILLED]) * fill) / SECOND);
}

/** How long until there are enough tokens, at the rate at which the bucket is filled now [µs]. */
function untilEnough(cells: Float64Array, at: number, now: number, cost: number): number {
  const fill = cells[at + FILL];
  if (fill === 0) return 0;
  const missing = cost - DUST - tokens(cells, at, now);
  if (missing <= 0) return 0;
  return cost > Math.max(fill, LEAST_CAPACITY) ? Number.POSITIVE_INFINITY : Math.ceil((missing * SECOND) / fill);
}

function measure(cells: Float64Array, at: number, now: number): void {
  cells[at + COUNT]++;
  const bucket = Math.floor(now / HALF_SECOND);
  const halves = bucket - cells[at + BUCKET];
  if (halves <= 0) return;
  cells[at + MEASURED] = (cells[at + COUNT] / (halves / 2)) * SMOOTHING + cells[at + MEASURED] * (1 - SMOOTHING);
  cells[at + COUNT] = 0;
  cells[at + BUCKET] = bucket;
}

function windowAfter(params: Values, rate: number): number {
  return rate > 0 ? pow((rate * (1 - params.beta)) / params.scale, 1 / 3) : 0;
}

/**
 * A caller's own limit, in the manner of TCP CUBIC: nothing is held back until the first rejection; then the rate falls
 * to beta times what it was, and grows back along a cubic, slowly near the rate at which it was last rejected and fast
 * beyond. For callers rather than gates: it learns from how calls end, and only a rejection counts as a failure.
 *
 * As the adaptive retry mode of the AWS SDKs (botocore, beta 0.7 and scale 0.4 there). Departure: retries pay like first
 * attempts, where botocore also has a retry quota (here a retry budget of that name). What changed in 2026 is the quota
 * and the delays, not this rate.
 */
export const awsAdaptive = defineRateLimiter({
  id: 'aws-adaptive',
  title: 'Adaptive rate (AWS SDK)',
  summary: 'Slows down after a rejection and feels its way back along a cubic.',
  sources: [
    {
      title: 'botocore, retries/adaptive.py and throttling.py',
      url: 'https://github.com/boto/botocore/blob/develop/botocore/retries/throttling.py',
    },
    {
      title: 'AWS SDKs, Retry behavior: adaptive mode, as of 2026',
      url: 'https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html',
    },
    { title: 'RFC 9438, CUBIC', url: 'https://www.rfc-editor.org/rfc/rfc9438' },
  ],
  params: {
    beta: number({ label: 'Beta', help: 'What is left of the rate after a rejection.', default: 0.7, min: 0.1, max: 0.99, step: 0.01 }),
    scale: number({ label: 'Scale', help: 'How fast the cubic grows.', default: 0.4, min: 0.01, max: 10, step: 0.01, scale: 'log' }),
  },
  examples: [{ beta: 0.5, scale: 2 }],
  promises: ['keeps-order', 'use-never-helps', 'treats-all-alike'],
  size: () => 9,
  start(_params, cells, at, now) {
    cells.fill(0, at, at + 9);
    cells[at + REFILLED] = now;
    cells[at + BUCKET] = Math.floor(now / HALF_SECOND);
  },
  check: (_params, cells, at, now, { cost }) => (cells[at + FILL] === 0 || tokens(cells, at, now) >= cost - DUST ? PASSES : REFUSED),
  take(_params, cells, at, now, { cost }) {
    if (cells[at + FILL] === 0) return;
    cells[at + TOKENS] = tokens(cells, at, now) - cost;
    cells[at + REFILLED] = Math.max(now, cells[at + REFILLED]);
  },
  release(params, cells, at, now, _ask, _latency, failed) {
    measure(cells, at, now);
    const fill = cells[at + FILL];
    let rate: number;
    if (failed) {
      const present = fill === 0 ? cells[at + MEASURED] : Math.min(cells[at + MEASURED], fill);
      cells[at + LAST_MAX] = present;
      cells[at + LAST_REJECTED] = now;
      cells[at + WINDOW] = windowAfter(params, present);
      rate = present * params.beta;
    } else {
      if (fill === 0) return;
      const since = (now - cells[at + LAST_REJECTED]) / SECOND - cells[at + WINDOW];
      rate = params.scale * since * since * since + cells[at + LAST_MAX];
    }
    rate = Math.min(rate, 2 * cells[at + MEASURED]);
    const left = fill === 0 ? 0 : tokens(cells, at, now);
    cells[at + FILL] = Math.max(rate, LEAST_FILL);
    cells[at + TOKENS] = Math.min(left, Math.max(rate, LEAST_CAPACITY));
    cells[at + REFILLED] = Math.max(now, cells[at + REFILLED]);
  },
  retryAfter: (_params, cells, at, now, { cost }) => untilEnough(cells, at, now, cost),
  nextFree: (_params, cells, at, now, { cost }) => untilEnough(cells, at, now, cost),
  // what it learns meanwhile may let the call pass sooner
  hint: 'none',
  promise: () => Number.POSITIVE_INFINITY,
  gauges: {
    rate: {
      label: 'Rate it allows itself',
      unit: 'req/s',
      read: ({ cells, at }) => (cells[at + FILL] === 0 ? Number.NaN : cells[at + FILL]),
    },
  },
});
