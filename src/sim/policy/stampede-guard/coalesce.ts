import { defineStampedeGuard, FETCHES, JOINS } from './contract.ts';

/**
 * Requests for a key that is being rebuilt wait for that rebuild and share its result, good or bad (single flight,
 * request collapsing): one rebuild an expiry and cache. What is coalesced is what meets in one cache: where each
 * process has its own, each rebuilds.
 */
export const coalesce = defineStampedeGuard({
  id: 'coalesce',
  title: 'Coalescing',
  summary: 'Those who miss a key that is being rebuilt wait for that rebuild and share it.',
  sources: [
    { title: 'Go: package singleflight', url: 'https://pkg.go.dev/golang.org/x/sync/singleflight' },
    { title: 'Varnish: request coalescing', url: 'https://varnish-cache.org/docs/trunk/users-guide/increasing-your-hitrate.html' },
  ],
  params: {},
  promises: ['one-at-a-time'],
  decide: (_params, _now, { underWay }) => (underWay > 0 ? JOINS : FETCHES),
  holds: () => 0,
  refusesOutdated: false,
});
