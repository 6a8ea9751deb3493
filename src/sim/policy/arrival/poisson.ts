import { defineProfile, number } from './contract.ts';

/** Many people who do not know of each other: exponential gaps, and as many arrivals in any second as Poisson says. */
export const poisson = defineProfile({
  id: 'poisson',
  title: 'Poisson',
  summary: 'Independent users: arrivals at random, at a steady rate.',
  sources: [{ title: 'Kingman, Poisson Processes (1993)', url: 'https://global.oup.com/academic/product/poisson-processes-9780198536932' }],
  params: {
    rate: number({
      label: 'Arrival rate',
      help: 'Requests born per second on average, first attempts only.',
      unit: 'req/s',
      default: 100,
      min: 0,
      max: 100_000,
      scale: 'log',
    }),
  },
  examples: [{ rate: 7 }],
  promises: ['keeps-its-rate'],
  spacing: () => 'random',
  rate: (params) => params.rate,
});
