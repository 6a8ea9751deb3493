import { choice, defineStampedeGuard, FETCHES, JOINS } from './contract.ts';

/**
 * Requests for a key that is being rebuilt wait for that rebuild and share its result, good or bad (single flight,
 * request collapsing): one rebuild an expiry and cache. What is coalesced is what meets in one cache: where each
 * process has its own, each rebuilds.
 *
 * A cache may share only what it has stored, as Varnish's waiting list does (up to version 7): waiting requests are
 * woken and look again. If the answer was not stored, because it was uncacheable or an error, the first of them fetches
 * and the others wait for that fetch, and so on: one at a time, each as long as a fetch. Remembering that the key is
 * uncacheable (hit-for-miss) avoids that.
 */
export const coalesce = defineStampedeGuard({
  id: 'coalesce',
  title: 'Coalescing',
  summary: 'Those who miss a key that is being rebuilt wait for that rebuild and share it.',
  sources: [
    { title: 'Go: package singleflight', url: 'https://pkg.go.dev/golang.org/x/sync/singleflight' },
    { title: 'Varnish: request coalescing', url: 'https://varnish-cache.org/docs/trunk/users-guide/increasing-your-hitrate.html' },
  ],
  params: {
    shares: choice({
      label: 'Waiting requests share',
      help: 'Whether waiting requests get whatever the rebuild came to, or look again; then what was not stored is fetched for one after the other.',
      default: 'outcome',
      options: { outcome: 'Whatever came of it (single flight)', stored: 'Only what was stored (waiting list)' },
    }),
  },
  examples: [{ shares: 'stored' }],
  promises: ['one-at-a-time'],
  decide: (_params, _now, { underWay }) => (underWay > 0 ? JOINS : FETCHES),
  holds: () => 0,
  refusesOutdated: false,
  looksAgain: ({ shares }) => shares === 'stored',
});
