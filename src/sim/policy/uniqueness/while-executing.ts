import { defineUniqueness, duration, LONGEST, NEVER, NO_LOCK } from './contract.ts';

/**
 * Every wish becomes a job, and jobs for the same thing run one at a time: whose turn comes while another runs goes back
 * and waits. It spares locks in the work itself, and saves none of the work.
 *
 * As `while_executing` of sidekiq-unique-jobs with `reschedule`, which tries again after 5 s; by default that library
 * drops such a job. Those that wait come back in no particular order.
 */
export const whileExecuting = defineUniqueness({
  id: 'while-executing',
  title: 'While it runs',
  summary: 'Any number of jobs for the same thing, but one at a time.',
  sources: [
    { title: 'sidekiq-unique-jobs, While executing', url: 'https://github.com/mhenrixon/sidekiq-unique-jobs#while-executing' },
    { title: 'GoodJob, Concurrency controls: perform_limit', url: 'https://github.com/bensheldon/good_job#activejob-concurrency' },
  ],
  params: {
    wait: duration({
      label: 'Tries again after',
      help: 'How long a job waits whose turn came while another for the same thing was running.',
      default: 5_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
  },
  examples: [{ wait: 250 }],
  promises: ['no-wish-dropped', 'one-runs', 'lets-go-in-time'],
  releasedBy: () => NO_LOCK,
  expiresAfter: () => NEVER,
  releasedByDeath: () => true,
  exclusiveWait: ({ wait }) => wait,
});
