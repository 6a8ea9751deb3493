import { ERROR, WORKS } from '../policy/fault/contract.ts';
import { defineLaws } from './law.ts';

export const laws = defineLaws('fault', {
  words: { tries: 'outages', step: 'attempt', steps: 'attempts' },
  experiments: [
    {
      laws: {
        steady: 'Says the same of what it does to an instance, every time',
        repeats: 'Makes the same verdict of the same draws, whatever came before',
      },
      play({ policy, params }, trial) {
        const terms = () => [policy.refusesAfter?.(params), policy.stretch?.(params), policy.capacity?.(params)].join();
        const before = terms();
        const seed = trial.seed();
        const [one, other] = [trial.beside(seed).draws, trial.beside(seed).draws];
        for (let i = 0; i < 200; i++) {
          trial.step();
          const now = terms();
          trial.must(
            'steady',
            now === before,
            policy.stretch ? 'stretch' : policy.capacity ? 'capacity' : 'refusesAfter',
            () => `answers ${now}, and before ${before}`,
          );
          if (!policy.verdict) continue;
          const first = policy.verdict(params, one);
          policy.verdict(params, trial.draws);
          const second = policy.verdict(params, other);
          trial.must('repeats', first === second, 'verdict', () => `answers ${first}, and of the same draws later ${second}`);
        }
      },
    },
    {
      promise: 'harms-nobody',
      tries: 1,
      laws: { 'harms-nobody': 'Leaves everything as it is' },
      play({ policy, params }, trial) {
        trial.step();
        const must = (holds: boolean, method: string) => trial.must('harms-nobody', holds, method, () => 'does something');
        must(policy.refusesAfter === undefined, 'refusesAfter');
        must((policy.stretch?.(params) ?? 1) === 1, 'stretch');
        must((policy.capacity?.(params) ?? 1) === 1, 'capacity');
        for (let i = 0; i < 100; i++) must((policy.verdict?.(params, trial.draws) ?? WORKS) === WORKS, 'verdict');
      },
    },
    {
      promise: 'fails-a-share',
      laws: { 'fails-a-share': 'Fails, at a higher ratio, whatever fails at a lower one' },
      play({ policy, params }, trial) {
        const seed = trial.seed();
        const [few, many] = [trial.beside(seed).draws, trial.beside(seed).draws];
        const [a, b] = [trial.chance.unit(), trial.chance.unit()];
        for (let i = 0; i < 200; i++) {
          trial.step();
          const fewer = policy.verdict?.({ ...params, ratio: Math.min(a, b) } as object, few) ?? WORKS;
          const more = policy.verdict?.({ ...params, ratio: Math.max(a, b) } as object, many) ?? WORKS;
          trial.must(
            'fails-a-share',
            fewer < ERROR || more >= ERROR,
            'verdict',
            () => `fails at ${Math.min(a, b)} what works at ${Math.max(a, b)}`,
          );
        }
      },
    },
  ],
});
