import { defineDistribution, duration, wholeMicros } from '../../policy/distribution/contract.ts';

/** Anything between two times, each as likely. */
export const template = defineDistribution({
  id: 'template',
  title: 'Mine',
  summary: 'Between two times, evenly.',
  sources: [],
  params: {
    min: duration({ label: 'Least', help: 'The shortest draw.', default: 10, min: 0, max: 3_600_000, scale: 'log' }),
    max: duration({ label: 'Most', help: 'The longest draw.', default: 90, min: 0, max: 3_600_000, scale: 'log' }),
  },
  sample: ({ min, max }, chance) => wholeMicros(min + Math.max(0, max - min) * chance.unit()),
  mean: ({ min, max }) => min + Math.max(0, max - min) / 2,
});
