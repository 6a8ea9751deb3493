import { droppedAs, NOTHING } from '../policy/queue-discipline/contract.ts';
import { defineLaws, type Experiment, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** A queue with a book of its own of who waits, in the order in which they came. */
class BookedQueue {
  private readonly state: object;
  readonly waiting: number[] = [];
  readonly deadlines = new Map<number, number>();
  drops = 0;

  constructor(
    private readonly subject: Subject<'queue-discipline'>,
    private readonly trial: Trial,
    /** Told of everything that is handed out or dropped, while what waited. */
    private readonly seen: (entry: number, queue: BookedQueue) => void = () => {},
  ) {
    this.state = subject.policy.start(subject.params);
  }

  put(entry: number, deadline = NEVER): void {
    this.trial.step();
    this.waiting.push(entry);
    this.deadlines.set(entry, deadline);
    const waiter = { class: this.trial.chance.below(4), deadline, since: this.trial.now };
    this.subject.policy.put(this.state, this.subject.params, entry, this.trial.now, waiter);
  }

  /** The next that is handed out; NOTHING for none. */
  take(): number {
    const { trial, waiting } = this;
    for (;;) {
      trial.step();
      const taken = this.subject.policy.take(this.state, this.subject.params, trial.now);
      const entry = taken < NOTHING ? droppedAs(taken) : taken;
      if (taken === NOTHING) {
        trial.must('somebody', waiting.length === 0, 'take', () => `answers NOTHING while ${said(waiting.length)} wait`);
        return NOTHING;
      }
      if (taken < NOTHING) this.drops++;
      trial.must(
        'waits',
        waiting.includes(entry),
        'take',
        () => `${taken < NOTHING ? 'drops' : 'hands out'} entry ${said(entry)}, which does not wait`,
      );
      this.seen(entry, this);
      waiting.splice(waiting.indexOf(entry), 1);
      if (taken > NOTHING) return entry;
    }
  }

  leave(entry: number): void {
    this.trial.step();
    this.waiting.splice(this.waiting.indexOf(entry), 1);
    this.subject.policy.leave(this.state, this.subject.params, entry);
  }
}

/** Puts, takes and leaves at random. */
function play(queue: BookedQueue, trial: Trial): BookedQueue {
  const { chance } = trial;
  // now and then entries beyond any first allocation
  const entries = trial.pick([8, 60, 300, 5_000]);
  for (let i = 0; i < 600; i++) {
    trial.now += chance.below(1_000);
    const filling = Math.floor(i / 100) % 2 === 0 ? 0.6 : 0.25;
    const entry = chance.below(entries);
    if (chance.happens(filling)) {
      if (!queue.waiting.includes(entry)) queue.put(entry, chance.happens(0.1) ? NEVER : trial.now + chance.below(40) * 1_000);
    } else if (chance.happens(0.2) && queue.waiting.length > 0) queue.leave(trial.pick(queue.waiting));
    else queue.take();
  }
  return queue;
}

const ordered = (promise: string, says: string, next: (queue: BookedQueue) => number): Experiment<'queue-discipline'> => ({
  promise,
  laws: { [promise]: says },
  play(subject, trial) {
    const seen = (entry: number, queue: BookedQueue) => {
      const expected = next(queue);
      trial.must(promise, entry === expected, 'take', () => `hands out entry ${said(entry)} before entry ${said(expected)}`);
    };
    play(new BookedQueue(subject, trial, seen), trial);
  },
});

export const laws = defineLaws('queue-discipline', {
  words: { tries: 'queues', step: 'step', steps: 'steps' },
  experiments: [
    {
      laws: {
        waits: 'Hands out and drops only who waits, each once',
        somebody: 'Hands out somebody, or drops, as long as somebody waits',
        order: 'Asks nothing of who comes where it goes by the order alone',
      },
      play(subject, trial) {
        const queue = play(new BookedQueue(subject, trial), trial);
        while (queue.take() !== NOTHING);
        const { policy, params } = subject;
        if (policy.byOrderAlone !== true) return;
        const asked = () => trial.must('order', false, 'put', () => 'asks about who comes, and says byOrderAlone');
        policy.put(policy.start(params), params, 0, trial.now, new Proxy({ class: 0, deadline: 0, since: 0 }, { get: asked }));
      },
    },
    ordered('first-come-first-served', 'Hands out who came first', ({ waiting }) => waiting[0]),
    ordered('last-come-first-served', 'Hands out who came last', ({ waiting }) => waiting[waiting.length - 1]),
    ordered('earliest-deadline-first', 'Hands out whose deadline is next, of equals who came first', ({ waiting, deadlines }) =>
      waiting.reduce((best, each) => (deadlines.get(each)! < deadlines.get(best)! ? each : best)),
    ),
    {
      promise: 'drops-nobody',
      laws: { 'drops-nobody': 'Drops nobody' },
      play(subject, trial) {
        const queue = play(new BookedQueue(subject, trial), trial);
        while (queue.take() !== NOTHING);
        trial.must('drops-nobody', queue.drops === 0, 'take', () => `drops ${said(queue.drops)}`);
      },
    },
  ],
});
