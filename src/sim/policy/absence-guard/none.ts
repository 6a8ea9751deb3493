import { defineAbsenceGuard } from './contract.ts';

/** Every miss asks the origin, also for what does not exist. */
export const none = defineAbsenceGuard({
  id: 'none',
  title: 'No guard',
  summary: 'Every miss asks the origin, also for what does not exist.',
  sources: [],
  params: {},
  promises: ['never-hides'],
  start: () => ({}),
  mayExist: () => true,
  add() {},
});
