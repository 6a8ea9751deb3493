import { FETCHES, JOINS } from '../policy/stampede-guard/contract.ts';
import { defineLaws } from './law.ts';
import { said } from './trial.ts';

const SECOND = 1_000_000;

export const laws = defineLaws('stampede-guard', {
  words: { tries: 'crowds', step: 'miss', steps: 'misses' },
  experiments: [
    {
      laws: {
        somebody: 'Has somebody rebuild when nothing is under way and nobody holds the right',
        joins: 'Joins a rebuild only where one is under way',
        right: 'Has nobody come back later than a right may be held',
        untouched: 'Leaves what it is told as it is',
      },
      play({ policy, params }, trial) {
        const { chance } = trial;
        const holds = policy.holds(params);
        for (let i = 0; i < 300; i++) {
          trial.step(chance.below(SECOND));
          const { now } = trial;
          const free = policy.decide(params, now, { underWay: 0, heldUntil: i % 2 === 0 ? 0 : now, waited: chance.below(100 * SECOND) });
          trial.must('somebody', free === FETCHES, 'decide', () => `has one ${free === JOINS ? 'join' : 'wait'} where nobody rebuilds`);
          const rebuild = { underWay: chance.below(3), heldUntil: now + chance.below(20 * SECOND), waited: chance.below(20 * SECOND) };
          const before = JSON.stringify(rebuild);
          const answer = policy.decide(params, now, rebuild);
          trial.must('untouched', JSON.stringify(rebuild) === before, 'decide', () => `makes ${JSON.stringify(rebuild)} of ${before}`);
          trial.must('joins', answer !== JOINS || rebuild.underWay > 0, 'decide', () => 'joins where no rebuild is under way');
          const wait = policy.decide(params, now, { underWay: 1, heldUntil: now + holds, waited: 0 });
          trial.must(
            'right',
            wait <= holds || holds === 0,
            'decide',
            () => `has one look again after ${said(wait)} µs, and the right ends in ${said(holds)} µs`,
          );
        }
      },
    },
    {
      promise: 'refuses-outdated',
      tries: 1,
      laws: { 'refuses-outdated': 'Refuses values that were fetched before their key was invalidated' },
      play({ policy }, trial) {
        trial.step();
        trial.must('refuses-outdated', policy.refusesOutdated === true, 'refusesOutdated', () => 'says that it takes them');
      },
    },
  ],
});
