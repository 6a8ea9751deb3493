import { defineCronOverlap, RUNS, SKIPS } from './contract.ts';

/**
 * One at a time: what falls due meanwhile does not take place.
 *
 * A Kubernetes CronJob that forbids concurrent runs skips only if its starting deadline is over when the run before
 * ends; without one it is a queue that keeps the last.
 */
export const skip = defineCronOverlap({
  id: 'skip',
  title: 'Skip',
  summary: 'A run that falls due while one is under way does not take place.',
  sources: [
    {
      title: 'Temporal, Schedule: overlap policy Skip',
      url: 'https://docs.temporal.io/schedule#overlap-policy',
    },
    {
      title: 'Quartz, DisallowConcurrentExecution',
      url: 'https://www.quartz-scheduler.org/documentation/quartz-2.3.0/tutorials/tutorial-lesson-03.html',
    },
  ],
  params: {},
  promises: ['one-at-a-time'],
  decide: (_params, underWay) => (underWay > 0 ? SKIPS : RUNS),
});
