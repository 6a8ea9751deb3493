import { choice, defineRateLimiter, duration, number, PASSES, REFUSED, SECOND } from './contract.ts';

/** Cells: what is in the bucket [millionths of a token], and when that was so [µs]. */
const LEVEL = 0;
const SINCE = 1;

/** One token in the units of the level: then a rate of r tokens a second adds exactly r a microsecond. */
const TOKEN = SECOND;
/** Forgiven, so that a call passes on time at rates that are no whole numbers [millionths of a token]. */
const SLACK = 1e-3;

interface Values {
  rate: number;
  burst: number;
  refill: string;
  step: number;
  starts: string;
}

/** How far apart refills are [µs]. */
const stride = (params: Values) => (params.refill === 'continuous' ? 1 : params.step);

/** Time that has counted since the cells were written, in whole strides [µs]. */
function counted(params: Values, cells: Float64Array, at: number, now: number): number {
  const passed = now - cells[at + SINCE];
  if (passed <= 0) return 0;
  return params.refill === 'continuous' ? passed : Math.floor(passed / params.step) * params.step;
}

/** What is in the bucket after so much counted time [millionths of a token]. */
function level(params: Values, cells: Float64Array, at: number, time: number): number {
  return Math.min(params.burst * TOKEN, cells[at + LEVEL] + time * params.rate);
}

/**
 * Tokens drip into a bucket at a steady rate, up to its size; a call takes as many as it costs, and passes if they are
 * there. Never more than burst + rate · t pass in any span of t: the line that no stream crosses. Poisson calls at load
 * ρ pass with probability K/(1 + ρK), as in M/D/1 with a bounded wait.
 *
 * The level is kept in millionths of a token, so that it is exact for whole rates: at the very moment the token is
 * there, the call passes (a bucket that adds up floating-point tokens may refuse it). Refill in steps adds what is due
 * at whole steps from the bucket's start, as juju/ratelimit and upstash do. A call dearer than the bucket never passes.
 */
export const tokenBucket = defineRateLimiter({
  id: 'token-bucket',
  title: 'Token bucket',
  summary: 'Steady refill, bounded burst.',
  sources: [
    { title: 'Turner, New directions in communications (1986)', url: 'https://doi.org/10.1109/MCOM.1986.1092946' },
    { title: 'golang.org/x/time/rate', url: 'https://pkg.go.dev/golang.org/x/time/rate' },
    { title: 'RFC 2697, a single rate three color marker', url: 'https://www.rfc-editor.org/rfc/rfc2697' },
  ],
  params: {
    rate: number({
      label: 'Rate',
      help: 'Tokens that drip in per second: what passes in the long run.',
      unit: 'req/s',
      default: 100,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    burst: number({
      label: 'Burst',
      help: 'Most tokens the bucket holds: what passes at once after a pause.',
      unit: 'req',
      default: 20,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    refill: choice({
      label: 'Refill',
      help: 'Whether tokens drip in continuously, or several at once at whole steps.',
      advanced: true,
      default: 'continuous',
      options: { continuous: 'Continuous', steps: 'In steps' },
    }),
    step: duration({
      label: 'Step',
      help: 'How far apart the steps are, counted from the start of the bucket; only for refill in steps.',
      advanced: true,
      default: 1_000,
      min: 1,
      max: 3_600_000,
      scale: 'log',
    }),
    starts: choice({
      label: 'Starts',
      help: 'Whether a new bucket is full or empty.',
      advanced: true,
      default: 'full',
      options: { full: 'Full', empty: 'Empty' },
    }),
  },
  examples: [
    { rate: 3, burst: 1 },
    { rate: 0.3, burst: 2.5 },
    { rate: 700_000, burst: 4, starts: 'empty' },
    { rate: 1_000, burst: 5, refill: 'steps', step: 2 },
    { rate: 33.3, burst: 3, refill: 'steps', step: 70, starts: 'empty' },
    { rate: 0, burst: 3 },
    { rate: 1e-300, burst: 2 },
    { rate: 1_000_000, burst: 0 },
    { burst: 0 },
  ],
  promises: ['keeps-order', 'use-never-helps', 'refuses-the-too-dear', 'treats-all-alike'],
  size: () => 2,
  start(params, cells, at, now) {
    cells[at + LEVEL] = params.starts === 'full' ? params.burst * TOKEN : 0;
    cells[at + SINCE] = now;
  },
  check: (params, cells, at, now, { cost }) =>
    level(params, cells, at, counted(params, cells, at, now)) >= cost * TOKEN - SLACK ? PASSES : REFUSED,
  take(params, cells, at, now, { cost }) {
    const time = counted(params, cells, at, now);
    cells[at + LEVEL] = level(params, cells, at, time) - cost * TOKEN;
    cells[at + SINCE] += time;
  },
  retryAfter(params, cells, at, now, { cost }) {
    const least = cost * TOKEN - SLACK;
    const time = counted(params, cells, at, now);
    const missing = least - level(params, cells, at, time);
    if (missing <= 0) return 0;
    const each = stride(params);
    let before = Math.floor(time / each);
    let then = before + Math.ceil(missing / (params.rate * each));
    if (params.burst * TOKEN < least || !(now + then * each < Number.MAX_SAFE_INTEGER)) return Number.POSITIVE_INFINITY;
    // the division may be out by the last place, and in that many strides may drip in too little to show
    for (let step = 1; level(params, cells, at, then * each) < least; step *= 2) {
      before = then;
      then += step;
    }
    if (level(params, cells, at, (then - 1) * each) < least) before = then - 1;
    while (then - before > 1) {
      const middle = Math.floor((before + then) / 2);
      if (level(params, cells, at, middle * each) < least) before = middle;
      else then = middle;
    }
    return cells[at + SINCE] + then * each - now;
  },
  hint: 'exact',
  // besides what a full bucket holds, the refills after the span's beginning
  promise(params, span) {
    const each = stride(params);
    return params.burst + (params.rate * each * Math.ceil(span / each)) / SECOND;
  },
  means: (params) => ({ limit: params.rate, span: SECOND }),
  gauges: {
    tokens: {
      label: 'Tokens left',
      unit: 'tokens',
      read: ({ cells, at }, params, now) => level(params, cells, at, counted(params, cells, at, now)) / TOKEN,
    },
  },
});
