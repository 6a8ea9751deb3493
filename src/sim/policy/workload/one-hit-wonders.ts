import { defineWorkload, keyParams, number, ONE_KEY, ratio, Zipf } from './contract.ts';

interface State {
  ranks: Zipf;
  /** The next key that nobody has asked for. */
  fresh: number;
}

/**
 * Zipf, among requests for keys that come up this once: long-tail pages, searches, thumbnails, tokens. In a content
 * delivery network nearly three quarters of the objects in a server's cache had been asked for only once (Maggs and
 * Sitaraman), which is why some let a key in at its second request, or keep newcomers in a small queue first (S3-FIFO).
 * Those sources count keys; the share here is one of requests, so the share of keys is larger.
 *
 * Fresh keys are numbered from behind the others on. If `keys` grows in mid-run, it grows over some that were fresh.
 */
export const oneHitWonders = defineWorkload({
  id: 'one-hit-wonders',
  title: 'One-hit wonders',
  summary: 'Zipf, and a share of requests for keys that nobody asks for twice.',
  sources: [
    {
      title: 'Maggs and Sitaraman, Algorithmic nuggets in content delivery (SIGCOMM CCR 45(3), 2015), section on Bloom filters',
      url: 'https://doi.org/10.1145/2805789.2805800',
    },
    {
      title: 'Yang, Zhang, Qiu, Yue and Rashmi, FIFO queues are all you need for cache eviction (SOSP 2023)',
      url: 'https://doi.org/10.1145/3600006.3613147',
    },
  ],
  params: {
    ...keyParams,
    keys: { ...keyParams.keys, help: 'How many keys are asked for again and again.' },
    skew: number({
      label: 'Skew',
      help: 'How unequal those keys are: 0 is all alike, 1 is Zipf’s own law.',
      idle: ONE_KEY,
      default: 0.9,
      min: 0,
      max: 3,
      step: 0.05,
    }),
    wonders: ratio({
      label: 'One-hit wonders',
      help: 'Share of the requests that go to a key never asked for before or after.',
      default: 0.3,
    }),
  },
  examples: [{ keys: 60, skew: 0, wonders: 0.5 }],
  promises: ['moves-with-first'],
  start: ({ keys, skew, first }): State => ({ ranks: new Zipf(keys, skew), fresh: first + keys }),
  next(state, { keys, skew, first, wonders }, _now, chance, wish) {
    if (chance.happens(wonders)) {
      state.fresh = Math.max(state.fresh, first + keys);
      wish.key = state.fresh++;
      return;
    }
    if (state.ranks.n !== keys || state.ranks.skew !== skew) state.ranks = new Zipf(keys, skew);
    wish.key = first + state.ranks.rank(chance) - 1;
  },
  bound: () => Number.POSITIVE_INFINITY,
});
