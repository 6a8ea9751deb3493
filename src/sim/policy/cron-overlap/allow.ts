import { defineCronOverlap, RUNS } from './contract.ts';

/** Every run starts when it is due: runs longer than the interval pile up. */
export const allow = defineCronOverlap({
  id: 'allow',
  title: 'Allow',
  summary: 'A run starts when it is due, whatever is still running.',
  sources: [
    {
      title: 'Kubernetes, CronJob: concurrency policy',
      url: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy',
    },
  ],
  params: {},
  promises: ['starts-what-is-due', 'outlives-the-dead'],
  decide: () => RUNS,
});
