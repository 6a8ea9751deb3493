import { choice, defineFault, ERROR, flag, inService, PERMANENT_ERROR, ratio, share, WORKS } from './contract.ts';

/**
 * Each attempt fails with the same probability, independently of all others and of earlier attempts of its request. If
 * that is decided before or after work, each piece of work of a routine can fail; if when it is answered, an attempt
 * can fail once.
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
      help: 'When it is decided whether an attempt fails. What counts is the fault at that moment: one that begins in mid-service also fails what is under way, unless it is decided before the work, and one that ends in mid-service spares it.',
      default: 'end',
      options: {
        end: 'After the work. A failure takes the whole service time; in a routine each piece of work can fail.',
        start: 'Before the work. An attempt that fails is turned away when its service starts; in a routine each piece of work can fail.',
        answer: 'When it is answered: once for an attempt, after its calls to others.',
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
