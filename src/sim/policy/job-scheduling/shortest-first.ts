import { addRanked, defineJobScheduling, rankedHeap, removeRanked, takeLeast } from './contract.ts';

/**
 * The least work first: no order has a smaller mean wait (Smith's rule with equal weights), and none is harder on the long
 * jobs, which start only when no short one is left.
 *
 * It goes by what a job is said to cost, not by how long it will take. Not preemptive: a long job that has begun holds its
 * worker until it is done.
 */
export const shortestFirst = defineJobScheduling({
  id: 'shortest-first',
  title: 'Shortest first',
  summary: 'The least work first: the smallest mean wait, paid for by the long jobs.',
  sources: [
    { title: 'Smith, Various optimizers for single-stage production (1956)', url: 'https://doi.org/10.1002/nav.3800030106' },
    {
      title: 'Schrage and Miller, The queue M/G/1 with the shortest remaining processing time discipline (1966)',
      url: 'https://doi.org/10.1287/opre.14.4.670',
    },
  ],
  params: {},
  promises: ['by-cost'],
  start: () => rankedHeap(),
  put: (heap, _params, job, jobs) => addRanked(heap, job, jobs.cost, jobs.number),
  take: (heap) => takeLeast(heap),
  leave: (heap, _params, job) => removeRanked(heap, job),
});
