import { addLimitReadings, Limit } from '../limit.ts';
import { defineGuard } from './contract.ts';

/** Lets so many at a time; per wire it is a bulkhead: the algorithms are those of rate limiters. */
export const concurrency = defineGuard({
  id: 'concurrency',
  label: 'Concurrency limit',
  order: 60,
  reads: ['concurrencyLimit'],
  shared: true,
  create: (passage) => new Limit(passage, 'concurrencyLimit'),
  addReadings: (site, guards) => addLimitReadings(site, 'concurrencyLimit', guards as Limit[]),
});
