import { choice, defineRateLimiter, duration, flag, integer, PASSES, REFUSED } from './contract.ts';

/** Cells: when the window in them began [µs], what has been counted in it, and in the one before. */
const BEGAN = 0;
const CURRENT = 1;
const PREVIOUS = 2;

interface Values {
  limit: number;
  window: number;
  rounding: string;
}

/** Whether so much more fits now. Whole numbers throughout, so that nothing is lost to rounding. */
function fits(params: Values, cells: Float64Array, at: number, now: number, cost: number): boolean {
  const { limit, window } = params;
  let passed = Math.max(0, now - cells[at + BEGAN]);
  let current = cells[at + CURRENT];
  let previous = cells[at + PREVIOUS];
  if (passed >= window) {
    previous = passed < 2 * window ? current : 0;
    current = 0;
    passed = passed < 2 * window ? passed - window : 0;
  }
  const room = limit - current - cost;
  const weighted = previous * (window - passed);
  return params.rounding === 'floor' ? Math.floor(weighted / window) <= room : weighted <= room * window;
}

function count(params: Values, cells: Float64Array, at: number, now: number, cost: number): void {
  const { window } = params;
  const passed = now - cells[at + BEGAN];
  if (passed >= window) {
    cells[at + PREVIOUS] = passed < 2 * window ? cells[at + CURRENT] : 0;
    cells[at + CURRENT] = 0;
    cells[at + BEGAN] = Math.floor(now / window) * window;
  }
  cells[at + CURRENT] += cost;
}

/**
 * Estimates how many calls the last window holds from two counts: those of this window of the clock, and those of the
 * one before, weighted by how much of it still lies within. Three numbers a key for almost the exactness of a log:
 * the estimate assumes that the previous calls were spread evenly. If they all came at its very end it forgets them
 * too soon: in the worst case one less than twice the limit pass in a true window, slowly, never as a burst. If they
 * came at its beginning it refuses although the true window is empty.
 *
 * As at Cloudflare the estimate with the call in it must not exceed the limit. upstash rounds the weighted count down,
 * which lets a call more pass; there a dear call passes where a cheap one would, here only if all of it fits.
 */
export const slidingCounter = defineRateLimiter({
  id: 'sliding-counter',
  title: 'Sliding counter',
  summary: 'Two counters stand in for a log: cheap, and seldom far wrong.',
  sources: [
    {
      title: 'Cloudflare, Counting things, a lot of different things (2017)',
      url: 'https://blog.cloudflare.com/counting-things-a-lot-of-different-things/',
    },
    { title: 'Upstash, ratelimit algorithms', url: 'https://upstash.com/docs/redis/sdks/ratelimit-ts/algorithms' },
  ],
  params: {
    limit: integer({
      label: 'Limit',
      help: 'Most that the estimate of the last window may come to.',
      unit: 'req',
      default: 100,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    window: duration({
      label: 'Window',
      help: 'How long a window of the clock lasts.',
      default: 1_000,
      min: 1,
      max: 2_678_400_000,
      scale: 'log',
    }),
    rounding: choice({
      label: 'Weighted count',
      help: 'Whether the weighted count of the previous window is taken as it is or rounded down, which is laxer.',
      advanced: true,
      default: 'none',
      options: { none: 'As it is', floor: 'Rounded down' },
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
    { limit: 7, window: 1 },
    { limit: 4, window: 3, rounding: 'floor' },
    { limit: 6, window: 5, countRefused: true },
    { limit: 0 },
    { limit: 0, rounding: 'floor' },
    { limit: 3, window: 2_678_400_000 },
  ],
  promises: ['keeps-order', 'use-never-helps', 'refuses-the-too-dear', 'treats-all-alike'],
  size: () => 3,
  start({ window }, cells, at, now) {
    cells[at + BEGAN] = Math.floor(now / window) * window;
    cells[at + CURRENT] = 0;
    cells[at + PREVIOUS] = 0;
  },
  check: (params, cells, at, now, { cost }) => (fits(params, cells, at, now, cost) ? PASSES : REFUSED),
  take: (params, cells, at, now, { cost }) => count(params, cells, at, now, cost),
  refuse(params, cells, at, now, { cost }) {
    if (params.countRefused) count(params, cells, at, now, cost);
  },
  retryAfter(params, cells, at, now, { cost }) {
    if (fits(params, cells, at, now, cost)) return 0;
    if (cost > params.limit) return Number.POSITIVE_INFINITY;
    // the estimate only falls while nobody calls; after two windows it is 0
    let refused = 0;
    let passes = cells[at + BEGAN] + 2 * params.window - now;
    while (passes - refused > 1) {
      const middle = Math.floor((refused + passes) / 2);
      if (fits(params, cells, at, now + middle, cost)) passes = middle;
      else refused = middle;
    }
    return passes;
  },
  hint: 'exact',
  // the last window that the span touches gives way to the one before by the share of it that the span does not reach; for
  // spans longer than a window it is a little less, as those in between give way, too
  promise({ limit, window, rounding }, span) {
    if (limit === 0 || span === 0) return limit;
    return limit + (limit * (span - 1)) / window + (rounding === 'floor' ? 1 : 0);
  },
  means: ({ limit, window }) => ({ limit, span: window }),
  gauges: {
    estimate: {
      label: 'Estimated in the window',
      unit: 'req',
      read({ cells, at }, { window }, now) {
        const passed = Math.max(0, now - cells[at + BEGAN]);
        if (passed >= 2 * window) return 0;
        if (passed >= window) return (cells[at + CURRENT] * (2 * window - passed)) / window;
        return cells[at + CURRENT] + (cells[at + PREVIOUS] * (window - passed)) / window;
      },
    },
  },
});
