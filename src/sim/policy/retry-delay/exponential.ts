import { defineRetryDelay, exponentialLimit, exponentialParams, wholeMicros } from './contract.ts';

/**
 * min(cap, base · multiplier^(retry − 1)), no chance in it: clients that failed together come back together, in combs
 * that grow further apart. The first retry waits the base (the AWS simulator's counter starts one higher: double the
 * base for its sequence).
 */
export const exponential = defineRetryDelay({
  id: 'exponential',
  title: 'Exponential',
  summary: 'Doubles the wait each time, up to a cap; everybody alike.',
  sources: [
    {
      title: 'Brooker, Exponential backoff and jitter (AWS Architecture Blog, 2015)',
      url: 'https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/',
    },
  ],
  params: exponentialParams,
  examples: [
    { base: 70, multiplier: 1 },
    { base: 500, multiplier: 3, cap: 1_000 },
  ],
  promises: ['never-falls', 'within-cap', 'reaches-its-ends', 'same-for-all'],
  delay: (params, retry) => wholeMicros(exponentialLimit(params, retry)),
  most: (params, retry) => wholeMicros(exponentialLimit(params, retry)),
  least: (params, retry) => wholeMicros(exponentialLimit(params, retry)),
});
