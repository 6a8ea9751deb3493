import { choice, defineFault, ERROR, flag, inService, PERMANENT_ERROR, ratio, share, WORKS } from './contract.ts';

/** Each attempt fails with the same probability, independently of all others and of its own earlier attempts. */
export const errorRatio = defineFault({
  id: 'error-ratio',
  title: 'Error ratio',
  summary: 'A share of attempts fails, at random.',
  sources: [
    {
      title: 'Brooker, Fixing retries with token buckets and circuit breakers (2022)',
      url: 'https://brooker.co.za/blog/2022/02/28/retries.html',
    },
  ],
  params: {
    ratio: ratio({ label: 'Error ratio', help: 'How likely an attempt is to fail.', default: 0.1 }),
    decided: choice({
      label: 'Fails',
      help: 'Whether a failing attempt takes its whole service time first, or is turned away when its service starts.',
      default: 'end',
      options: { end: 'After the work', start: 'Before the work' },
    }),
    retryable: flag({ label: 'Worth retrying', help: 'Whether the error says try again (503) or do not (400).', default: true }),
    share,
    inService: inService('goes-on'),
  },
  acute: { ratio: 0.5 },
  examples: [
    { ratio: 0, inService: 'frozen' },
    { ratio: 1, decided: 'start', retryable: false, inService: 'lost' },
  ],
  promises: ['fails-a-share'],
  verdict: (params, chance) => (chance.happens(params.ratio) ? (params.retryable ? ERROR : PERMANENT_ERROR) : WORKS),
});
