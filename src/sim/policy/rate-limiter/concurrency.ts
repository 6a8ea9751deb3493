import { defineRateLimiter, integer, PASSES, REFUSED } from './contract.ts';

/** Cell: the cost of the calls that have passed and not ended. */
const IN_FLIGHT = 0;

/**
 * So many calls at a time, however fast they come and go: a bulkhead. It promises nothing of rates, and that is its
 * point: ten calls a second of thirty seconds each pass every limit on rate and are 300 at a time. By Little's law it
 * lets limit ÷ response time pass, so it tightens of its own accord when what is behind it slows down. When a place
 * will be free nobody can say, so it gives no hint.
 */
export const concurrency = defineRateLimiter({
  id: 'concurrency',
  title: 'Concurrency',
  summary: 'So many at a time, however long they take.',
  sources: [
    { title: 'Stripe, Scaling your API with rate limiters', url: 'https://stripe.com/blog/rate-limiters' },
    { title: 'resilience4j, bulkhead', url: 'https://resilience4j.readme.io/docs/bulkhead' },
  ],
  params: {
    limit: integer({ label: 'Limit', help: 'Most in flight at a time.', unit: 'req', default: 20, min: 0, max: 1_000_000, scale: 'log' }),
  },
  examples: [{ limit: 4 }, { limit: 0 }],
  promises: ['frees-with-the-end', 'keeps-order', 'use-never-helps', 'refuses-the-too-dear', 'treats-all-alike'],
  size: () => 1,
  start(_params, cells, at) {
    cells[at + IN_FLIGHT] = 0;
  },
  check: (params, cells, at, _now, { cost }) => (cells[at + IN_FLIGHT] + cost <= params.limit ? PASSES : REFUSED),
  take(_params, cells, at, _now, { cost }) {
    cells[at + IN_FLIGHT] += cost;
  },
  release(_params, cells, at, _now, { cost }) {
    cells[at + IN_FLIGHT] = Math.max(0, cells[at + IN_FLIGHT] - cost);
  },
  retryAfter(params, cells, at, _now, { cost }) {
    if (cells[at + IN_FLIGHT] + cost <= params.limit) return 0;
    return cost > params.limit ? Number.POSITIVE_INFINITY : 1;
  },
  nextFree: () => Number.POSITIVE_INFINITY,
  hint: 'none',
  promise: ({ limit }) => (limit === 0 ? 0 : Number.POSITIVE_INFINITY),
  gauges: {
    inFlight: { label: 'In flight', unit: 'req', read: ({ cells, at }) => cells[at + IN_FLIGHT] },
  },
});
