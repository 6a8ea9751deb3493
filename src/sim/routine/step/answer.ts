import { defineStep } from './contract.ts';

/** Answers the caller well; what follows is done afterwards, for nobody who waits. */
export const answer = defineStep({
  id: 'answer',
  title: 'Answer',
  summary: 'Answers the caller; what follows is done afterwards.',
  alone: true,
  fields: {},
  compile: (_doc, compiler) => compiler.add((owner, task, at) => owner.answer(task, at === compiler.length - 2)),
});
