import { choice, defineRetryBudget, FAILED, number, ratio, SUCCEEDED } from './contract.ts';

interface Bucket {
  tokens: number;
}

/**
 * A bucket of tokens per caller and wire. With the defaults it is gRPC's retry throttling: a failure takes a token, a
 * success puts back a tenth, retries happen only while more than half the bucket is left; it holds back retries for
 * good once more than ratio/(1 + ratio) of attempts fail. Credit per request and a charge per retry make it the
 * adaptive retry of Brooker (2022). The AWS SDKs return what a retry that helped has cost, which no setting of this
 * bucket does: see the retry quota. No retry is ever refused for the sake of a first attempt, and first attempts are
 * never held back.
 */
export const tokenBucket = defineRetryBudget({
  id: 'token-bucket',
  title: 'Token bucket (gRPC)',
  summary: 'Failures spend tokens and successes earn them; retries stop while the bucket is low.',
  sources: [
    { title: 'gRPC proposal A6, client retries: throttling', url: 'https://github.com/grpc/proposal/blob/master/A6-client-retries.md' },
    {
      title: 'Brooker, Fixing retries with token buckets and circuit breakers (2022)',
      url: 'https://brooker.co.za/blog/2022/02/28/retries.html',
    },
  ],
  params: {
    capacity: number({
      label: 'Capacity',
      help: 'Most tokens the bucket can hold; it starts full.',
      unit: 'tokens',
      default: 10,
      min: 1,
      max: 10_000,
      step: 1,
      scale: 'log',
    }),
    credit: number({ label: 'Credit', help: 'Tokens earned each time.', unit: 'tokens', default: 0.1, min: 0, max: 10, step: 0.01 }),
    creditOn: choice({
      label: 'Earned by',
      help: 'Whether successes earn tokens, or every first attempt does.',
      default: 'success',
      options: { success: 'Each success', request: 'Each first attempt' },
    }),
    charge: number({ label: 'Charge', help: 'Tokens spent each time.', unit: 'tokens', default: 1, min: 0, max: 100, step: 0.1 }),
    chargeOn: choice({
      label: 'Spent by',
      help: 'Whether failures spend tokens, or every retry does.',
      default: 'failure',
      options: { failure: 'Each failure', retry: 'Each retry' },
    }),
    reserve: ratio({ label: 'Reserve', help: 'Retries only while more than this share of the bucket is left.', default: 0.5 }),
  },
  examples: [
    { capacity: 1, credit: 0.01 },
    { capacity: 5, credit: 0.1, creditOn: 'request', charge: 1, chargeOn: 'retry', reserve: 0.2 },
    { capacity: 20, credit: 0.2, creditOn: 'request', charge: 1, chargeOn: 'retry', reserve: 0 },
    { capacity: 500, credit: 1, charge: 14, chargeOn: 'retry', reserve: 0 },
    { capacity: 10, credit: 0.3, creditOn: 'request', charge: 0.7, chargeOn: 'retry', reserve: 0 },
    { charge: 0 },
    { credit: 0, reserve: 1 },
  ],
  promises: ({ credit, creditOn, charge, chargeOn, reserve }) => [
    ...(chargeOn === 'retry' && creditOn === 'request' && charge > 0 ? (['bounds-retries'] as const) : []),
    ...(charge === 0 && reserve < 1 ? (['never-refuses'] as const) : []),
    ...(charge > 0 && (chargeOn === 'failure' ? charge > credit : creditOn === 'success') ? (['stops-in-an-outage'] as const) : []),
    ...(charge > 0 && chargeOn === 'retry' ? (['refuses-a-burst'] as const) : []),
    ...(credit > 0 && reserve < 1 ? (['recovers'] as const) : []),
  ],
  start: (params): Bucket => ({ tokens: params.capacity }),
  sent(bucket, params, _now, attempt) {
    if (attempt === 1 && params.creditOn === 'request') bucket.tokens = Math.min(params.capacity, bucket.tokens + params.credit);
  },
  learn(bucket, params, _now, _attempt, seen) {
    if (seen === SUCCEEDED && params.creditOn === 'success') bucket.tokens = Math.min(params.capacity, bucket.tokens + params.credit);
    else if (seen === FAILED && params.chargeOn === 'failure')
      bucket.tokens = Math.max(0, Math.min(bucket.tokens, params.capacity) - params.charge);
  },
  decide(bucket, params) {
    const tokens = Math.min(bucket.tokens, params.capacity);
    if (!(tokens > params.reserve * params.capacity)) return false;
    if (params.chargeOn === 'failure') return true;
    // ten credits of 0.1 come out a hair below 1
    if (tokens < params.charge - 1e-9) return false;
    bucket.tokens = Math.max(0, tokens - params.charge);
    return true;
  },
  bound: (params) =>
    params.chargeOn === 'retry' && params.charge > 0 && params.creditOn === 'request'
      ? params.credit / params.charge
      : Number.POSITIVE_INFINITY,
  gauges: {
    tokens: { label: 'Retry tokens', unit: 'tokens', read: (bucket, params) => Math.min(bucket.tokens, params.capacity) },
  },
});
