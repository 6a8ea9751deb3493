import { addRanked, defineJobScheduling, rankedHeap, removeRanked, takeLeast } from './contract.ts';

/**
 * By the time they were enqueued, which a job keeps when it comes back: one that was retried takes its old place, where
 * first in, first out would put it at the head or the tail. So a job that fails again and again stays ahead of all that
 * came after it.
 *
 * As the queues kept in tables do it: `order by` the time of creation, then the id.
 */
export const oldestFirst = defineJobScheduling({
  id: 'oldest-first',
  title: 'Oldest first',
  summary: 'In the order in which they were first enqueued, retried ones too.',
  sources: [
    { title: 'PostgreSQL, SELECT: SKIP LOCKED', url: 'https://www.postgresql.org/docs/current/sql-select.html#SQL-FOR-UPDATE-SHARE' },
  ],
  params: {},
  promises: ['by-enqueueing'],
  start: () => rankedHeap(),
  put: (heap, _params, job, jobs) => addRanked(heap, job, jobs.enqueuedAt, jobs.number),
  take: (heap) => takeLeast(heap),
  leave: (heap, _params, job) => removeRanked(heap, job),
});
