import { describe, expect, test } from 'vitest';
import { DELIVERY_ENDS, type Jobs } from '../../src/host/jobs.ts';
import { Books } from '../../src/host/jobs-books.ts';
import { DEATH_CAUSES, jobsOf } from '../../src/host/jobs-columns.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { BASE } from '../../src/scenario/scenario.ts';
import { DEATHS, DELIVERY_ENDS as LOGGED_ENDS } from '../../src/sim/observe/jobs.ts';
import { World } from '../../src/sim/world/world.ts';
import { addsUp, balanceAt } from '../../src/ui/view/jobs/ledger.ts';
import { indexOf } from '../../src/ui/view/jobs/rows.ts';

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
        replicas: 2,
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
  return { jobs: jobsOf(world, books.close(), most), world };
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
