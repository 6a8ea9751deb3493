import { defineStep, integer, type StepDoc, steps } from './contract.ts';

/** Does the same steps so many times, one after the other: N queries for N rows. Every time draws anew. */
export const repeat = defineStep<{ repeat: number; steps: readonly StepDoc[] }>({
  id: 'repeat',
  title: 'Repeat',
  summary: 'Does the same steps so many times, one after the other.',
  fields: {
    repeat: integer({ label: 'Times', help: 'How many times.', default: 2, min: 0, max: 100 }),
    steps: steps({ label: 'Steps', help: 'What it does each time.' }),
  },
  compile(doc, compiler) {
    for (let time = 0; time < doc.repeat; time++) compiler.steps(doc.steps);
  },
});
