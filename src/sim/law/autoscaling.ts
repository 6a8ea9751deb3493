import { NEVER } from '../kernel/time.ts';
import type { Readings } from '../policy/autoscaling/contract.ts';
import { defineLaws, type Experiment, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

const SECOND = 1_000_000;

const idle: Readings = { up: 0, starting: 0, backlog: 0, oldestAge: 0, busy: 0, slots: 0, utilisation: 0, done: 0, since: 15 * SECOND };

/** What a controller that promises to follow it reads, from nothing (0) to much (1). */
const followed: Readonly<Record<string, (much: number) => Partial<Readings>>> = {
  'follows-backlog': (much) => ({ backlog: Math.floor(much * 500 + 0.5) }),
  'follows-age': (much) => ({ backlog: much > 0 ? 10 : 0, oldestAge: Math.floor(much * 60 * SECOND) }),
  'follows-utilisation': (much) => ({ backlog: 5, utilisation: much }),
};

/** Any of these readings, so much of each. */
const anything = (much: number): Partial<Readings> => ({
  ...followed['follows-backlog'](much),
  ...followed['follows-age'](much),
  utilisation: much,
});

/** A controller and the replicas it has: what it wants is there when it next looks. */
class Plant {
  private readonly state: object;
  now = 0;

  constructor(
    private readonly subject: Subject<'autoscaling'>,
    readonly trial: Trial,
    public replicas: number,
  ) {
    this.state = subject.policy.start(subject.params, 0);
  }

  look(readings: Partial<Readings>, after = 15 * SECOND, away = 0): number {
    const { policy, params } = this.subject;
    this.now += after;
    this.trial.step();
    this.trial.now = this.now;
    this.replicas = policy.plan(this.state, params, this.now, { ...idle, up: this.replicas - Math.min(away, this.replicas), ...readings });
    return this.replicas;
  }
}

const follows = (promise: string, says: string): Experiment<'autoscaling'> => ({
  promise,
  laws: { [promise]: says },
  play(subject, trial) {
    const { chance } = trial;
    const start = chance.below(30);
    const [less, more] = [new Plant(subject, trial, start), new Plant(subject, trial, start)];
    const reading = followed[promise];
    for (let i = chance.below(60); i > 0; i--) {
      const much = chance.happens(0.2) ? 0 : chance.unit();
      const after = chance.below(120) * SECOND;
      for (const plant of [less, more]) plant.look(reading(much), after);
    }
    const [a, b] = [chance.unit(), chance.unit()];
    const [few, many] = [less.look(reading(Math.min(a, b))), more.look(reading(Math.max(a, b)))];
    trial.must(promise, few <= many, 'plan', () => `wants ${few} replicas with less, and ${many} with more`);
  },
});

export const laws = defineLaws('autoscaling', {
  words: { tries: 'days', step: 'look', steps: 'looks' },
  experiments: [
    {
      laws: {
        untouched: 'Leaves the readings as they are',
        interval: 'Says the same of how often it looks, every time',
      },
      play({ policy, params }, trial) {
        const { chance } = trial;
        const interval = policy.interval(params);
        const state = policy.start(params, 0);
        let up = chance.below(30);
        for (let i = 0; i < 60; i++) {
          trial.step(chance.below(120) * SECOND);
          const readings = { ...idle, up, ...anything(chance.unit()) };
          const before = JSON.stringify(readings);
          const wanted = policy.plan(state, params, trial.now, readings);
          trial.must('untouched', JSON.stringify(readings) === before, 'plan', () => `makes ${JSON.stringify(readings)} of ${before}`);
          const now = policy.interval(params);
          trial.must('interval', now === interval, 'interval', () => `answers ${said(now)} µs, and before ${said(interval)} µs`);
          up = wanted;
        }
      },
    },
    follows('follows-backlog', 'Never wants fewer replicas when more is waiting'),
    follows('follows-age', 'Never wants fewer replicas when the first has waited for longer'),
    follows('follows-utilisation', 'Never wants fewer replicas when more of them is busy'),
    {
      promise: 'keeps-within-bounds',
      laws: { 'keeps-within-bounds': 'Never wants fewer than its fewest, nor more than its most' },
      play(subject, trial) {
        const { chance } = trial;
        const { least, most } = subject.params as { least: number; most: number };
        const plant = new Plant(subject, trial, chance.below(1_000));
        for (let i = 0; i < 60; i++) {
          const much = chance.happens(0.3) ? chance.below(2) : chance.unit();
          const wanted = plant.look(anything(much), chance.below(120) * SECOND, chance.below(4));
          trial.must(
            'keeps-within-bounds',
            wanted >= Math.min(least, most) && wanted <= most,
            'plan',
            () => `wants ${said(wanted)} replicas, with a fewest of ${said(least)} and a most of ${said(most)}`,
          );
        }
      },
    },
    {
      promise: 'changes-nothing',
      tries: 1,
      laws: { 'changes-nothing': 'Never looks, and wants what there is' },
      play({ policy, params }, trial) {
        trial.step();
        trial.must(
          'changes-nothing',
          policy.interval(params) === NEVER,
          'interval',
          () => `looks every ${said(policy.interval(params))} µs`,
        );
        const wanted = policy.plan(policy.start(params, 0), params, 0, { ...idle, up: 3, starting: 2, backlog: 1_000 });
        trial.must('changes-nothing', wanted === 5, 'plan', () => `wants ${wanted} replicas where there are 5`);
      },
    },
  ],
});
