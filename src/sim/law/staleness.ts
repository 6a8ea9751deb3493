import { NEVER } from '../kernel/time.ts';
import { defineLaws } from './law.ts';
import { said } from './trial.ts';

export const laws = defineLaws('staleness', {
  words: { tries: 'days', step: 'question', steps: 'questions' },
  experiments: [
    {
      tries: 1,
      laws: {
        steady: 'Says the same every time',
        useful: 'Leaves a job some time to be of use',
      },
      play({ policy, params }, trial) {
        const [usefulFor, supersedes] = [policy.usefulFor(params), policy.supersedes(params)];
        for (let i = 0; i < 20; i++) {
          trial.step();
          trial.must(
            'steady',
            policy.usefulFor(params) === usefulFor,
            'usefulFor',
            () => `answers ${said(policy.usefulFor(params))} µs, and before ${said(usefulFor)} µs`,
          );
          trial.must(
            'steady',
            policy.supersedes(params) === supersedes,
            'supersedes',
            () => `answers ${!supersedes}, and before ${supersedes}`,
          );
        }
        trial.must('useful', usefulFor > 0, 'usefulFor', () => 'drops every job: it is of use for 0 µs');
      },
    },
    {
      promise: 'keeps-everything',
      tries: 1,
      laws: { 'keeps-everything': 'Drops nothing' },
      play({ policy, params }, trial) {
        trial.step();
        trial.must(
          'keeps-everything',
          policy.usefulFor(params) === NEVER,
          'usefulFor',
          () => `drops jobs after ${said(policy.usefulFor(params))} µs`,
        );
        trial.must('keeps-everything', !policy.supersedes(params), 'supersedes', () => 'drops jobs for newer ones');
      },
    },
    {
      promise: 'drops-the-old',
      tries: 1,
      laws: { 'drops-the-old': 'Drops jobs that have waited for longer than a finite time' },
      play({ policy, params }, trial) {
        trial.step();
        trial.must('drops-the-old', policy.usefulFor(params) < NEVER, 'usefulFor', () => 'answers Infinity');
      },
    },
    {
      promise: 'drops-the-superseded',
      tries: 1,
      laws: { 'drops-the-superseded': 'Drops jobs for which there is a newer one of their key' },
      play({ policy, params }, trial) {
        trial.step();
        trial.must('drops-the-superseded', policy.supersedes(params), 'supersedes', () => 'answers false');
      },
    },
  ],
});
