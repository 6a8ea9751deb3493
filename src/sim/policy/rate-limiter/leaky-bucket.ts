import { defineRateLimiter, LEAK_SIZE, leftOf, number, PASSES, pour, REFUSED, SECOND, startLeak, timeUntil } from './contract.ts';

/** One call in the units of the leak: then a rate of r calls a second leaks exactly r a microsecond. */
const CALL = SECOND;
/** Forgiven, so that a call passes on time at rates that are no whole numbers [millionths of a call]. */
const SLACK = 1e-3;

interface Values {
  capacity: number;
}

/** The highest the water may stand for such a call to pass. */
const brim = (params: Values, cost: number) => (params.capacity - cost) * CALL + SLACK;

/**
 * The leaky bucket as a meter: every call pours in what it costs, the bucket leaks at a steady rate, and who would make
 * it overflow is refused. It is the token bucket seen from below: water is what is missing from a full bucket of
 * tokens, and both decide alike, call by call. Never more than capacity + rate · t pass in any span of t.
 *
 * The capacity holds the call that pours as well: NGINX's limit_req with nodelay and burst b is a capacity of b + 1.
 * It delays nobody; the leaky bucket that does is the queue.
 */
export const leakyBucket = defineRateLimiter({
  id: 'leaky-bucket',
  title: 'Leaky bucket (meter)',
  summary: 'The token bucket upside down: calls fill it, a steady leak empties it.',
  sources: [
    { title: 'Turner, New directions in communications (1986)', url: 'https://doi.org/10.1109/MCOM.1986.1092946' },
    { title: 'ITU-T I.371, traffic control in B-ISDN', url: 'https://www.itu.int/rec/T-REC-I.371' },
    { title: 'NGINX, limit_req', url: 'https://nginx.org/en/docs/http/ngx_http_limit_req_module.html' },
  ],
  params: {
    rate: number({
      label: 'Rate',
      help: 'What leaks per second: what passes in the long run.',
      unit: 'req/s',
      default: 100,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    capacity: number({
      label: 'Capacity',
      help: 'What the bucket holds: what passes at once after a pause.',
      unit: 'req',
      default: 20,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
  },
  examples: [{ rate: 7, capacity: 3 }, { rate: 0.07, capacity: 1.5 }, { rate: 0, capacity: 3 }, { capacity: 0 }],
  promises: ['keeps-order', 'use-never-helps', 'refuses-the-too-dear', 'treats-all-alike'],
  size: () => LEAK_SIZE,
  start: (_params, cells, at, now) => startLeak(cells, at, now, 0),
  check: (params, cells, at, now, { cost }) => (leftOf(cells, at, now, params.rate) <= brim(params, cost) ? PASSES : REFUSED),
  take: ({ rate }, cells, at, now, { cost }) => pour(cells, at, now, rate, cost * CALL),
  retryAfter: (params, cells, at, now, { cost }) => timeUntil(cells, at, now, params.rate, brim(params, cost)),
  hint: 'exact',
  promise: ({ rate, capacity }, span) => capacity + (rate * span) / SECOND,
  means: ({ rate }) => ({ limit: rate, span: SECOND }),
  gauges: {
    water: { label: 'In the bucket', unit: 'req', read: ({ cells, at }, params, now) => leftOf(cells, at, now, params.rate) / CALL },
  },
});
