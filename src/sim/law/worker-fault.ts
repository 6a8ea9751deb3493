import { NEVER } from '../kernel/time.ts';
import { SURVIVES } from '../policy/worker-fault/contract.ts';
import { defineLaws, type Experiment, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

/** At which share a job kills its replica, in its first and in its second execution. */
function kills({ policy, params }: Subject<'worker-fault'>, trial: Trial): [number, number] {
  trial.step();
  const job = trial.seed();
  const ask = (receiveCount: number) =>
    policy.kills?.(params, { effectAt: 0.5, receiveCount }, trial.beside(job).draws, trial.draws) ?? SURVIVES;
  return [ask(1), ask(2)];
}

const each = (promise: string, says: string, judge: (first: number, second: number) => string | null): Experiment<'worker-fault'> => ({
  promise,
  tries: 5,
  laws: { [promise]: says },
  play(subject, trial) {
    for (let i = 0; i < 500; i++) {
      const found = judge(...kills(subject, trial));
      trial.must(promise, found === null, 'kills', () => found ?? '');
    }
  },
});

export const laws = defineLaws('worker-fault', {
  words: { tries: 'days', step: 'execution', steps: 'executions' },
  experiments: [
    {
      laws: {
        pair: 'Says how long it lasts if it strikes by itself, and only then',
        later: 'Strikes later than now',
        share: 'Kills after a share of the work from 0 to 1, or not',
      },
      play(subject, trial) {
        const { policy, params } = subject;
        const [strikes, lasts] = [policy.strikesAfter !== undefined, policy.lasts !== undefined];
        trial.must('pair', strikes === lasts, strikes ? 'strikesAfter' : 'lasts', () =>
          strikes ? 'has strikesAfter and no lasts' : 'has lasts and no strikesAfter',
        );
        for (let i = 0; i < 200; i++) {
          const share = kills(subject, trial).find((of) => of !== SURVIVES && of < 0);
          trial.must('share', share === undefined, 'kills', () => `answers ${share}`);
          const after = policy.strikesAfter?.(params, trial.draws) ?? NEVER;
          trial.must('later', after >= 1, 'strikesAfter', () => `answers ${said(after)} µs, again and again at one moment`);
          policy.lasts?.(params, trial.draws);
        }
      },
    },
    each('kills-nobody', 'Kills nobody', (first, second) => (first === SURVIVES && second === SURVIVES ? null : 'kills a replica')),
    each('strikes-by-itself', 'Leaves executions alone', (first, second) =>
      first === SURVIVES && second === SURVIVES ? null : 'kills by an execution',
    ),
    each('kills-by-job', 'Has a job that kills once kill every time, at the same point', (first, second) =>
      first === second ? null : `kills at ${first}, and the same job next time at ${second}`,
    ),
  ],
});
