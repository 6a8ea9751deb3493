import { defineRateLimiter, PASSES } from './contract.ts';

/** Everybody passes. */
export const none = defineRateLimiter({
  id: 'none',
  title: 'None',
  summary: 'Everybody passes.',
  sources: [{ title: 'Stripe, Scaling your API with rate limiters', url: 'https://stripe.com/blog/rate-limiters' }],
  params: {},
  promises: ['lets-everybody-pass', 'keeps-order', 'use-never-helps', 'treats-all-alike'],
  size: () => 0,
  start() {},
  check: () => PASSES,
  take() {},
  retryAfter: () => 0,
  hint: 'exact',
  promise: () => Number.POSITIVE_INFINITY,
});
