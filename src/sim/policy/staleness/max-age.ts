import { defineStaleness, duration, LONGEST } from './contract.ts';

/** Nobody needs a notification that is an hour old: after an outage it is dropped, and the fresh ones are in time. */
export const maxAge = defineStaleness({
  id: 'max-age',
  title: 'Too old',
  summary: 'Drops a job that has waited longer than it is of use.',
  sources: [
    {
      title: 'Amazon Builders’ Library, Avoiding insurmountable queue backlogs',
      url: 'https://aws.amazon.com/builders-library/avoiding-insurmountable-queue-backlogs/',
    },
  ],
  params: {
    usefulFor: duration({
      label: 'Of use for',
      help: 'How long after it was enqueued a job is still worth doing.',
      default: 60_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
  },
  examples: [{ usefulFor: 200 }],
  promises: ['drops-the-old'],
  usefulFor: ({ usefulFor }) => usefulFor,
  supersedes: () => false,
});
