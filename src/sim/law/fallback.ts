import { defineLaws } from './law.ts';

export const laws = defineLaws('fallback', {
  words: { tries: 'tries', step: 'failed call', steps: 'failed calls' },
  experiments: [
    {
      tries: 1,
      laws: { steady: 'Asks the same wire every time' },
      play({ policy, params }, trial) {
        const wire = policy.wire?.(params);
        for (let i = 0; i < 20; i++) {
          trial.step();
          const again = policy.wire?.(params);
          trial.must('steady', again === wire, 'wire', () => `asks ${JSON.stringify(again)}, and before ${JSON.stringify(wire)}`);
        }
      },
    },
    {
      promise: 'asks-elsewhere',
      tries: 1,
      laws: { 'asks-elsewhere': 'Has a wire to ask' },
      play({ policy }, trial) {
        trial.step();
        trial.must('asks-elsewhere', policy.wire !== undefined, 'wire', () => 'has no function wire');
      },
    },
    {
      promise: 'answers-at-once',
      tries: 1,
      laws: { 'answers-at-once': 'Asks nobody' },
      play({ policy }, trial) {
        trial.step();
        trial.must('answers-at-once', policy.wire === undefined, 'wire', () => 'has a function wire');
      },
    },
  ],
});
