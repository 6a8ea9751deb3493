import { defineAbsenceGuard, integer } from '../../policy/absence-guard/contract.ts';

/** Remembers every key that has been written, and takes those below a number to exist from the start. */
export const template = defineAbsenceGuard({
  id: 'template',
  title: 'Mine',
  summary: 'Knows every key that exists.',
  sources: [],
  params: {
    keys: integer({
      label: 'Keys from the start',
      help: 'Keys below this exist from the start.',
      default: 10_000,
      min: 0,
      max: 10_000_000,
      scale: 'log',
    }),
  },
  start: () => ({ written: new Set<number>() }),
  mayExist: ({ written }, { keys }, key) => key < keys || written.has(key),
  add: ({ written }, key) => {
    written.add(key);
  },
});
