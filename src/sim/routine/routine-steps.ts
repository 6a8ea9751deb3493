import { number, ratio } from '../param/param.ts';
import { type StepDescription, steps, wire, wires } from '../param/step.ts';

/** Every step a routine can have, as documents write it. */
export const routineSteps: readonly StepDescription[] = [
  {
    id: 'work',
    title: 'Work',
    summary: 'Holds a server for a service time.',
    alone: true,
    fields: {
      work: number({ label: 'Factor', help: 'Factor on the service time.', default: 1, min: 0, max: 1_000 }),
    },
  },
  {
    id: 'call',
    title: 'Call',
    summary: 'Calls another component and waits for what comes of it.',
    fields: { call: wire({ label: 'Wire', help: 'What to call, by the name of its wire in "calls".' }) },
  },
  {
    id: 'par',
    title: 'In parallel',
    summary: 'Calls several at the same time and goes on when all have answered.',
    fields: { par: wires({ label: 'Wires', help: 'What to call at the same time.' }) },
  },
  {
    id: 'branch',
    title: 'Branch',
    summary: 'Goes one way or the other, by chance.',
    fields: {
      branch: ratio({ label: 'Probability', help: 'Probability of "then".', default: 0.5 }),
      then: steps({ label: 'Then', help: 'What it does with that probability.' }),
      else: steps({ label: 'Else', help: 'What it does otherwise; nothing if absent.', optional: true }),
    },
  },
  {
    id: 'answer',
    title: 'Answer',
    summary: 'Answers the caller; what follows is done afterwards.',
    alone: true,
    fields: {},
  },
];
