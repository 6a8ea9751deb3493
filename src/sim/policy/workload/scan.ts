import { defineWorkload, keyParams } from './contract.ts';

/**
 * Every key once and never again, in order: a backup, an export, a crawler, a report over a whole table. A cache gains
 * nothing by keeping any of it, and a policy that lets everything in loses what it had. Let a second client ask for
 * something worth keeping, and this one run through it.
 */
export const scan = defineWorkload({
  id: 'scan',
  title: 'Scan',
  summary: 'Every key once, in order, never again: nothing of it is worth keeping.',
  sources: [
    {
      title: 'Stonebraker, Operating system support for database management (CACM 24(7), 1981), “blocks which will not be rereferenced”',
      url: 'https://doi.org/10.1145/358699.358703',
    },
  ],
  params: { first: keyParams.first },
  promises: ['draws-nothing', 'moves-with-first'],
  start: () => ({ first: -1, next: 0 }),
  next(state, { first }, _now, _chance, wish) {
    if (state.first !== first) {
      state.first = first;
      state.next = first;
    }
    wish.key = state.next++;
  },
  bound: () => Number.POSITIVE_INFINITY,
});
