import { defineRetryBudget, FAILED, ratio } from './contract.ts';

interface Record {
  first: number;
  failures: number;
}

/**
 * The "retry circuit breaker" of Brooker (2022): retries stop while failures are more than a share of first attempts,
 * both counted since the start. First attempts always go out. All or nothing: a little above the ratio it retries
 * almost nothing, where a token bucket would still retry up to its share.
 */
export const failureRatio = defineRetryBudget({
  id: 'failure-ratio',
  title: 'Failure ratio',
  summary: 'Retries stop altogether while too large a share of attempts fails.',
  sources: [
    {
      title: 'Brooker, Fixing retries with token buckets and circuit breakers (2022)',
      url: 'https://brooker.co.za/blog/2022/02/28/retries.html',
    },
  ],
  params: {
    most: ratio({ label: 'Most failures', help: 'Retries only while failures are at most this share of first attempts.', default: 0.1 }),
  },
  examples: [{ most: 0 }, { most: 1 }],
  promises: ({ most }) => [...(most < 1 ? (['stops-in-an-outage'] as const) : []), ...(most > 0 ? (['recovers'] as const) : [])],
  start: (): Record => ({ first: 0, failures: 0 }),
  sent(record, _params, _now, attempt) {
    if (attempt === 1) record.first++;
  },
  learn(record, _params, _now, _attempt, seen) {
    if (seen === FAILED) record.failures++;
  },
  // 0.29 · 100 comes out a hair below 29
  decide: (record, params) => record.failures <= params.most * record.first + 1e-9,
  gauges: {
    ratio: { label: 'Failures per first attempt', unit: '', read: (record) => (record.first === 0 ? 0 : record.failures / record.first) },
  },
});
