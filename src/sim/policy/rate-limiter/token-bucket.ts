import { choice, defineRateLimiter, duration, LONGEST, number, PASSES, REFUSED, SECOND } from './contract.ts';

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
  startLevel: number;
  dear: string;
  patience: number;
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

/** What has to be in the bucket for such a call to pass [millionths of a token]. */
const needed = ({ dear }: Values, cost: number) => (dear === 'pays-later' ? 0 : cost * TOKEN) - SLACK;

/** How long until so much is in the bucket [whole µs]; Infinity if never, or not within 285 years. */
function timeUntil(params: Values, cells: Float64Array, at: number, now: number, least: number): number {
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
}

/**
 * Tokens drip into a bucket at a steady rate, up to its size; a call takes as many as it costs, and passes if they are
 * there. Never more than burst + rate · t pass in any span of t: the line that no stream crosses. Poisson calls at load
 * ρ pass with probability K/(1 + ρK), as in M/D/1 with a bounded wait.
 *
 * The level is kept in millionths of a token, so that it is exact for whole rates: at the very moment the token is
 * there, the call passes (a bucket that adds up floating-point tokens may refuse it). Refill in steps adds what is due
 * at whole steps from the bucket's start, as juju/ratelimit and upstash do. A call dearer than the bucket never passes.
 *
 * With patience a call that finds too few tokens takes the missing ones in advance and waits until they have dripped
 * in, after the calls before it. One that would have to wait longer than its patience is refused at once (Reserve of
 * x/time/rate, tryAcquire of Guava). If dear calls pay later, a call passes at once whenever the bucket is not in debt,
 * whatever it costs, and the calls after it wait, as in Guava's RateLimiter. Nothing then limits how much a single dear
 * call lets pass.
 */
export const tokenBucket = defineRateLimiter({
  id: 'token-bucket',
  title: 'Token bucket',
  summary: 'Steady refill, bounded burst.',
  sources: [
    { title: 'Turner, New directions in communications (1986)', url: 'https://doi.org/10.1109/MCOM.1986.1092946' },
    { title: 'golang.org/x/time/rate', url: 'https://pkg.go.dev/golang.org/x/time/rate' },
    {
      title: 'Guava, RateLimiter',
      url: 'https://guava.dev/releases/snapshot-jre/api/docs/com/google/common/util/concurrent/RateLimiter.html',
    },
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
      max: LONGEST,
      scale: 'log',
    }),
    starts: choice({
      label: 'Starts',
      help: 'What is in a new bucket. A bucket is new when its key asks for the first time.',
      advanced: true,
      default: 'full',
      options: { full: 'Full', empty: 'Empty', level: 'With a number' },
    }),
    startLevel: number({
      label: 'Starts with',
      help: 'Tokens in a new bucket, at most what it holds; only for one that starts with a number.',
      unit: 'tokens',
      advanced: true,
      default: 0,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    dear: choice({
      label: 'Dear calls',
      help: 'Whether a call waits until it can pay all that it costs, or passes as soon as the bucket is not in debt, and the calls after it wait.',
      advanced: true,
      default: 'pays-first',
      options: { 'pays-first': 'Pay first', 'pays-later': 'Pay later' },
    }),
    patience: duration({
      label: 'Patience',
      help: 'How long a call may wait for its tokens. One that would have to wait longer is refused at once.',
      advanced: true,
      default: 0,
      min: 0,
      max: LONGEST,
      scale: 'log',
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
    { rate: 1_000, burst: 3, patience: 4 },
    { rate: 300, burst: 2, refill: 'steps', step: 10, starts: 'level', startLevel: 1.5, patience: 25 },
    { rate: 2_000, burst: 2, dear: 'pays-later', starts: 'empty' },
    { rate: 500, burst: 4, dear: 'pays-later', patience: 30 },
  ],
  promises: ({ dear }) => [
    'keeps-order',
    'use-never-helps',
    'treats-all-alike',
    ...(dear === 'pays-first' ? (['refuses-the-too-dear'] as const) : []),
  ],
  size: () => 2,
  start(params, cells, at, now) {
    const { burst, starts, startLevel } = params;
    cells[at + LEVEL] = (starts === 'full' ? burst : starts === 'empty' ? 0 : Math.min(burst, startLevel)) * TOKEN;
    cells[at + SINCE] = now;
  },
  check(params, cells, at, now, { cost }) {
    const least = needed(params, cost);
    if (level(params, cells, at, counted(params, cells, at, now)) >= least) return PASSES;
    if (params.patience === 0) return REFUSED;
    const wait = timeUntil(params, cells, at, now, least);
    return wait <= params.patience ? wait : REFUSED;
  },
  take(params, cells, at, now, { cost }) {
    const time = counted(params, cells, at, now);
    cells[at + LEVEL] = level(params, cells, at, time) - cost * TOKEN;
    cells[at + SINCE] += time;
  },
  retryAfter: (params, cells, at, now, { cost }) => Math.max(0, timeUntil(params, cells, at, now, needed(params, cost)) - params.patience),
  hint: 'exact',
  // besides what a full bucket holds, the refills after the span's beginning
  promise(params, span) {
    if (params.dear === 'pays-later') return Number.POSITIVE_INFINITY;
    const each = stride(params);
    const drips = (params.rate * each) / SECOND;
    // those that wait for a step all pass with it
    return (params.patience > 0 ? Math.max(params.burst, drips) : params.burst) + drips * Math.ceil(span / each);
  },
  means: ({ rate, dear }) => (dear === 'pays-first' ? { limit: rate, span: SECOND } : undefined),
  longestWait: ({ patience }) => patience,
  gauges: {
    tokens: {
      label: 'Tokens left',
      unit: 'tokens',
      read: ({ cells, at }, params, now) => level(params, cells, at, counted(params, cells, at, now)) / TOKEN,
    },
  },
});
