import { defineEarlyRefresh, duration, LONGEST } from './contract.ts';

/**
 * Rebuilds what is read when it has been in the cache for so long, whether or not it ever expires: the reader gets the
 * old value. Without an expiry what is read often is never much older than this; what nobody has read for an hour is
 * served an hour old to the first that comes. As Caffeine has one refresh of a key at a time with Coalescing; without a
 * guard every reader sets off one until the new value has come.
 */
export const refreshAfter = defineEarlyRefresh({
  id: 'refresh-after',
  title: 'Refresh after',
  summary: 'A read of an entry that has been in for so long has it rebuilt.',
  sources: [{ title: 'Caffeine: refreshAfterWrite', url: 'https://github.com/ben-manes/caffeine/wiki/Refresh' }],
  params: {
    after: duration({
      label: 'Refreshes after',
      help: 'How long ago an entry must have been filled.',
      default: 10_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
  },
  examples: [{ after: 1_000 }, { after: 60_000 }],
  promises: ['likelier-towards-the-end', 'leaves-nothing-to-chance'],
  refreshes: ({ after }, now, { since }) => now - since >= after,
});
