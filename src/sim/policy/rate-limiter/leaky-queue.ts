import { defineRateLimiter, LEAK_SIZE, leftOf, number, PASSES, pour, REFUSED, SECOND, startLeak, timeUntil } from './contract.ts';

/** One call in the units of the leak: then a rate of r calls a second leaks exactly r a microsecond. */
const CALL = SECOND;
/** Forgiven, so that a call passes on time at rates that are no whole numbers [millionths of a call]. */
const SLACK = 1e-3;

interface Values {
  capacity: number;
}

/** The highest the water may stand for such a call to be let in. */
const brim = (params: Values, cost: number) => (params.capacity - cost) * CALL + SLACK;

/**
 * The leaky bucket as a queue: calls leave at a steady rate, one after the other, whatever the rhythm they come in.
 * A burst is not refused but spread out; who finds the queue full is. It lets in the very calls that the leaky bucket
 * as a meter lets pass, and makes each wait for those before it: at most capacity/rate. Behind it nothing ever sees a
 * burst, and its callers see the delay.
 *
 * The capacity holds the call at the outlet as well: NGINX's limit_req with burst b is a capacity of b + 1, and
 * NGINX's `delay` is what passes undelayed. Waits are rounded up to whole microseconds. The promise of a burst as high
 * as the capacity is for calls that cost as much; of calls that cost 1, 1 + rate · t pass.
 */
export const leakyQueue = defineRateLimiter({
  id: 'leaky-queue',
  title: 'Leaky bucket (queue)',
  summary: 'Spreads a burst out instead of refusing it: one call every 1/rate seconds.',
  sources: [
    { title: 'Turner, New directions in communications (1986)', url: 'https://doi.org/10.1109/MCOM.1986.1092946' },
    { title: 'NGINX, limit_req', url: 'https://nginx.org/en/docs/http/ngx_http_limit_req_module.html' },
    { title: 'Bottleneck', url: 'https://github.com/SGrondin/bottleneck' },
  ],
  params: {
    rate: number({
      label: 'Rate',
      help: 'How many leave the queue per second.',
      unit: 'req/s',
      default: 100,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    capacity: number({
      label: 'Capacity',
      help: 'How many there is room for, the one that is leaving included; the last of them waits for capacity/rate.',
      unit: 'req',
      default: 20,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    undelayed: number({
      label: 'Undelayed',
      help: 'How many of a burst, beyond the first, pass at once before the delay sets in.',
      unit: 'req',
      advanced: true,
      default: 0,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
  },
  examples: [
    { rate: 3, capacity: 4 },
    { rate: 70_000, capacity: 6, undelayed: 3 },
    { rate: 0.7, capacity: 5.5, undelayed: 10 },
    { rate: 0, capacity: 3 },
    { rate: 0, capacity: 4, undelayed: 2 },
    { capacity: 0 },
  ],
  promises: ['keeps-order', 'use-never-helps', 'refuses-the-too-dear', 'treats-all-alike'],
  size: () => LEAK_SIZE,
  start: (_params, cells, at, now) => startLeak(cells, at, now, 0),
  check(params, cells, at, now, { cost }) {
    const before = leftOf(cells, at, now, params.rate);
    if (before > brim(params, cost)) return REFUSED;
    const delaying = before - params.undelayed * CALL - SLACK;
    if (delaying <= 0) return PASSES;
    return params.rate > 0 ? Math.ceil(delaying / params.rate) : REFUSED;
  },
  take: ({ rate }, cells, at, now, { cost }) => pour(cells, at, now, rate, cost * CALL),
  retryAfter(params, cells, at, now, { cost }) {
    // if nothing ever leaks, only what would not have to wait gets in
    const most = params.rate > 0 ? brim(params, cost) : Math.min(brim(params, cost), params.undelayed * CALL + SLACK);
    return timeUntil(cells, at, now, params.rate, most);
  },
  hint: 'exact',
  // a wait that is rounded up puts a call into the span whose turn was up to a microsecond before it
  promise: ({ rate, capacity }, span) => capacity + (rate * (span + 1)) / SECOND,
  means: ({ rate }) => ({ limit: rate, span: SECOND }),
  longestWait: ({ rate, capacity, undelayed }) => (rate > 0 ? Math.ceil((Math.max(0, capacity - undelayed) * SECOND) / rate) : 0),
  gauges: {
    water: { label: 'In the queue', unit: 'req', read: ({ cells, at }, params, now) => leftOf(cells, at, now, params.rate) / CALL },
  },
});
