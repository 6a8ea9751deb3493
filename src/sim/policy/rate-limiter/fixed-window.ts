import { choice, defineRateLimiter, duration, flag, integer, LONGEST, PASSES, REFUSED } from './contract.ts';

/** Cells: when the window began [µs], what it has used up, what it inherited, and until when the key is banned [µs]. */
const BEGAN = 0;
const USED = 1;
const INHERITED = 2;
const BANNED_UNTIL = 3;

/** In place of what is used: no window has been opened yet. */
const UNOPENED = Number.POSITIVE_INFINITY;

interface Values {
  limit: number;
  window: number;
  origin: string;
  carry: number;
  patience: number;
}

/** Whole windows that have gone by since the one in the cells began; none while it lasts. */
function windowsGone(params: Values, cells: Float64Array, at: number, now: number): number {
  const passed = now - cells[at + BEGAN];
  if (cells[at + USED] === UNOPENED) return Math.max(1, Math.floor(passed / params.window));
  return passed < params.window ? 0 : Math.floor(passed / params.window);
}

/** What was left of the window in the cells; below 0 when it was overdrawn. */
function leftThen(params: Values, cells: Float64Array, at: number): number {
  return params.limit + cells[at + INHERITED] - cells[at + USED];
}

/** What the next window has of it: debts only where calls wait for windows to come. */
function leftOver(params: Values, cells: Float64Array, at: number): number {
  const then = leftThen(params, cells, at);
  return params.patience > 0 && cells[at + USED] !== UNOPENED ? then : Math.max(0, then);
}

/** What is left now, bans aside. */
function left(params: Values, cells: Float64Array, at: number, now: number): number {
  const gone = windowsGone(params, cells, at, now);
  if (gone === 0) return leftThen(params, cells, at);
  return params.limit + Math.min(params.carry, leftOver(params, cells, at) + (gone - 1) * params.limit);
}

/** How long until there is enough left for such a call, bans aside [whole µs]; Infinity if never. */
function timeUntil(params: Values, cells: Float64Array, at: number, now: number, cost: number): number {
  const { limit, carry, window } = params;
  if (left(params, cells, at, now) >= cost) return 0;
  if (cost > limit + carry || (limit === 0 && cost > 0)) return Number.POSITIVE_INFINITY;
  // the window after the one in the cells, or as many later as it takes to have what is missing
  const missing = cost - limit - leftOver(params, cells, at);
  const windows = 1 + (missing > 0 ? Math.ceil(missing / limit) : 0);
  return cells[at + BEGAN] + windows * window - now;
}

/** Counts a call, in a new window if the old one is over. */
function count(params: Values, cells: Float64Array, at: number, now: number, cost: number): void {
  const gone = windowsGone(params, cells, at, now);
  if (gone > 0) {
    // windows that calls wait for follow one another
    const awaited = leftOver(params, cells, at) + (gone - 1) * params.limit < 0;
    cells[at + INHERITED] = left(params, cells, at, now) - params.limit;
    if (awaited) cells[at + BEGAN] += gone * params.window;
    else cells[at + BEGAN] = params.origin === 'clock' ? Math.floor(now / params.window) * params.window : now;
    cells[at + USED] = 0;
  }
  cells[at + USED] += cost;
}

/**
 * So many calls per window of time, counted anew in each. One number a key, and a flaw: the end of one window and the
 * beginning of the next lie side by side, so twice the limit may pass in an instant. Poisson calls pass with
 * probability E min(N, limit)/E N, N those of a window.
 *
 * What opens a window differs: the clock (upstash; resilience4j counts from the limiter's creation, which is the
 * clock's 0 here), the first call after the last window (express-rate-limit, rate-limiter-flexible, Python's limits),
 * or the first time the limiter's creation (the window within limiter.RateLimiter). Only a call that counts opens one.
 *
 * A ban refuses everybody for a while after a refusal: from the first refusal (rate-limiter-flexible's blockDuration)
 * or from the latest (much as limits' elastic expiry). A ban shorter than the window does not end the window, as it
 * does in rate-limiter-flexible, and what is refused during a ban is not counted. With carry-over the window is a
 * quota: it inherits what its predecessors have left, up to a cap; windows in which nobody called count among them.
 * With patience a call that finds no room takes its place in the next window that has some and waits for it; one that
 * would have to wait longer is refused at once (resilience4j: timeoutDuration).
 */
export const fixedWindow = defineRateLimiter({
  id: 'fixed-window',
  title: 'Fixed window',
  summary: 'So many calls per window; at its edge, twice as many.',
  sources: [
    { title: 'express-rate-limit', url: 'https://github.com/express-rate-limit/express-rate-limit' },
    { title: 'rate-limiter-flexible', url: 'https://github.com/animir/node-rate-limiter-flexible/wiki' },
    { title: 'Upstash, ratelimit algorithms', url: 'https://upstash.com/docs/redis/sdks/ratelimit-ts/algorithms' },
  ],
  params: {
    limit: integer({
      label: 'Limit',
      help: 'How much passes per window.',
      unit: 'req',
      default: 100,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    window: duration({
      label: 'Window',
      help: 'How long a window lasts.',
      default: 1_000,
      min: 1,
      max: 2_678_400_000,
      scale: 'log',
    }),
    origin: choice({
      label: 'Window opens',
      help: 'What a window begins with: the clock lets everybody start afresh at once, the first call each at a time of their own.',
      default: 'first-request',
      options: {
        'first-request': 'First call after the last',
        clock: 'By the clock',
        creation: 'At creation, then as called',
      },
    }),
    carry: integer({
      label: 'Carry-over',
      help: 'Most that a window inherits of what earlier windows left unused.',
      unit: 'req',
      advanced: true,
      default: 0,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    countRefused: flag({
      label: 'Count refused calls',
      help: 'Whether refused calls use up the window, too; it matters where calls differ in cost.',
      advanced: true,
      default: false,
    }),
    ban: duration({
      label: 'Ban',
      help: 'For how long a refusal shuts its caller out.',
      advanced: true,
      default: 0,
      min: 0,
      max: LONGEST,
      scale: 'log',
    }),
    banFrom: choice({
      label: 'Ban counts from',
      help: 'Whether a ban runs from the first refusal, or from the latest, so that it ends only for callers who stop asking.',
      advanced: true,
      default: 'first',
      options: { first: 'First refusal', latest: 'Latest refusal' },
    }),
    patience: duration({
      label: 'Patience',
      help: 'How long a call may wait for a later window. One that would have to wait longer is refused at once.',
      advanced: true,
      default: 0,
      min: 0,
      max: LONGEST,
      scale: 'log',
    }),
  },
  examples: [
    { limit: 5 },
    { limit: 3, window: 1, origin: 'clock' },
    { limit: 4, window: 10, origin: 'creation' },
    { limit: 3, window: 5, carry: 7 },
    { limit: 2, window: 1, carry: 100, origin: 'clock' },
    { limit: 5, window: 20, countRefused: true },
    { limit: 3, window: 5, ban: 12 },
    { limit: 3, window: 5, ban: 2, banFrom: 'latest', origin: 'clock', countRefused: true, carry: 2 },
    { limit: 0, carry: 5 },
    { limit: 0 },
    { limit: 3, window: 2_678_400_000, origin: 'clock', ban: 86_400_000 },
    { limit: 3, window: 10, origin: 'creation', patience: 12 },
    { limit: 2, window: 5, origin: 'clock', patience: 30, carry: 3 },
    { limit: 4, window: 8, patience: 20, countRefused: true, ban: 3 },
  ],
  promises: ['keeps-order', 'use-never-helps', 'refuses-the-too-dear', 'treats-all-alike'],
  size: () => 4,
  start(params, cells, at, now) {
    const { origin, window } = params;
    cells[at + BEGAN] = origin === 'clock' ? Math.floor(now / window) * window : origin === 'creation' ? now : now - window;
    cells[at + USED] = origin === 'first-request' ? UNOPENED : 0;
    cells[at + INHERITED] = 0;
    cells[at + BANNED_UNTIL] = now;
  },
  check(params, cells, at, now, { cost }) {
    if (now < cells[at + BANNED_UNTIL]) return REFUSED;
    if (left(params, cells, at, now) >= cost) return PASSES;
    // what takes more than a window holds depends on what others leave: nobody can say when that is
    if (params.patience === 0 || cost > params.limit) return REFUSED;
    const wait = timeUntil(params, cells, at, now, cost);
    return wait <= params.patience ? wait : REFUSED;
  },
  take: (params, cells, at, now, { cost }) => count(params, cells, at, now, cost),
  refuse(params, cells, at, now, { cost }) {
    const banned = now < cells[at + BANNED_UNTIL];
    // windows to come are for those that wait
    if (params.countRefused && !banned)
      count(params, cells, at, now, params.patience > 0 ? Math.min(cost, Math.max(0, left(params, cells, at, now))) : cost);
    if (params.ban > 0 && (!banned || params.banFrom === 'latest')) cells[at + BANNED_UNTIL] = now + params.ban;
  },
  retryAfter(params, cells, at, now, { cost }) {
    const banned = Math.max(0, cells[at + BANNED_UNTIL] - now);
    return Math.max(banned, timeUntil(params, cells, at, now, cost) - (cost > params.limit ? 0 : params.patience));
  },
  hint: 'exact',
  // every window that the span touches, and what the first of them inherited, or the places that one that waits had before
  promise: ({ limit, carry, window, patience }, span) =>
    limit === 0 ? 0 : limit * (Math.ceil(span / window) + 1 + (patience > 0 ? 1 : 0)) + carry,
  means: ({ limit, window }) => ({ limit, span: window }),
  longestWait: ({ patience }) => patience,
  gauges: {
    left: { label: 'Left in the window', unit: 'req', read: ({ cells, at }, params, now) => Math.max(0, left(params, cells, at, now)) },
  },
});
