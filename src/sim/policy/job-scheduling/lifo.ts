import { addFirst, defineJobScheduling, linkedList, remove, takeFirst } from './contract.ts';

/**
 * Newest first. After an outage the fresh jobs are in time and those of the outage wait: right for notifications, whose
 * worth is their freshness, and wrong wherever somebody counts on order. While there is a backlog, the oldest starve.
 */
export const lifo = defineJobScheduling({
  id: 'lifo',
  title: 'Last in, first out',
  summary: 'The newest first: in a backlog the fresh ones are in time, and the old ones wait.',
  sources: [
    {
      title: 'Amazon Builders’ Library, Avoiding insurmountable queue backlogs',
      url: 'https://aws.amazon.com/builders-library/avoiding-insurmountable-queue-backlogs/',
    },
  ],
  params: {},
  promises: ['one-stack'],
  start: () => linkedList(),
  put: (stack, _params, job) => addFirst(stack, job),
  take: (stack) => takeFirst(stack),
  leave: (stack, _params, job) => remove(stack, job),
});
