import { defineWorkload, keyParams, number, ONE_KEY, Zipf } from './contract.ts';

interface State {
  ranks: Zipf;
}

/**
 * A few keys are asked for most of the time: the k-th most popular in proportion to k^−skew, each request on its own
 * (the independent reference model). Key numbers are ranks: the first key is the most popular. Web and key-value
 * traces mostly show skews from 0.6 to 1.2.
 */
export const zipf = defineWorkload({
  id: 'zipf',
  title: 'Zipf',
  summary: 'A few keys are asked for most of the time.',
  sources: [
    {
      title: 'Breslau, Cao, Fan, Phillips and Shenker, Web caching and Zipf-like distributions (INFOCOM 1999)',
      url: 'https://doi.org/10.1109/INFCOM.1999.749260',
    },
    {
      title: 'Yang, Yue and Rashmi, A large-scale analysis of hundreds of in-memory cache clusters at Twitter (OSDI 2020)',
      url: 'https://www.usenix.org/conference/osdi20/presentation/yang',
    },
  ],
  params: {
    ...keyParams,
    skew: number({
      label: 'Skew',
      help: 'How unequal keys are: 0 is all alike, 1 is Zipf’s own law.',
      idle: ONE_KEY,
      default: 0.9,
      min: 0,
      max: 3,
      step: 0.05,
    }),
  },
  examples: [{ keys: 500, skew: 1.2 }],
  promises: ['moves-with-first', 'stays-below-a-bound'],
  start: ({ keys, skew }): State => ({ ranks: new Zipf(keys, skew) }),
  next(state, { keys, skew, first }, _now, chance, wish) {
    if (state.ranks.n !== keys || state.ranks.skew !== skew) state.ranks = new Zipf(keys, skew);
    wish.key = first + state.ranks.rank(chance) - 1;
  },
  bound: ({ keys, first }) => first + keys,
});
