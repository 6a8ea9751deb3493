import { defineEarlyRefresh } from './contract.ts';

/** An entry is used until it expires; the reader after that pays. */
export const none = defineEarlyRefresh({
  id: 'none',
  title: 'Not early',
  summary: 'Entries are rebuilt when they have expired.',
  sources: [],
  params: {},
  promises: ['never-early', 'leaves-what-never-expires', 'leaves-nothing-to-chance'],
  refreshes: () => false,
});
