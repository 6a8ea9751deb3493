import { defineLaws } from './law.ts';
import { said } from './trial.ts';

export const laws = defineLaws('absence-guard', {
  words: { tries: 'histories', step: 'question', steps: 'questions' },
  experiments: [
    {
      laws: {
        'never-hides': 'Never says of a key that exists that it cannot',
        asking: 'Learns of keys by writes alone: asking changes no answer',
      },
      play({ policy, params }, trial) {
        const { chance } = trial;
        const state = policy.start(params);
        const { keys = 0 } = params as { keys?: number };
        const written: number[] = [];
        const mayExist = (key: number) => {
          trial.step();
          return policy.mayExist(state, params, key);
        };
        for (let i = 0; i < 400; i++) {
          if (chance.happens(0.3)) {
            const key = chance.below(10_000_000);
            policy.add(state, key);
            written.push(key);
          }
          if (written.length > 0) {
            const key = trial.pick(written);
            trial.must('never-hides', mayExist(key), 'mayExist', () => `says that key ${said(key)} cannot exist, which was written`);
          }
          const early = chance.below(keys);
          if (keys > 0)
            trial.must(
              'never-hides',
              mayExist(early),
              'mayExist',
              () => `says that key ${said(early)} cannot exist, which was there from the start`,
            );
          const other = chance.below(10_000_000);
          const once = mayExist(other);
          trial.must(
            'asking',
            mayExist(other) === once,
            'mayExist',
            () => `answers ${once} for key ${said(other)}, and ${!once} when asked again`,
          );
        }
      },
    },
    {
      promise: 'spares-the-origin',
      tries: 1,
      laws: { 'spares-the-origin': 'Tells a third of the keys that do not exist apart, at least' },
      play({ policy, params }, trial) {
        const state = policy.start(params);
        const { keys = 0 } = params as { keys?: number };
        let told = 0;
        for (let i = 1; i <= 3_000; i++) {
          trial.step();
          if (!policy.mayExist(state, params, keys + 7 * i)) told++;
        }
        trial.must('spares-the-origin', told >= 1_000, 'mayExist', () => `tells ${said(told)} of 3,000 apart`);
      },
    },
  ],
});
