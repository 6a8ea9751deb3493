import { choice, defineRetryDelay, duration, LONGEST, LONGEST_WAIT, MICROS_PER_MS, ratio, wholeMicros, wholePow } from './contract.ts';

interface Values {
  type: string;
  delay: number;
  jitter: number;
}

/** The wait before any jitter [ms]: what BullMQ rounds to. */
function limit({ type, delay }: Values, retry: number): number {
  const first = delay / MICROS_PER_MS;
  if (type === 'fixed' || first === 0) return first;
  return Math.min(LONGEST_WAIT / MICROS_PER_MS, Math.floor(wholePow(2, retry - 1) * first + 0.5));
}

/** The wait if `drawn` is what chance makes of the part that is left to it [ms]. */
function wait(limit: number, jitter: number, drawn: number): number {
  return wholeMicros((jitter > 0 ? Math.floor(drawn + limit * (1 - jitter)) : limit) * MICROS_PER_MS);
}

/**
 * delay · 2^(retry − 1), rounded to a millisecond, or always the delay; of that the share `jitter` is drawn and the
 * rest certain, rounded down. At a jitter of 1 that is full jitter, at ½ equal jitter; a fixed delay without any is the
 * constant one. There is no cap: a second becomes half a year by the 25th retry.
 *
 * Here no wait is longer than 10¹⁵ µs (32 years). Early versions waited (2^retry − 1) · delay.
 */
export const bullmq = defineRetryDelay({
  id: 'bullmq',
  title: 'BullMQ',
  summary: 'Doubles the wait each time without a cap, or keeps it, and draws a share of it at random.',
  sources: [
    { title: 'BullMQ, Retrying failing jobs', url: 'https://docs.bullmq.io/guide/retrying-failing-jobs' },
    { title: 'BullMQ, src/classes/backoffs.ts', url: 'https://github.com/taskforcesh/bullmq/blob/master/src/classes/backoffs.ts' },
  ],
  params: {
    type: choice({
      label: 'Type',
      help: 'Whether the wait doubles with each retry.',
      default: 'exponential',
      options: { exponential: 'Exponential', fixed: 'Fixed' },
    }),
    delay: duration({ label: 'Delay', help: 'The wait before the first retry.', default: 1_000, min: 0, max: LONGEST, scale: 'log' }),
    jitter: ratio({ label: 'Jitter', help: 'The share of the wait that is left to chance; 0 is none.', default: 0 }),
  },
  examples: [{ type: 'fixed', delay: 250 }, { jitter: 0.5 }],
  promises: ({ jitter }) =>
    jitter === 0 ? ['never-falls', 'reaches-its-ends', 'same-for-all'] : ['never-falls', 'reaches-its-ends', 'spreads'],
  delay(params, retry, _memory, _at, chance) {
    const whole = limit(params, retry);
    return wait(whole, params.jitter, chance.unit() * whole * params.jitter);
  },
  most(params, retry) {
    const whole = limit(params, retry);
    return wait(whole, params.jitter, whole * params.jitter);
  },
  least: (params, retry) => wait(limit(params, retry), params.jitter, 0),
});
