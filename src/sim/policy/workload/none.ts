import { defineWorkload } from './contract.ts';

/** Requests that are about nothing in particular: their key is the tenant's user who asks, so gates can tell them apart. */
export const none = defineWorkload({
  id: 'none',
  title: 'No keys',
  summary: 'Requests are about nothing in particular.',
  sources: [],
  params: {},
  promises: ['asks-for-nothing', 'draws-nothing', 'stays-below-a-bound'],
  start: () => ({}),
  next() {},
  bound: () => 0,
});
