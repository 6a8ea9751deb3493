import { CLASSES, type Jobs, NOTHING } from '../policy/job-scheduling/contract.ts';
import { defineLaws, type Experiment, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

const ROWS = 80;
const PROCESSES = 5;

/** A scheduler with its jobs, and a book of its own of what waits. */
class Desk {
  private readonly state: object;
  readonly jobs = {
    class: new Int32Array(ROWS),
    tenant: new Int32Array(ROWS),
    cost: new Float64Array(ROWS),
    enqueuedAt: new Float64Array(ROWS),
    usefulUntil: new Float64Array(ROWS),
    number: new Int32Array(ROWS),
  } satisfies Jobs;
  readonly waiting = new Set<number>();
  private given = 0;

  constructor(
    private readonly subject: Subject<'job-scheduling'>,
    private readonly trial: Trial,
  ) {
    this.state = subject.policy.start(subject.params);
  }

  enqueue(row: number): void {
    const { chance } = this.trial;
    this.jobs.class[row] = chance.below(CLASSES);
    this.jobs.tenant[row] = chance.happens(0.5) ? chance.below(6) : chance.below(200);
    this.jobs.cost[row] = chance.below(40) / 8;
    this.jobs.enqueuedAt[row] = chance.below(20);
    this.jobs.usefulUntil[row] = chance.happens(0.2) ? Number.POSITIVE_INFINITY : chance.below(20);
    this.jobs.number[row] = this.given++;
    this.put(row, false);
  }

  put(row: number, returns: boolean): void {
    this.trial.step();
    this.waiting.add(row);
    this.subject.policy.put(this.state, this.subject.params, row, this.jobs, returns);
  }

  take(process: number): number {
    const { policy, params } = this.subject;
    this.trial.step();
    const row = policy.take(this.state, params, this.jobs, process, PROCESSES, this.trial.draws);
    if (row !== NOTHING)
      this.trial.must('waits', this.waiting.delete(row), 'take', () => `hands out job ${said(row)}, which does not wait`);
    else if (policy.choosy !== true)
      this.trial.must(
        'idle',
        this.waiting.size === 0,
        'take',
        () => `answers NOTHING while ${this.waiting.size} jobs wait, and it is not choosy`,
      );
    return row;
  }

  leave(row: number): void {
    this.trial.step();
    this.subject.policy.leave(this.state, this.subject.params, row, this.jobs);
    this.waiting.delete(row);
  }
}

/** Jobs come, are taken, come back and leave at random; `taken` is told what was taken while what waited. */
function play(
  subject: Subject<'job-scheduling'>,
  trial: Trial,
  taken: (desk: Desk, row: number, before: readonly number[]) => void = () => {},
): Desk {
  const { chance } = trial;
  const desk = new Desk(subject, trial);
  for (let i = 0; i < 300; i++) {
    const [does, row] = [chance.below(8), chance.below(ROWS)];
    if (does < 4) {
      if (!desk.waiting.has(row)) desk.enqueue(row);
    } else if (does < 7) {
      const before = [...desk.waiting];
      const out = desk.take(chance.below(PROCESSES));
      taken(desk, out, before);
      if (does === 6 && out !== NOTHING) desk.put(out, true);
    } else if (desk.waiting.has(row)) desk.leave(row);
  }
  return desk;
}

/** Always the one that has least of something, of equals the first. */
const least = (promise: string, says: string, of: (jobs: Jobs, row: number) => number): Experiment<'job-scheduling'> => ({
  promise,
  laws: { [promise]: says },
  play(subject, trial) {
    play(subject, trial, ({ jobs }, row, before) => {
      if (row === NOTHING) return;
      const isAhead = (other: number) =>
        of(jobs, other) < of(jobs, row) || (of(jobs, other) === of(jobs, row) && jobs.number[other] < jobs.number[row]);
      const ahead = before.find(isAhead);
      trial.must(
        promise,
        ahead === undefined,
        'take',
        () => `hands out job ${row} (${said(of(jobs, row))}) before job ${ahead} (${said(of(jobs, ahead ?? 0))})`,
      );
    });
  },
});

export const laws = defineLaws('job-scheduling', {
  words: { tries: 'days', step: 'step', steps: 'steps' },
  experiments: [
    {
      laws: {
        waits: 'Hands out only jobs that wait, each once',
        idle: 'Leaves no process idle beside a job, unless it is choosy',
        lost: 'Loses no job: all are handed out in the end',
      },
      play(subject, trial) {
        const desk = play(subject, trial);
        for (let process = 0; process < PROCESSES; process++) while (desk.take(process) !== NOTHING);
        trial.must(
          'lost',
          desk.waiting.size === 0,
          'take',
          () => `hands out all but ${desk.waiting.size} jobs, job ${[...desk.waiting][0]} among them`,
        );
      },
    },
    least('by-enqueueing', 'Always hands out the job that was enqueued first', (jobs, row) => jobs.enqueuedAt[row]),
    least('by-deadline', 'Always hands out the job whose usefulness ends first', (jobs, row) => jobs.usefulUntil[row]),
    least('by-cost', 'Always hands out the job that costs least', (jobs, row) => jobs.cost[row]),
    {
      promise: 'top-class-first',
      laws: { 'top-class-first': 'Hands out no job while one of a more important class waits' },
      play(subject, trial) {
        play(subject, trial, ({ jobs }, row, before) => {
          const top = Math.min(...before.map((each) => jobs.class[each]));
          trial.must(
            'top-class-first',
            row === NOTHING || jobs.class[row] === top,
            'take',
            () => `hands out a job of class ${jobs.class[row]} while one of class ${top} waits`,
          );
        });
      },
    },
  ],
});
