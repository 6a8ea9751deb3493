import { defineLaws, type Experiment, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

/** What is known of some replicas, at random. */
const crowd = ({ chance }: Trial) => Int32Array.from({ length: 1 + chance.below(12) }, () => chance.below(6));

/** Asks a balancer, once a step; the law that it chooses one that there is holds meanwhile. */
function chooser({ policy, params }: Subject<'balancer'>, trial: Trial): (known: Int32Array) => number {
  const state = policy.start(params);
  return (known) => {
    trial.step();
    const before = known.slice();
    const chosen = policy.choose(state, params, known, known.length, trial.draws);
    trial.must(
      'there',
      chosen < known.length,
      'choose',
      () => `chooses replica ${said(chosen)}, and there are ${known.length}, numbered from 0`,
    );
    trial.must(
      'untouched',
      known.every((each, i) => each === before[i]),
      'choose',
      () => 'changes inFlight, which is its host’s',
    );
    return chosen;
  };
}

const listed = (known: Int32Array) => `${known.join(', ')} in flight`;

const each = (promise: string, says: string, judge: (known: Int32Array, chosen: number) => boolean): Experiment<'balancer'> => ({
  promise,
  laws: { [promise]: says },
  play(subject, trial) {
    const choose = chooser(subject, trial);
    for (let i = 0; i < 500; i++) {
      const known = crowd(trial);
      const chosen = choose(known);
      trial.must(promise, judge(known, chosen), 'choose', () => `chooses replica ${chosen} of those with ${listed(known)}`);
    }
  },
});

export const laws = defineLaws('balancer', {
  words: { tries: 'crowds', step: 'choice', steps: 'choices' },
  experiments: [
    {
      laws: {
        there: 'Chooses only replicas that there are',
        untouched: 'Leaves what is known of the replicas as it is',
      },
      play(subject, trial) {
        const choose = chooser(subject, trial);
        for (let i = 0; i < 500; i++) choose(crowd(trial));
      },
    },
    {
      promise: 'heeds-no-load',
      laws: { 'heeds-no-load': 'Chooses the same whatever is known of the replicas' },
      play(subject, trial) {
        const seed = trial.seed();
        const [one, other] = [0, 1].map(() => {
          const own = trial.beside(seed);
          return chooser(subject, own);
        });
        for (let i = 0; i < 500; i++) {
          const known = crowd(trial);
          trial.step();
          const [a, b] = [one(known), other(known.map(() => 0))];
          trial.must('heeds-no-load', a === b, 'choose', () => `chooses replica ${a} with ${listed(known)}, and ${b} with none`);
        }
      },
    },
    {
      promise: 'takes-turns',
      tries: 1,
      laws: { 'takes-turns': 'Among n choices in a row, chooses each of n replicas once' },
      play(subject, trial) {
        for (let replicas = 1; replicas <= 9; replicas++) {
          const choose = chooser(subject, trial);
          for (let round = 0; round < 20; round++) {
            const turns = Array.from({ length: replicas }, () => choose(new Int32Array(replicas).fill(3)));
            trial.must('takes-turns', new Set(turns).size === replicas, 'choose', () => `chooses ${turns.join(', ')} in a row`);
          }
        }
      },
    },
    each('chooses-the-least', 'Chooses one of those that have the least to do', (known, chosen) => known[chosen] === Math.min(...known)),
    each('avoids-the-fullest', 'Never chooses the one that has more to do than every other', (known, chosen) => {
      const most = Math.max(...known);
      return known.length < 2 || known[chosen] < most || known.filter((of) => of === most).length > 1;
    }),
    {
      promise: 'spreads-evenly',
      tries: 1,
      laws: { 'spreads-evenly': 'Chooses each as often where all have the same to do' },
      play(subject, trial) {
        const choose = chooser(subject, trial);
        const counts = [0, 0, 0, 0, 0];
        for (let i = 0; i < 20_000; i++) counts[choose(Int32Array.of(2, 2, 2, 2, 2))]++;
        // of 20,000 a fifth: σ = 57
        const even = counts.every((count) => Math.abs(count - 4_000) < 250);
        trial.must('spreads-evenly', even, 'choose', () => `chooses five replicas ${counts.map(said).join(', ')} times of 20,000`);
      },
    },
  ],
});
