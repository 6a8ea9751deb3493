import { defineStaleness, duration } from '../../policy/staleness/contract.ts';

/** A job that has waited for so long is dropped. */
export const template = defineStaleness({
  id: 'template',
  title: 'Mine',
  summary: 'Drops what has waited too long.',
  sources: [],
  params: {
    after: duration({ label: 'After', help: 'How long a job is of use.', default: 60_000, min: 1, max: 86_400_000, scale: 'log' }),
  },
  usefulFor: ({ after }) => after,
  supersedes: () => false,
});
