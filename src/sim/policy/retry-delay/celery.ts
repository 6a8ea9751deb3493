import { defineRetryDelay, duration, flag, LONGEST, MICROS_PER_SECOND, wholePow } from './contract.ts';

interface Values {
  base: number;
  cap: number;
}

/** min(cap, base · 2^(retry − 1)) in whole seconds. */
function limit({ base, cap }: Values, retry: number): number {
  const first = Math.max(1, Math.floor(base / MICROS_PER_SECOND));
  return Math.min(Math.floor(cap / MICROS_PER_SECOND), first * wholePow(2, retry - 1));
}

/**
 * min(cap, base · 2^(retry − 1)), and with jitter, as is usual, any whole number of seconds from 0 to that: full jitter
 * in steps of a second. Half of the first retries come at once, the other half together a second later; whoever wants
 * them spread needs a larger base.
 *
 * As in Celery base and cap are cut down to whole seconds, the base to no less than one. Without `retry_backoff` it waits
 * 180 s each time: that is the constant delay.
 */
export const celery = defineRetryDelay({
  id: 'celery',
  title: 'Celery',
  summary: 'Waits whole seconds at random, up to a limit that doubles each time.',
  sources: [
    {
      title: 'Celery, Automatic retry for known exceptions',
      url: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#automatic-retry-for-known-exceptions',
    },
    {
      title: 'Celery, celery/utils/time.py, get_exponential_backoff_interval',
      url: 'https://github.com/celery/celery/blob/main/celery/utils/time.py',
    },
  ],
  params: {
    base: duration({
      label: 'Base',
      help: 'The limit for the first retry, in whole seconds: retry_backoff.',
      default: 1_000,
      min: 1_000,
      max: LONGEST,
      scale: 'log',
    }),
    cap: duration({
      label: 'Cap',
      help: 'The limit never grows beyond this, in whole seconds: retry_backoff_max.',
      default: 600_000,
      min: 0,
      max: LONGEST,
      scale: 'log',
    }),
    jitter: flag({ label: 'Jitter', help: 'Whether the wait is drawn, or is the limit itself: retry_jitter.', default: true }),
  },
  examples: [{ base: 5_000, cap: 60_000, jitter: false }],
  promises: ({ jitter }) =>
    jitter
      ? ['never-falls', 'within-cap', 'reaches-its-ends', 'spreads']
      : ['never-falls', 'within-cap', 'reaches-its-ends', 'same-for-all'],
  delay(params, retry, _memory, _at, chance) {
    const most = limit(params, retry);
    return (params.jitter ? chance.below(most + 1) : most) * MICROS_PER_SECOND;
  },
  most: (params, retry) => limit(params, retry) * MICROS_PER_SECOND,
  least: (params, retry) => (params.jitter ? 0 : limit(params, retry) * MICROS_PER_SECOND),
});
