import type { SheddingAsk } from '../policy/load-shedding/contract.ts';
import { defineLaws, type Experiment, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Asks about newcomers whose own draws are always the same. */
function gate({ policy, params }: Subject<'load-shedding'>, trial: Trial, seed = trial.seed()) {
  const state = policy.start(params, trial.now);
  return (rest: Partial<SheddingAsk>): boolean => {
    trial.step();
    const ask: SheddingAsk = {
      ...{ waiting: 0, serving: 0, class: 0, deadline: trial.now, expectedWait: 0, expectedService: 0 },
      ...rest,
      chance: trial.beside(seed).draws,
    };
    const before = JSON.stringify({ ...ask, chance: null });
    const admits = policy.admits(state, params, trial.now, ask);
    trial.must('untouched', JSON.stringify({ ...ask, chance: null }) === before, 'admits', () => 'changes what it is asked about');
    return admits;
  };
}

const promised = (
  promise: string,
  says: string,
  play: (admits: ReturnType<typeof gate>, must: (holds: boolean, found: () => string) => void, trial: Trial) => void,
): Experiment<'load-shedding'> => ({
  promise,
  tries: 2,
  laws: { [promise]: says },
  play(subject, trial) {
    play(gate(subject, trial), (holds, found) => trial.must(promise, holds, 'admits', found), trial);
  },
});

export const laws = defineLaws('load-shedding', {
  words: { tries: 'queues', step: 'newcomer', steps: 'newcomers' },
  experiments: [
    {
      laws: {
        untouched: 'Leaves what it is asked about as it is',
        importance: 'Turns nobody away where somebody less important might wait',
      },
      play(subject, trial) {
        const { chance } = trial;
        const seed = trial.seed();
        const [important, other] = [0, 1].map(() => gate(subject, trial, seed));
        const level = chance.below(4);
        const last = { waiting: chance.below(150), serving: 1 + chance.below(20), deadline: NEVER };
        for (let i = 0; i < 100; i++) {
          trial.now += chance.below(1_000_000);
          const deadline = chance.happens(0.2) ? NEVER : trial.now + chance.below(2_000_000);
          const ask = { waiting: chance.below(150), serving: 1 + chance.below(20), class: chance.below(4), deadline };
          for (const admits of [important, other]) admits(ask);
        }
        const [more, less] = [important({ ...last, class: level }), other({ ...last, class: level + 1 })];
        trial.must(
          'importance',
          more || !less,
          'admits',
          () => `sheds class ${level} behind ${last.waiting}, and lets class ${level + 1} wait`,
        );
      },
    },
    promised('admits-everybody', 'Sheds nobody', (admits, must) => {
      for (const waiting of [0, 1e9])
        for (const serving of [0, 1e9])
          must(admits({ waiting, serving }), () => `sheds one with ${said(waiting)} waiting and ${said(serving)} in service`);
    }),
    promised('bounds-the-queue', 'Sheds everybody from some length of the queue on', (admits, must) => {
      for (const serving of [0, 1, 20, 1e6]) must(!admits({ waiting: 1e9, serving }), () => `lets one wait behind 1,000,000,000`);
    }),
    promised(
      'sheds-the-more-the-fuller',
      'Lets nobody wait with more waiting, or more in service, where one may not with fewer',
      (admits, must) => {
        for (let serving = 0; serving <= 20; serving++)
          for (let waiting = 0; waiting <= 120; waiting++) {
            if (admits({ waiting, serving })) continue;
            must(!admits({ waiting: waiting + 1, serving }), () => `sheds one behind ${waiting}, and lets one wait behind ${waiting + 1}`);
            must(
              !admits({ waiting, serving: serving + 1 }),
              () => `sheds one with ${serving} in service, and lets one wait with ${serving + 1}`,
            );
          }
      },
    ),
    promised('sheds-the-less-important-first', 'Lets nobody less important wait where one may not', (admits, must) => {
      for (let waiting = 0; waiting <= 120; waiting++)
        for (let level = 0; level < 5; level++)
          if (!admits({ waiting, serving: 1, class: level }))
            must(
              !admits({ waiting, serving: 1, class: level + 1 }),
              () => `sheds class ${level} behind ${waiting}, and lets class ${level + 1} wait`,
            );
    }),
    promised('remembers-nothing', 'Says the same whenever it is asked the same', (admits, must, trial) => {
      for (const waiting of [0, 6, 7, 99, 100, 1_000_000]) {
        const first = admits({ waiting, serving: 3, deadline: NEVER });
        admits({ waiting: trial.chance.below(100), serving: 1 });
        must(admits({ waiting, serving: 3, deadline: NEVER }) === first, () => `answers ${first} behind ${waiting}, and later ${!first}`);
      }
    }),
  ],
});
