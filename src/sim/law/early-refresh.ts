import type { Freshness } from '../policy/early-refresh/contract.ts';
import { defineLaws } from './law.ts';

const SECOND = 1_000_000;

/** An entry filled at 10 s that is fresh for 60 s, the last rebuild of which took so long [µs]. */
const entry = (rebuild: number): Freshness => ({ since: 10 * SECOND, until: 70 * SECOND, rebuild });

export const laws = defineLaws('early-refresh', {
  words: { tries: 'lives', step: 'read', steps: 'reads' },
  experiments: [
    {
      laws: { untouched: 'Leaves what it is asked about as it is' },
      play({ policy, params }, trial) {
        for (let i = 0; i < 200; i++) {
          trial.step(trial.chance.below(SECOND));
          const fresh = entry(trial.chance.below(SECOND));
          const before = JSON.stringify(fresh);
          policy.refreshes(params, 10 * SECOND + trial.chance.below(60 * SECOND), fresh, trial.draws);
          trial.must('untouched', JSON.stringify(fresh) === before, 'refreshes', () => `makes ${JSON.stringify(fresh)} of ${before}`);
        }
      },
    },
    {
      promise: 'leaves-what-never-expires',
      tries: 1,
      laws: { 'leaves-what-never-expires': 'Refreshes nothing that never expires' },
      play({ policy, params }, trial) {
        const lasting = { since: 0, until: Number.POSITIVE_INFINITY, rebuild: SECOND };
        for (const wait of [0, SECOND, 3_600 * SECOND, 1e15]) {
          trial.step(wait);
          const refreshes = policy.refreshes(params, trial.now, lasting, trial.draws);
          trial.must('leaves-what-never-expires', !refreshes, 'refreshes', () => 'refreshes an entry that never expires');
        }
      },
    },
    {
      promise: 'never-early',
      laws: { 'never-early': 'Refreshes nothing that is fresh' },
      play({ policy, params }, trial) {
        for (let i = 0; i < 200; i++) {
          trial.step();
          const left = 1 + trial.chance.below(60 * SECOND);
          const refreshes = policy.refreshes(params, 70 * SECOND - left, entry(100 * SECOND), trial.draws);
          trial.must('never-early', !refreshes, 'refreshes', () => `refreshes an entry ${left / SECOND} s before its end`);
        }
      },
    },
    {
      promise: 'likelier-towards-the-end',
      tries: 1,
      laws: {
        'likelier-towards-the-end':
          'Refreshes the likelier the nearer the end, and nothing that was filled just now and is rebuilt quickly',
      },
      play({ policy, params }, trial) {
        const TIMES = 4_000;
        const count = (left: number, rebuild: number) => {
          let refreshed = 0;
          for (let i = 0; i < TIMES; i++) {
            trial.step();
            if (policy.refreshes(params, 70 * SECOND - left, entry(rebuild), trial.draws)) refreshed++;
          }
          return refreshed;
        };
        const atOnce = count(60 * SECOND, SECOND / 10);
        trial.must(
          'likelier-towards-the-end',
          atOnce === 0,
          'refreshes',
          () => `refreshes ${atOnce} of ${TIMES} times what was filled just now`,
        );
        let before = 0;
        for (const seconds of [60, 48, 30, 12, 6, 1, 0.5, 0.1, 0]) {
          const now = count(seconds * SECOND, SECOND);
          // give or take what chance makes of it
          const rises = now >= before - 4.5 * Math.sqrt(TIMES / 2);
          trial.must(
            'likelier-towards-the-end',
            rises,
            'refreshes',
            () => `refreshes ${now} of ${TIMES} times ${seconds} s before the end, and earlier ${before} times`,
          );
          before = now;
        }
        trial.must(
          'likelier-towards-the-end',
          before > TIMES / 2,
          'refreshes',
          () => `refreshes ${before} of ${TIMES} times at the very end`,
        );
      },
    },
    {
      promise: 'leaves-nothing-to-chance',
      tries: 1,
      laws: { 'leaves-nothing-to-chance': 'Draws nothing' },
      play({ policy, params }, trial) {
        for (let left = 60; left >= 0; left--) {
          trial.step();
          policy.refreshes(params, (70 - left) * SECOND, entry(SECOND), trial.draws);
          trial.must('leaves-nothing-to-chance', trial.draws.words === 0, 'refreshes', () => 'draws');
        }
      },
    },
  ],
});
