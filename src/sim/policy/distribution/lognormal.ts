import { defineDistribution, duration, exp, LONGEST, ln, number, wholeMicros } from './contract.ts';

/**
 * The shape most measured latencies have: a body around the median and a long right tail. Given by its mean and its
 * coefficient of variation c: ln of a draw is normal with variance σ² = ln(1 + c²) and mean ln(mean) − σ²/2.
 */
export const lognormal = defineDistribution({
  id: 'lognormal',
  title: 'Log-normal',
  summary: 'A body around the median and a long tail, as measured latencies mostly have.',
  sources: [{ title: 'Log-normal distribution', url: 'https://en.wikipedia.org/wiki/Log-normal_distribution' }],
  params: {
    mean: duration({ label: 'Mean', help: 'The average time.', default: 100, min: 0, max: LONGEST, scale: 'log' }),
    variation: number({
      label: 'Coefficient of variation',
      help: 'Standard deviation ÷ mean: 0 is constant, 1 varies as much as exponential, more has a heavier tail.',
      default: 1,
      min: 0,
      max: 10,
      step: 0.1,
    }),
  },
  examples: [{ mean: 20, variation: 0.5 }, { mean: 30, variation: 2 }, { variation: 0 }],
  promises: ['keeps-its-mean', 'scales-with-its-times'],
  sample(params, chance) {
    const variance = ln(1 + params.variation * params.variation);
    return wholeMicros(params.mean * exp(Math.sqrt(variance) * chance.normal() - variance / 2));
  },
  mean: (params) => params.mean,
});
