import { addRanked, defineJobScheduling, rankedHeap, removeRanked, takeLeast } from './contract.ts';

/**
 * Who must be done first, first. If any order at all keeps every deadline on one worker, this one does; in an overload it
 * does the worst, since it works on what is almost too late and makes everything late in turn.
 *
 * A job of which nobody says until when it is of use comes last, in the order of arrival. Not preemptive, and on several
 * workers not optimal either (Dhall and Liu, 1978).
 */
export const deadline = defineJobScheduling({
  id: 'deadline',
  title: 'Earliest deadline first',
  summary: 'The job first whose usefulness ends first.',
  sources: [
    {
      title: 'Liu and Layland, Scheduling algorithms for multiprogramming in a hard-real-time environment (J. ACM 20(1), 1973)',
      url: 'https://doi.org/10.1145/321738.321743',
    },
  ],
  params: {},
  promises: ['by-deadline'],
  start: () => rankedHeap(),
  put: (heap, _params, job, jobs) => addRanked(heap, job, jobs.usefulUntil, jobs.number),
  take: (heap) => takeLeast(heap),
  leave: (heap, _params, job) => removeRanked(heap, job),
});
