import { defineWorkload, keyParams } from './contract.ts';

/**
 * All keys are asked for equally often, each request on its own. Nothing about the past tells what comes next, so no
 * cache does better than the share of keys that it holds, whatever it lets go of.
 */
export const uniform = defineWorkload({
  id: 'uniform',
  title: 'Uniform',
  summary: 'All keys alike: a cache’s hit ratio is the share of keys it holds.',
  sources: [
    {
      title: 'Cooper, Silberstein, Tam, Ramakrishnan and Sears, Benchmarking cloud serving systems with YCSB (SoCC 2010)',
      url: 'https://doi.org/10.1145/1807128.1807152',
    },
  ],
  params: keyParams,
  examples: [{ keys: 8 }],
  promises: ['moves-with-first', 'stays-below-a-bound'],
  start: () => ({}),
  next(_state, { keys, first }, _now, chance, wish) {
    wish.key = first + chance.below(keys);
  },
  bound: ({ keys, first }) => first + keys,
});
