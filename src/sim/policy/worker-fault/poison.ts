import { defineWorkerFault, ratio, SURVIVES } from './contract.ts';

/**
 * Some jobs kill whatever works on them, every time: they eat all memory, or crash the runtime. Each takes its neighbours
 * in the replica with it, comes back when its lease is over or its caller tries again, and kills the next: until somebody
 * counts.
 */
export const poison = defineWorkerFault({
  id: 'poison',
  title: 'Poison',
  summary: 'Some jobs or requests kill every replica that works on them, and what is beside them.',
  sources: [
    {
      title: 'Sidekiq, Reliability: poison pills',
      url: 'https://github.com/sidekiq/sidekiq/wiki/Reliability',
    },
  ],
  params: {
    ratio: ratio({
      label: 'Share that kills',
      help: 'Share of the jobs or requests that kill their replica at every try.',
      default: 0.001,
    }),
    at: ratio({ label: 'At', help: 'The share of the work after which it happens.', default: 0.5 }),
  },
  acute: { ratio: 0.02 },
  examples: [
    { ratio: 0.1, at: 0 },
    { ratio: 0.1, at: 1 },
  ],
  promises: ['kills-by-job'],
  kills: (params, _execution, job) => (job.happens(params.ratio) ? params.at : SURVIVES),
});
