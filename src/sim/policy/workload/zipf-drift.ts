import { defineWorkload, duration, keyParams, LONGEST, number, ONE_KEY, Zipf } from './contract.ts';

/** After so many lifetimes without a request as good as every key has another rank: more swaps would change nothing. */
const MOST_LIFETIMES = 8;

interface State {
  ranks: Zipf;
  /** Which key has each rank, both counted from 0. */
  order: Int32Array;
  /** When keys last changed places [µs]; −1 before the first request. */
  at: number;
  /** Swaps that are due, a part of one included. */
  due: number;
}

/**
 * Zipf whose favourites change: every key keeps its rank for a while, exponential with mean `lifetime`, then swaps it
 * with a key drawn at random. At any moment the popularity is Zipf's, but which keys are popular drifts, as measured
 * for videos, where a model in which popularity stays (the independent reference model) is wrong by far.
 *
 * Departure: Traverso et al. let every video come, flare up and go (shot noise); here the keys stay and only trade
 * ranks, so that a hit ratio can be compared with plain Zipf's. If `keys` changes in mid-run, ranks start in order again.
 */
export const zipfDrift = defineWorkload({
  id: 'zipf-drift',
  title: 'Drifting Zipf',
  summary: 'A few keys are asked for most of the time, and slowly it becomes others.',
  sources: [
    {
      title:
        'Traverso, Ahmed, Garetto, Giaccone, Leonardi and Niccolini, Temporal locality in today’s content caching (SIGCOMM CCR 43(5), 2013)',
      url: 'https://doi.org/10.1145/2541468.2541470',
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
    lifetime: duration({
      label: 'Lifetime',
      help: 'How long a key keeps its popularity on average.',
      default: 60_000,
      min: 100,
      max: LONGEST,
      scale: 'log',
    }),
  },
  examples: [{ keys: 60, skew: 1, lifetime: 900 }],
  promises: ['moves-with-first', 'stays-below-a-bound'],
  start: ({ keys, skew }): State => ({ ranks: new Zipf(keys, skew), order: inOrder(keys), at: -1, due: 0 }),
  next(state, { keys, skew, first, lifetime }, now, chance, wish) {
    if (state.ranks.n !== keys || state.ranks.skew !== skew) state.ranks = new Zipf(keys, skew);
    if (state.order.length !== keys) state.order = inOrder(keys);
    if (state.at >= 0) {
      // a swap gives two keys another rank
      state.due += (Math.min((now - state.at) / lifetime, MOST_LIFETIMES) * keys) / 2;
      for (; state.due >= 1; state.due--) swap(state.order, chance.below(keys), chance.below(keys));
    }
    state.at = now;
    wish.key = first + state.order[state.ranks.rank(chance) - 1];
  },
  bound: ({ keys, first }) => first + keys,
});

function inOrder(keys: number): Int32Array {
  const order = new Int32Array(keys);
  for (let rank = 0; rank < keys; rank++) order[rank] = rank;
  return order;
}

function swap(order: Int32Array, a: number, b: number): void {
  const key = order[a];
  order[a] = order[b];
  order[b] = key;
}
