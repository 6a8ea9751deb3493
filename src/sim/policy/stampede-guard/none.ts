import { defineStampedeGuard, FETCHES } from './contract.ts';

/** Everybody who misses rebuilds: λ R + 1 rebuilds an expiry, of a key read at rate λ that takes R to rebuild. */
export const none = defineStampedeGuard({
  id: 'none',
  title: 'No guard',
  summary: 'Everybody who misses asks the origin.',
  sources: [],
  params: {},
  promises: ['everybody-fetches'],
  decide: () => FETCHES,
  holds: () => 0,
  refusesOutdated: false,
});
