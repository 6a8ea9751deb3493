import { describe, expect, test } from 'vitest';
import { DELIVERY_ENDS, type FromJobsWorker, type Jobs, type JobsQuestion, JobsReader, type ToJobsWorker } from '../../src/host/jobs.ts';
import { Books } from '../../src/host/jobs-books.ts';
import { DEATH_CAUSES, jobsOf } from '../../src/host/jobs-columns.ts';
import { type ArmPlan, planOf } from '../../src/scenario/arm.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { BASE } from '../../src/scenario/scenario.ts';
import { DEATHS, DELIVERY_ENDS as LOGGED_ENDS } from '../../src/sim/observe/jobs.ts';
import { World } from '../../src/sim/world/world.ts';
import { addsUp, balanceAt } from '../../src/ui/jobs/ledger.ts';
import { indexOf } from '../../src/ui/jobs/rows.ts';

const plan = planOf(
  readScenario({
    format: 1,
    title: 'Everything goes wrong',
    topic: 'jobs',
    duration: 120_000,
    components: {
      shop: { kind: 'client', arrival: { kind: 'poisson', rate: 3 }, calls: ['mails'] },
      mails: {
        kind: 'job-queue',
        visibilityTimeout: 2_000,
        mostAttempts: 3,
        staleness: { kind: 'max-age', usefulFor: 20_000 },
        redriveRate: 1,
        calls: ['mailers'],
      },
      mailers: {
        kind: 'workers',
        instances: 2,
        concurrency: 3,
        prefetch: 2,
        effectAt: 0.7,
        processingTime: { kind: 'exponential', mean: 1_200 },
        workerFault: { kind: 'mortal', lifetime: 20_000 },
      },
    },
    changes: [{ at: 90_000, set: { 'mails.redrive': true } }],
  }),
  BASE,
);

function followed(most?: number): { jobs: Jobs; world: World } {
  const books = new Books();
  const world = new World(plan, { observe: ['jobs'], trace: books });
  books.follow(world);
  world.run();
  return { jobs: jobsOf(world, BASE, books.close(), most), world };
}

describe('what became of the jobs', () => {
  const { jobs, world } = followed();
  const [book] = jobs.books;

  test('is told in the words of the simulated world', () => {
    expect(DELIVERY_ENDS).toEqual(LOGGED_ENDS);
    expect(DEATH_CAUSES).toEqual(DEATHS);
  });

  test('is told without changing the run', () => {
    const plain = new World(plan);
    plain.run();
    expect(world.fingerprintDigits()).toBe(plain.fingerprintDigits());
  });

  test('stands at any moment as the world itself does then', () => {
    for (const at of [1_000, 30_000, 61_234.567, 90_000, 119_999]) {
      const other = new World(plan);
      other.runTo(at);
      const balance = balanceAt(book, at);
      for (const gauge of ['expected', 'once', 'repeated', 'extra', 'missing'] as const)
        expect([at, gauge, balance[gauge]]).toEqual([at, gauge, other.recorders[1].standing(gauge)]);
      expect(addsUp(balance)).toBe(true);
    }
    expect(balanceAt(book, 120_000).extra).toBeGreaterThan(0);
  });

  test('names every wish that is missing, with its cause', () => {
    for (const at of [50_000, 89_000, 120_000]) {
      const listed = book.missed.filter((entry) => entry.at <= at && entry.until > at);
      expect(listed).toHaveLength(balanceAt(book, at).missing);
    }
    const causes = new Set(book.missed.map(({ cause }) => cause));
    expect([...causes].sort()).toEqual(['dead', 'dropped']);
    const dead = new Set(jobs.deaths.map(({ request }) => request));
    for (const { cause, request } of book.missed) if (cause === 'dead') expect(dead.has(request)).toBe(true);
  });

  test('has as many side effects too many in its rows as in its books', () => {
    expect(indexOf(jobs).extras).toHaveLength(balanceAt(book, 120_000).extra);
  });

  test('says of dead letters when they were sent again', () => {
    expect(jobs.deaths.length).toBeGreaterThan(3);
    const redriven = jobs.deaths.filter(({ redriven }) => redriven < Number.POSITIVE_INFINITY);
    expect(redriven).toHaveLength(world.observed.jobs!.redriven.length);
    for (const { at, redriven: again } of redriven) expect(again).toBeGreaterThan(Math.max(at, 90_000));
  });

  test('is cut where there is more than room, and the books are not', () => {
    const short = followed(10).jobs;
    expect(short.cut).toBe(true);
    expect(short.deliveries.job).toHaveLength(10);
    expect(balanceAt(short.books[0], 120_000)).toEqual(balanceAt(book, 120_000));
    expect(jobs.cut).toBe(false);
  });
});

class Puppet {
  readonly got: ToJobsWorker[] = [];
  terminated = false;
  onmessage: ((event: { data: FromJobsWorker }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null = null;

  postMessage(message: ToJobsWorker): void {
    this.got.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  get asked(): string[] {
    return this.got.map((message) => (message.type === 'ask' ? `${message.question.arm} ${message.question.run}` : 'stop'));
  }

  answers(id = (this.got.findLast(({ type }) => type === 'ask') as { id: number }).id): void {
    const message = this.got.find((each) => each.type === 'ask' && each.id === id) as { question: JobsQuestion };
    this.onmessage?.({ data: { type: 'jobs', id, jobs: { arm: message.question.arm } as Jobs } });
  }
}

function reader() {
  const workers: Puppet[] = [];
  const told: string[] = [];
  const subject = new JobsReader({ jobs: ({ arm }) => told.push(arm), failed: (arm, message) => told.push(`${arm}: ${message}`) }, () => {
    const worker = new Puppet();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  const ask = (...arms: string[]) =>
    subject.ask(
      arms.map((name) => {
        const [arm, run] = name.split(' ');
        return { arm, run, plan: {} as ArmPlan, recordings: [] };
      }),
    );
  return { subject, workers, told, ask };
}

describe('following jobs', () => {
  test('goes arm by arm, and tells nothing twice', () => {
    const { workers, told, ask } = reader();
    ask('a 1', 'b 1');
    expect(workers[0].asked).toEqual(['a 1']);
    workers[0].answers();
    workers[0].answers();
    expect(told).toEqual(['a', 'b']);
    ask('a 1', 'b 2');
    expect(workers[0].asked).toEqual(['a 1', 'b 1', 'b 2']);
  });

  test('stops work on what nobody wants any more, and drops its answer', () => {
    const { workers, told, ask } = reader();
    ask('a 1');
    ask('a 2');
    expect(workers[0].asked).toEqual(['a 1', 'stop', 'a 2']);
    workers[0].answers(1);
    expect(told).toEqual([]);
    workers[0].answers(2);
    expect(told).toEqual(['a']);
  });

  test('lets work go on that is still wanted', () => {
    const { workers, ask } = reader();
    ask('a 1');
    ask('a 1', 'b 1');
    expect(workers[0].asked).toEqual(['a 1']);
    workers[0].answers();
    expect(workers[0].asked).toEqual(['a 1', 'b 1']);
  });

  test('ends with the last look, and begins anew', () => {
    const { subject, workers, ask } = reader();
    ask('a 1');
    subject.close();
    expect(workers[0].terminated).toBe(true);
    ask('a 1');
    expect(workers).toHaveLength(2);
  });

  test('says when the worker dies', () => {
    const { workers, told, ask } = reader();
    ask('a 1');
    workers[0].onerror?.({ message: 'no memory', preventDefault: () => {} });
    expect(told).toEqual(['a: no memory']);
  });
});
