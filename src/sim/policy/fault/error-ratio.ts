import { choice, defineFault, ERROR, flag, inService, PERMANENT_ERROR, ratio, share, WORKS } from './contract.ts';

/**
 * Each attempt fails with the same probability, independently of all others and of its own earlier attempts: once, or, where
 * that is decided before or after work, at each piece of its work.
 */
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
      label: 'Decided',
      help: 'When it is decided whether an attempt fails, by the fault as it is then: a fault that begins in mid-service fails what is under way unless that is decided before the work, and one that ends spares it.',
      default: 'end',
      options: {
        end: 'After the work. Failing takes the whole service time; of a routine each piece of work can fail.',
        start: 'Before the work. What fails is turned away when its service starts; of a routine each piece of work can fail.',
        answer: 'When it is answered. Once an attempt, after its calls to others as well.',
      },
    }),
    retryable: flag({ label: 'Worth retrying', help: 'Whether the error says try again (503) or do not (400).', default: true }),
    share,
    inService: inService('goes-on'),
  },
  acute: { ratio: 0.5 },
  examples: [
    { ratio: 0, inService: 'frozen' },
    { ratio: 1, decided: 'start', retryable: false, inService: 'lost' },
    { ratio: 0.4, decided: 'answer' },
  ],
  promises: ['fails-a-share'],
  verdict: (params, chance) => (chance.happens(params.ratio) ? (params.retryable ? ERROR : PERMANENT_ERROR) : WORKS),
});
