import { defineRetryDelay, LONGEST, list } from './contract.ts';

/** The wait before the retry-th retry: beyond the end the last again. */
function waitOf({ waits }: { waits: readonly number[] }, retry: number): number {
  return waits[Math.min(retry, waits.length) - 1];
}

/**
 * A list of waits, one for each retry. After its end the last one repeats; when to give up is what "most attempts"
 * says. There is no jitter.
 */
export const schedule = defineRetryDelay({
  id: 'schedule',
  title: 'Schedule',
  summary: 'Waits as a list says, and then as long as its last entry each time.',
  sources: [
    { title: 'cockatiel, IterableBackoff', url: 'https://github.com/connor4312/cockatiel#iterablebackoff' },
    { title: 'Laravel, Queues: backoff as an array', url: 'https://laravel.com/docs/queues#dealing-with-failed-jobs' },
  ],
  params: {
    waits: list({
      label: 'Waits',
      help: 'The wait before the first retry, the second and so on; after the end the last repeats.',
      item: { type: 'duration', default: 1_000, min: 0, max: LONGEST, scale: 'log' },
      default: [0, 1_000, 5_000],
      least: 1,
      most: 30,
    }),
  },
  examples: [{ waits: [0, 200, 400] }, { waits: [300] }, { waits: [500, 100, 0] }],
  promises: ({ waits }) => [
    'reaches-its-ends',
    'same-for-all',
    ...(waits.every((wait, i) => i === 0 || wait >= waits[i - 1]) ? (['never-falls'] as const) : []),
  ],
  delay: waitOf,
  most: waitOf,
  least: waitOf,
});
