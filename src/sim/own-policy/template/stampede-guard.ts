import { defineStampedeGuard, FETCHES, JOINS } from '../../policy/stampede-guard/contract.ts';

/** Joins a rebuild that is under way. */
export const template = defineStampedeGuard({
  id: 'template',
  title: 'Mine',
  summary: 'One rebuilds, the others wait for it.',
  sources: [],
  params: {},
  decide: (_params, _now, { underWay }) => (underWay > 0 ? JOINS : FETCHES),
  holds: () => 0,
  refusesOutdated: false,
});
