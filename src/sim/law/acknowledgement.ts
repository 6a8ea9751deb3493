import { type Holder, NEVER, RECEIVED } from '../policy/acknowledgement/contract.ts';
import { defineLaws } from './law.ts';

export const laws = defineLaws('acknowledgement', {
  words: { tries: 'histories', step: 'side effect', steps: 'side effects' },
  experiments: [
    {
      laws: {
        first: 'Lets the only worker of a job make its side effect',
        steady: 'Says the same of when it acknowledges, and of its ledger, every time',
        untouched: 'Leaves what it is told as it is',
      },
      play({ policy, params }, trial) {
        const { chance } = trial;
        const [when, records] = [policy.when(params), policy.records(params)];
        for (let i = 0; i < 200; i++) {
          trial.step(chance.below(60_000_000));
          const only: Holder = { token: 1, newestHandedOut: 1, newestWritten: 0, recordedAt: -1 };
          trial.must('first', policy.permits(params, trial.now, only), 'permits', () => 'forbids it to one that nobody has been before');
          const newestHandedOut = 1 + chance.below(4);
          const holder: Holder = {
            token: 1 + chance.below(newestHandedOut),
            newestHandedOut,
            newestWritten: chance.below(newestHandedOut + 1),
            recordedAt: chance.happens(0.5) ? -1 : chance.below(trial.now + 1),
          };
          const before = JSON.stringify(holder);
          policy.permits(params, trial.now, holder);
          trial.must('untouched', JSON.stringify(holder) === before, 'permits', () => `makes ${JSON.stringify(holder)} of ${before}`);
          trial.must('steady', policy.when(params) === when, 'when', () => `answers ${policy.when(params)}, and before ${when}`);
          trial.must(
            'steady',
            policy.records(params) === records,
            'records',
            () => `answers ${policy.records(params)}, and before ${records}`,
          );
        }
      },
    },
    {
      promise: 'never-overwritten',
      laws: { 'never-overwritten': 'Lets no worker make the side effect after one with a larger token has made it' },
      play({ policy, params }, trial) {
        // acknowledged as it is received, a job has one holder
        if (policy.when(params) === RECEIVED) return;
        const keepsLedger = policy.records(params) !== NEVER;
        for (let i = 0; i < 200; i++) {
          trial.step(trial.chance.below(1_000_000));
          const newestWritten = 2 + trial.chance.below(5);
          const token = 1 + trial.chance.below(newestWritten - 1);
          const newestHandedOut = newestWritten + trial.chance.below(3);
          const holder: Holder = { token, newestHandedOut, newestWritten, recordedAt: keepsLedger ? trial.now : -1 };
          trial.must(
            'never-overwritten',
            !policy.permits(params, trial.now, holder),
            'permits',
            () => `permits it to token ${token} after ${newestWritten}`,
          );
        }
      },
    },
  ],
});
