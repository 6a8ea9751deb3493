import { commitAfter, defineTransactionalEnqueue, NEVER, transactionParams } from '../../policy/transactional-enqueue/contract.ts';

/** The job comes once its record is there. */
export const template = defineTransactionalEnqueue({
  id: 'template',
  title: 'Mine',
  summary: 'Enqueues after the commit.',
  sources: [],
  params: transactionParams,
  plan(params, _now, chance, into) {
    const { after, committed } = commitAfter(params, chance);
    into.recordedAfter = committed ? after : NEVER;
    into.enqueuedAfter = committed ? after : NEVER;
    into.twice = false;
  },
});
