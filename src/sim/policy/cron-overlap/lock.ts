import { defineCronOverlap, duration, LONGEST, RUNS, SKIPS } from './contract.ts';

/**
 * One at a time as long as the lock lasts: a run that dies without giving it back stops the others for no longer than
 * that, and a run that takes longer gets company.
 *
 * As Laravel's `withoutOverlapping`, whose lock lasts a day unless told otherwise. Here a run that has ended gives back
 * its own lock alone; there it gives back whatever lock there is.
 */
export const lock = defineCronOverlap({
  id: 'lock',
  title: 'Lock',
  summary: 'Skips while one is under way, but not longer than the lock lasts.',
  sources: [
    { title: 'Laravel, Task scheduling: preventing task overlaps', url: 'https://laravel.com/docs/scheduling#preventing-task-overlaps' },
  ],
  params: {
    expires: duration({
      label: 'Lock expires',
      help: 'How long after its start a run keeps the next ones away.',
      default: 86_400_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
  },
  examples: [{ expires: 180_000 }, { expires: 1 }],
  promises: ['outlives-the-dead'],
  decide: ({ expires }, underWay, sinceStart) => (underWay > 0 && sinceStart < expires ? SKIPS : RUNS),
});
