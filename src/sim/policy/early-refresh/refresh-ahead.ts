import { defineEarlyRefresh, ratio } from './contract.ts';

/**
 * Rebuilds what is read in the last part of its life. What is read often is always fresh and nobody waits; what is
 * read seldom expires as before. Every reader in that part sets off a rebuild, unless a guard keeps it to one.
 */
export const refreshAhead = defineEarlyRefresh({
  id: 'refresh-ahead',
  title: 'Refresh ahead',
  summary: 'A read in the last part of an entry’s life has it rebuilt.',
  sources: [
    {
      title: 'Oracle Coherence: read-through, write-through, write-behind and refresh-ahead caching',
      url: 'https://docs.oracle.com/middleware/1212/coherence/COHDG/cache_rtwtwbra.htm',
    },
  ],
  params: {
    after: ratio({ label: 'Refreshes after', help: 'Which part of its life an entry must have behind it.', default: 0.8 }),
  },
  examples: [{ after: 0.25 }, { after: 1 }],
  promises: ['likelier-towards-the-end', 'leaves-what-never-expires', 'leaves-nothing-to-chance'],
  refreshes: ({ after }, now, { since, until }) => now - since >= after * (until - since),
});
