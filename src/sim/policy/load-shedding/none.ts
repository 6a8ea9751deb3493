import { defineLoadShedding } from './contract.ts';

/** Everybody may wait, however long the queue. */
export const none = defineLoadShedding({
  id: 'none',
  title: 'None',
  summary: 'Everybody may wait, however long the queue.',
  sources: [{ title: 'Google SRE book, Addressing cascading failures', url: 'https://sre.google/sre-book/addressing-cascading-failures/' }],
  params: {},
  promises: ['admits-everybody', 'sheds-the-more-the-fuller', 'remembers-nothing'],
  start: () => ({}),
  admits: () => true,
});
