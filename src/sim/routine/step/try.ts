import { defineStep, type Label, type StepDoc, steps } from './contract.ts';

interface TryDoc {
  try: readonly StepDoc[];
  catch?: readonly StepDoc[];
  finally?: readonly StepDoc[];
}

/**
 * What fails among its steps is caught: a call that has failed, at the end of all its attempts. Then it does what "catch"
 * says, in place of the rest, and goes on as if nothing had been; with a compensation there it is a saga. What "finally"
 * says is done in any case, also when "catch" fails or is absent, and then it fails all the same. A fault of the replica
 * that it runs on, or a crash, is caught by nobody.
 */
export const tries = defineStep<TryDoc>({
  id: 'try',
  title: 'Try',
  summary: 'Goes on with other steps when one of its own fails, and with some in any case.',
  fields: {
    try: steps({ label: 'Steps', help: 'What it tries.' }),
    catch: steps({ label: 'Catch', help: 'What it does when one of them fails; if absent, the failure goes on.', optional: true }),
    finally: steps({ label: 'Finally', help: 'What it does in any case, afterwards.', optional: true }),
  },
  compile(doc, compiler) {
    const start = compiler.length;
    const caught: Label = { at: 0 };
    const after: Label = { at: 0 };
    const failed: Label = { at: 0 };
    const end: Label = { at: 0 };
    compiler.steps(doc.try);
    let last = compiler.length;
    if (doc.catch) {
      compiler.catches(start, last, caught);
      compiler.add((owner, task) => owner.goTo(task, after.at));
      caught.at = compiler.length;
      compiler.steps(doc.catch);
      last = compiler.length;
    }
    after.at = compiler.length;
    if (!doc.finally) return;
    compiler.catches(start, last, failed);
    compiler.steps(doc.finally);
    compiler.add((owner, task) => owner.goTo(task, end.at));
    failed.at = compiler.length;
    compiler.steps(doc.finally);
    compiler.add((owner, task) => owner.failAgain(task));
    end.at = compiler.length;
  },
});
