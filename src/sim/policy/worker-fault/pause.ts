import { choice, defineWorkerFault, duration, LONGEST } from './contract.ts';

/**
 * A replica stands still with everything in it and does not know: garbage collection, a full disk, a virtual machine that
 * is moved. It sends no heartbeat; when it goes on it believes that no time has passed, and that its leases are its own.
 */
export const pause = defineWorkerFault({
  id: 'pause',
  title: 'Pauses',
  summary: 'Replicas stand still now and then and go on as if nothing had been, past the end of their leases.',
  sources: [
    {
      title: 'Kleppmann, How to do distributed locking (2016): protecting a resource with a lock',
      url: 'https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html',
    },
  ],
  params: {
    interval: duration({
      label: 'Mean time between pauses',
      help: 'How long a replica works between two pauses; exponential.',
      default: 60_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
    length: duration({
      label: 'Length',
      help: 'How long a pause is.',
      default: 40_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
    lengths: choice({
      label: 'Lengths are',
      help: 'Whether all pauses are of that length, or only their mean is.',
      advanced: true,
      default: 'constant',
      options: { constant: 'All the same', exponential: 'Exponential' },
    }),
  },
  acute: { interval: 2_000, length: 1_500 },
  examples: [{ interval: 900, length: 400, lengths: 'exponential' }],
  promises: ['strikes-by-itself', 'kills-nobody'],
  strikesAfter: ({ interval }, chance) => Math.max(1, chance.exponentialMicros(interval)),
  lasts: ({ length, lengths }, chance) => (lengths === 'constant' ? length : chance.exponentialMicros(length)),
});
