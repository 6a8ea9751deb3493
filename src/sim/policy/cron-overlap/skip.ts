import { defineCronOverlap, RUNS, SKIPS } from './contract.ts';

/** One at a time: what falls due meanwhile does not take place. */
export const skip = defineCronOverlap({
  id: 'skip',
  title: 'Skip',
  summary: 'A run that falls due while one is under way does not take place.',
  sources: [
    {
      title: 'Kubernetes, CronJob: concurrency policy',
      url: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy',
    },
  ],
  params: {},
  promises: ['one-at-a-time'],
  decide: (_params, underWay) => (underWay > 0 ? SKIPS : RUNS),
});
