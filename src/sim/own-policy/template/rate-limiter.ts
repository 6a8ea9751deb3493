import { defineRateLimiter, number, PASSES, REFUSED, SECOND } from '../../policy/rate-limiter/contract.ts';

/** What the cells of a key hold: tokens, and when they were counted [µs]. */
const TOKENS = 0;
const SINCE = 1;

/** A bucket of tokens that fills steadily; a call takes as many as it costs. */
export const template = defineRateLimiter({
  id: 'template',
  title: 'Mine',
  summary: 'Tokens that come back steadily.',
  sources: [],
  params: {
    rate: number({ label: 'Rate', help: 'Tokens per second.', unit: 'req/s', default: 100, min: 1, max: 100_000, scale: 'log' }),
    burst: number({ label: 'Burst', help: 'Most tokens at once.', unit: 'req', default: 20, min: 1, max: 100_000, scale: 'log' }),
  },
  size: () => 2,
  start({ burst }, cells, at, now) {
    cells[at + TOKENS] = burst;
    cells[at + SINCE] = now;
  },
  check: ({ rate, burst }, cells, at, now, { cost }) =>
    Math.min(burst, cells[at + TOKENS] + ((now - cells[at + SINCE]) * rate) / SECOND) >= cost ? PASSES : REFUSED,
  take({ rate, burst }, cells, at, now, { cost }) {
    cells[at + TOKENS] = Math.min(burst, cells[at + TOKENS] + ((now - cells[at + SINCE]) * rate) / SECOND) - cost;
    cells[at + SINCE] = now;
  },
  retryAfter({ rate, burst }, cells, at, now, { cost }) {
    if (cost > burst) return Number.POSITIVE_INFINITY;
    const tokens = cells[at + TOKENS] + ((now - cells[at + SINCE]) * rate) / SECOND;
    return tokens >= cost ? 0 : Math.ceil(((cost - tokens) * SECOND) / rate);
  },
  hint: 'lower-bound',
  promise: ({ rate, burst }, span) => burst + (span * rate) / SECOND + 1,
});
