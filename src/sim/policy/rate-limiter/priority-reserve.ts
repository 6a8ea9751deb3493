import { defineRateLimiter, LEAK_SIZE, leftOf, number, PASSES, pour, REFUSED, ratio, SECOND, startLeak, timeUntil } from './contract.ts';

/** One token in the units of the leak, which is what the bucket lacks: a rate of r tokens a second fills exactly r a microsecond. */
const TOKEN = SECOND;
/** Forgiven, so that a call passes on time at rates that are no whole numbers [millionths of a token]. */
const SLACK = 1e-3;

interface Values {
  burst: number;
  reserve1: number;
  reserve2: number;
  reserve3: number;
}

/** The share of the bucket that a class leaves to those above it. */
function reserveOf({ reserve1, reserve2, reserve3 }: Values, priority: number): number {
  if (priority <= 0) return 0;
  if (priority === 1) return reserve1;
  return priority === 2 ? Math.max(reserve1, reserve2) : Math.max(reserve1, reserve2, reserve3);
}

/** The most that the bucket may lack for such a call to pass [millionths of a token]. */
function mostMissing(params: Values, cost: number, priority: number): number {
  return (params.burst - reserveOf(params, priority) * params.burst - cost) * TOKEN + SLACK;
}

/**
 * A token bucket of which every class of calls must leave a share to the more important ones. As load grows the bucket
 * stands lower, and the classes run dry one after the other, the least important first: checkout goes on while
 * analytics gets nothing. No more important call is ever refused where a less important one of the same cost would pass.
 *
 * Four classes, as Stripe's load shedder and Google's criticalities have them; all from the fourth on are treated
 * alike. A class that is told to leave less than a more important one leaves as much as that.
 */
export const priorityReserve = defineRateLimiter({
  id: 'priority-reserve',
  title: 'Priority reserve',
  summary: 'A token bucket whose last tokens are kept for the most important calls.',
  sources: [
    { title: 'Stripe, Scaling your API with rate limiters: load shedder', url: 'https://stripe.com/blog/rate-limiters' },
    { title: 'Google SRE book, Handling overload: criticality', url: 'https://sre.google/sre-book/handling-overload/' },
  ],
  looksAt: ['priority'],
  params: {
    rate: number({
      label: 'Rate',
      help: 'Tokens that drip in per second, for all classes together.',
      unit: 'req/s',
      default: 100,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    burst: number({
      label: 'Burst',
      help: 'Most tokens the bucket holds.',
      unit: 'req',
      default: 20,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    reserve1: ratio({ label: 'Left by class 1', help: 'Share of the bucket that class 1 leaves to class 0.', default: 0.2 }),
    reserve2: ratio({ label: 'Left by class 2', help: 'Share of the bucket that class 2 leaves to classes 0 and 1.', default: 0.4 }),
    reserve3: ratio({
      label: 'Left by class 3',
      help: 'Share of the bucket that class 3 and all below leave to the others.',
      default: 0.6,
    }),
  },
  examples: [
    { rate: 900, burst: 6, reserve1: 0.1, reserve2: 0.5, reserve3: 1 },
    { rate: 0, reserve1: 1, reserve2: 0, reserve3: 0.3 },
    { burst: 0 },
  ],
  promises: ['keeps-order', 'use-never-helps', 'refuses-the-too-dear'],
  size: () => LEAK_SIZE,
  start: (_params, cells, at, now) => startLeak(cells, at, now, 0),
  check: (params, cells, at, now, { cost, priority }) =>
    leftOf(cells, at, now, params.rate) <= mostMissing(params, cost, priority) ? PASSES : REFUSED,
  take: ({ rate }, cells, at, now, { cost }) => pour(cells, at, now, rate, cost * TOKEN),
  retryAfter: (params, cells, at, now, { cost, priority }) => timeUntil(cells, at, now, params.rate, mostMissing(params, cost, priority)),
  hint: 'exact',
  promise: ({ rate, burst }, span) => burst + (rate * span) / SECOND,
  means: ({ rate }) => ({ limit: rate, span: SECOND }),
  gauges: {
    tokens: {
      label: 'Tokens left',
      unit: 'tokens',
      read: ({ cells, at }, params, now) => params.burst - leftOf(cells, at, now, params.rate) / TOKEN,
    },
  },
});
