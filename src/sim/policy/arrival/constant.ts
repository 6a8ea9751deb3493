import { defineProfile, number } from './contract.ts';

/** One request every 1/rate seconds, to the microsecond: a load generator, a sensor, a cron fleet out of phase. */
export const constant = defineProfile({
  id: 'constant',
  title: 'Constant',
  summary: 'Evenly spaced, as a load generator sends.',
  sources: [{ title: 'The D of D/M/1 in Kendall’s notation (1953)', url: 'https://doi.org/10.1214/aoms/1177728975' }],
  params: {
    rate: number({
      label: 'Arrival rate',
      help: 'Requests born per second, first attempts only.',
      unit: 'req/s',
      default: 100,
      min: 0,
      max: 100_000,
      scale: 'log',
    }),
  },
  examples: [{ rate: 0.7 }, { rate: 3_000 }],
  promises: ['keeps-its-rate', 'leaves-nothing-to-chance'],
  spacing: () => 'even',
  rate: (params) => params.rate,
});
