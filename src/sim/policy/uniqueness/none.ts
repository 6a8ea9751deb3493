import { defineUniqueness, NEVER, NO_LOCK } from './contract.ts';

/** Every wish is a job. */
export const none = defineUniqueness({
  id: 'none',
  title: 'None',
  summary: 'Every wish becomes a job, however many there are for the same thing.',
  sources: [],
  params: {},
  promises: ['no-wish-dropped', 'lets-go-in-time'],
  releasedBy: () => NO_LOCK,
  expiresAfter: () => NEVER,
  releasedByDeath: () => true,
  exclusiveWait: () => -1,
});
