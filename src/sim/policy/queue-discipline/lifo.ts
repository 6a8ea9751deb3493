import { addFirst, defineQueueDiscipline, linkedList, remove, takeFirst } from './contract.ts';

/**
 * Newest first. Without overload the mean wait is that of first in, first out and only its spread grows; in an overload
 * those served are still waiting for their answer, while the unlucky wait for ever.
 */
export const lifo = defineQueueDiscipline({
  id: 'lifo',
  title: 'Last in, first out',
  summary: 'Who came last is served first: in an overload, the one who is still waiting.',
  sources: [{ title: 'Maurer, Fail at scale (ACM Queue 2015): adaptive LIFO', url: 'https://queue.acm.org/detail.cfm?id=2839461' }],
  params: {},
  promises: ['last-come-first-served', 'drops-nobody'],
  byOrderAlone: true,
  start: () => linkedList(),
  put: (list, _params, entry) => addFirst(list, entry),
  take: (list) => takeFirst(list),
  leave: (list, _params, entry) => remove(list, entry),
});
