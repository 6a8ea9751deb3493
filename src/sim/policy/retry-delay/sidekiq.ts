import { choice, defineRetryDelay, LONGEST_WAIT, MICROS_PER_SECOND } from './contract.ts';

/** count⁴ + 15 s and this jitter [s]. */
function wait(retry: number, jitter: number): number {
  const count = retry - 1;
  return Math.min(LONGEST_WAIT, (count * count * count * count + 15 + jitter) * MICROS_PER_SECOND);
}

/**
 * count⁴ + 15 s and some jitter, count being 0 at the first retry: from a quarter of a minute to four days, so that
 * Sidekiq's 25 retries last about three weeks, time enough to mend what is wrong. With n the number of the retry the
 * jitter was once 0, n, 2n … 29n seconds, since 6.2.2 it is 0, n … 9n, and since 8 any whole number below 10n.
 *
 * Sidekiq looks every few seconds for jobs whose wait is over, so they start a little later; here they are punctual. And
 * no wait is longer than 10¹⁵ µs (32 years), which the 179th would be.
 */
export const sidekiq = defineRetryDelay({
  id: 'sidekiq',
  title: 'Sidekiq',
  summary: 'Waits from 15 seconds to days: the fourth power of the retries before, and some jitter.',
  sources: [
    { title: 'Sidekiq, lib/sidekiq/job_retry.rb', url: 'https://github.com/sidekiq/sidekiq/blob/main/lib/sidekiq/job_retry.rb' },
    { title: 'Sidekiq wiki, Error handling', url: 'https://github.com/sidekiq/sidekiq/wiki/Error-Handling' },
  ],
  params: {
    jitter: choice({
      label: 'Jitter',
      help: 'What is added at random to the n-th wait; it changed twice.',
      default: 'ten-steps',
      options: {
        'ten-steps': 'Ten steps of n seconds. As from 6.2.2 to 7: rand(10) · n.',
        'every-second': 'Any second below 10n. As since 8: rand(10 · n).',
        'thirty-steps': 'Thirty steps of n seconds. As before 6.2.2: rand(30) · n.',
      },
    }),
  },
  examples: [{ jitter: 'every-second' }, { jitter: 'thirty-steps' }],
  promises: ['never-falls', 'reaches-its-ends', 'spreads'],
  delay({ jitter }, retry, _memory, _at, chance) {
    if (jitter === 'every-second') return wait(retry, chance.below(10 * retry));
    return wait(retry, chance.below(jitter === 'ten-steps' ? 10 : 30) * retry);
  },
  most({ jitter }, retry) {
    if (jitter === 'every-second') return wait(retry, 10 * retry - 1);
    return wait(retry, (jitter === 'ten-steps' ? 9 : 29) * retry);
  },
  least: (_params, retry) => wait(retry, 0),
});
