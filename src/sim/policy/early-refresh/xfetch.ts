import { defineEarlyRefresh, ln, number } from './contract.ts';

/**
 * Every reader tosses a coin that favours a rebuild the more, the nearer the expiry and the longer rebuilds take:
 * rebuild if now − δ β ln(u) ≥ expiry, u uniform. At a time t before expiry a read rebuilds with probability
 * e^(−t/(βδ)); nobody needs to know of anybody. For many readers the rebuilds per expiry tend to e^(1/β), whatever
 * their number. δ is how long the last rebuild took.
 */
export const xfetch = defineEarlyRefresh({
  id: 'xfetch',
  title: 'XFetch',
  summary: 'Readers rebuild early with a probability that grows towards expiry; no coordination.',
  sources: [
    {
      title: 'Vattani, Chierichetti and Lowenstein, Optimal probabilistic cache stampede prevention (VLDB 2015)',
      url: 'https://doi.org/10.14778/2757807.2757813',
    },
  ],
  params: {
    beta: number({
      label: 'β',
      help: 'Above 1 rebuilds earlier and fewer at once, below 1 later and more.',
      default: 1,
      min: 0.1,
      max: 10,
      scale: 'log',
    }),
  },
  examples: [{ beta: 0.1 }, { beta: 10 }],
  promises: ['likelier-towards-the-end', 'leaves-what-never-expires'],
  refreshes: ({ beta }, now, { until, rebuild }, chance) => now - rebuild * beta * ln(1 - chance.unit()) >= until,
});
