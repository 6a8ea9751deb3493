import { defineWorkerFault } from './contract.ts';

/** Replicas live for ever. */
export const none = defineWorkerFault({
  id: 'none',
  title: 'None',
  summary: 'No replica dies or stands still.',
  sources: [],
  params: {},
  promises: ['kills-nobody'],
});
