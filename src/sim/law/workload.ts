import { READ, UNDECIDED, type Wish, WRITE } from '../policy/workload/contract.ts';
import { withFile } from './file-at-hand.ts';
import { defineLaws, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

/** Keys are numbered within 31 bits. */
const MOST_KEYS = 2_147_483_648;

/** The wishes of so many requests, at random times that a seed decides. */
function wishes({ policy, params }: Subject<'workload'>, trial: Trial, seed: number, count: number): Wish[] {
  const { draws, chance } = trial.beside(seed);
  const { values, recordings } = withFile(params);
  const state = policy.start(values, recordings);
  let now = 0;
  return Array.from({ length: count }, () => {
    trial.step();
    now += chance.below(4) === 0 ? 0 : chance.below(20_000_000);
    trial.now = now;
    const wish: Wish = { key: 0, operation: UNDECIDED, bytes: 0 };
    policy.next(state, values, now, draws, wish);
    for (const value of Object.values(wish)) trial.hear('next', value);
    return wish;
  });
}

const differs = (one: readonly Wish[], other: readonly Wish[]) =>
  one.findIndex((wish, i) => JSON.stringify(wish) !== JSON.stringify(other[i]));

export const laws = defineLaws('workload', {
  words: { tries: 'clients', step: 'request', steps: 'requests' },
  experiments: [
    {
      laws: {
        keys: 'Asks for whole numbers from 0',
        bound: 'Asks for no key at or above its bound',
        operation: 'Wishes to read, to write, or leaves that open',
        apart: 'Asks for the same, whatever another client asks for',
      },
      play(subject, trial) {
        const { policy, params } = subject;
        const bound = Math.max(1, policy.bound(withFile(params).values));
        const seed = trial.seed();
        const alone = wishes(subject, trial, seed, 150);
        trial.steps -= alone.length;
        for (const { key, operation, bytes } of alone) {
          trial.step();
          trial.must('keys', Number.isSafeInteger(key) && key >= 0 && key < MOST_KEYS, 'next', () => `asks for key ${key}`);
          trial.must('bound', key < bound, 'next', () => `asks for key ${said(key)}, and its bound is ${said(bound)}`);
          trial.must('operation', [READ, WRITE, UNDECIDED].includes(operation), 'next', () => `wishes for operation ${operation}`);
          trial.must('operation', bytes >= 0 && bytes < Number.POSITIVE_INFINITY, 'next', () => `says ${bytes} bytes`);
        }
        wishes(subject, trial, trial.seed(), 40);
        const again = wishes(subject, trial, seed, 150);
        const at = differs(alone, again);
        trial.must(
          'apart',
          at < 0,
          'next',
          () => `asks for key ${said(alone[at].key)}, and after another client has asked for key ${said(again[at].key)}`,
        );
      },
    },
    {
      promise: 'asks-for-nothing',
      tries: 1,
      laws: { 'asks-for-nothing': 'Asks for no key' },
      play(subject, trial) {
        const asked = wishes(subject, trial, trial.seed(), 100).find(({ key }) => key !== 0);
        trial.must('asks-for-nothing', asked === undefined, 'next', () => `asks for key ${said(asked?.key ?? 0)}`);
      },
    },
    {
      promise: 'moves-with-first',
      laws: { 'moves-with-first': 'With another first key asks for the same keys, moved' },
      play({ policy, params }, trial) {
        const seed = trial.seed();
        const more = 1 + trial.chance.below(1_000);
        const { first } = params as { first: number };
        const here = wishes({ policy, params }, trial, seed, 100);
        const there = wishes({ policy, params: { ...params, first: first + more } as object }, trial, seed, 100);
        const at = here.findIndex(({ key }, i) => there[i].key !== key + more);
        trial.must(
          'moves-with-first',
          at < 0,
          'next',
          () => `asks for key ${said(here[at].key)}, and ${said(more)} further on for key ${said(there[at].key)}`,
        );
      },
    },
  ],
});
