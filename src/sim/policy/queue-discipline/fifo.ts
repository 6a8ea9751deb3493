import { addLast, defineQueueDiscipline, linkedList, remove, takeFirst } from './contract.ts';

/** In the order of arrival: fair, and in an overload the surest way to serve only people who have gone. */
export const fifo = defineQueueDiscipline({
  id: 'fifo',
  title: 'First in, first out',
  summary: 'Who came first is served first.',
  sources: [
    { title: 'Kendall, Stochastic processes occurring in the theory of queues (1953)', url: 'https://doi.org/10.1214/aoms/1177728975' },
  ],
  params: {},
  promises: ['first-come-first-served', 'drops-nobody'],
  byOrderAlone: true,
  start: () => linkedList(),
  put: (list, _params, entry) => addLast(list, entry),
  take: (list) => takeFirst(list),
  leave: (list, _params, entry) => remove(list, entry),
});
