import { defineRetryDelay, duration, LONGEST } from './contract.ts';

/** Grows by the same amount each time: base, 2·base, 3·base … up to the cap. */
export const linear = defineRetryDelay({
  id: 'linear',
  title: 'Linear',
  summary: 'Each wait is longer than the last by the same amount.',
  sources: [{ title: 'Polly v8, DelayBackoffType.Linear', url: 'https://www.pollydocs.org/strategies/retry' }],
  params: {
    base: duration({
      label: 'Base',
      help: 'The first wait, and what each further one adds.',
      default: 250,
      min: 0,
      max: LONGEST,
      scale: 'log',
    }),
    cap: duration({ label: 'Cap', help: 'No wait is longer.', default: 10_000, min: 0, max: LONGEST, scale: 'log' }),
  },
  examples: [{ base: 250, cap: 900 }],
  promises: ['never-falls', 'within-cap', 'reaches-its-ends', 'same-for-all'],
  delay: (params, retry) => Math.min(params.cap, params.base * retry),
  most: (params, retry) => Math.min(params.cap, params.base * retry),
  least: (params, retry) => Math.min(params.cap, params.base * retry),
});
