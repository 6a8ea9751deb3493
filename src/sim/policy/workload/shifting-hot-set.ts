import { defineWorkload, duration, integer, keyParams, LONGEST, number, ratio, Zipf } from './contract.ts';

interface State {
  /** Where the hot set begins, counted from the first key. */
  from: number;
  /** When it was last looked at [µs]; −1 before the first request. */
  at: number;
  ranks: Zipf;
}

/**
 * A hot set that gets most of the requests and moves on: today's news, this week's offers, a working set with phases.
 * At every whole multiple of the period it moves by so many keys, and begins again with the first when it has come to
 * the end. What was hot is cold from one moment to the next, so a policy that counts how often a key was asked for has
 * to forget. The other requests go to all keys, and so now and then to a hot one too.
 *
 * Departure from YCSB's hotspot: its hot set stays, and its other requests go to cold keys alone.
 */
export const shiftingHotSet = defineWorkload({
  id: 'shifting-hot-set',
  title: 'Shifting hot set',
  summary: 'A few keys get most requests, and every so often it is other keys.',
  sources: [
    {
      title: 'Denning, The working set model for program behavior (CACM 11(5), 1968)',
      url: 'https://doi.org/10.1145/363095.363141',
    },
    {
      title: 'YCSB, HotspotIntegerGenerator',
      url: 'https://github.com/brianfrankcooper/YCSB/blob/master/core/src/main/java/site/ycsb/generator/HotspotIntegerGenerator.java',
    },
  ],
  params: {
    ...keyParams,
    hot: integer({
      label: 'Hot keys',
      help: 'How many keys are hot at a time; they are asked for equally often.',
      default: 500,
      min: 1,
      max: 10_000_000,
      scale: 'log',
    }),
    hotShare: ratio({ label: 'Hot requests', help: 'Share of the requests that go to the hot keys.', default: 0.8 }),
    period: duration({
      label: 'Moves every',
      help: 'How long a hot set stays.',
      default: 20_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
    step: integer({
      label: 'Moves by',
      help: 'By how many keys it moves on; as many as are hot, and none of them stays hot.',
      default: 500,
      min: 0,
      max: 10_000_000,
      scale: 'log',
    }),
    skew: number({
      label: 'Skew of the others',
      help: 'How unequal keys are to the other requests: 0 is all alike, 1 is Zipf’s own law.',
      default: 0,
      min: 0,
      max: 3,
      step: 0.05,
      advanced: true,
    }),
  },
  examples: [{ keys: 60, hot: 5, hotShare: 0.9, period: 500, step: 5, skew: 1 }],
  promises: ['moves-with-first', 'stays-below-a-bound'],
  start: ({ keys, skew }): State => ({ from: 0, at: -1, ranks: new Zipf(keys, skew) }),
  next(state, { keys, first, hot, hotShare, period, step, skew }, now, chance, wish) {
    const moves = state.at < 0 ? 0 : Math.floor(now / period) - Math.floor(state.at / period);
    state.from = (state.from + moves * step) % keys;
    state.at = now;
    if (chance.happens(hotShare)) {
      wish.key = first + ((state.from + chance.below(Math.min(hot, keys))) % keys);
      return;
    }
    if (state.ranks.n !== keys || state.ranks.skew !== skew) state.ranks = new Zipf(keys, skew);
    wish.key = first + state.ranks.rank(chance) - 1;
  },
  bound: ({ keys, first }) => first + keys,
});
