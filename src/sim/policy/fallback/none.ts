import { defineFallback } from './contract.ts';

/** What has failed has failed. */
export const none = defineFallback({
  id: 'none',
  title: 'None',
  summary: 'What has failed has failed.',
  sources: [
    {
      title: 'Amazon Builders’ Library, Avoiding fallback in distributed systems',
      url: 'https://aws.amazon.com/builders-library/avoiding-fallback-in-distributed-systems/',
    },
  ],
  params: {},
  promises: ['answers-nothing'],
});
