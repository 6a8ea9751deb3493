import { defineDistribution, duration, LONGEST } from './contract.ts';

/**
 * Memoryless: however long it has taken already, the rest takes as long on average as the whole did at the start.
 * The M in M/M/c; its standard deviation equals its mean.
 */
export const exponential = defineDistribution({
  id: 'exponential',
  title: 'Exponential',
  summary: 'Memoryless: most draws are short, a few are several times the mean.',
  sources: [
    {
      title: 'Erlang, Solution of some problems in the theory of probabilities (1917)',
      url: 'https://en.wikipedia.org/wiki/Exponential_distribution',
    },
    { title: 'Marsaglia and Tsang, The ziggurat method (2000)', url: 'https://doi.org/10.18637/jss.v005.i08' },
  ],
  params: {
    mean: duration({ label: 'Mean', help: 'The average time.', default: 100, min: 0, max: LONGEST, scale: 'log' }),
  },
  examples: [{ mean: 3 }, { mean: 0 }],
  promises: ['keeps-its-mean', 'scales-with-its-times'],
  sample: (params, chance) => chance.exponentialMicros(params.mean),
  mean: (params) => params.mean,
});
