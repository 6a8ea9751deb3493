import { choice, defineCronOverlap, RUNS, WAITS, WAITS_INSTEAD } from './contract.ts';

/**
 * One after the other: what falls due meanwhile starts when the run before has ended, and at most one waits. A run
 * longer than its interval is followed at once by the next, always late, but never by more than one run.
 *
 * If several fall due, Temporal keeps the first. A Kubernetes CronJob that forbids concurrent runs keeps the last: its
 * controller does not record a run that it forbids as having taken place, so when the run before has ended it starts
 * the latest that was missed, unless the starting deadline of that one is over. Runs start at the same moments either
 * way, but for different due times.
 */
export const queue = defineCronOverlap({
  id: 'queue',
  title: 'Queue',
  summary: 'A run that falls due while one is under way starts when that has ended; at most one waits.',
  sources: [
    {
      title: 'Temporal, Schedule: overlap policy BufferOne',
      url: 'https://docs.temporal.io/schedule#overlap-policy',
    },
    {
      title: 'Kubernetes, CronJob: concurrency policy Forbid',
      url: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy',
    },
    {
      title: 'Kubernetes, CronJob controller: syncCronJob',
      url: 'https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/cronjob/cronjob_controllerv2.go',
    },
    {
      title: 'Kubernetes, CronJob controller: nextScheduleTime, many missed runs',
      url: 'https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/cronjob/utils.go',
    },
  ],
  params: {
    keeps: choice({
      label: 'If several fall due, it keeps',
      help: 'Which one waits when several fall due while a run is under way.',
      default: 'first',
      options: { first: 'The first that fell due', last: 'The last that fell due' },
    }),
  },
  examples: [{ keeps: 'last' }],
  promises: ['one-at-a-time', 'makes-up'],
  decide: ({ keeps }, underWay) => (underWay === 0 ? RUNS : keeps === 'first' ? WAITS : WAITS_INSTEAD),
});
