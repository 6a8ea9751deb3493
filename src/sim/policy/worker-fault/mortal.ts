import { defineWorkerFault, duration, LONGEST, NEVER } from './contract.ts';

/** Replicas die by themselves, whatever they work on: spot instances, memory killers, power supplies. They do not age. */
export const mortal = defineWorkerFault({
  id: 'mortal',
  title: 'Mortal replicas',
  summary: 'Replicas die now and then by themselves, with everything they work on.',
  sources: [
    {
      title: 'Amazon EC2, Spot instance interruptions',
      url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-interruptions.html',
    },
  ],
  params: {
    lifetime: duration({
      label: 'Mean lifetime',
      help: 'How long a replica lives from when it is up; exponential.',
      default: 60_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
  },
  acute: { lifetime: 2_000 },
  examples: [{ lifetime: 900 }],
  promises: ['strikes-by-itself'],
  // at least a microsecond, so that no replica dies as often as it likes within one
  strikesAfter: ({ lifetime }, chance) => Math.max(1, chance.exponentialMicros(lifetime)),
  lasts: () => NEVER,
});
