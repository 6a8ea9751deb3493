import { commitAfter, defineTransactionalEnqueue, NEVER, transactionParams } from './contract.ts';

/** The queue is a table in the database of the record: both appear at the commit, or neither does. */
export const sameTransaction = defineTransactionalEnqueue({
  id: 'same-transaction',
  title: 'In the same transaction',
  summary: 'The queue is in the same database: job and record appear together, or not at all.',
  sources: [
    { title: 'Brandur Leach, Transactionally staged job drains in Postgres', url: 'https://brandur.org/job-drain' },
    { title: 'River, Transactional enqueueing', url: 'https://riverqueue.com/docs/transactional-enqueueing' },
  ],
  params: transactionParams,
  examples: [{ rolledBack: 0.2 }],
  promises: ['never-a-ghost', 'never-early', 'never-lost', 'never-twice', 'has-transactions'],
  plan(params, _now, chance, into) {
    const { after, committed } = commitAfter(params, chance);
    into.enqueuedAfter = committed ? after : NEVER;
    into.recordedAfter = into.enqueuedAfter;
    into.twice = false;
  },
});
