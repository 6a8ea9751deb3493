import { defineRetryDelay } from './contract.ts';

/** No wait at all: right for one lost packet, wrong for everything that fails because it is busy. */
export const none = defineRetryDelay({
  id: 'none',
  title: 'None',
  summary: 'Tries again at once.',
  sources: [
    {
      title: 'AWS Builders’ Library, Timeouts, retries and backoff with jitter',
      url: 'https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/',
    },
  ],
  params: {},
  promises: ['never-falls', 'reaches-its-ends', 'same-for-all'],
  delay: () => 0,
  most: () => 0,
  least: () => 0,
});
