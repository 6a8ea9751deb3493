import { defineCronOverlap, REPLACES } from './contract.ts';

/**
 * The newest counts: a run that falls due ends the one before. Runs that take longer than the interval are never done.
 */
export const replace = defineCronOverlap({
  id: 'replace',
  title: 'Replace',
  summary: 'A run starts when it is due, and ends the one that is still under way.',
  sources: [
    {
      title: 'Kubernetes, CronJob: concurrency policy Replace',
      url: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy',
    },
    {
      title: 'Temporal, Schedule: overlap policy TerminateOther',
      url: 'https://docs.temporal.io/schedule#overlap-policy',
    },
  ],
  params: {},
  promises: ['starts-what-is-due', 'one-at-a-time', 'outlives-the-dead'],
  decide: () => REPLACES,
});
