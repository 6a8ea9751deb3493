import { defineWorkerFault } from './contract.ts';

/** Processes live for ever. */
export const none = defineWorkerFault({
  id: 'none',
  title: 'None',
  summary: 'No process dies or stands still.',
  sources: [],
  params: {},
  promises: ['kills-nobody'],
});
