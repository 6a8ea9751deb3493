import { defineStep, ratio } from './contract.ts';

/** The task ends here, with some probability: an exception that nobody catches. Its caller hears an error; what was done before stays done. */
export const crash = defineStep<{ crash: number }>({
  id: 'crash',
  title: 'Crash',
  summary: 'Ends in an error here, with some probability; nothing catches it.',
  fields: {
    crash: ratio({ label: 'Probability', help: 'How likely it ends here.', default: 0.01 }),
  },
  compile: (doc, compiler) => compiler.add((owner, task, at) => !owner.happens(task, at, doc.crash) || owner.crash(task)),
});
