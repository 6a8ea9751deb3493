import { defineUniqueness, duration, END, flag } from './contract.ts';

/**
 * No second job for the same thing until the first is done: a thousand clicks are one job. What is wished for while it
 * runs is left undone if the first looked too early; and a lock whose job never ends well is a thing that is never done
 * again, until the lock expires.
 *
 * As `until_executed` of sidekiq-unique-jobs: held through all retries, without an end of its own unless one is set, and
 * not given back when the job is dead, for which its users have to install a death handler. Sidekiq Enterprise does not
 * let one do without an expiry.
 */
export const untilDone = defineUniqueness({
  id: 'until-done',
  title: 'Until it is done',
  summary: 'One job for the same thing from enqueueing to its end; a lock that is never given back stops them all.',
  sources: [
    { title: 'sidekiq-unique-jobs, Until executed', url: 'https://github.com/mhenrixon/sidekiq-unique-jobs#until-executed' },
    {
      title: 'sidekiq-unique-jobs, If the job dies, it doesn’t remove the lock (issue 304)',
      url: 'https://github.com/mhenrixon/sidekiq-unique-jobs/issues/304',
    },
    { title: 'Sidekiq Enterprise, Unique jobs', url: 'https://github.com/sidekiq/sidekiq/wiki/Ent-Unique-Jobs' },
  ],
  params: {
    expires: duration({
      label: 'Lock expires',
      help: 'When the lock ends by itself, counted from when the job was made, whether or not the job is done.',
      default: null,
      never: 'Never',
      min: 1,
      max: 2_592_000_000,
      scale: 'log',
    }),
    releasedByDeath: flag({
      label: 'Death gives it back',
      help: 'Whether a job that becomes a dead letter gives its lock back.',
      default: false,
    }),
  },
  examples: [{ expires: 60_000, releasedByDeath: true }],
  promises: ({ expires }) => (expires === Number.POSITIVE_INFINITY ? ['one-lives', 'one-waits', 'one-runs'] : ['lets-go-in-time']),
  releasedBy: () => END,
  expiresAfter: ({ expires }) => expires,
  releasedByDeath: (params) => params.releasedByDeath,
  exclusiveWait: () => -1,
});
