import { defineCronOverlap, RUNS, WAITS } from './contract.ts';

/**
 * One after the other: what falls due meanwhile starts when the run before has ended, and what falls due while one waits
 * already does not take place. A run longer than its interval is followed at once by the next, for ever late but never
 * further behind than one.
 */
export const queue = defineCronOverlap({
  id: 'queue',
  title: 'Queue',
  summary: 'A run that falls due while one is under way starts when that has ended; at most one waits.',
  sources: [
    {
      title: 'Temporal, Schedule: overlap policy BufferOne',
      url: 'https://docs.temporal.io/schedule#overlap-policy',
    },
  ],
  params: {},
  promises: ['one-at-a-time', 'makes-up'],
  decide: (_params, underWay) => (underWay > 0 ? WAITS : RUNS),
});
