import { defineAbsenceGuard } from './contract.ts';

/** Every miss asks the origin, also for what does not exist. */
export const none = defineAbsenceGuard({
  id: 'none',
  title: 'No guard',
  summary: 'Every miss asks the origin, also for what does not exist.',
  sources: [],
  params: {},
  start: () => ({}),
  mayExist: () => true,
  add() {},
});
