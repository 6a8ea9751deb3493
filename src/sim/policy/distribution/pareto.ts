import { defineDistribution, duration, LONGEST, ln, number, pow, wholeMicros } from './contract.ts';

/**
 * Bounded Pareto: a power law between two bounds. With a small exponent a few giants hold most of the work, which is
 * how file sizes and batch jobs are often distributed.
 */
export const pareto = defineDistribution({
  id: 'pareto',
  title: 'Bounded Pareto',
  summary: 'A power law between two bounds: a few giants hold much of the work.',
  sources: [
    {
      title: 'Harchol-Balter, Performance Modeling and Design of Computer Systems (2013), ch. 20',
      url: 'https://www.cs.cmu.edu/~harchol/PerformanceModeling/book.html',
    },
  ],
  params: {
    min: duration({ label: 'Least', help: 'No draw is shorter.', default: 20, min: 0.001, max: LONGEST, scale: 'log' }),
    max: duration({ label: 'Most', help: 'No draw is longer.', default: 10_000, min: 0.001, max: LONGEST, scale: 'log' }),
    alpha: number({
      label: 'Tail exponent α',
      help: 'Smaller means a heavier tail; measured workloads lie near 1 to 1.5.',
      default: 1.5,
      min: 0.1,
      max: 10,
      step: 0.1,
    }),
  },
  examples: [
    { min: 50, max: 150, alpha: 0.1 },
    { min: 20, max: 10_000, alpha: 1 },
    { min: 10, max: 100, alpha: 10 },
    { min: 20, max: 20 },
  ],
  promises: ['keeps-its-mean', 'stays-within-bounds', 'follows-one-variate', 'scales-with-its-times'],
  sample(params, chance) {
    const { min, max, alpha } = params;
    if (max <= min) return min;
    const reach = 1 - pow(min / max, alpha);
    return wholeMicros(min / pow(1 - chance.unit() * reach, 1 / alpha));
  },
  mean(params) {
    const { min, max, alpha } = params;
    if (max <= min) return min;
    const share = pow(min / max, alpha);
    if (alpha === 1) return (min * ln(max / min)) / (1 - share);
    return ((alpha / (alpha - 1)) * min * (1 - share * (max / min))) / (1 - share);
  },
});
