import { defineStaleness, NEVER } from './contract.ts';

/** A job is worth doing whenever its turn comes. */
export const none = defineStaleness({
  id: 'none',
  title: 'None',
  summary: 'Every job is done, however old it is.',
  sources: [],
  params: {},
  promises: ['keeps-everything'],
  usefulFor: () => NEVER,
  supersedes: () => false,
});
