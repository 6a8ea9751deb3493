import { defineRateLimiter, duration, LONGEST, PASSES, REFUSED, SECOND } from './contract.ts';

/** Cell: when the next call would be due if they came in a steady rhythm, the theoretical arrival time [µs]. */
const DUE = 0;

interface Values {
  interval: number;
  tolerance: number;
}

/** The latest a call of such a cost may be due for it to pass at 0 [µs]. */
const slack = ({ interval, tolerance }: Values, cost: number) => interval + tolerance - cost * interval;

/**
 * The generic cell rate algorithm: a steady rhythm of one call per interval, and a tolerance by which calls may be
 * ahead of it. A call passes if it is due no later than the tolerance from now, and puts the time off by its cost.
 * One timestamp a key is all it keeps, and yet it is a token bucket, decision by decision: rate 1/interval and burst
 * 1 + tolerance/interval. Never more than 1 + (tolerance + t)/interval pass in any span of t.
 *
 * Intervals are whole microseconds, so it is exact; a rate that does not divide a second has to be rounded.
 */
export const gcra = defineRateLimiter({
  id: 'gcra',
  title: 'GCRA',
  summary: 'A token bucket in a single timestamp: the time at which the next call is due.',
  sources: [
    { title: 'ITU-T I.371, traffic control in B-ISDN', url: 'https://www.itu.int/rec/T-REC-I.371' },
    { title: 'Leach, Rate limiting, cells, and GCRA (2015)', url: 'https://brandur.org/rate-limiting' },
  ],
  params: {
    interval: duration({
      label: 'Emission interval',
      help: 'The steady rhythm: one call per interval.',
      default: 10,
      min: 0.001,
      max: LONGEST,
      scale: 'log',
    }),
    tolerance: duration({
      label: 'Tolerance',
      help: 'By how much calls may be ahead of the rhythm: tolerance/interval more pass at once.',
      default: 190,
      min: 0,
      max: 2_678_400_000,
      scale: 'log',
    }),
  },
  examples: [
    { interval: 0.003, tolerance: 0.01 },
    { interval: 70, tolerance: 0 },
    { interval: 86_400_000, tolerance: 2_678_400_000 },
  ],
  promises: ['keeps-order', 'use-never-helps', 'refuses-the-too-dear', 'treats-all-alike'],
  size: () => 1,
  start(_params, cells, at, now) {
    cells[at + DUE] = now;
  },
  check(params, cells, at, now, { cost }) {
    const most = slack(params, cost);
    return most >= 0 && cells[at + DUE] - now <= most ? PASSES : REFUSED;
  },
  take({ interval }, cells, at, now, { cost }) {
    cells[at + DUE] = Math.max(now, cells[at + DUE]) + cost * interval;
  },
  retryAfter(params, cells, at, now, { cost }) {
    const most = slack(params, cost);
    return most < 0 ? Number.POSITIVE_INFINITY : Math.max(0, Math.ceil(cells[at + DUE] - now - most));
  },
  hint: 'exact',
  promise: ({ interval, tolerance }, span) => (interval + tolerance + span) / interval,
  means: ({ interval }) => ({ limit: SECOND / interval, span: SECOND }),
  gauges: {
    tokens: {
      label: 'Would pass at once',
      unit: 'req',
      read: ({ cells, at }, { interval, tolerance }, now) => (interval + tolerance - Math.max(0, cells[at + DUE] - now)) / interval,
    },
  },
});
