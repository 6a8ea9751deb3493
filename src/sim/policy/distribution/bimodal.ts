import { choice, defineDistribution, duration, LONGEST, ratio } from './contract.ts';

/** Two kinds of work in one stream: mostly fast, now and then slow (a cache miss, a garbage collection, a big order). */
export const bimodal = defineDistribution({
  id: 'bimodal',
  title: 'Bimodal',
  summary: 'Mostly fast, now and then slow.',
  sources: [{ title: 'Dean and Barroso, The Tail at Scale (2013)', url: 'https://doi.org/10.1145/2408776.2408794' }],
  params: {
    fast: duration({ label: 'Fast', help: 'Time of the common kind.', default: 50, min: 0, max: LONGEST, scale: 'log' }),
    slow: duration({ label: 'Slow', help: 'Time of the rare kind.', default: 1_000, min: 0, max: LONGEST, scale: 'log' }),
    slowRatio: ratio({ label: 'Share of slow', help: 'How often the slow kind occurs.', default: 0.05 }),
    shape: choice({
      label: 'Within each kind',
      help: 'Whether a kind always takes its time exactly, or exponentially around it.',
      default: 'constant',
      options: { constant: 'Constant', exponential: 'Exponential' },
    }),
  },
  examples: [
    { fast: 4, slow: 60, slowRatio: 0.1, shape: 'exponential' },
    { fast: 20, slow: 5, slowRatio: 0.5 },
  ],
  promises: ({ shape }) => (shape === 'constant' ? ['keeps-its-mean', 'scales-with-its-times'] : ['keeps-its-mean']),
  sample(params, chance) {
    const mean = chance.happens(params.slowRatio) ? params.slow : params.fast;
    return params.shape === 'constant' ? mean : chance.exponentialMicros(mean);
  },
  mean: (params) => params.fast + (params.slow - params.fast) * params.slowRatio,
});
