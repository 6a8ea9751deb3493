import { defineDistribution, duration, LONGEST, wholeMicros } from './contract.ts';

/** Equally likely anywhere between two bounds; bounds the wrong way round are read the right way round. */
export const uniform = defineDistribution({
  id: 'uniform',
  title: 'Uniform',
  summary: 'Equally likely anywhere between two bounds.',
  sources: [{ title: 'Continuous uniform distribution', url: 'https://en.wikipedia.org/wiki/Continuous_uniform_distribution' }],
  params: {
    min: duration({ label: 'Least', help: 'No draw is shorter.', default: 50, min: 0, max: LONGEST, scale: 'log' }),
    max: duration({ label: 'Most', help: 'No draw is longer.', default: 150, min: 0, max: LONGEST, scale: 'log' }),
  },
  examples: [
    { min: 150, max: 50 },
    { min: 0, max: 30 },
  ],
  promises: ['keeps-its-mean', 'stays-within-bounds', 'follows-one-variate', 'scales-with-its-times'],
  sample: (params, chance) => wholeMicros(params.min + (params.max - params.min) * chance.unit()),
  mean: (params) => (params.min + params.max) / 2,
});
