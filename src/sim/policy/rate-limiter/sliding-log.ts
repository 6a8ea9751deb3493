import { defineRateLimiter, duration, flag, integer, PASSES, REFUSED } from './contract.ts';

/** Cells: which place of the ring holds the oldest time, then the ring: a time for each of the last `limit` calls [µs]. */
const OLDEST = 0;
const RING = 1;

interface Values {
  limit: number;
  window: number;
}

/** The n-th oldest time in the ring, from 0. */
function nth(params: Values, cells: Float64Array, at: number, n: number): number {
  const place = cells[at + OLDEST] + n;
  return cells[at + RING + (place < params.limit ? place : place - params.limit)];
}

/** Writes a call down, over the oldest ones. */
function log(params: Values, cells: Float64Array, at: number, now: number, cost: number): void {
  const { limit } = params;
  if (limit === 0) return;
  // clocks of several nodes may differ: times in the ring never go back
  const time = Math.max(now, nth(params, cells, at, limit - 1));
  let place = cells[at + OLDEST];
  for (let left = Math.min(Math.ceil(cost), limit); left > 0; left--) {
    cells[at + RING + place] = time;
    if (++place === limit) place = 0;
  }
  cells[at + OLDEST] = place;
}

/**
 * Remembers when every call of the last window came. Exact: no window of that length, wherever it begins, ever holds
 * more than the limit; a call counts until it is exactly as old as the window. The price is memory, one time for every
 * call of the limit and every key. Poisson calls pass as in Erlang's loss system with load rate × window.
 *
 * Only the last `limit` calls matter, so they are all that is kept, in a ring; whether a call of cost c passes shows
 * at one look: has the c-th oldest expired? Costs are rounded up to whole calls. Counting refused calls
 * (rolling-rate-limiter does) shuts out whoever does not stop asking.
 */
export const slidingLog = defineRateLimiter({
  id: 'sliding-log',
  title: 'Sliding log',
  summary: 'Exact: never more than the limit in any window; remembers the time of every call.',
  sources: [
    {
      title: 'Hayes, Better rate limiting with Redis sorted sets (2015)',
      url: 'https://engineering.classdojo.com/blog/2015/02/06/rolling-rate-limiter/',
    },
    { title: 'Python limits, moving window', url: 'https://limits.readthedocs.io/en/stable/strategies.html' },
  ],
  params: {
    limit: integer({
      label: 'Limit',
      help: 'How much passes in any span as long as the window.',
      unit: 'req',
      default: 100,
      min: 0,
      max: 10_000,
      scale: 'log',
    }),
    window: duration({
      label: 'Window',
      help: 'How long a call counts.',
      default: 1_000,
      min: 1,
      max: 2_678_400_000,
      scale: 'log',
    }),
    countRefused: flag({
      label: 'Count refused calls',
      help: 'Whether refused calls count, too: whoever goes on asking stays shut out.',
      advanced: true,
      default: false,
    }),
  },
  examples: [
    { limit: 5 },
    { limit: 3, window: 1 },
    { limit: 6, window: 5, countRefused: true },
    { limit: 0 },
    { limit: 3, window: 2_678_400_000 },
  ],
  promises: ['exact-window', 'keeps-order', 'use-never-helps', 'refuses-the-too-dear', 'treats-all-alike'],
  size: ({ limit }) => RING + limit,
  start({ limit }, cells, at) {
    cells[at + OLDEST] = 0;
    cells.fill(Number.NEGATIVE_INFINITY, at + RING, at + RING + limit);
  },
  check(params, cells, at, now, ask) {
    const cost = Math.ceil(ask.cost);
    if (cost > params.limit) return REFUSED;
    return cost <= 0 || nth(params, cells, at, cost - 1) <= now - params.window ? PASSES : REFUSED;
  },
  take: (params, cells, at, now, { cost }) => log(params, cells, at, now, cost),
  refuse(params, cells, at, now, { cost }) {
    if (params.countRefused) log(params, cells, at, now, cost);
  },
  retryAfter(params, cells, at, now, ask) {
    const cost = Math.ceil(ask.cost);
    if (cost > params.limit) return Number.POSITIVE_INFINITY;
    return cost <= 0 ? 0 : Math.max(0, nth(params, cells, at, cost - 1) + params.window - now);
  },
  hint: 'exact',
  // a window does not hold what is exactly as old as it is long
  promise: ({ limit, window }, span) => limit * (Math.floor(span / window) + 1),
  means: ({ limit, window }) => ({ limit, span: window }),
  gauges: {
    used: {
      label: 'In the window',
      unit: 'req',
      read({ cells, at }, params, now) {
        // the first that has not expired
        let [low, high] = [0, params.limit];
        while (low < high) {
          const middle = Math.floor((low + high) / 2);
          if (nth(params, cells, at, middle) <= now - params.window) low = middle + 1;
          else high = middle;
        }
        return params.limit - low;
      },
    },
  },
});
