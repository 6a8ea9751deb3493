import { defineEarlyRefresh, duration, LONGEST } from './contract.ts';

/**
 * A read of an entry that has been in the cache for this long sets off a rebuild, whether or not the entry ever
 * expires; by default the reader gets the old value at once. Without an expiry a key that is read often is never much
 * older than this, and one that nobody has read for an hour is served an hour old to the next reader.
 *
 * With Coalescing a key has one refresh at a time, as in Caffeine; without a guard every reader sets off another until
 * the new value has come.
 */
export const refreshAfter = defineEarlyRefresh({
  id: 'refresh-after',
  title: 'Refresh after',
  summary: 'A read of an entry that has been in for so long has it rebuilt.',
  sources: [{ title: 'Caffeine: refreshAfterWrite', url: 'https://github.com/ben-manes/caffeine/wiki/Refresh' }],
  params: {
    after: duration({
      label: 'Refreshes after',
      help: 'How old an entry must be for a read to set off a rebuild.',
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
