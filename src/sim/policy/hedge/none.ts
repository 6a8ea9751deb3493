import { defineHedge } from './contract.ts';

/** No hedges: one attempt at a time. */
export const none = defineHedge({
  id: 'none',
  title: 'None',
  summary: 'One attempt at a time.',
  sources: [{ title: 'Dean and Barroso, The tail at scale (2013)', url: 'https://doi.org/10.1145/2408776.2408794' }],
  params: {},
  promises: ['never-hedges'],
  start: () => ({}),
  delay: () => Number.POSITIVE_INFINITY,
  learn() {},
});
