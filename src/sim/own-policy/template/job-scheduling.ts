import { defineJobScheduling, NOTHING } from '../../policy/job-scheduling/contract.ts';

/** First come, first served; what comes back is handed out first. */
export const template = defineJobScheduling({
  id: 'template',
  title: 'Mine',
  summary: 'First come, first served.',
  sources: [],
  params: {},
  start: () => ({ line: [] as number[] }),
  put({ line }, _params, job, _jobs, returns) {
    if (returns) line.unshift(job);
    else line.push(job);
  },
  take: ({ line }) => line.shift() ?? NOTHING,
  leave({ line }, _params, job) {
    line.splice(line.indexOf(job), 1);
  },
});
