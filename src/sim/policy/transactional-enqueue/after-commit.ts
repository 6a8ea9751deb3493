import { commitAfter, defineTransactionalEnqueue, NEVER, ratio, transactionParams } from './contract.ts';

/**
 * Enqueues once the transaction has been committed: no job without its record, none before it. What it cannot promise is
 * the job: a process that dies between the two leaves a record that nobody works on, and nothing that shows it.
 */
export const afterCommit = defineTransactionalEnqueue({
  id: 'after-commit',
  title: 'After the commit',
  summary: 'No job without its record; but a crash in between leaves a record without its job.',
  sources: [
    { title: 'Brandur Leach, Transactionally staged job drains in Postgres', url: 'https://brandur.org/job-drain' },
    {
      title: 'Ruby on Rails, Active Job basics: jobs and transactions',
      url: 'https://guides.rubyonrails.org/active_job_basics.html#transactional-integrity',
    },
  ],
  params: {
    ...transactionParams,
    diesBetween: ratio({
      label: 'Dies in between',
      help: 'Share of the processes that die when they have committed and not yet enqueued: the job never comes.',
      default: 0,
    }),
  },
  examples: [{ rolledBack: 0.2, diesBetween: 0.1 }],
  promises: ['never-a-ghost', 'never-early', 'never-twice', 'has-transactions'],
  // the third draw: whether somebody dies between one system and the other
  plan(params, _now, chance, into) {
    const { after, committed } = commitAfter(params, chance);
    const dies = chance.happens(params.diesBetween);
    into.recordedAfter = committed ? after : NEVER;
    into.enqueuedAfter = committed && !dies ? after : NEVER;
    into.twice = false;
  },
});
