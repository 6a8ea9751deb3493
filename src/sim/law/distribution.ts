import { defineLaws } from './law.ts';
import { said } from './trial.ts';

const LIMIT = 4.5;

export const laws = defineLaws('distribution', {
  words: { tries: 'samples', step: 'draw', steps: 'draws' },
  experiments: [
    {
      laws: {
        repeats: 'Makes the same span of the same draws, whatever was drawn before',
        mean: 'Says the same mean every time',
      },
      play({ policy, params }, trial) {
        const seed = trial.seed();
        const [one, other] = [trial.beside(seed).draws, trial.beside(seed).draws];
        const mean = policy.mean(params);
        for (let i = 0; i < 100; i++) {
          trial.step();
          const first = policy.sample(params, one);
          policy.sample(params, trial.draws);
          const second = policy.sample(params, other);
          trial.must(
            'repeats',
            first === second,
            'sample',
            () => `answers ${said(first)} µs, and of the same draws later ${said(second)} µs`,
          );
          trial.must('mean', policy.mean(params) === mean, 'mean', () => `says ${policy.mean(params)} µs, and before ${mean} µs`);
        }
      },
    },
    {
      promise: 'keeps-its-mean',
      tries: 1,
      laws: { 'keeps-its-mean': 'Draws have the mean that it says' },
      play({ policy, params }, trial) {
        const draws = 40_000;
        let [sum, squares] = [0, 0];
        for (let i = 0; i < draws; i++) {
          trial.step();
          const span = policy.sample(params, trial.draws);
          sum += span;
          squares += span * span;
        }
        const mean = sum / draws;
        const says = policy.mean(params);
        // half a microsecond of rounding, and what chance makes of it; heavy tails show less of their variance than they have
        const off = 0.5 + 2 * LIMIT * Math.sqrt(Math.max(0, squares / draws - mean * mean) / draws);
        trial.must(
          'keeps-its-mean',
          Math.abs(mean - says) <= off,
          'mean',
          () => `says ${said(says)} µs, and ${said(draws)} draws have ${said(Math.floor(mean))} µs`,
        );
      },
    },
    {
      promise: 'never-varies',
      tries: 3,
      laws: { 'never-varies': 'Every draw is the mean' },
      play({ policy, params }, trial) {
        for (let i = 0; i < 200; i++) {
          trial.step();
          const span = policy.sample(params, trial.draws);
          trial.must(
            'never-varies',
            span === policy.mean(params),
            'sample',
            () => `answers ${said(span)} µs, and its mean is ${said(policy.mean(params))} µs`,
          );
        }
      },
    },
    {
      promise: 'stays-within-bounds',
      tries: 3,
      laws: { 'stays-within-bounds': 'Stays between its bounds' },
      play({ policy, params }, trial) {
        const { min, max } = params as { min: number; max: number };
        for (let i = 0; i < 2_000; i++) {
          trial.step();
          const span = policy.sample(params, trial.draws);
          trial.must(
            'stays-within-bounds',
            span >= Math.min(min, max) && span <= Math.max(min, max),
            'sample',
            () => `answers ${said(span)} µs, between ${said(min)} and ${said(max)} µs`,
          );
        }
      },
    },
  ],
});
