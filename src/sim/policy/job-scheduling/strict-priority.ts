import { addFirstOf, addLastOf, CLASSES, defineJobScheduling, lanes, NOTHING, removeOf, takeFirstOf } from './contract.ts';

/**
 * A line for each class, and no job of one while there is any of a class above it. Jobs at the top see only each other;
 * those at the bottom see every burst above them, and starve where the classes above fill the workers.
 */
export const strictPriority = defineJobScheduling({
  id: 'strict-priority',
  title: 'Strict priority',
  summary: 'The most important class first, always: the others get what it leaves.',
  sources: [
    {
      title: 'Cobham, Priority assignment in waiting line problems (Operations Research 2(1), 1954)',
      url: 'https://doi.org/10.1287/opre.2.1.70',
    },
    { title: 'Sidekiq, Advanced options: queues in strict order', url: 'https://github.com/sidekiq/sidekiq/wiki/Advanced-Options#queues' },
  ],
  looksAt: ['priority'],
  params: {},
  promises: ['line-by-class', 'top-class-first'],
  start: () => lanes(),
  put(classes, _params, job, jobs, returns) {
    if (returns) addFirstOf(classes, jobs.class[job], job);
    else addLastOf(classes, jobs.class[job], job);
  },
  take(classes) {
    for (let each = 0; each < CLASSES; each++) {
      const job = takeFirstOf(classes, each);
      if (job !== NOTHING) return job;
    }
    return NOTHING;
  },
  leave: (classes, _params, job, jobs) => removeOf(classes, jobs.class[job], job),
});
