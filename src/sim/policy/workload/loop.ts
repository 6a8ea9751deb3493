import { defineWorkload, keyParams } from './contract.ts';

/**
 * The same keys one after the other, round and round: a nightly job over a table, an index walked for every query, the
 * inner relation of a nested-loop join. Where the loop does not fit in the cache, LRU lets go of every key just before
 * its turn comes again, and hits nothing at all; to keep any part of the loop for good is better.
 */
export const loop = defineWorkload({
  id: 'loop',
  title: 'Loop',
  summary: 'The same keys in the same order, round and round: what does not fit defeats LRU.',
  sources: [
    {
      title: 'Stonebraker, Operating system support for database management (CACM 24(7), 1981), “cyclically rereferenced”',
      url: 'https://doi.org/10.1145/358699.358703',
    },
    {
      title: 'Jiang and Zhang, LIRS: an efficient low inter-reference recency set replacement policy (SIGMETRICS 2002)',
      url: 'https://doi.org/10.1145/511334.511340',
    },
  ],
  params: { ...keyParams, keys: { ...keyParams.keys, help: 'How many keys a round has.', default: 1_000 } },
  examples: [{ keys: 8 }],
  promises: ['draws-nothing', 'moves-with-first', 'stays-below-a-bound'],
  start: () => ({ place: 0 }),
  next(state, { keys, first }, _now, _chance, wish) {
    // the loop may have become shorter
    if (state.place >= keys) state.place = 0;
    wish.key = first + state.place++;
  },
  bound: ({ keys, first }) => first + keys,
});
