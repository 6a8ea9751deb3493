import { describe, expect, test } from 'vitest';
import { OUTCOMES } from '../../../src/sim/flow/port.ts';
import { DELIVERY_ENDS } from '../../../src/sim/observe/jobs.ts';
import type { ComponentPlan } from '../../../src/sim/world/blueprint.ts';
import type { World } from '../../../src/sim/world/world.ts';
import {
  type Components,
  figure,
  firstRequests,
  played,
  type Setting,
  samples,
  steadyService,
  storyOf,
  total,
  worldOf,
} from '../../worlds.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A scheduler that tries once and waits as long as it takes. */
const cron = (rest: Partial<ComponentPlan> = {}): ComponentPlan => ({
  kind: 'scheduler',
  maxAttempts: 1,
  attemptTimeout: null,
  calls: ['work'],
  ...rest,
});

/** One whose runs are calls of a service that takes so long [ms]. */
const calling = (time: number, rest: Partial<ComponentPlan> = {}): Components => ({
  cron: cron(rest),
  work: steadyService(1_000, time),
});

/** One whose runs are jobs that take so long [ms]. */
const enqueueing = (
  time: number,
  rest: Partial<ComponentPlan> = {},
  queue: Partial<ComponentPlan> = {},
  workers: Partial<ComponentPlan> = {},
): Components => ({
  cron: cron(rest),
  work: { kind: 'job-queue', visibilityTimeout: null, calls: ['workers'], ...queue },
  workers: { kind: 'workers', concurrency: 100, processingTime: { kind: 'constant', value: time }, ...workers },
});

const run = (components: Components, duration: number, setting: Setting = {}) =>
  played(components, { duration, observe: ['requests'], trace: firstRequests(10_000), bins: 1, ...setting });

/** When each run that took place fell due [ms]. */
const dueTimes = (world: World) =>
  Array.from(world.observed.requests!.intended.slice(0, world.observed.requests!.count), (at) => at / 1_000);

/** When something happened [ms], as `started`. */
function timesOf(world: World, fact: string): number[] {
  const lines = Array.from({ length: world.requestCount }, (_, request) => storyOf(world, request)).flat();
  return lines
    .filter((line) => line.endsWith(` cron.${fact}`))
    .map((line) => Number(line.split(' ')[0]))
    .sort((a, b) => a - b);
}

const facts = (world: World, ...names: string[]) => names.map((name) => total(world, `cron.${name}`));

/** Nothing is left: every run, request, call and account has come to its end. */
const expectNothingLeft = (world: World) => expect(Object.values(world.open()).every((open) => open === 0)).toBe(true);

describe('when runs fall due', () => {
  test('at the offset, and every interval after it', () => {
    expect(dueTimes(run(calling(10), 3.5 * MINUTE))).toEqual([0, 60_000, 120_000, 180_000]);
    const late = run(calling(10, { offset: 20 * SECOND, interval: 30 * SECOND }), 2 * MINUTE);
    expect(dueTimes(late)).toEqual([20_000, 50_000, 80_000, 110_000]);
  });

  test('all entries at once, in their order, each with its number as key and tenant', () => {
    const world = run(enqueueing(10, { entries: 3, firstTenant: 40 }), 2 * MINUTE - 1, { observe: ['jobs', 'requests'] });
    expect(dueTimes(world)).toEqual([0, 0, 0, 60_000, 60_000, 60_000]);
    const { jobs } = world.observed;
    expect(Array.from(jobs!.key.slice(0, jobs!.count))).toEqual([40, 41, 42, 40, 41, 42]);
    expect(Array.from(jobs!.tenant.slice(0, jobs!.count))).toEqual([40, 41, 42, 40, 41, 42]);
  });

  test('splay moves every entry by a span of its own, for good', () => {
    const world = run(calling(10, { entries: 50, splay: MINUTE, interval: HOUR }), 2 * HOUR);
    const times = dueTimes(world);
    const first = times.slice(0, 50);
    expect(times.slice(50)).toEqual(first.map((at) => at + HOUR));
    expect(new Set(first).size).toBe(50);
    expect(first.every((at) => at >= 0 && at < MINUTE)).toBe(true);
    // of 50 even draws from a minute: mean 30 s with a standard error of 2.4 s
    const mean = first.reduce((sum, at) => sum + at, 0) / 50;
    expect(Math.abs(mean - 30_000)).toBeLessThan(7_500);
  });

  test('more splay moves each entry further in proportion', () => {
    const first = (splay: number) =>
      dueTimes(run(calling(10, { splay, interval: HOUR }), HOUR))
        .slice(0, 1)
        .map((at) => at / splay);
    expect(first(MINUTE)[0]).toBeCloseTo(first(10 * MINUTE)[0], 5);
  });

  test('jitter is drawn anew for every run', () => {
    const times = dueTimes(run(calling(10, { jitter: 30 * SECOND }), HOUR));
    expect(times).toHaveLength(60);
    const later = times.map((at, i) => at - i * MINUTE);
    expect(later.every((span) => span >= 0 && span < 30_000)).toBe(true);
    expect(new Set(later).size).toBe(60);
  });

  test('a change of the interval counts from the first run; at its instant a run that is due is neither lost nor made twice', () => {
    const faster = run(calling(10), 4 * MINUTE, { changes: [{ at: 2 * MINUTE, set: { 'cron.interval': 50 * SECOND } }] });
    expect(dueTimes(faster)).toEqual([0, 60_000, 150_000, 200_000]);
    const half = run(calling(10), 3 * MINUTE, { changes: [{ at: 2 * MINUTE, set: { 'cron.interval': 40 * SECOND } }] });
    expect(dueTimes(half)).toEqual([0, 60_000, 120_000, 160_000]);
  });

  test('entries that are added fall due with the others, those that are taken away no more', () => {
    const changes = [
      { at: 90 * SECOND, set: { 'cron.entries': 2 } },
      { at: 150 * SECOND, set: { 'cron.entries': 1 } },
    ];
    expect(dueTimes(run(calling(10), 4 * MINUTE, { changes }))).toEqual([0, 60_000, 120_000, 120_000, 180_000]);
  });

  test('the same run is the same request, whatever came of those before', () => {
    const work = { kind: 'exponential', mean: 90 * SECOND };
    const lasting = (overlap: object) => {
      const components = { cron: cron({ overlap }), work: { kind: 'service', servers: 1_000, serviceTime: work } } as Components;
      const { requests: log } = run(components, HOUR).observed;
      return new Map(Array.from({ length: log!.count }, (_, i) => [log!.intended[i], log!.finished[i] - log!.intended[i]]));
    };
    const all = lasting({ kind: 'allow' });
    const some = lasting({ kind: 'skip' });
    expect(some.size).toBeLessThan(all.size);
    for (const [due, time] of some) if (!Number.isNaN(time)) expect(all.get(due)).toBe(time);
  });
});

describe('a job of 90 s every minute', () => {
  test.each([
    ['called', calling],
    ['enqueued', enqueueing],
  ] as const)('allowed to overlap: two at a time half of the time (%s)', (_, make) => {
    const world = run(make(90 * SECOND), 10 * MINUTE, { bins: 20 });
    expect(facts(world, 'due', 'started', 'ended')).toEqual([10, 10, 9]);
    expect(timesOf(world, 'ended').slice(0, 3)).toEqual([90_000, 150_000, 210_000]);
    // by half minutes: 1, 1, 2, 1, 2, 1 …
    expect(samples(world, 'cron.running').slice(0, 6)).toEqual([1, 1, 2, 1, 2, 1]);
    expect(samples(world, 'cron.overlapping').slice(0, 6)).toEqual([0, 0, 1, 0, 1, 0]);
    expect(figure(world, 'cron.runTime.mean')).toBe(90_000);
    // Little's law: 1/60 a second × 90 s, from the second minute on
    expect(figure(world, 'cron.running', 2, 20)).toBeCloseTo(1.5, 9);
  });

  test('slowed down for good, more and more of them are under way', () => {
    // each takes 10 minutes: ten at a time, nine too many
    const world = run(enqueueing(10 * MINUTE), 30 * MINUTE, { bins: 30 });
    expect(samples(world, 'cron.overlapping').slice(0, 12)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9]);
  });

  test.each([
    ['called', calling],
    ['enqueued', enqueueing],
  ] as const)('skip: every second run takes place (%s)', (_, make) => {
    const world = run(make(90 * SECOND, { overlap: { kind: 'skip' } }), 10 * MINUTE);
    expect(facts(world, 'due', 'started', 'skipped', 'ended')).toEqual([10, 5, 5, 5]);
    expect(timesOf(world, 'started')).toEqual([0, 120_000, 240_000, 360_000, 480_000]);
    expect(figure(world, 'cron.overlapping')).toBe(0);
    expectNothingLeft(world);
  });

  test.each([
    ['called', calling],
    ['enqueued', enqueueing],
  ] as const)('queue: one after the other, and what falls due while one waits is skipped (%s)', (_, make) => {
    const world = run(make(90 * SECOND, { overlap: { kind: 'queue' } }), 6 * MINUTE);
    // due 60 waits until 90, due 120 until 180; at that very instant 180 falls due, and waits after it; 240 finds it waiting
    expect(timesOf(world, 'started')).toEqual([0, 90_000, 180_000, 270_000]);
    expect(dueTimes(world)).toEqual([0, 60_000, 120_000, 180_000, 300_000]);
    expect(facts(world, 'due', 'started', 'skipped')).toEqual([6, 4, 1]);
    expect(figure(world, 'cron.startDelay.mean')).toBe((0 + 30_000 + 60_000 + 90_000) / 4);
  });

  test('lock: it keeps others away no longer than it lasts', () => {
    // lasts 100 s, each takes 150 s: 0, then not 60 but 120 (30 s beside the first), then not 180 but 240
    const world = run(calling(150 * SECOND, { overlap: { kind: 'lock', expires: 100 * SECOND } }), 5 * MINUTE);
    expect(timesOf(world, 'started')).toEqual([0, 120_000, 240_000]);
  });

  test('the last run under way counts, not the last that started', () => {
    // the first takes 10 minutes, all others 5 s; its lock is over after 100 s, and who came after it has given back their own
    const changes = [{ at: 10 * SECOND, set: { 'work.serviceTime': { kind: 'constant', value: 5 * SECOND } } }];
    const components = calling(10 * MINUTE, { overlap: { kind: 'lock', expires: 100 * SECOND } });
    expect(timesOf(run(components, 5 * MINUTE, { changes }), 'started')).toEqual([0, 120_000, 180_000, 240_000]);
  });
});

describe('one that waits', () => {
  test('starts at the instant at which the one before has ended, as an event of its own', () => {
    const world = run(calling(90 * SECOND, { overlap: { kind: 'queue' } }), 2 * MINUTE);
    expect(storyOf(world, 1)).toEqual([
      '60000 cron.due',
      '60000 cron.waited',
      '90000 cron.started',
      '90000 cron.sent',
      '90000 work.arrived',
      '90000 work.started',
    ]);
  });

  test('is not overtaken by one that falls due at that instant', () => {
    // allowed to run beside others by the time it falls due, and still it comes after the one that waited
    const changes = [{ at: 2 * MINUTE, set: { 'cron.overlap': { kind: 'allow' } } }];
    const world = run(calling(2 * MINUTE, { overlap: { kind: 'queue' } }), 3 * MINUTE, { changes });
    expect(dueTimes(world)).toEqual([0, 60_000, 120_000]);
    expect(timesOf(world, 'started')).toEqual([0, 120_000, 120_000]);
  });

  test('goes on waiting while the scheduler is off', () => {
    const changes = [
      { at: 70 * SECOND, set: { 'cron.enabled': false } },
      { at: 100 * SECOND, set: { 'cron.enabled': true } },
    ];
    const world = run(calling(90 * SECOND, { overlap: { kind: 'queue' } }), 115 * SECOND, { changes });
    expect(timesOf(world, 'started')).toEqual([0, 100_000]);
    expect(figure(world, 'cron.waiting')).toBeCloseTo(40 / 115, 9);
  });

  test('waits for all of those under way, where they could overlap before', () => {
    const changes = [{ at: 70 * SECOND, set: { 'cron.overlap': { kind: 'queue' } } }];
    // 0 → 150, 60 → 210; 120 waits for both
    expect(timesOf(run(calling(150 * SECOND), 4 * MINUTE, { changes }), 'started')).toEqual([0, 60_000, 210_000]);
  });
});

/** When runs that took place started, and when they had fallen due [s]. */
function startsAndDues(world: World): [number, number][] {
  const { requests: log } = world.observed;
  const dues = Array.from({ length: log!.count }, (_, i) => i)
    .filter((i) => OUTCOMES[log!.outcome[i]] !== 'dropped' || Number.isNaN(log!.finished[i]))
    .map((i) => log!.intended[i] / 1_000_000);
  return timesOf(world, 'started').map((at, i) => [at / SECOND, dues[i]]);
}

describe('as a Kubernetes CronJob', () => {
  const forbid = { overlap: { kind: 'queue', keeps: 'last' } };

  test.each([
    ['called', calling],
    ['enqueued', enqueueing],
  ] as const)('Forbid without a starting deadline: the latest missed run starts when the one before ends (%s)', (_, make) => {
    // runs of 90 s that fall due every minute: syncCronJob starts the last due time that it has not met
    const world = run(make(90 * SECOND, forbid), 9 * MINUTE);
    expect(startsAndDues(world)).toEqual([
      [0, 0],
      [90, 60],
      [180, 180],
      [270, 240],
      [360, 360],
      [450, 420],
    ]);
    expect(facts(world, 'due', 'started', 'skipped')).toEqual([9, 6, 2]);
    // due 480 waits
    expect(figure(world, 'cron.startDelay.mean')).toBe(15_000);
  });

  test('Forbid with a starting deadline that the overlap outlasts: every other run, as skip', () => {
    for (const startingDeadline of [20 * SECOND, 30 * SECOND]) {
      const world = run(calling(90 * SECOND, { ...forbid, startingDeadline }), 10 * MINUTE);
      expect(timesOf(world, 'started')).toEqual([0, 120_000, 240_000, 360_000, 480_000]);
      expect(facts(world, 'due', 'started', 'skipped', 'ended')).toEqual([10, 5, 5, 5]);
      expectNothingLeft(world);
    }
    // it would have started 30 s late
    const late = run(calling(90 * SECOND, { ...forbid, startingDeadline: 30 * SECOND + 1 }), 4 * MINUTE);
    expect(timesOf(late, 'started')).toEqual([0, 90_000, 180_000]);
  });

  test('a run waits no longer than its starting deadline, whatever that is changed to', () => {
    const waited = (startingDeadline: number, at: number, to: number | null) =>
      figure(
        run(calling(90 * SECOND, { ...forbid, startingDeadline }), 90 * SECOND, {
          changes: [{ at, set: { 'cron.startingDeadline': to } }],
        }),
        'cron.waiting',
      );
    // due at 60: until 70; until 65, when 5 s are over already; until 90
    expect(waited(10_000, 80_000, 1)).toBeCloseTo(10 / 90, 9);
    expect(waited(20_000, 65_000, 1)).toBeCloseTo(5 / 90, 9);
    expect(waited(20_000, 65_000, null)).toBeCloseTo(30 / 90, 9);
  });

  test('missed runs: the last takes place, unless its starting deadline is over', () => {
    const missed = (startingDeadline: number | null, missedRuns = 'one-made-up') =>
      timesOf(
        run(calling(10, { missedRuns, startingDeadline }), 250 * SECOND, {
          changes: [
            { at: 10 * SECOND, set: { 'cron.enabled': false } },
            { at: 200 * SECOND, set: { 'cron.enabled': true } },
          ],
        }),
        'started',
      );
    // due 180, 20 s ago
    expect(missed(null)).toEqual([0, 200_000, 240_000]);
    expect(missed(20 * SECOND + 1)).toEqual([0, 200_000, 240_000]);
    expect(missed(20 * SECOND)).toEqual([0, 240_000]);
    // 151 missed of 60 s each: one starts, as the second controller of CronJobs has it, which only warns of more than 100
    const many = run(calling(10, { missedRuns: 'one-made-up' }), 160 * MINUTE, {
      changes: [
        { at: 10 * SECOND, set: { 'cron.enabled': false } },
        { at: 151.5 * MINUTE, set: { 'cron.enabled': true } },
      ],
    });
    expect(startsAndDues(many).slice(0, 3)).toEqual([
      [0, 0],
      [151.5 * 60, 151 * 60],
      [152 * 60, 152 * 60],
    ]);
    expect(facts(many, 'missed', 'caughtUp')).toEqual([151, 1]);
    // 120 and 180 of three
    expect(missed(100 * SECOND, 'all-made-up')).toEqual([0, 200_000, 200_000, 240_000]);
  });

  test('Replace: a call under way is cancelled, and the next run starts', () => {
    const heeded = calling(90 * SECOND, { overlap: { kind: 'replace' } });
    const world = run(heeded, 5 * MINUTE);
    expect(timesOf(world, 'started')).toEqual([0, 60_000, 120_000, 180_000, 240_000]);
    expect(facts(world, 'replaced', 'ended', 'attemptWithdrawn')).toEqual([4, 0, 4]);
    expect(figure(world, 'cron.overlapping')).toBe(0);
    expect(figure(world, 'cron.running')).toBe(1);
    // shorter runs are let alone
    expect(facts(run(calling(50 * SECOND, { overlap: { kind: 'replace' } }), 5 * MINUTE), 'replaced', 'ended')).toEqual([0, 5]);
  });

  test('Replace: a job at work is stopped, one that waits is taken back', () => {
    const replaced = (workers: Partial<ComponentPlan> = {}, queue: Partial<ComponentPlan> = {}) =>
      run(enqueueing(90 * SECOND, { overlap: { kind: 'replace' } }, queue, { replicas: 1, concurrency: 1, ...workers }), 5 * MINUTE, {
        changes: [{ at: 200 * SECOND, set: { 'cron.enabled': false } }],
      });
    const atWork = replaced();
    expect(facts(atWork, 'started', 'replaced', 'ended')).toEqual([4, 3, 1]);
    // one worker is enough: each was stopped before the next came
    expect([total(atWork, 'workers.stopped'), total(atWork, 'workers.effectMade'), total(atWork, 'work.superseded')]).toEqual([3, 1, 3]);
    expectNothingLeft(atWork);
    const waiting = replaced({ enabled: false });
    expect([total(waiting, 'work.superseded'), total(waiting, 'work.received')]).toEqual([3, 0]);
    expect(facts(waiting, 'started', 'replaced')).toEqual([4, 3]);
    const hidden = replaced({}, { delay: { kind: 'constant', value: 70 * SECOND } });
    expect([total(hidden, 'work.superseded'), total(hidden, 'work.received')]).toEqual([3, 1]);
    // acknowledged early, it is out of reach
    const early = replaced({ acknowledgement: { kind: 'early' }, concurrency: 10 });
    expect([total(early, 'workers.stopped'), total(early, 'workers.effectMade')]).toEqual([0, 4]);
  });

  test('Replace: a lock on the key is given back with the job', () => {
    const world = run(enqueueing(90 * SECOND, { overlap: { kind: 'replace' } }, { uniqueness: { kind: 'until-done' } }), 3 * MINUTE - 1);
    expect(facts(world, 'started', 'replaced', 'deduplicated')).toEqual([3, 2, 0]);
    expect(total(world, 'work.accepted')).toBe(3);
  });

  test('Replace: a worker that stands still stops when it goes on', () => {
    // from about the first second on, for 100 s: replaced at 60 s
    const pausing = { replicas: 1, workerFault: { kind: 'pause', interval: SECOND, length: 100 * SECOND } };
    const world = run(enqueueing(90 * SECOND, { overlap: { kind: 'replace' } }, {}, pausing), 115 * SECOND, { observe: ['jobs'] });
    const { jobs } = world.observed;
    expect([jobs!.leaseEndedAt[0], DELIVERY_ENDS[jobs!.end[0]]]).toEqual([60_000_000, 'stopped']);
    expect(jobs!.endedAt[0]).toBeGreaterThan(100_000_000);
  });
});

describe('missed runs', () => {
  const off = [
    { at: 90 * SECOND, set: { 'cron.enabled': false } },
    { at: 270 * SECOND, set: { 'cron.enabled': true } },
  ];
  const missing = (missedRuns: string, rest: Partial<ComponentPlan> = {}, time = 10) =>
    run(calling(time, { missedRuns, ...rest }), 6 * MINUTE, { changes: off });

  test('are skipped', () => {
    const world = missing('skipped');
    expect(timesOf(world, 'started')).toEqual([0, 60_000, 300_000]);
    expect(facts(world, 'due', 'missed', 'caughtUp', 'started')).toEqual([6, 3, 0, 3]);
  });

  test('one makes up for all, and counts from the last of them', () => {
    const world = missing('one-made-up');
    expect(timesOf(world, 'started')).toEqual([0, 60_000, 270_000, 300_000]);
    expect(dueTimes(world)).toEqual([0, 60_000, 240_000, 300_000]);
    expect(facts(world, 'due', 'missed', 'caughtUp', 'started')).toEqual([6, 3, 1, 4]);
    expect(figure(world, 'cron.startDelay.mean')).toBe(30_000 / 4);
  });

  test('all are made up for at once', () => {
    const world = missing('all-made-up');
    expect(timesOf(world, 'started')).toEqual([0, 60_000, 270_000, 270_000, 270_000, 300_000]);
    expect(dueTimes(world)).toEqual([0, 60_000, 120_000, 180_000, 240_000, 300_000]);
    expect(facts(world, 'due', 'missed', 'caughtUp', 'started')).toEqual([6, 3, 3, 6]);
  });

  test('the overlap policy is asked for them too', () => {
    const world = missing('all-made-up', { overlap: { kind: 'skip' } }, 40 * SECOND);
    // of the three at 270 one starts; it ends at 310, so 300 is skipped
    expect(timesOf(world, 'started')).toEqual([0, 60_000, 270_000]);
    expect(facts(world, 'caughtUp', 'skipped')).toEqual([3, 3]);
    const waits = missing('all-made-up', { overlap: { kind: 'queue' } }, 20 * SECOND);
    expect(timesOf(waits, 'started')).toEqual([0, 60_000, 270_000, 290_000, 310_000]);
  });

  test('of each entry, in their order; of those that are there no more, none', () => {
    const changes = [...off, { at: 100 * SECOND, set: { 'cron.entries': 2 } }];
    const world = run(calling(10, { entries: 3, missedRuns: 'one-made-up' }), 280 * SECOND, { changes });
    expect(facts(world, 'missed', 'caughtUp')).toEqual([6, 2]);
  });
});

describe('replicas', () => {
  test('with a leader: one of them starts runs', () => {
    expect(dueTimes(run(calling(10, { replicas: 3 }), 2 * MINUTE))).toEqual([0, 60_000]);
  });

  test('without one: each starts every run, and none knows of the others', () => {
    const world = run(calling(90 * SECOND, { replicas: 3, leader: false, overlap: { kind: 'skip' } }), 4 * MINUTE);
    expect(dueTimes(world)).toEqual([0, 0, 0, 120_000, 120_000, 120_000]);
    expect(facts(world, 'due', 'started', 'skipped')).toEqual([12, 6, 6]);
    // three of one entry: two too many
    expect(figure(world, 'cron.overlapping')).toBeCloseTo((2 * 180) / 240, 9);
  });

  test('a queue that takes one job a key makes one of them', () => {
    const uniqueness = { kind: 'until-done' };
    const twice = run(enqueueing(10, { replicas: 3, leader: false }), 4 * MINUTE - 1);
    expect(facts(twice, 'started', 'ended')).toEqual([12, 12]);
    const once = run(enqueueing(10, { replicas: 3, leader: false }, { uniqueness }), 4 * MINUTE - 1);
    expect(facts(once, 'started', 'ended', 'deduplicated')).toEqual([12, 4, 8]);
    expectNothingLeft(once);
  });
});

describe('a run that is a call', () => {
  test('is under way while it is tried again, and has failed when the last try has', () => {
    const rest = { maxAttempts: 2, retryDelay: { kind: 'constant', delay: 40 * SECOND }, overlap: { kind: 'skip' } };
    const components = { cron: cron(rest), work: steadyService(1, 5 * SECOND, { fault: { kind: 'error-ratio', ratio: 1 } }) };
    // 0 to 5, 45 to 50: over before 60; then at 60 again
    const world = run(components, 115 * SECOND);
    expect(timesOf(world, 'failed')).toEqual([50_000, 110_000]);
    const longer = { ...components, cron: cron({ ...rest, maxAttempts: 3 }) };
    // 0 to 5, 45 to 50, 90 to 95: 60 is skipped
    const slow = run(longer, 3 * MINUTE);
    expect(timesOf(slow, 'failed')).toEqual([95_000]);
    expect(facts(slow, 'started', 'skipped')).toEqual([2, 1]);
    expect(Number.isNaN(figure(slow, 'cron.runTime.mean'))).toBe(true);
  });

  test('given up when it was not answered in time, it counts as over, though the work goes on', () => {
    const world = run(calling(90 * SECOND, { attemptTimeout: 10 * SECOND, overlap: { kind: 'skip' } }), 4 * MINUTE);
    expect(facts(world, 'started', 'failed', 'skipped')).toEqual([4, 4, 0]);
    // at work: 90 s each, the last one 60
    expect(figure(world, 'work.busy')).toBe((90 + 90 + 90 + 60) / 240);
  });
});

describe('a run that is a job', () => {
  test('is under way while its job waits and is tried again', () => {
    const fails = { fault: { kind: 'error-ratio', ratio: 1 } };
    const heals = [{ at: 50 * SECOND, set: { 'workers.fault': { kind: 'none' } } }];
    const queue = { retryDelay: { kind: 'constant', delay: 40 * SECOND }, delay: { kind: 'constant', value: 10 * SECOND } };
    // hidden until 10, fails at 15, again from 55 to 60
    const world = run(enqueueing(5 * SECOND, { interval: HOUR, overlap: { kind: 'skip' } }, queue, fails), MINUTE + 1, { changes: heals });
    expect(timesOf(world, 'ended')).toEqual([60_000]);
    expect(world.observed.requests!.finished[0]).toBe(0);
    expectNothingLeft(world);
  });

  test('is undone when its job is given up; sent again later, that is no concern of the scheduler', () => {
    const fails = { fault: { kind: 'error-ratio', ratio: 1 } };
    const changes = [
      { at: 30 * SECOND, set: { 'workers.fault': { kind: 'none' } } },
      { at: 31 * SECOND, set: { 'work.redrive': true } },
    ];
    const world = run(enqueueing(5 * SECOND, { interval: HOUR }, { mostAttempts: 1 }, fails), MINUTE, { changes });
    expect(timesOf(world, 'undone')).toEqual([5_000]);
    expect(facts(world, 'ended', 'failed')).toEqual([0, 0]);
    expect(total(world, 'work.done')).toBe(1);
    expectNothingLeft(world);
  });

  test('is undone at once when it never came to be in the queue', () => {
    const inVain = { enqueueing: { kind: 'same-transaction', rolledBack: 1 } };
    const world = run(enqueueing(10, {}, inVain), MINUTE);
    expect(timesOf(world, 'undone')).toEqual([0]);
    expect(facts(world, 'started', 'ended')).toEqual([1, 0]);
    expectNothingLeft(world);
  });

  test('has failed when the queue takes none', () => {
    const rest = { entries: 3, maxAttempts: 2, retryDelay: { kind: 'constant', delay: SECOND } };
    const world = run(enqueueing(10 * SECOND, rest, { capacity: 2 }), MINUTE);
    expect(facts(world, 'started', 'ended', 'failed')).toEqual([3, 2, 1]);
    expect(timesOf(world, 'failed')).toEqual([1_000]);
    expectNothingLeft(world);
  });

  test('enqueued twice, because the first answer came too late, ends with the first job that is done', () => {
    const rest = {
      interval: HOUR,
      networkDelay: { kind: 'constant', value: 300 },
      attemptTimeout: 500,
      maxAttempts: 2,
      retryDelay: { kind: 'constant', delay: 500 },
      overlap: { kind: 'skip' },
    };
    // enqueued at 300 and 1300, given up at 1500; done at 400, before it was even answered
    const short = run(enqueueing(100, rest), 10 * SECOND);
    expect(timesOf(short, 'ended')).toEqual([400]);
    expect([total(short, 'work.done'), total(short, 'cron.duplicated')]).toEqual([2, 1]);
    expectNothingLeft(short);
    // given up before either is done
    const long = run(enqueueing(3 * SECOND, rest), 10 * SECOND);
    expect(facts(long, 'ended', 'failed')).toEqual([0, 1]);
    expect([total(long, 'work.done'), timesOf(long, 'failed')]).toEqual([2, [1_500]]);
    expectNothingLeft(long);
  });

  test('jobs that others make of its request do not end a run that is a call', () => {
    const world = run(
      {
        cron: cron({ calls: ['front'], interval: HOUR }),
        front: steadyService(1, 2 * SECOND, { calls: ['work'] }),
        work: { kind: 'job-queue', calls: ['workers'] },
        workers: { kind: 'workers', processingTime: { kind: 'constant', value: 10 * SECOND } },
      },
      MINUTE,
    );
    expect(timesOf(world, 'ended')).toEqual([2_000]);
    expectNothingLeft(world);
  });
});

describe('the books', () => {
  const busy: Components = enqueueing(
    0,
    {
      entries: 7,
      interval: 10 * SECOND,
      splay: 15 * SECOND,
      jitter: 12 * SECOND,
      replicas: 2,
      leader: false,
      overlap: { kind: 'queue' },
      missedRuns: 'all-made-up',
      maxAttempts: 3,
      attemptTimeout: 450,
      networkDelay: { kind: 'exponential', mean: 250 },
    },
    {
      visibilityTimeout: 20 * SECOND,
      mostAttempts: 3,
      uniqueness: { kind: 'until-done', releasedByDeath: true },
      retryDelay: { kind: 'constant', delay: SECOND },
    },
    { processingTime: { kind: 'exponential', mean: 9 * SECOND }, fault: { kind: 'error-ratio', ratio: 0.4 } },
  );
  const changes = [
    { at: MINUTE, set: { 'cron.enabled': false } },
    { at: 95 * SECOND, set: { 'cron.enabled': true, 'cron.entries': 5 } },
    { at: 2 * MINUTE, set: { 'cron.leader': true, 'cron.interval': 7 * SECOND } },
    { at: 150 * SECOND, set: { 'cron.overlap': { kind: 'allow' } } },
    { at: 200 * SECOND, set: { 'cron.overlap': { kind: 'lock', expires: 5 * SECOND }, 'cron.entries': 9 } },
    { at: 4 * MINUTE, set: { 'cron.interval': HOUR } },
  ];

  test('balance, whatever comes together, and in the end nothing is left but dead letters', () => {
    const world = run(busy, 8 * MINUTE, { changes });
    for (const fact of ['caughtUp', 'skipped', 'waited', 'missed', 'ended', 'failed', 'undone', 'deduplicated'])
      expect(total(world, `cron.${fact}`), fact).toBeGreaterThan(0);
    const { requests, accounts, items, ...rest } = world.open();
    expect(Object.values(rest).every((open) => open === 0)).toBe(true);
    expect(requests).toBe(items);
    expect(accounts).toBeGreaterThan(0);
    expect([figure(world, 'cron.running'), figure(world, 'cron.overlapping')].every((level) => level > 0)).toBe(true);
  });

  test('neither slices nor the grid change the outcome', () => {
    const whole = worldOf(busy, { duration: 8 * MINUTE, changes });
    whole.run();
    const sliced = worldOf(busy, { duration: 8 * MINUTE, changes, bins: 7 });
    while (!sliced.run(3));
    expect(sliced.fingerprintDigits()).toBe(whole.fingerprintDigits());
  });
});
