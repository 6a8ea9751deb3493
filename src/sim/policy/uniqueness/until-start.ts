import { defineUniqueness, duration, START } from './contract.ts';

/**
 * No second job for the same thing while the first one waits. Once it has begun another may be made, since the first may
 * have read what it is about too early to see a change that came after: nothing that was wished for is left undone.
 *
 * As `until_executing` of sidekiq-unique-jobs: a try that comes after the first does not take the lock again.
 */
export const untilStart = defineUniqueness({
  id: 'until-start',
  title: 'Until it starts',
  summary: 'One job for the same thing waits at any time; while it runs, another may be made.',
  sources: [
    { title: 'sidekiq-unique-jobs, Until executing', url: 'https://github.com/mhenrixon/sidekiq-unique-jobs#until-executing' },
    { title: 'Sidekiq Enterprise, Unique jobs: unlock policy', url: 'https://github.com/sidekiq/sidekiq/wiki/Ent-Unique-Jobs' },
  ],
  params: {
    expires: duration({
      label: 'Lock expires',
      help: 'When the lock ends by itself, counted from when the job was made.',
      default: null,
      never: 'Never',
      min: 1,
      max: 2_592_000_000,
      scale: 'log',
    }),
  },
  examples: [{ expires: 60_000 }],
  promises: ({ expires }) => (expires === Number.POSITIVE_INFINITY ? ['one-waits'] : ['lets-go-in-time']),
  releasedBy: () => START,
  expiresAfter: ({ expires }) => expires,
  releasedByDeath: () => true,
  exclusiveWait: () => -1,
});
