import { defineAcknowledgement, NEVER, RECEIVED } from './contract.ts';

/** Acknowledges what it has received: nothing is done twice, and whatever was in flight when a worker died is lost. */
export const early = defineAcknowledgement({
  id: 'early',
  title: 'When received',
  summary: 'A job leaves the queue as soon as a worker has it: at most once, so a crash loses what was in flight.',
  sources: [
    {
      title: 'Celery, Tasks: acks_late',
      url: 'https://docs.celeryq.dev/en/stable/reference/celery.app.task.html#celery.app.task.Task.acks_late',
    },
  ],
  params: {},
  promises: ['never-repeated', 'never-overwritten'],
  when: () => RECEIVED,
  permits: () => true,
  records: () => NEVER,
});
