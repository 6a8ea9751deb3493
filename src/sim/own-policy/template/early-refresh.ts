import { defineEarlyRefresh, ratio } from '../../policy/early-refresh/contract.ts';

/** Rebuilds an entry once so much of its life is over. */
export const template = defineEarlyRefresh({
  id: 'template',
  title: 'Mine',
  summary: 'Rebuilds late in an entry’s life.',
  sources: [],
  params: { from: ratio({ label: 'From', help: 'Share of its life after which a read has it rebuilt.', default: 0.8 }) },
  refreshes: ({ from }, now, { since, until }) => now - since >= from * (until - since),
});
