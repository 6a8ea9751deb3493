import { defineRetryDelay, exponentialLimit, exponentialParams, wholeMicros } from './contract.ts';

/** Uniform between 0 and the exponential limit: spreads the clients most, and waits half as long on average. */
export const fullJitter = defineRetryDelay({
  id: 'full-jitter',
  title: 'Full jitter',
  summary: 'Waits a random time up to the exponential limit.',
  sources: [
    {
      title: 'Brooker, Exponential backoff and jitter (AWS Architecture Blog, 2015)',
      url: 'https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/',
    },
    { title: 'aws-arch-backoff-simulator', url: 'https://github.com/aws-samples/aws-arch-backoff-simulator' },
  ],
  params: exponentialParams,
  examples: [
    { base: 70, multiplier: 1 },
    { base: 500, multiplier: 3, cap: 1_000 },
  ],
  promises: ['never-falls', 'within-cap', 'reaches-its-ends', 'spreads'],
  delay: (params, retry, _memory, _at, chance) => wholeMicros(exponentialLimit(params, retry) * chance.unit()),
  most: (params, retry) => wholeMicros(exponentialLimit(params, retry)),
  least: () => 0,
});
