import {
  type AnyRateLimiter,
  type Ask,
  type Chosen,
  choice,
  defineRateLimiter,
  nextFree,
  PASSES,
  policy,
  promisesOf,
  type RateLimiterPromise,
  REFUSED,
} from './contract.ts';

type Limiter = Chosen<AnyRateLimiter>;

const SLOTS = ['first', 'second', 'third'] as const;

interface Values {
  mode: string;
  first: Limiter;
  second: Limiter;
  third: Limiter;
}

/** Cells: of each limiter what it has let pass and not seen end, for `any`; then the cells of one after the other. */
const HELD = 0;
const NESTED = SLOTS.length;

/** A slot with no limiter: what lets everybody pass would, if any is enough, make the others pointless. */
const isEmpty = ({ policy }: Limiter) => policy.id === 'none';

const sizeOf = ({ policy, params }: Limiter) => policy.size(params);

/** Which limiter lets the call pass, if one is enough: the one that does so soonest, the first of several; −1 if none. */
function taker(params: Values, cells: Float64Array, at: number, now: number, ask: Ask): number {
  let place = at + NESTED;
  let found = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < SLOTS.length; i++) {
    const limiter = params[SLOTS[i]];
    if (!isEmpty(limiter)) {
      const answer = limiter.policy.check(limiter.params, cells, place, now, ask);
      if (answer === PASSES) return i;
      if (answer !== REFUSED && answer < least) {
        least = answer;
        found = i;
      }
    }
    place += sizeOf(limiter);
  }
  return found;
}

/** The first that is not empty; 0 if all are. */
function firstInUse(params: Values): number {
  for (let i = 0; i < SLOTS.length; i++) if (!isEmpty(params[SLOTS[i]])) return i;
  return 0;
}

function placeOf(params: Values, at: number, slot: number): number {
  let place = at + NESTED;
  for (let i = 0; i < slot; i++) place += sizeOf(params[SLOTS[i]]);
  return place;
}

const comeBack: typeof nextFree = ({ policy, params }, cells, at, now, ask) => policy.retryAfter(params, cells, at, now, ask);

/** The longest of the nested waits, or the shortest if one is enough. */
function untilRoom(waitOf: typeof nextFree, params: Values, cells: Float64Array, at: number, now: number, ask: Ask): number {
  const isAny = params.mode === 'any' && !isEmpty(params[SLOTS[firstInUse(params)]]);
  let place = at + NESTED;
  let result = isAny ? Number.POSITIVE_INFINITY : 0;
  for (const slot of SLOTS) {
    const limiter = params[slot];
    if (!isAny) result = Math.max(result, waitOf(limiter, cells, place, now, ask));
    else if (!isEmpty(limiter)) result = Math.min(result, waitOf(limiter, cells, place, now, ask));
    place += sizeOf(limiter);
  }
  return result;
}

/**
 * Who gives back his place when a call has ended and any limiter was enough; who let it pass is not known. First come
 * those that do not care, so that what others count in flight is never less than what is; then the last, borrowed first.
 */
function giver(params: Values, cells: Float64Array, at: number): number {
  let found = -1;
  for (let i = 0; i < SLOTS.length; i++) {
    if (cells[at + HELD + i] <= 0) continue;
    if (!params[SLOTS[i]].policy.release) return i;
    found = i;
  }
  return found;
}

/**
 * Up to three limiters as one: per second and per day, per user and per tenant, on rate and on calls in flight. A call
 * passes if all let it pass, and takes from all of them or from none: one that the day refuses has not used up its
 * second. Or any is enough, and only the one that lets it pass is charged, the first of several: a burst allowance on
 * top of a rate, as BurstyRateLimiter of rate-limiter-flexible. Refusals are told to those who refused.
 *
 * If a nested limiter makes calls wait, a call waits for the slowest of them, and is charged for at once everywhere.
 * Nested limiters all see the same key; limits on different keys are different components.
 */
export const hierarchical = defineRateLimiter({
  id: 'hierarchical',
  title: 'Hierarchical',
  summary: 'Up to three limiters as one: per second and per day, rate and concurrency.',
  sources: [
    {
      title: 'rate-limiter-flexible, BurstyRateLimiter',
      url: 'https://github.com/animir/node-rate-limiter-flexible/wiki/BurstyRateLimiter',
    },
    { title: 'RFC 2698, a two rate three color marker', url: 'https://www.rfc-editor.org/rfc/rfc2698' },
  ],
  params: {
    mode: choice({
      label: 'A call passes if',
      help: 'Whether every limiter must let a call pass, or one is enough.',
      default: 'all',
      options: { all: 'All let it pass', any: 'Any lets it pass' },
    }),
    first: policy({
      label: 'First',
      help: 'The limiter that is asked first.',
      seam: 'rate-limiter',
      default: { kind: 'token-bucket' },
    }),
    second: policy({
      label: 'Second',
      help: 'The limiter that is asked next.',
      seam: 'rate-limiter',
      default: { kind: 'fixed-window', limit: 1_000, window: 60_000 },
    }),
    third: policy({ label: 'Third', help: 'The limiter that is asked last.', seam: 'rate-limiter', default: { kind: 'none' } }),
  },
  examples: [
    {
      first: { kind: 'token-bucket', rate: 1_000, burst: 3 },
      second: { kind: 'sliding-log', limit: 8, window: 20 },
      third: { kind: 'fixed-window', limit: 12, window: 50, ban: 10 },
    },
    {
      mode: 'any',
      first: { kind: 'fixed-window', limit: 5, window: 10 },
      second: { kind: 'fixed-window', limit: 3, window: 30 },
    },
    {
      first: { kind: 'leaky-queue', rate: 500, capacity: 6 },
      second: { kind: 'fixed-window', limit: 4, window: 3, origin: 'clock' },
      third: { kind: 'leaky-queue', rate: 2_000, capacity: 3, undelayed: 1 },
    },
    {
      mode: 'any',
      first: { kind: 'concurrency', limit: 2 },
      second: {
        kind: 'hierarchical',
        first: { kind: 'leaky-bucket', rate: 300, capacity: 2 },
        second: { kind: 'adaptive-concurrency', initial: 3, min: 1, max: 9, slow: 2 },
      },
      third: { kind: 'priority-reserve', rate: 100, burst: 4 },
    },
    { mode: 'any', first: { kind: 'none' }, second: { kind: 'none' } },
    { third: { kind: 'sliding-log', limit: 0 } },
  ],
  promises: ({ mode, first, second, third }) => {
    const limiters = [first, second, third];
    const everyOne = (promise: RateLimiterPromise) =>
      limiters.every(({ policy: each, params }) => promisesOf(each, params).includes(promise));
    const kept: RateLimiterPromise[] = ['use-never-helps', 'treats-all-alike', 'lets-everybody-pass'];
    // with a choice of queues a call may overtake those in another
    return mode === 'all' ? [...kept.filter(everyOne), ...(['keeps-order'] as const).filter(everyOne)] : kept.filter(everyOne);
  },
  size: ({ first, second, third }) => NESTED + sizeOf(first) + sizeOf(second) + sizeOf(third),
  start(params, cells, at, now) {
    cells.fill(0, at, at + NESTED);
    let place = at + NESTED;
    for (const slot of SLOTS) {
      const limiter = params[slot];
      limiter.policy.start(limiter.params, cells, place, now);
      place += sizeOf(limiter);
    }
  },
  check(params, cells, at, now, ask) {
    if (params.mode === 'any') {
      const slot = taker(params, cells, at, now, ask);
      const limiter = params[SLOTS[Math.max(0, slot)]];
      if (slot >= 0) return limiter.policy.check(limiter.params, cells, placeOf(params, at, slot), now, ask);
      return isEmpty(params[SLOTS[firstInUse(params)]]) ? PASSES : REFUSED;
    }
    let place = at + NESTED;
    let wait = PASSES;
    for (let i = 0; i < SLOTS.length; i++) {
      const limiter = params[SLOTS[i]];
      const answer = limiter.policy.check(limiter.params, cells, place, now, ask);
      if (answer === REFUSED) return REFUSED;
      if (answer > wait) wait = answer;
      place += sizeOf(limiter);
    }
    return wait;
  },
  take(params, cells, at, now, ask) {
    if (params.mode === 'any') {
      const slot = taker(params, cells, at, now, ask);
      const payer = slot >= 0 ? slot : firstInUse(params);
      const limiter = params[SLOTS[payer]];
      limiter.policy.take(limiter.params, cells, placeOf(params, at, payer), now, ask);
      cells[at + HELD + payer] += ask.cost;
      return;
    }
    let place = at + NESTED;
    for (let i = 0; i < SLOTS.length; i++) {
      const limiter = params[SLOTS[i]];
      limiter.policy.take(limiter.params, cells, place, now, ask);
      place += sizeOf(limiter);
    }
  },
  refuse(params, cells, at, now, ask) {
    let place = at + NESTED;
    for (let i = 0; i < SLOTS.length; i++) {
      const limiter = params[SLOTS[i]];
      if (limiter.policy.refuse && limiter.policy.check(limiter.params, cells, place, now, ask) === REFUSED)
        limiter.policy.refuse(limiter.params, cells, place, now, ask);
      place += sizeOf(limiter);
    }
  },
  release(params, cells, at, now, ask, latency, failed) {
    const only = params.mode === 'any' ? giver(params, cells, at) : -1;
    if (only >= 0) cells[at + HELD + only] = Math.max(0, cells[at + HELD + only] - ask.cost);
    let place = at + NESTED;
    for (let i = 0; i < SLOTS.length; i++) {
      const limiter = params[SLOTS[i]];
      if (only < 0 || only === i) limiter.policy.release?.(limiter.params, cells, place, now, ask, latency, failed);
      place += sizeOf(limiter);
    }
  },
  retryAfter: (params, cells, at, now, ask) => untilRoom(comeBack, params, cells, at, now, ask),
  nextFree: (params, cells, at, now, ask) => untilRoom(nextFree, params, cells, at, now, ask),
  // exact where the nested ones are
  hint: 'lower-bound',
  promise(params, span) {
    const waits = SLOTS.map((slot) => params[slot].policy.longestWait?.(params[slot].params) ?? 0);
    if (params.mode === 'any') {
      const limiters = SLOTS.map((slot) => params[slot]).filter((limiter) => !isEmpty(limiter));
      if (limiters.length === 0) return Number.POSITIVE_INFINITY;
      return limiters.reduce((sum, limiter) => sum + limiter.policy.promise(limiter.params, span), 0);
    }
    // what one lets pass now may have to wait for the others, and then passes in the span with what comes later
    const promises = SLOTS.map((slot, i) => {
      const others = Math.max(...waits.filter((_, j) => j !== i));
      return params[slot].policy.promise(params[slot].params, span + others);
    });
    return Math.min(...promises);
  },
  longestWait: (params) => Math.max(...SLOTS.map((slot) => params[slot].policy.longestWait?.(params[slot].params) ?? 0)),
});
