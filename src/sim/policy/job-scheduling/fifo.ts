import { addFirst, addLast, defineJobScheduling, linkedList, remove, takeFirst } from './contract.ts';

/** First in, first out. A job that comes back goes to the head or the tail, as its queue says. */
export const fifo = defineJobScheduling({
  id: 'fifo',
  title: 'First in, first out',
  summary: 'One line, in the order of arrival.',
  sources: [{ title: 'Kleinrock, Queueing Systems, vol. 1 (1975), section 2.1', url: 'https://archive.org/details/queueingsystems01klei' }],
  params: {},
  promises: ['one-line', 'serves-everybody'],
  start: () => linkedList(),
  put(line, _params, job, _jobs, returns) {
    if (returns) addFirst(line, job);
    else addLast(line, job);
  },
  take: (line) => takeFirst(line),
  leave: (line, _params, job) => remove(line, job),
});
