import { commitAfter, defineTransactionalEnqueue, NEVER, transactionParams } from './contract.ts';

/**
 * Enqueues in the middle of a transaction, in a queue that knows nothing of it: the job can start before its record is
 * there, and is there for nothing when the transaction is rolled back.
 */
export const beforeCommit = defineTransactionalEnqueue({
  id: 'before-commit',
  title: 'Before the commit',
  summary: 'The job can run before its record exists, or without one.',
  sources: [{ title: 'Brandur Leach, Transactionally staged job drains in Postgres', url: 'https://brandur.org/job-drain' }],
  params: transactionParams,
  examples: [{ rolledBack: 0.2 }],
  promises: ['never-lost', 'never-twice', 'has-transactions'],
  plan(params, _now, chance, into) {
    const { after, committed } = commitAfter(params, chance);
    into.enqueuedAfter = 0;
    into.recordedAfter = committed ? after : NEVER;
    into.twice = false;
  },
});
