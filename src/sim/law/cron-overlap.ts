import { REPLACES, RUNS, SKIPS, WAITS, WAITS_INSTEAD } from '../policy/cron-overlap/contract.ts';
import { defineLaws, type Experiment, type Subject } from './law.ts';
import type { Trial } from './trial.ts';

const MINUTE = 60_000_000;
const NEVER = Number.POSITIVE_INFINITY;

/** When runs start that fall due every minute and take so long, and the most that are under way at once [min]. */
export function starts(
  { policy, params }: Subject<'cron-overlap'>,
  trial: Trial,
  length: number,
  due: number,
): { at: number[]; most: number } {
  const at: number[] = [];
  const ends: number[] = [];
  let waits = false;
  let most = 0;
  const underWay = (now: number) => ends.filter((end) => now < end).length;
  const start = (now: number) => {
    at.push(now);
    ends.push(now + length);
    most = Math.max(most, underWay(now));
  };
  for (let now = 0; now < due; now += 0.5) {
    trial.now = now * MINUTE;
    if (waits && underWay(now) === 0) {
      waits = false;
      start(now);
    }
    if (!Number.isInteger(now)) continue;
    trial.step();
    const decision = policy.decide(params, underWay(now), at.length === 0 ? NEVER : (now - at[at.length - 1]) * MINUTE);
    if (decision === REPLACES)
      ends.forEach((end, i) => {
        ends[i] = Math.min(end, now);
      });
    if (decision === RUNS || decision === REPLACES) start(now);
    else if (decision === WAITS || decision === WAITS_INSTEAD) waits = true;
  }
  return { at, most };
}

const promised = (
  promise: string,
  says: string,
  play: (subject: Subject<'cron-overlap'>, trial: Trial) => string | null,
): Experiment<'cron-overlap'> => ({
  promise,
  tries: 1,
  laws: { [promise]: says },
  play(subject, trial) {
    const found = play(subject, trial);
    trial.must(promise, found === null, 'decide', () => found ?? '');
  },
});

export const laws = defineLaws('cron-overlap', {
  words: { tries: 'days', step: 'run that falls due', steps: 'runs that fall due' },
  experiments: [
    {
      laws: {
        free: 'Starts a run while none is under way',
        alike: 'Decides by what it is told alone: the same the same way',
      },
      play({ policy, params }, trial) {
        const { chance } = trial;
        for (let i = 0; i < 200; i++) {
          trial.step();
          const sinceStart = chance.happens(0.2) ? NEVER : chance.below(100) * MINUTE;
          const free = policy.decide(params, 0, sinceStart);
          trial.must(
            'free',
            free === RUNS || free === REPLACES,
            'decide',
            () => `${free === SKIPS ? 'skips a run' : 'has a run wait'} although none is under way`,
          );
          const underWay = 1 + chance.below(5);
          const [once, again] = [policy.decide(params, underWay, sinceStart), policy.decide(params, underWay, sinceStart)];
          trial.must('alike', once === again, 'decide', () => `answers ${once}, and asked the same again ${again}`);
        }
      },
    },
    promised('starts-what-is-due', 'Starts every run when it is due', (subject, trial) => {
      for (const length of [0.5, 1.5, 5]) {
        const { at } = starts(subject, trial, length, 6);
        if (at.join() !== '0,1,2,3,4,5') return `starts runs of ${length} min at ${at.join(', ')} min, and they are due every minute`;
      }
      return null;
    }),
    promised('one-at-a-time', 'Never has two runs under way together', (subject, trial) => {
      for (const length of [0.5, 1.5, 5]) {
        const { most } = starts(subject, trial, length, 40);
        if (most !== 1) return `has ${most} runs of ${length} min under way at once`;
      }
      return null;
    }),
    promised('makes-up', 'Makes up for a run that could not start once the one before has ended', (subject, trial) => {
      for (const length of [1.5, 2.5]) {
        const { at } = starts(subject, trial, length, 6);
        if (at[1] !== length) return `starts the second run of ${length} min at ${at[1]} min`;
      }
      return null;
    }),
    promised('outlives-the-dead', 'Starts others although one run never ends', (subject, trial) =>
      starts(subject, trial, NEVER, 2_000).at.length > 1 ? null : 'starts no other in 2,000 minutes',
    ),
  ],
});
