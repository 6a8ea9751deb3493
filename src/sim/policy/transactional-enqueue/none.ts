import { defineTransactionalEnqueue } from './contract.ts';

/** No transaction: whatever a job is about has been there before. */
export const none = defineTransactionalEnqueue({
  id: 'none',
  title: 'No transaction',
  summary: 'The job is enqueued at once, and what it is about is there.',
  sources: [],
  params: {},
  promises: ['never-a-ghost', 'never-early', 'never-lost', 'never-twice'],
  plan(_params, _now, _chance, into) {
    into.enqueuedAfter = 0;
    into.recordedAfter = 0;
    into.twice = false;
  },
});
