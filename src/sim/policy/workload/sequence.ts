import { defineWorkload, text } from './contract.ts';

interface State {
  /** The text that `keys` was read from. */
  read: string;
  keys: number[];
  next: number;
}

const keysOf = (list: string) =>
  list
    .trim()
    .split(/[\s,;]+/)
    .map(Number);

/** The given keys in the given order, over and over: an example from a paper, or a corner that an algorithm trips over. */
export const sequence = defineWorkload({
  id: 'sequence',
  title: 'Given sequence',
  summary: 'The given keys in the given order, over and over.',
  sources: [
    {
      title:
        'Belady, Nelson and Shedler, An anomaly in space-time characteristics of certain programs running in a paging machine (CACM 12(6), 1969)',
      url: 'https://doi.org/10.1145/363011.363155',
    },
  ],
  params: {
    keys: text({
      label: 'Keys',
      help: 'Whole numbers in the order in which they are asked for, separated by spaces or commas; after the last the first comes again.',
      default: '1 2 3 4 1 2 5 1 2 3 4 5',
      pattern: '\\s*\\d{1,7}([\\s,;]+\\d{1,7})*\\s*',
      form: 'whole numbers below 10,000,000, separated by spaces or commas',
      example: '0 1 2 0 1 3 0 3 1 2 1',
    }),
  },
  examples: [{ keys: '0 1 2 0 1 3 0 3 1 2 1' }],
  promises: ['draws-nothing', 'stays-below-a-bound'],
  start: ({ keys }): State => ({ read: keys, keys: keysOf(keys), next: 0 }),
  next(state, { keys }, _now, _chance, wish) {
    if (state.read !== keys) {
      state.read = keys;
      state.keys = keysOf(keys);
      state.next = 0;
    }
    wish.key = state.keys[state.next];
    state.next = state.next + 1 === state.keys.length ? 0 : state.next + 1;
  },
  bound: ({ keys }) => keysOf(keys).reduce((most, key) => Math.max(most, key + 1), 0),
});
