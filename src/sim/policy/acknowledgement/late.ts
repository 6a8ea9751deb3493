import { DONE, defineAcknowledgement, NEVER } from './contract.ts';

/** Acknowledges what is done: nothing is lost, and whatever was done before a crash is done again. */
export const late = defineAcknowledgement({
  id: 'late',
  title: 'When done',
  summary: 'A job leaves the queue when it is done: at least once, so some are done twice.',
  sources: [
    {
      title: 'Amazon SQS, At-least-once delivery',
      url: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html',
    },
  ],
  params: {},
  promises: ['never-lost', 'never-lost-while-leases-decide'],
  when: () => DONE,
  permits: () => true,
  records: () => NEVER,
});
