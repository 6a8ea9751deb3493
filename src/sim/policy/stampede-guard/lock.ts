import { defineStampedeGuard, duration, FETCHES, LONGEST } from './contract.ts';

/**
 * Whoever misses first takes a lock in the cache and rebuilds; the others look again every so often. The lock ends with
 * the rebuild, or by its own time if its holder dies: until then everybody waits for a dead process.
 */
export const lock = defineStampedeGuard({
  id: 'lock',
  title: 'Lock',
  summary: 'The first to miss locks the key and rebuilds; the others look again every so often.',
  sources: [{ title: 'Redis: SET with NX and PX as a lock', url: 'https://redis.io/docs/latest/develop/use/patterns/distributed-locks/' }],
  params: {
    holds: duration({
      label: 'Lock time',
      help: 'The lock falls after this, so that a dead holder does not block for ever.',
      default: 5_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
    poll: duration({
      label: 'Looks again after',
      help: 'How often those that wait look.',
      default: 50,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
    patience: duration({
      label: 'Patience',
      help: 'Whoever has waited so long asks the origin without the lock.',
      default: null,
      never: 'Endless',
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
  },
  examples: [{ holds: 1_000, poll: 20, patience: 3_000 }],
  promises: ['one-at-a-time'],
  decide: ({ poll, patience }, now, { heldUntil, waited }) => (now >= heldUntil || waited >= patience ? FETCHES : poll),
  holds: ({ holds }) => holds,
  refusesOutdated: false,
});
