import { defineQueueDiscipline, NOTHING } from '../../policy/queue-discipline/contract.ts';

/** First come, first served. */
export const template = defineQueueDiscipline({
  id: 'template',
  title: 'Mine',
  summary: 'First come, first served.',
  sources: [],
  params: {},
  start: () => ({ line: [] as number[] }),
  put({ line }, _params, entry) {
    line.push(entry);
  },
  take: ({ line }) => line.shift() ?? NOTHING,
  leave({ line }, _params, entry) {
    line.splice(line.indexOf(entry), 1);
  },
});
