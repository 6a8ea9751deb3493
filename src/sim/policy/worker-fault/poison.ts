import { defineWorkerFault, ratio, SURVIVES } from './contract.ts';

/**
 * Some jobs kill whatever works on them, every time: they eat all memory, or crash the runtime. Each takes its neighbours
 * in the process with it, comes back when its lease is over, and kills the next: until somebody counts.
 */
export const poison = defineWorkerFault({
  id: 'poison',
  title: 'Poison jobs',
  summary: 'Some jobs kill every process that works on them, and the jobs beside them.',
  sources: [
    {
      title: 'Sidekiq, Reliability: poison pills',
      url: 'https://github.com/sidekiq/sidekiq/wiki/Reliability',
    },
  ],
  params: {
    ratio: ratio({ label: 'Jobs that kill', help: 'Share of the jobs that kill their process at every execution.', default: 0.001 }),
    at: ratio({ label: 'At', help: 'The share of the work after which it happens.', default: 0.5 }),
  },
  examples: [
    { ratio: 0.1, at: 0 },
    { ratio: 0.1, at: 1 },
  ],
  promises: ['kills-by-job'],
  kills: (params, _execution, job) => (job.happens(params.ratio) ? params.at : SURVIVES),
});
