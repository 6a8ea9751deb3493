import { NEVER } from '../kernel/time.ts';
import { END, NO_LOCK, START, TIME } from '../policy/uniqueness/contract.ts';
import { defineLaws, type Experiment, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

/** Clicks on one thing, one a second: when a job is made of the first so many, if each is under way from `starts` to `ends` [s]. */
export function madeAt({ policy, params }: Subject<'uniqueness'>, trial: Trial, clicks: number, starts: number, ends: number): number[] {
  const [releasedBy, expiresAfter] = [policy.releasedBy(params), policy.expiresAfter(params)];
  const free = { [NO_LOCK]: 0, [TIME]: NEVER, [START]: starts, [END]: ends }[releasedBy] as number;
  const made: number[] = [];
  let heldUntil = 0;
  for (let second = 0; second < clicks; second++) {
    trial.step(1_000_000);
    if (second < heldUntil) continue;
    made.push(second);
    heldUntil = second + Math.min(free, expiresAfter / 1_000_000);
  }
  return made;
}

/** The least time between two jobs. */
const leastGap = (made: readonly number[]) => made.slice(1).reduce((least, second, i) => Math.min(least, second - made[i]), NEVER);

const promised = (
  promise: string,
  says: string,
  found: (subject: Subject<'uniqueness'>, trial: Trial) => string | null,
): Experiment<'uniqueness'> => ({
  promise,
  tries: 1,
  laws: { [promise]: says },
  play(subject, trial) {
    const what = found(subject, trial);
    trial.must(promise, what === null, 'releasedBy', () => what ?? '');
  },
});

const gapOf = (subject: Subject<'uniqueness'>, trial: Trial, least: number) => {
  const gap = leastGap(madeAt(subject, trial, 10_000, 700, 1_500));
  return gap >= least ? null : `makes a second job ${said(gap)} s after the first, which begins after 700 s and ends after 1,500 s`;
};

export const laws = defineLaws('uniqueness', {
  words: { tries: 'days', step: 'click', steps: 'clicks' },
  experiments: [
    {
      tries: 1,
      laws: {
        ends: 'Has a lock that nothing but its time gives back end in the end',
        holds: 'Holds a lock for some time',
        waits: 'Has a job that may not run yet wait for some time',
        steady: 'Says the same every time',
      },
      play({ policy, params }, trial) {
        const terms = () =>
          [policy.releasedBy(params), policy.expiresAfter(params), policy.releasedByDeath(params), policy.exclusiveWait(params)].join();
        const before = terms();
        for (let i = 0; i < 20; i++) {
          trial.step();
          const now = terms();
          trial.must('steady', now === before, 'releasedBy', () => `answers ${now}, and before ${before}`);
        }
        const expires = policy.expiresAfter(params);
        trial.must(
          'ends',
          policy.releasedBy(params) !== TIME || expires < NEVER,
          'expiresAfter',
          () => 'holds a lock for ever that only its time gives back',
        );
        trial.must('holds', expires > 0, 'expiresAfter', () => 'has locks end at once');
        trial.must(
          'waits',
          policy.exclusiveWait(params) !== 0,
          'exclusiveWait',
          () => 'answers 0: expected a wait, or −1 where several may run',
        );
      },
    },
    promised('no-wish-dropped', 'Makes a job of every wish', (subject, trial) => {
      const made = madeAt(subject, trial, 500, 50, 100).length;
      return made === 500 ? null : `makes ${made} jobs of 500 wishes`;
    }),
    promised('one-waits', 'Has one job at most that waits to begin', (subject, trial) => gapOf(subject, trial, 700)),
    promised('one-lives', 'Has one job at most from enqueueing to its end', (subject, trial) => gapOf(subject, trial, 1_500)),
    promised('one-runs', 'Has one job at most at work at a time', (subject, trial) =>
      subject.policy.exclusiveWait(subject.params) > 0 ? null : gapOf(subject, trial, 1_500),
    ),
    promised('lets-go-in-time', 'Lets go of a lock that nobody gives back', (subject, trial) =>
      madeAt(subject, trial, 5_000, NEVER, NEVER).length > 1
        ? null
        : 'makes one job of 5,000 wishes in 5,000 s, the first of which never begins',
    ),
  ],
});
