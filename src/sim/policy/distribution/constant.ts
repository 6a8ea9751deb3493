import { defineDistribution, duration, LONGEST } from './contract.ts';

/** Always the same. With Poisson arrivals and one server this is M/D/1, which waits half as long as M/M/1. */
export const constant = defineDistribution({
  id: 'constant',
  title: 'Constant',
  summary: 'Every draw takes exactly the same time.',
  sources: [
    { title: 'Kendall, Stochastic processes occurring in the theory of queues (1953)', url: 'https://doi.org/10.1214/aoms/1177728975' },
  ],
  params: {
    value: duration({ label: 'Time', help: 'How long each one takes.', default: 100, min: 0, max: LONGEST, scale: 'log' }),
  },
  examples: [{ value: 0 }, { value: 7.5 }],
  promises: ['keeps-its-mean', 'never-varies', 'follows-one-variate', 'scales-with-its-times'],
  sample: (params) => params.value,
  mean: (params) => params.value,
});
