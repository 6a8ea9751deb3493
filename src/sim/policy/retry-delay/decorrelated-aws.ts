import { defineRetryDelay, duration, LONGEST, wholeMicros } from './contract.ts';

/**
 * min(cap, uniform between base and three times the wait before), the first from base to 3·base. Grows by chance
 * rather than by count, and piles up at the cap: with cap = 20 · base, 28 % of the sixth waits are exactly the cap.
 */
export const decorrelatedAws = defineRetryDelay({
  id: 'decorrelated-aws',
  title: 'Decorrelated (AWS)',
  summary: 'Waits a random time between the base and three times the wait before.',
  sources: [
    {
      title: 'Brooker, Exponential backoff and jitter (AWS Architecture Blog, 2015)',
      url: 'https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/',
    },
    { title: 'aws-arch-backoff-simulator', url: 'https://github.com/aws-samples/aws-arch-backoff-simulator' },
  ],
  params: {
    base: duration({ label: 'Base', help: 'No wait is shorter, unless the cap is.', default: 100, min: 0, max: LONGEST, scale: 'log' }),
    cap: duration({ label: 'Cap', help: 'No wait is longer.', default: 10_000, min: 0, max: LONGEST, scale: 'log' }),
  },
  examples: [{ base: 100, cap: 1_000 }],
  promises: ['never-falls', 'within-cap', 'reaches-its-ends', 'spreads'],
  delay(params, _retry, memory, at, chance) {
    const before = memory[at] > 0 ? memory[at] : params.base;
    const span = Math.max(0, 3 * before - params.base);
    const wait = wholeMicros(Math.min(params.cap, params.base + span * chance.unit()));
    memory[at] = wait;
    return wait;
  },
  most(params, retry) {
    let most = params.base;
    for (let i = 0; i < retry && most < params.cap; i++) most *= 3;
    return wholeMicros(Math.min(params.cap, most));
  },
  least: (params) => Math.min(params.cap, params.base),
});
