import { defineStep, type Label, ratio, type StepDoc, steps } from './contract.ts';

/** Goes one way or the other, by chance. */
export const branch = defineStep<{ branch: number; then: readonly StepDoc[]; else?: readonly StepDoc[] }>({
  id: 'branch',
  title: 'Branch',
  summary: 'Goes one way or the other, by chance.',
  fields: {
    branch: ratio({ label: 'Probability', help: 'Probability of "then".', default: 0.5 }),
    then: steps({ label: 'Then', help: 'What it does with that probability.' }),
    else: steps({ label: 'Else', help: 'What it does otherwise; nothing if absent.', optional: true }),
  },
  compile(doc, compiler) {
    const otherwise: Label = { at: 0 };
    const end: Label = { at: 0 };
    compiler.add((owner, task, at) => owner.happens(task, at, doc.branch) || owner.goTo(task, otherwise.at));
    compiler.steps(doc.then);
    if (doc.else && doc.else.length > 0) {
      compiler.add((owner, task) => owner.goTo(task, end.at));
      otherwise.at = compiler.length;
      compiler.steps(doc.else);
      end.at = compiler.length;
    } else otherwise.at = compiler.length;
  },
});
