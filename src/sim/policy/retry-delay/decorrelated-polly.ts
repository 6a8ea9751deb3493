import { type Chance, defineRetryDelay, duration, exp, LONGEST, number, tanh, wholeMicros } from './contract.ts';

/** Polly’s: brings the median of the first wait near the one asked for, to 0.9 of it. */
const SCALE = 1 / 1.4;

/** 2^t · tanh(√(p·t)): grows like 2^t, and smoothly from 0. */
function curve(t: number, factor: number): number {
  return exp(t * Math.LN2) * tanh(Math.sqrt(factor * t));
}

/**
 * Polly's "DecorrelatedJitterBackoffV2": with tₖ = k + uniform(0, 1), k from 0, the wait is the curve's growth from
 * tₖ₋₁ to tₖ. Spreads retries smoothly, without the clumps of other jitters; not the decorrelated jitter of AWS.
 * Also what cockatiel calls "decorrelated". The cap comes last.
 */
export const decorrelatedPolly = defineRetryDelay({
  id: 'decorrelated-polly',
  title: 'Decorrelated (Polly V2)',
  summary: 'Waits spread smoothly along an exponential curve, without clumps.',
  sources: [
    {
      title: 'Polly.Contrib.WaitAndRetry, wait and retry with jittered backoff',
      url: 'https://github.com/Polly-Contrib/Polly.Contrib.WaitAndRetry',
    },
    { title: 'App-vNext/Polly issue 530', url: 'https://github.com/App-vNext/Polly/issues/530' },
  ],
  params: {
    base: duration({
      label: 'Median first wait',
      help: 'About the median of the first wait: half of them are shorter than 0.9 of this.',
      default: 100,
      min: 0,
      max: LONGEST,
      scale: 'log',
    }),
    factor: number({ label: 'Steepness', help: 'How quickly the curve leaves 0; 4 in Polly.', default: 4, min: 0.1, max: 20, step: 0.1 }),
    cap: duration({ label: 'Cap', help: 'No wait is longer.', default: 10_000, min: 0, max: LONGEST, scale: 'log' }),
  },
  examples: [{ factor: 0.5, cap: 3_600_000 }],
  promises: ['never-falls', 'within-cap', 'reaches-its-ends', 'spreads'],
  delay(params, retry, memory, at, chance: Chance) {
    const reached = curve(retry - 1 + chance.unit(), params.factor);
    if (reached === Number.POSITIVE_INFINITY) return params.cap;
    const wait = Math.max(0, reached - memory[at]) * SCALE * params.base;
    memory[at] = reached;
    return wholeMicros(Math.min(params.cap, wait));
  },
  most(params, retry) {
    const reached = curve(retry, params.factor);
    if (reached === Number.POSITIVE_INFINITY) return params.cap;
    const before = retry > 1 ? curve(retry - 2, params.factor) : 0;
    return wholeMicros(Math.min(params.cap, (reached - before) * SCALE * params.base));
  },
  least: () => 0,
});
