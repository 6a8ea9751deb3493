import { NEVER } from '../kernel/time.ts';
import { defineLaws, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

/** What it says before anything is known, and after each of so many response times, all so many times as long. */
function delays({ policy, params }: Subject<'hedge'>, trial: Trial, times: readonly number[], longer = 1): number[] {
  const state = policy.start(params);
  const found = [policy.delay(state, params)];
  for (const time of times) {
    trial.step();
    policy.learn(state, params, time * longer);
    found.push(policy.delay(state, params));
  }
  return found;
}

const someTimes = ({ chance }: Trial, count: number) =>
  Array.from({ length: count }, () => {
    const unit = chance.unit();
    return 1 + Math.floor(unit * unit * unit * 500_000);
  });

export const laws = defineLaws('hedge', {
  words: { tries: 'histories', step: 'answer', steps: 'answers' },
  experiments: [
    {
      laws: {
        asking: 'Says the same however often it is asked, until it has learned',
        apart: 'Learns of its own wire alone',
      },
      play({ policy, params }, trial) {
        const [state, other] = [policy.start(params), policy.start(params)];
        const unknown = policy.delay(other, params);
        for (const time of someTimes(trial, 300)) {
          trial.step();
          policy.learn(state, params, time);
          const once = policy.delay(state, params);
          const again = policy.delay(state, params);
          trial.must('asking', once === again, 'delay', () => `answers ${said(once)} µs, and asked again ${said(again)} µs`);
        }
        const still = policy.delay(other, params);
        trial.must(
          'apart',
          still === unknown,
          'learn',
          () => `answers ${said(still)} µs for a wire that nothing came over, and before ${said(unknown)} µs`,
        );
      },
    },
    {
      promise: 'never-hedges',
      tries: 2,
      laws: { 'never-hedges': 'Sends no second attempt' },
      play(subject, trial) {
        const found = delays(subject, trial, someTimes(trial, 500)).find((delay) => delay !== NEVER);
        trial.must('never-hedges', found === undefined, 'delay', () => `answers ${said(found ?? 0)} µs`);
      },
    },
    {
      promise: 'waits-a-fixed-time',
      tries: 2,
      laws: { 'waits-a-fixed-time': 'Waits for the same time whatever it has learned' },
      play(subject, trial) {
        const all = [...new Set(delays(subject, trial, someTimes(trial, 500)))];
        trial.must(
          'waits-a-fixed-time',
          all.length === 1 && all[0] < NEVER,
          'delay',
          () => `answers ${all.slice(0, 3).map(said).join(', ')} µs`,
        );
      },
    },
    {
      promise: 'follows-response-times',
      tries: 2,
      laws: {
        'follows-response-times': 'Waits until it knows how long answers take, and ten times as long where they take ten times as long',
      },
      play(subject, trial) {
        const times = someTimes(trial, 1_500);
        const [own, slower] = [delays(subject, trial, times), delays(subject, trial, times, 10)];
        const must = (holds: boolean, found: () => string) => trial.must('follows-response-times', holds, 'delay', found);
        must(own[0] === NEVER, () => `answers ${said(own[0])} µs before it knows anything`);
        must(own[times.length] < NEVER, () => `never hedges, after ${said(times.length)} answers`);
        const wrong = own.findIndex((delay, i) => slower[i] !== 10 * delay);
        must(wrong < 0, () => `answers ${said(own[wrong])} µs, and ${said(slower[wrong])} µs where all took ten times as long`);
      },
    },
  ],
});
