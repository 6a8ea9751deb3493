import { defineRetryDelay, duration, LONGEST } from './contract.ts';

/** The same wait each time. Keeps every failed client in step with all the others that failed with it. */
export const constant = defineRetryDelay({
  id: 'constant',
  title: 'Constant',
  summary: 'Waits the same time before every retry.',
  sources: [{ title: 'Polly v8, DelayBackoffType.Constant', url: 'https://www.pollydocs.org/strategies/retry' }],
  params: {
    delay: duration({ label: 'Delay', help: 'The wait before every retry.', default: 250, min: 0, max: LONGEST, scale: 'log' }),
  },
  examples: [{ delay: 0 }],
  promises: ['never-falls', 'reaches-its-ends', 'same-for-all'],
  delay: (params) => params.delay,
  most: (params) => params.delay,
  least: (params) => params.delay,
});
