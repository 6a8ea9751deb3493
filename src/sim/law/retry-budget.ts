import { AFTER_ERROR, AFTER_REJECTION, AFTER_TIMEOUT, AS_HEDGE, FAILED, SUCCEEDED, WITHDRAWN } from '../policy/policy.ts';
import { defineLaws, type Experiment, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

const SECOND = 1_000_000;
const WHY = [AFTER_ERROR, AFTER_TIMEOUT, AFTER_REJECTION, AS_HEDGE];

/** A budget as its caller uses it. */
class Desk {
  private readonly state: object;
  /** What belongs to each operation; the first is nobody’s. */
  private readonly memory = new Float64Array(500);
  first = 0;
  retries = 0;
  now = 0;

  constructor(
    readonly subject: Subject<'retry-budget'>,
    private readonly trial: Trial,
  ) {
    this.state = subject.policy.start(subject.params, 0);
  }

  send(attempt = 1, operation = 0): void {
    this.trial.step();
    this.trial.now = this.now;
    if (attempt === 1) {
      this.first++;
      this.memory[operation] = 0;
    }
    this.subject.policy.sent(this.state, this.subject.params, this.now, attempt);
  }

  end(seen: number, attempt = 1, operation = 0): void {
    this.subject.policy.learn(this.state, this.subject.params, this.now, attempt, seen, this.memory, operation);
  }

  asks(why = AFTER_ERROR, operation = 0): boolean {
    const allowed = this.subject.policy.decide(this.state, this.subject.params, this.now, why, this.memory, operation);
    if (allowed) this.retries++;
    return allowed;
  }

  attempt(seen: number, attempt = 1): void {
    this.send(attempt);
    this.end(seen, attempt);
  }
}

/** Requests come, fail and are retried at random, in better and in worse times. */
function play(desk: Desk, trial: Trial, each: () => void): void {
  const { chance } = trial;
  const open: { attempt: number; operation: number }[] = [];
  let failing = 0.5;
  for (let i = 0; i < 400; i++) {
    desk.now += chance.below(10) === 0 ? chance.below(500_000) : chance.below(2_000);
    if (i % 100 === 0) failing = trial.pick([0, 0.05, 0.5, 1]);
    if (chance.happens(0.4) || open.length === 0) {
      desk.send(1, i + 1);
      open.push({ attempt: 1, operation: i + 1 });
    } else {
      const [{ attempt, operation }] = open.splice(chance.below(open.length), 1);
      const seen = chance.happens(0.1) ? WITHDRAWN : chance.happens(failing) ? FAILED : SUCCEEDED;
      desk.end(seen, attempt, operation);
      if (seen === FAILED && desk.asks(trial.pick(WHY), operation)) {
        desk.send(attempt + 1, operation);
        open.push({ attempt: attempt + 1, operation });
      }
    }
    each();
  }
}

/** So many requests, so far apart [µs], each of which fails as often as it is tried. */
function outage(desk: Desk, requests: number, gap: number): void {
  for (let i = 0; i < requests; i++) {
    desk.now += gap;
    desk.attempt(FAILED);
    for (let attempt = 2; attempt < 20 && desk.asks(); attempt++) desk.attempt(FAILED, attempt);
  }
}

const promised = (
  promise: string,
  says: string,
  of: (desk: () => Desk, must: (holds: boolean, found: () => string) => void) => void,
): Experiment<'retry-budget'> => ({
  promise,
  tries: 1,
  laws: { [promise]: says },
  play(subject, trial) {
    of(
      () => new Desk(subject, trial),
      (holds, found) => trial.must(promise, holds, 'decide', found),
    );
  },
});

export const laws = defineLaws('retry-budget', {
  words: { tries: 'histories', step: 'attempt', steps: 'attempts' },
  experiments: [
    {
      laws: {
        refusal: 'Refuses again when it is asked again at once: a refusal changes nothing',
        apart: 'Knows of its own wire alone',
      },
      play(subject, trial) {
        const [desk, other] = [new Desk(subject, trial), new Desk(subject, trial)];
        play(desk, trial, () => {
          if (desk.asks()) {
            // taken back again
            desk.send(2);
            desk.end(WITHDRAWN, 2);
          } else trial.must('refusal', !desk.asks(), 'decide', () => 'refuses a retry, and allows it when asked again at once');
        });
        other.now = desk.now;
        const fresh = new Desk(subject, trial);
        fresh.now = desk.now;
        const [told, untold] = [other.asks(), fresh.asks()];
        trial.must('apart', told === untold, 'start', () => `${told ? 'allows' : 'refuses'} a retry over a wire that nothing went over`);
      },
    },
    promised('never-refuses', 'Allows every retry', (make, must) => {
      const desk = make();
      outage(desk, 50, SECOND / 100);
      for (let i = 0; i < 300; i++) must(desk.asks(), () => `refuses a retry after ${said(desk.retries)}`);
    }),
    promised('bounds-retries', 'Allows no more retries per first attempt in an outage than its bound says', (make, must) => {
      for (const gap of [SECOND, SECOND / 1_000]) {
        const desk = make();
        outage(desk, 500, gap);
        const { first, retries } = desk;
        outage(desk, 1_000, gap);
        const most = (desk.subject.policy.bound?.(desk.subject.params) ?? Number.POSITIVE_INFINITY) * (desk.first - first);
        // one retry more may have been saved up for
        must(
          desk.retries - retries <= most + 1,
          () => `allows ${said(desk.retries - retries)} retries of ${said(desk.first - first)} requests, and its bound says ${said(most)}`,
        );
      }
    }),
    promised('stops-in-an-outage', 'Allows no more retries in the end while nothing succeeds', (make, must) => {
      for (const gap of [SECOND, SECOND / 1_000]) {
        const desk = make();
        outage(desk, 1_000, gap);
        const { retries } = desk;
        outage(desk, 500, gap);
        must(desk.retries === retries, () => `allows ${said(desk.retries - retries)} retries more after 1,000 failed requests`);
      }
    }),
    promised('refuses-a-burst', 'Refuses all but some of many retries at one moment', (make, must) => {
      const desk = make();
      for (let i = 0; i < 10_000; i++) desk.asks();
      must(desk.retries < 5_000, () => `allows ${said(desk.retries)} of 10,000`);
    }),
    promised('recovers', 'Allows retries again after enough requests have succeeded', (make, must) => {
      const desk = make();
      outage(desk, 200, SECOND / 100);
      for (let i = 0; i < 1_000 && desk.asks(); i++) desk.attempt(FAILED, 2);
      for (let i = 0; i < 20_000; i++) desk.attempt(SUCCEEDED);
      must(desk.asks(), () => 'refuses a retry after 20,000 requests that succeeded');
    }),
  ],
});
