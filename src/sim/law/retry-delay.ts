import type { Chance } from '../kernel/chance.ts';
import { Given } from './given.ts';
import { defineLaws, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

/** The attempt limit is at most 1,000. */
const RETRIES = [1, 2, 3, 4, 5, 6, 8, 12, 20, 50, 100, 300, 999];

/** The waits before retries 1 to `count` of one operation [µs]. */
function waits({ policy, params }: Subject<'retry-delay'>, trial: Trial, count: number, chance: Chance): number[] {
  const memory = new Float64Array(1);
  return Array.from({ length: count }, (_, i) => {
    trial.step();
    return policy.delay(params, i + 1, memory, 0, chance);
  });
}

export const laws = defineLaws('retry-delay', {
  words: { tries: 'operations', step: 'retry', steps: 'retries' },
  experiments: [
    {
      laws: {
        between: 'Waits no shorter than its least and no longer than its most',
        memory: 'Leaves the memory of other operations alone',
        repeats: 'Waits as long for the same draws, whatever other operations do',
      },
      play(subject, trial) {
        const { policy, params } = subject;
        const units = trial.pick([[0], [1], [0.5], [0, 1], [1, 0], [0.3, 0.9, 0.05, 0.6], [trial.chance.unit(), trial.chance.unit()]]);
        const own = waits(subject, trial, 200, new Given(units));
        trial.steps -= 200;
        own.forEach((wait, i) => {
          trial.step();
          const [least, most] = [policy.least(params, i + 1), policy.most(params, i + 1)];
          trial.must(
            'between',
            wait >= least && wait <= most,
            'delay',
            () => `waits ${said(wait)} µs before retry ${i + 1}, and says ${said(least)} to ${said(most)} µs`,
          );
        });
        const memory = Float64Array.of(11, 0, 13);
        const chance = new Given(units);
        const together = Array.from({ length: 20 }, (_, i) => {
          policy.delay(params, 1 + trial.chance.below(9), new Float64Array(1), 0, trial.draws);
          return policy.delay(params, i + 1, memory, 1, chance);
        });
        trial.must('memory', memory[0] === 11 && memory[2] === 13, 'delay', () => 'writes to memory that is not at its place');
        const differs = together.findIndex((wait, i) => wait !== own[i]);
        if (differs >= 0) trial.steps = differs + 1;
        trial.must(
          'repeats',
          differs < 0,
          'delay',
          () => `waits ${said(own[differs])} µs before retry ${differs + 1}, and ${said(together[differs])} µs while others retry too`,
        );
      },
    },
    {
      promise: 'never-falls',
      tries: 1,
      laws: { 'never-falls': 'Never says less of its least or its most from one retry to the next' },
      play({ policy, params }, trial) {
        let [least, most] = [0, 0];
        for (const retry of RETRIES) {
          trial.step();
          const [low, high] = [policy.least(params, retry), policy.most(params, retry)];
          trial.must(
            'never-falls',
            low >= least && high >= most,
            'most',
            () => `falls to ${said(low)} to ${said(high)} µs at retry ${retry}`,
          );
          trial.must('never-falls', high >= low, 'most', () => `says ${said(low)} µs at least and ${said(high)} µs at most`);
          [least, most] = [low, high];
        }
      },
    },
    {
      promise: 'within-cap',
      tries: 1,
      laws: { 'within-cap': 'Waits no longer than its cap' },
      play({ policy, params }, trial) {
        const { cap } = params as { cap: number };
        for (const retry of RETRIES) {
          trial.step();
          const most = policy.most(params, retry);
          trial.must(
            'within-cap',
            most <= cap,
            'most',
            () => `waits up to ${said(most)} µs before retry ${retry}, and its cap is ${said(cap)} µs`,
          );
        }
      },
    },
    {
      promise: 'reaches-its-ends',
      tries: 1,
      laws: { 'reaches-its-ends': 'Reaches the least and the most that it says with the extreme draws' },
      play(subject, trial) {
        const { policy, params } = subject;
        for (const retry of [1, 2, 3, 5, 12]) {
          // what is added to a curve is most when the draw before was least
          const reached = [0, 1].flatMap((before) =>
            [0, 1].map((last) => waits(subject, trial, retry, new Given([...new Array<number>(retry - 1).fill(before), last]))[retry - 1]),
          );
          const [low, high] = [Math.min(...reached), Math.max(...reached)];
          const [least, most] = [policy.least(params, retry), policy.most(params, retry)];
          trial.must(
            'reaches-its-ends',
            low - least <= 1 && most - high <= 1,
            'most',
            () => `says ${said(least)} to ${said(most)} µs, and waits ${said(low)} to ${said(high)} µs`,
          );
        }
      },
    },
    {
      promise: 'same-for-all',
      tries: 1,
      laws: { 'same-for-all': 'Leaves nothing to chance' },
      play(subject, trial) {
        const own = waits(subject, trial, 20, new Given([0.5])).join();
        for (const units of [[0], [1], [0.3, 0.9, 0.05, 0.6]])
          trial.must(
            'same-for-all',
            waits(subject, trial, 20, new Given(units)).join() === own,
            'delay',
            () => 'waits for another time with other draws',
          );
      },
    },
    {
      promise: 'spreads',
      tries: 1,
      laws: { spreads: 'Has two that failed together come back apart' },
      play(subject, trial) {
        const [one, other] = [
          [0.1, 0.8, 0.3],
          [0.9, 0.2, 0.7],
        ].map((units) => waits(subject, trial, 5, new Given(units)).join());
        trial.must('spreads', one !== other, 'delay', () => 'waits for the same time with other draws');
      },
    },
  ],
});
