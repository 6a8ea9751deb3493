import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { CourseName } from './courses.ts';

/** What is still being compiled when a warm-up ends is given so long [ms]: a visitor is no faster. */
const SETTLES = 200;

/** A thread that runs one course and nothing else: its compiled code is its own. */
class Runner {
  /** The least that every slice has taken [ms]. */
  private readonly least: number[] = [];
  private at = 0;

  private constructor(
    readonly course: CourseName,
    private readonly thread: Worker,
  ) {}

  static async start(course: CourseName): Promise<Runner> {
    const thread = new Worker(new URL('./thread.mjs', import.meta.url), { workerData: course });
    await once(thread, 'message');
    return new Runner(course, thread);
  }

  /** Runs the next slices; whether they were the last of a run. */
  async goOn(): Promise<boolean> {
    this.thread.postMessage(null);
    const [{ took, ended }] = (await once(this.thread, 'message')) as [{ took: readonly number[]; ended: boolean }];
    for (const each of took) {
      this.least[this.at] = Math.min(this.least[this.at] ?? each, each);
      this.at++;
    }
    if (ended) this.at = 0;
    return ended;
  }

  /** What a run takes that nothing disturbs [ms]. */
  get took(): number {
    return this.least.reduce((sum, each) => sum + each, 0);
  }

  end(): Promise<number> {
    return this.thread.terminate();
  }
}

/**
 * What each course takes [ms]. Each runs in threads of its own; all are run in turn, some slices at a time, so that what else
 * the machine does meets all of them; of every slice counts the least of all rounds; of several threads the best, since now
 * and then one is compiled badly and stays slow for good.
 */
export async function inTurn<C extends CourseName>(
  courses: readonly C[],
  { rounds, threads }: { rounds: number; threads: number },
): Promise<Record<C, number>> {
  const runners: Runner[] = [];
  for (let thread = 0; thread < threads; thread++) for (const course of courses) runners.push(await Runner.start(course));
  for (let round = 0; round < rounds; round++) {
    let running = [...runners];
    while (running.length > 0) {
      const left: Runner[] = [];
      for (const runner of running) if (!(await runner.goOn())) left.push(runner);
      running = left;
    }
  }
  await Promise.all(runners.map((runner) => runner.end()));
  return best(courses, runners);
}

/** What the first run of a thread takes, the best of so many threads, in turn [ms]. */
export async function firstRuns<C extends CourseName>(courses: readonly C[], threads: number): Promise<Record<C, number>> {
  const runners: Runner[] = [];
  for (let thread = 0; thread < threads; thread++) {
    for (const course of courses) {
      const runner = await Runner.start(course);
      await setTimeout(SETTLES);
      while (!(await runner.goOn()));
      await runner.end();
      runners.push(runner);
    }
  }
  return best(courses, runners);
}

function best<C extends CourseName>(courses: readonly C[], runners: readonly Runner[]): Record<C, number> {
  const entries = courses.map((course) => [course, Math.min(...runners.filter((each) => each.course === course).map(({ took }) => took))]);
  return Object.fromEntries(entries) as Record<C, number>;
}
