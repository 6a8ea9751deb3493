import { defineStaleness, NEVER } from './contract.ts';

/**
 * A job that says "bring it up to date" makes all older ones for the same thing superfluous, as long as they wait. The
 * newest counts: where a lock at enqueueing keeps the first and its place in the line, this keeps the last.
 */
export const superseded = defineStaleness({
  id: 'superseded',
  title: 'Superseded',
  summary: 'Of the jobs for one key that wait, only the newest is worth doing.',
  sources: [{ title: 'BullMQ, Deduplication: debounce mode', url: 'https://docs.bullmq.io/guide/jobs/deduplication' }],
  looksAt: ['key'],
  params: {},
  promises: ['drops-the-superseded'],
  usefulFor: () => NEVER,
  supersedes: () => true,
});
