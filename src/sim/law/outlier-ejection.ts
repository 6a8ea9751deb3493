import { defineLaws, type Subject } from './law.ts';
import type { Trial } from './trial.ts';

const TEN = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** What a kind finds: outliers at an answer, and at the end of an interval. */
function judge({ policy, params }: Subject<'outlier-ejection'>, trial: Trial) {
  const state = policy.start(params);
  const found: number[] = [];
  const hears = (replica: number, failed: boolean) => {
    trial.step();
    if (policy.learn(state, params, replica, failed)) found.push(replica);
  };
  return {
    found,
    hears,
    /** An answer of each of so many replicas in turn, so many times, errors with these probabilities. */
    hearsOfAll(failing: readonly number[], answers: number): void {
      for (let i = 0; i < answers; i++) for (const [replica, share] of failing.entries()) hears(replica, trial.chance.unit() < share);
    },
    looks(replicas: readonly number[]): readonly number[] {
      trial.step();
      const asked = replicas.slice();
      const outliers = policy.look(state, params, replicas);
      trial.must(
        'asked',
        Array.isArray(outliers) && outliers.every((each) => asked.includes(each)),
        'look',
        () => `finds ${outliers}, asked about ${asked}`,
      );
      trial.must(
        'asked',
        outliers.every((each, i) => i === 0 || each > outliers[i - 1]),
        'look',
        () => `finds ${outliers}: expected the lowest first`,
      );
      found.push(...outliers);
      return outliers;
    },
    forgets: (replica: number) => policy.forget(state, replica),
  };
}

/** Nine that never fail, and one that fails so often. */
const failingOne = (share: number) => TEN.map((replica) => (replica === 6 ? share : 0));

export const laws = defineLaws('outlier-ejection', {
  words: { tries: 'histories', step: 'answer', steps: 'answers' },
  experiments: [
    {
      laws: {
        unheard: 'Finds no outlier among replicas that it has heard nothing of',
        asked: 'Finds only outliers that it is asked about, the lowest first',
        forgets: 'Remembers nothing of a replica that is gone',
      },
      play(subject, trial) {
        const here = judge(subject, trial);
        const first = here.looks(TEN);
        trial.must('unheard', first.length === 0, 'look', () => `finds replica ${first[0]}, which has not answered yet`);
        here.hearsOfAll(
          TEN.map(() => (trial.chance.happens(0.3) ? 1 : 0)),
          200,
        );
        here.looks(TEN.filter(() => trial.chance.happens(0.7)));
        const gone = judge(subject, trial);
        gone.hears(3, true);
        gone.forgets(3);
        // a rule that one error is enough for has nothing to remember
        if (gone.found.length > 0) return;
        for (let i = 0; i < 100; i++) {
          gone.hears(3, true);
          trial.must(
            'forgets',
            gone.found.length === 0,
            'forget',
            () => 'finds a replica that has answered once since its number was another’s',
          );
          gone.forgets(3);
        }
        const after = gone.looks(TEN);
        trial.must('forgets', after.length === 0, 'forget', () => `finds replica ${after[0]}, which is gone`);
      },
    },
    {
      promise: 'ejects-nobody',
      tries: 1,
      laws: { 'ejects-nobody': 'Finds nobody, whatever is answered' },
      play(subject, trial) {
        const here = judge(subject, trial);
        here.hearsOfAll([1, 0, 0.5, 0, 0, 0], 500);
        here.looks([0, 1, 2, 3, 4, 5]);
        trial.must('ejects-nobody', here.found.length === 0, 'learn', () => `finds replica ${here.found[0]}`);
      },
    },
    {
      promise: 'spares-the-faultless',
      tries: 10,
      laws: { 'spares-the-faultless': 'Finds nobody that has answered no error' },
      play(subject, trial) {
        const here = judge(subject, trial);
        const failing = TEN.map(() => (trial.chance.happens(0.5) ? trial.chance.unit() : 0));
        here.hearsOfAll(failing, 300);
        here.looks(TEN);
        const faultless = here.found.find((replica) => failing[replica] === 0);
        trial.must(
          'spares-the-faultless',
          faultless === undefined,
          'look',
          () => `finds replica ${faultless}, which has answered no error`,
        );
      },
    },
    {
      promise: 'finds-the-one-that-fails',
      tries: 1,
      laws: { 'finds-the-one-that-fails': 'Finds the only one of ten that always fails, and no other' },
      play(subject, trial) {
        const here = judge(subject, trial);
        here.hearsOfAll(failingOne(1), 1_000);
        here.looks(TEN);
        const all = [...new Set(here.found)];
        trial.must(
          'finds-the-one-that-fails',
          all.join() === '6',
          'look',
          () => `finds ${all.length === 0 ? 'nobody' : `replicas ${all.join(', ')}`}, and replica 6 fails`,
        );
      },
    },
    {
      promise: 'compares',
      tries: 1,
      laws: { compares: 'Finds nobody where all are alike, however bad' },
      play(subject, trial) {
        for (const errors of [0, 1, 123, 900, 1_000]) {
          const here = judge(subject, trial);
          for (const replica of TEN) for (let i = 0; i < 1_000; i++) here.hears(replica, i < errors);
          here.looks(TEN);
          trial.must(
            'compares',
            here.found.length === 0,
            'look',
            () => `finds replica ${here.found[0]} where each has answered ${errors} errors of 1,000`,
          );
        }
      },
    },
  ],
});
