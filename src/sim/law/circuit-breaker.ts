import { CLOSED, HALF_OPEN, OPEN, PARKED, REFUSED } from '../policy/circuit-breaker/contract.ts';
import { FAILED, SUCCEEDED, WITHDRAWN } from '../policy/policy.ts';
import { defineLaws, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

const NAMES: Readonly<Record<number, string>> = { [CLOSED]: 'closed', [HALF_OPEN]: 'half-open', [OPEN]: 'open' };
/** Phases that may follow each other. */
const TURNS: Readonly<Record<number, readonly number[]>> = { [CLOSED]: [OPEN], [OPEN]: [HALF_OPEN, CLOSED], [HALF_OPEN]: [CLOSED, OPEN] };

/** A breaker with a clock, whose turns are watched. */
class Watched {
  private readonly state: object;
  phase: number;

  constructor(
    private readonly subject: Subject<'circuit-breaker'>,
    private readonly trial: Trial,
  ) {
    this.state = subject.policy.start(subject.params, trial.now);
    this.phase = subject.policy.phase(this.state);
  }

  /** Ends a phase that ends by itself. */
  private look(): void {
    const { policy, params } = this.subject;
    if (!policy.look) return;
    const again = policy.look(this.state, params, this.trial.now);
    this.turned('look');
    this.trial.must(
      'look',
      again > this.trial.now,
      'look',
      () => `wants to be asked again at ${said(again)} µs, and it is ${said(this.trial.now)} µs already`,
    );
  }

  decide(): number {
    this.look();
    const before = this.phase;
    const ticket = this.subject.policy.decide(this.state, this.subject.params, this.trial.now);
    this.turned('decide');
    this.trial.must(
      'closed',
      before !== CLOSED || ticket >= 0,
      'decide',
      () => `${ticket === PARKED ? 'parks' : 'refuses'} an attempt while it is closed`,
    );
    return ticket;
  }

  learn(ticket: number, seen: number): void {
    this.look();
    const before = this.phase;
    this.subject.policy.learn(this.state, this.subject.params, this.trial.now, ticket, seen, 0);
    this.turned('learn');
    if (seen === WITHDRAWN)
      this.trial.must(
        'withdrawn',
        this.phase === before,
        'learn',
        () => `goes from ${NAMES[before]} to ${NAMES[this.phase]} by an attempt that was withdrawn`,
      );
  }

  private turned(method: string): void {
    const before = this.phase;
    this.phase = this.subject.policy.phase(this.state);
    this.trial.must(
      'turns',
      this.phase === before || TURNS[before].includes(this.phase),
      method,
      () => `goes from ${NAMES[before]} to ${NAMES[this.phase]}`,
    );
  }
}

/** Attempts that fail as often as it lets them out, until it is no longer closed. */
function opened(subject: Subject<'circuit-breaker'>, trial: Trial): Watched {
  const circuit = new Watched(subject, trial);
  for (let i = 0; circuit.phase === CLOSED && i < 100_000; i++) {
    trial.step();
    circuit.learn(circuit.decide(), FAILED);
  }
  return circuit;
}

export const laws = defineLaws('circuit-breaker', {
  words: { tries: 'histories', step: 'attempt', steps: 'attempts' },
  experiments: [
    {
      laws: {
        closed: 'Lets everything through while it is closed',
        turns: 'Opens before it probes: half-open comes only after open',
        withdrawn: 'Changes its phase by no attempt that was withdrawn',
        look: 'Wants to be asked again later, where a phase ends by itself',
        'not-for-ever': 'Lets somebody through again in the end, also after everything has failed',
      },
      play(subject, trial) {
        const { chance } = trial;
        const circuit = new Watched(subject, trial);
        const out: number[] = [];
        let failing = 0.5;
        const end = (seen: number) => {
          const [ticket] = out.splice(chance.below(out.length), 1);
          circuit.learn(ticket, seen);
        };
        for (let i = 0; i < 800; i++) {
          if (i % 100 === 0) failing = trial.pick([0, 0.1, 0.5, 1]);
          trial.step(chance.happens(0.2) ? 5_000_000 : chance.below(200_000));
          if (chance.happens(0.5) || out.length === 0) {
            const ticket = circuit.decide();
            if (ticket >= 0) out.push(ticket);
          } else end(chance.happens(0.15) ? WITHDRAWN : chance.happens(failing) ? FAILED : SUCCEEDED);
        }
        while (out.length > 0) end(WITHDRAWN);
        // each longer than any open time may be; where one phase ends by itself, the next has to end as well
        let ticket = REFUSED;
        for (let day = 0; day < 2 && ticket < 0; day++) {
          trial.now += 86_400_000_000;
          ticket = circuit.decide();
        }
        trial.must('not-for-ever', ticket >= 0, 'decide', () => 'refuses a day later, with nothing out');
      },
    },
    {
      tries: 1,
      laws: { 'no-failure': 'Stays closed while nothing fails' },
      play(subject, trial) {
        const circuit = new Watched(subject, trial);
        for (let i = 0; i < 400; i++) {
          trial.step(trial.chance.below(500_000));
          circuit.learn(circuit.decide(), i % 3 === 0 ? WITHDRAWN : SUCCEEDED);
          trial.must('no-failure', circuit.phase === CLOSED, 'learn', () => `is ${NAMES[circuit.phase]}, and nothing has failed`);
        }
      },
    },
    {
      promise: 'never-refuses',
      tries: 1,
      laws: { 'never-refuses': 'Lets everything through, whatever fails' },
      play(subject, trial) {
        const circuit = new Watched(subject, trial);
        for (let i = 0; i < 1_000; i++) {
          trial.step();
          const ticket = circuit.decide();
          trial.must('never-refuses', ticket >= 0, 'decide', () => `refuses after ${i} failures`);
          circuit.learn(ticket, FAILED);
        }
      },
    },
    {
      promise: 'opens-when-all-fails',
      tries: 1,
      laws: { 'opens-when-all-fails': 'Opens and refuses when every attempt fails' },
      play(subject, trial) {
        const circuit = opened(subject, trial);
        const ticket = circuit.decide();
        trial.must(
          'opens-when-all-fails',
          circuit.phase === OPEN && ticket === REFUSED,
          'learn',
          () => `is ${NAMES[circuit.phase]} after ${said(trial.steps)} failures`,
        );
      },
    },
    {
      promise: 'probes-and-recovers',
      tries: 1,
      laws: {
        'probes-and-recovers': 'After its open time lets its probes through and no more, opens when they fail and closes when they succeed',
      },
      play(subject, trial) {
        const { openTime, probes } = subject.params as { openTime: number; probes: number };
        const circuit = opened(subject, trial);
        const must = (holds: boolean, method: string, found: string) => trial.must('probes-and-recovers', holds, method, () => found);
        for (let round = 0; round < 6; round++) {
          trial.step(openTime + 1);
          const out = Array.from({ length: probes }, () => circuit.decide());
          must(
            out.every((ticket) => ticket >= 0),
            'decide',
            `lets ${out.filter((ticket) => ticket >= 0).length} of ${probes} probes through`,
          );
          must(circuit.decide() < 0, 'decide', `lets more than ${probes} probes through`);
          for (const ticket of out) circuit.learn(ticket, round < 5 ? FAILED : SUCCEEDED);
          must(
            circuit.phase === (round < 5 ? OPEN : CLOSED),
            'learn',
            `is ${NAMES[circuit.phase]} when all probes have ${round < 5 ? 'failed' : 'succeeded'}`,
          );
        }
      },
    },
  ],
});
