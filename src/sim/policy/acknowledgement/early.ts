import { BEGUN, choice, defineAcknowledgement, NEVER, RECEIVED } from './contract.ts';

/**
 * Acknowledges what it has received: nothing is done twice, and whatever was in flight when a worker died is lost.
 *
 * If it is acknowledged only when it is begun, a job that waits in its worker is still under its lease; when that runs
 * out it is handed out again, and both begin it. That is Celery's default, and the reason why its tasks for later than
 * the visibility timeout are run more than once.
 */
export const early = defineAcknowledgement({
  id: 'early',
  title: 'When received',
  summary: 'A job leaves the queue before it is done: a crash loses what was in flight.',
  sources: [
    {
      title: 'Celery, Tasks: acks_late',
      url: 'https://docs.celeryq.dev/en/stable/reference/celery.app.task.html#celery.app.task.Task.acks_late',
    },
  ],
  params: {
    at: choice({
      label: 'Acknowledged',
      help: 'The moment at which the job leaves the queue.',
      default: 'received',
      options: {
        received: 'When it is received',
        begun: 'When it is begun. Until then its visibility timeout runs.',
      },
    }),
  },
  examples: [{ at: 'begun' }],
  promises: ({ at }) => (at === 'received' ? ['never-repeated', 'never-overwritten'] : []),
  when: ({ at }) => (at === 'received' ? RECEIVED : BEGUN),
  permits: () => true,
  records: () => NEVER,
});
