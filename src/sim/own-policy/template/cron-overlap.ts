import { defineCronOverlap, RUNS, SKIPS } from '../../policy/cron-overlap/contract.ts';

/** A run is left out while the one before is under way. */
export const template = defineCronOverlap({
  id: 'template',
  title: 'Mine',
  summary: 'Skips a run while another is under way.',
  sources: [],
  params: {},
  decide: (_params, underWay) => (underWay > 0 ? SKIPS : RUNS),
});
