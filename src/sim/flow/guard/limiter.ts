import { addLimitReadings, Limit } from '../limit.ts';
import { defineGuard } from './contract.ts';

/** Lets so many a second: the algorithms are those of rate limiters. */
export const limiter = defineGuard({
  id: 'limiter',
  label: 'Own rate limit',
  order: 50,
  reads: ['ownLimiter'],
  shared: true,
  create: (passage) => new Limit(passage, 'ownLimiter'),
  addReadings: (site, guards) => addLimitReadings(site, 'ownLimiter', guards as Limit[]),
});
