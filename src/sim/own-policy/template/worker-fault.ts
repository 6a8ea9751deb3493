import { defineWorkerFault, ratio, SURVIVES } from '../../policy/worker-fault/contract.ts';

/** Some executions kill their replica half-way. */
export const template = defineWorkerFault({
  id: 'template',
  title: 'Mine',
  summary: 'Dies half-way, now and then.',
  sources: [],
  params: { ratio: ratio({ label: 'Share', help: 'Share of the executions that kill.', default: 0.01 }) },
  kills: ({ ratio: killing }, _execution, _job, chance) => (chance.unit() < killing ? 0.5 : SURVIVES),
});
