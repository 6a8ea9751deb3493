import { NEVER } from '../kernel/time.ts';
import type { Enqueueing } from '../policy/transactional-enqueue/contract.ts';
import { defineLaws, type Experiment, type Subject } from './law.ts';
import type { Trial } from './trial.ts';

/** What becomes of many wishes, one every 7.3 ms. */
function plans({ policy, params }: Subject<'transactional-enqueue'>, trial: Trial, judge: (plan: Enqueueing) => void): void {
  for (let i = 0; i < 400; i++) {
    trial.step(7_300);
    // whatever the wish before has left in it
    const into: Enqueueing = { enqueuedAfter: 17.5, recordedAfter: -3, twice: true };
    policy.plan(params, trial.now, trial.draws, into);
    const { enqueuedAfter, recordedAfter, twice } = into;
    for (const after of [enqueuedAfter, recordedAfter]) {
      trial.hear('plan', after);
      const sound = after === NEVER || (Number.isSafeInteger(after) && after >= 0);
      trial.must(
        'fills',
        sound,
        'plan',
        () => `leaves ${after} in ${after === enqueuedAfter ? 'enqueuedAfter' : 'recordedAfter'}, expected whole µs from 0, or NEVER`,
      );
    }
    trial.hear('plan', twice);
    judge(into);
  }
}

/** What can go wrong. */
const wrongs = {
  'never-a-ghost': [
    'Makes no job whose record never comes to be',
    ({ enqueuedAfter, recordedAfter }) => enqueuedAfter < NEVER && recordedAfter === NEVER,
  ],
  'never-early': [
    'Makes no job that is there before its record',
    ({ enqueuedAfter, recordedAfter }) => enqueuedAfter < recordedAfter && recordedAfter < NEVER,
  ],
  'never-lost': [
    'Makes no record whose job never comes',
    ({ enqueuedAfter, recordedAfter }) => recordedAfter < NEVER && enqueuedAfter === NEVER,
  ],
  'never-twice': ['Has no job come twice', ({ twice }) => twice],
} as const satisfies Readonly<Record<string, readonly [string, (plan: Enqueueing) => boolean]>>;

export const laws = defineLaws('transactional-enqueue', {
  words: { tries: 'days', step: 'wish', steps: 'wishes' },
  experiments: [
    {
      laws: {
        fills: 'Fills in whole microseconds from now, or NEVER',
        copies: 'Copies nothing that does not get into the queue',
      },
      play(subject, trial) {
        plans(subject, trial, ({ enqueuedAfter, twice }) =>
          trial.must('copies', !twice || enqueuedAfter < NEVER, 'plan', () => 'says twice of a job that does not get into the queue'),
        );
      },
    },
    ...Object.entries(wrongs).map(
      ([promise, [says, wrong]]): Experiment<'transactional-enqueue'> => ({
        promise,
        tries: 10,
        laws: { [promise]: says },
        play(subject, trial) {
          plans(subject, trial, (plan) =>
            trial.must(
              promise,
              !wrong(plan),
              'plan',
              () =>
                `plans a job after ${plan.enqueuedAfter} µs and its record after ${plan.recordedAfter} µs${plan.twice ? ', twice' : ''}`,
            ),
          );
        },
      }),
    ),
  ],
});
