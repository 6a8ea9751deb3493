import { defineStampedeGuard, duration, FETCHES, LONGEST } from './contract.ts';

/**
 * Memcache's lease: a miss comes with a token, at most one per key and lease time; others are told to come back soon.
 * The value is taken only with a token that is still good, and an invalidation of the key voids it: so a value read
 * before a write cannot be stored after it. Departure: whoever comes back too soon is never handed the value that
 * was deleted.
 */
export const lease = defineStampedeGuard({
  id: 'lease',
  title: 'Lease',
  summary: 'One token per key and lease time; a write voids it, so no outdated value is ever stored.',
  sources: [
    {
      title: 'Nishtala et al., Scaling Memcache at Facebook (NSDI 2013), 3.2.1',
      url: 'https://www.usenix.org/conference/nsdi13/technical-sessions/presentation/nishtala',
    },
  ],
  params: {
    holds: duration({
      label: 'Lease time',
      help: 'At most one token is given out per key in this time; after it, whoever misses gets the next.',
      default: 10_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
    poll: duration({
      label: 'Comes back after',
      help: 'How soon those without a token look again.',
      default: 50,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
  },
  examples: [{ holds: 1_000, poll: 20 }],
  promises: ['one-at-a-time', 'refuses-outdated'],
  decide: ({ poll }, now, { heldUntil }) => (now >= heldUntil ? FETCHES : poll),
  holds: ({ holds }) => holds,
  refusesOutdated: true,
});
