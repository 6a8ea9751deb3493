import { defineUniqueness, END, NEVER } from '../../policy/uniqueness/contract.ts';

/** One job of a key from enqueueing to its end. */
export const template = defineUniqueness({
  id: 'template',
  title: 'Mine',
  summary: 'One job of a key at a time.',
  sources: [],
  params: {},
  releasedBy: () => END,
  expiresAfter: () => NEVER,
  releasedByDeath: () => true,
  exclusiveWait: () => -1,
});
