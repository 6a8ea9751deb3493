import { defineRetryDelay, exponentialLimit, exponentialParams, wholeMicros } from './contract.ts';

/** Half the exponential limit for certain, the other half at random: never at once, at the price of waiting longer. */
export const equalJitter = defineRetryDelay({
  id: 'equal-jitter',
  title: 'Equal jitter',
  summary: 'Waits half the exponential limit, and a random time up to the other half.',
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
  promises: ['never-falls', 'within-cap', 'reaches-its-ends', 'spreads'],
  delay(params, retry, _memory, _at, chance) {
    const half = exponentialLimit(params, retry) / 2;
    return wholeMicros(half + half * chance.unit());
  },
  most: (params, retry) => wholeMicros(exponentialLimit(params, retry)),
  least: (params, retry) => wholeMicros(exponentialLimit(params, retry) / 2),
});
