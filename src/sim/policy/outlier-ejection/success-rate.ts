import { defineOutlierEjection, ENVOY, ejectionParams, integer, number, reaching } from './contract.ts';

/** What arithmetic may have added to a mean of equals. */
const ROUNDING = 1e-12;

/**
 * Compares: at every interval a replica is an outlier whose success ratio is more than so many standard deviations below
 * the mean of all that had enough to answer. What fails a little more than the others is found, too, and nobody is where
 * all fail alike. One that fails alone among n is √(n − 1) deviations below: with fewer than five 1.9 are never reached.
 *
 * As Envoy's success rate, of the population's deviation; but answers while it is ejected, which a replica is sent in a
 * panic alone, count for nothing.
 */
export const successRate = defineOutlierEjection({
  id: 'success-rate',
  title: 'Success rate',
  summary: 'Ejects replicas that succeed less often than the others.',
  sources: [ENVOY],
  params: {
    requests: integer({
      label: 'Requests at least',
      help: 'Replicas that have answered fewer in the interval are not looked at.',
      default: 100,
      min: 1,
      max: 100_000,
      scale: 'log',
    }),
    hosts: integer({
      label: 'Replicas at least',
      help: 'With fewer than this that have answered enough nobody is ejected.',
      default: 5,
      min: 1,
      max: 1_000,
      scale: 'log',
    }),
    factor: number({
      label: 'Deviations',
      help: 'How many standard deviations below the mean an outlier is; more: fewer outliers.',
      default: 1.9,
      min: 0,
      max: 10,
      step: 0.1,
    }),
    ...ejectionParams,
  },
  examples: [
    { requests: 5, hosts: 2, factor: 0.9, interval: 200, baseTime: 300 },
    { hosts: 1, factor: 0, mostShare: 1 },
    { factor: 4, mostShare: 0 },
  ],
  promises: ({ factor }) => ['spares-the-faultless', 'compares', ...(factor < 3 ? (['finds-the-one-that-fails'] as const) : [])],
  start: () => ({ answered: new Int32Array(16), failed: new Int32Array(16) }),
  learn(state, _params, replica, failed) {
    state.answered = reaching(state.answered, replica);
    state.failed = reaching(state.failed, replica);
    state.answered[replica]++;
    if (failed) state.failed[replica]++;
    return false;
  },
  look({ answered, failed }, { requests, hosts, factor }, replicas) {
    const busy = replicas.filter((replica) => answered[replica] >= requests);
    const ratio = (replica: number) => 1 - failed[replica] / answered[replica];
    let outliers: readonly number[] = [];
    if (busy.length >= hosts) {
      const mean = busy.reduce((sum, replica) => sum + ratio(replica), 0) / busy.length;
      const variance = busy.reduce((sum, replica) => sum + (ratio(replica) - mean) * (ratio(replica) - mean), 0) / busy.length;
      const least = mean - factor * Math.sqrt(variance) - ROUNDING;
      outliers = busy.filter((replica) => ratio(replica) < least);
    }
    answered.fill(0);
    failed.fill(0);
    return outliers;
  },
  forget({ answered, failed }, replica) {
    if (replica >= answered.length) return;
    answered[replica] = 0;
    failed[replica] = 0;
  },
});
