import { describe, expect, test, vi } from 'vitest';
import { byUtilisation } from '../../../src/sim/policy/autoscaling/by-utilisation.ts';
import { SURVIVES } from '../../../src/sim/policy/worker-fault/contract.ts';
import { crash } from '../../../src/sim/policy/worker-fault/crash.ts';
import { jobQueue, worked, workersOf } from '../../job-story.ts';
import { evenClient, figure, played, samples, steadyService, total } from '../../worlds.ts';

const deliveries = (...story: Parameters<typeof worked>): string[] => worked(...story).deliveries;
const poison = (at: number) => ({ workerFault: { kind: 'poison', ratio: 1, at } });
/** What a change at a time [ms] sets. */
const at = (time: number, set: Record<string, unknown>) => ({ at: time, set });
const healthy = (time: number) => at(time, { 'workers.workerFault': { kind: 'none' } });

describe('a process', () => {
  test('works on so many jobs at once, and those with room are served in turn', () => {
    const story = worked({}, { replicas: 2, concurrency: 2 }, ['0', '0', '0', '0', '0']);
    expect(story.deliveries.map((line) => line.replace(/ done.*/, ''))).toEqual([
      'j0 p0 #1 0·0·10',
      'j1 p1 #1 0·0·10',
      'j2 p0 #1 0·0·10',
      'j3 p1 #1 0·0·10',
      'j4 p0 #1 10·10·20',
    ]);
    expect(story.workers).toEqual({ received: 5, started: 5, done: 5, effectMade: 5, replicaUp: 2 });
    expect(figure(story.world, 'workers.runningTime.mean')).toBe(10);
  });

  test('changed in mid-run: more slots are filled at once, of fewer none is taken away', () => {
    const more = [at(4, { 'workers.concurrency': 3 })];
    expect(deliveries({}, {}, ['0', '0', '0'], { changes: more }).map((line) => line.split(' ')[3])).toEqual([
      '0·0·10',
      '4·4·14',
      '4·4·14',
    ]);
    const fewer = [at(4, { 'workers.concurrency': 1 })];
    expect(deliveries({}, { concurrency: 2 }, ['0', '0', '0', '0'], { changes: fewer }).map((line) => line.split(' ')[3])).toEqual([
      '0·0·10',
      '0·0·10',
      '10·10·20',
      '20·20·30',
    ]);
    // one process has more jobs than slots; the other one’s slot is free all the same
    const two = worked({}, { concurrency: 4, replicas: 1 }, ['0 c9', '0 c9', '0 c9', '0 c9', '6'], {
      changes: [at(4, { 'workers.concurrency': 1 }), at(5, { 'workers.replicas': 2 })],
    });
    expect(two.deliveries[4]).toMatch(/^j4 p1 #1 6·6·16/);
  });

  test('of fewer processes the highest stop; those that stay are not held up by their jobs', () => {
    const changes = [at(5, { 'workers.replicas': 1 })];
    const story = worked({}, { replicas: 2, grace: null }, ['0 c1', '0 c9', '6'], { changes });
    expect(story.deliveries.map((line) => line.split(',')[0])).toEqual([
      'j0 p0 #1 0·0·10 done',
      'j1 p1 #1 0·0·90 done',
      'j2 p0 #1 10·10·20 done',
    ]);
    expect(story.workers).toMatchObject({ replicaStopped: 1, replicaUp: 2 });
    // while the second finishes its job, one slot is up and free: the job of 12 is begun at once
    expect(deliveries({}, { replicas: 2, grace: null }, ['0 c1', '0 c9', '12'], { changes })[2]).toMatch(/^j2 p0 #1 12·12·22/);
  });

  test('prefetches jobs beyond its slots; they hold leases that nobody extends', () => {
    const story = worked({ visibilityTimeout: 30 }, { prefetch: 2, heartbeat: 5 }, ['0 c2', '0 c2', '0 c2', '0 c2']);
    expect(story.deliveries.slice(0, 4)).toEqual([
      'j0 p0 #1 0·0·20 done, effect 20, lease 20',
      'j1 p0 #1 0·20·40 done, effect 40, lease 40',
      // received at 0 and not begun by 30: visible again, received again by the same process, done twice
      'j2 p0 #1 0·40·60 done, effect 60, lease 30 out',
      'j3 p0 #1 20·60·80 done, effect 80, lease 50 out',
    ]);
    expect(story.queue.effectRepeated).toBeGreaterThan(0);
  });

  test('evenly: each has had one before any has two', () => {
    const story = worked({}, { replicas: 2, prefetch: 1 }, ['0', '0', '0', '0', '0']);
    expect(story.deliveries.slice(0, 4).map((line) => line.slice(0, 16))).toEqual([
      'j0 p0 #1 0·0·10 ',
      'j1 p1 #1 0·0·10 ',
      'j2 p0 #1 0·10·20',
      'j3 p1 #1 0·10·20',
    ]);
    expect(figure(worked({}, { replicas: 2, prefetch: 1 }, ['0', '0', '0', '0'], { duration: 100 }).world, 'workers.reserved')).toBeCloseTo(
      0.2,
      9,
    );
  });

  test('a longer prefetch takes effect at once', () => {
    const changes = [at(5, { 'workers.prefetch': 1 })];
    expect(deliveries({}, {}, ['0', '0'], { changes })[1]).toMatch(/^j1 p0 #1 5·10·20/);
  });

  test('polls: who has found nothing looks again only after its interval, and who has done a job at once', () => {
    expect(deliveries({}, { pollInterval: 40 }, ['0', '1', '25']).map((line) => line.split(' ')[3])).toEqual([
      '40·40·50',
      '50·50·60',
      '60·60·70',
    ]);
    // told at once from the next look on
    const changes = [at(41, { 'workers.pollInterval': 0 })];
    expect(deliveries({}, { pollInterval: 40 }, ['60', '85'], { changes }).map((line) => line.split(' ')[3])).toEqual([
      '80·80·90',
      '90·90·100',
    ]);
  });

  test('switched off it receives nothing, and finishes what it works on', () => {
    const changes = [at(5, { 'workers.enabled': false }), at(50, { 'workers.enabled': true })];
    expect(deliveries({}, {}, ['0', '1'], { changes }).map((line) => line.split(' ')[3])).toEqual(['0·0·10', '50·50·60']);
  });

  test('the time of a job is drawn once, or for each delivery', () => {
    const fails = { processingTime: { kind: 'uniform', min: 10, max: 90 }, fault: { kind: 'error-ratio', ratio: 1 } };
    const times = (processingTimeDrawn: string) => {
      const { jobs } = worked({ mostAttempts: 3, visibilityTimeout: 10_000 }, { ...fails, processingTimeDrawn }, ['0']).world.observed;
      return new Set([0, 1, 2].map((i) => (jobs?.endedAt[i] ?? 0) - (jobs?.startedAt[i] ?? 0))).size;
    };
    expect([times('job'), times('delivery')]).toEqual([1, 3]);
  });
});

describe('acknowledging early', () => {
  const early = { acknowledgement: { kind: 'early' } };

  test('a crash loses exactly what was in flight, prefetched ones included', () => {
    const story = worked({}, { ...early, ...poison(0.5), concurrency: 2, prefetch: 1 }, ['0', '0', '0', '0'], { changes: [healthy(6)] });
    expect(story.deliveries).toEqual([
      'j0 p0 #1 0·0·5 killed, lease 0',
      'j1 p0 #1 0·0·5 killed, lease 0',
      'j2 p0 #1 0·–·5 killed, lease 0',
      'j3 p0 #1 25·25·35 done, effect 35, lease 25',
    ]);
    expect(story.queue).toMatchObject({ lost: 3, done: 1 });
    expect(story.standing).toEqual({ expected: 4, once: 1, missing: 3 });
    expect(story.heard).toContain('5 wish 0 not done');
    expect(story.workers).toMatchObject({ replicaDied: 1, killed: 3, replicaUp: 2 });
  });

  test('nothing is done twice: no lease can run out', () => {
    const story = worked({ visibilityTimeout: 5 }, { ...early, replicas: 2, heartbeat: 1 }, ['0']);
    expect(story.deliveries).toEqual(['j0 p0 #1 0·0·10 done, effect 10, lease 0']);
    expect(story.queue).toEqual({ arrived: 1, accepted: 1, enqueued: 1, received: 1, done: 1, effectFirst: 1 });
  });
});

describe('acknowledging late', () => {
  const late = (at: number, rest: object = {}) => ({ ...poison(at), ...rest });

  test('a crash before the side effect does the job again, after it does it twice', () => {
    const before = worked({}, late(0.5), ['0'], { changes: [healthy(6)] });
    expect(before.deliveries).toEqual(['j0 p0 #1 0·0·5 killed, lease 100 out', 'j0 p0 #2 100·100·110 done, effect 110, lease 110']);
    expect(before.standing).toEqual({ expected: 1, once: 1 });
    const after = worked({}, late(1), ['0'], { changes: [healthy(11)] });
    expect(after.deliveries).toEqual([
      'j0 p0 #1 0·0·10 killed, effect 10, lease 100 out',
      'j0 p0 #2 100·100·110 done, effect 110, lease 110',
    ]);
    expect(after.standing).toEqual({ expected: 1, repeated: 1, extra: 1 });
    expect(after.heard).toContain('110 wish 0 again');
  });

  test('when the queue hears of a death: at the end of the lease, at once, or when the process is up again', () => {
    const again = (crashNoticed: string) => deliveries({}, late(0.5, { crashNoticed }), ['0'], { changes: [healthy(6)] });
    expect(again('lease')[1]).toMatch(/^j0 p0 #2 100·100·110/);
    // its process is away until 25
    expect(again('at-once')).toEqual(['j0 p0 #1 0·0·5 killed, lease 5', 'j0 p0 #2 25·25·35 done, effect 35, lease 35']);
    expect(again('restart')).toEqual(['j0 p0 #1 0·0·5 killed, lease 25', 'j0 p0 #2 25·25·35 done, effect 35, lease 35']);
    // with a second process the difference shows
    const two = (crashNoticed: string) => deliveries({}, late(0.5, { crashNoticed, replicas: 2 }), ['0'], { changes: [healthy(5.5)] })[1];
    expect([two('at-once').slice(0, 11), two('restart').slice(0, 11)]).toEqual(['j0 p1 #2 5·', 'j0 p1 #2 25']);
  });

  test('a lease that runs out before the process is up again is over by then', () => {
    const story = worked({ visibilityTimeout: 15 }, late(0.5, { crashNoticed: 'restart', replicas: 2 }), ['0'], { changes: [healthy(6)] });
    expect(story.deliveries).toEqual(['j0 p0 #1 0·0·5 killed, lease 15 out', 'j0 p1 #2 15·15·25 done, effect 25, lease 25']);
    expect(story.world.open()).toMatchObject({ calls: 0, items: 0, leases: 0, own: 0 });
  });

  test('a poisonous job takes its neighbours with it, until it has been received too often', () => {
    // all three are poisonous: whichever gets there first kills the others too
    const queue = { mostAttempts: 2 };
    const story = worked(queue, { ...poison(0.5), concurrency: 3, crashNoticed: 'at-once' }, ['0', '3', '3 c9']);
    expect(story.deliveries.slice(0, 3)).toEqual([
      'j0 p0 #1 0·0·5 killed, lease 5',
      'j1 p0 #1 3·3·5 killed, lease 5',
      'j2 p0 #1 3·3·5 killed, lease 5',
    ]);
    // received again at 25, in the order in which they stood
    expect(story.deliveries.slice(3)).toEqual([
      'j0 p0 #2 25·25·30 killed, lease 30',
      'j1 p0 #2 25·25·30 killed, lease 30',
      'j2 p0 #2 25·25·30 killed, lease 30',
    ]);
    expect(story.deaths).toEqual(['30 j2 received too often', '30 j1 received too often', '30 j0 received too often']);
    expect(story.workers).toMatchObject({ replicaDied: 2, killed: 6 });
  });

  test('counted by failures it goes on killing; by leases run out it is moved aside', () => {
    const forever = worked({ mostAttempts: 2, attemptsCounted: 'failures' }, { ...poison(0.5), crashNoticed: 'at-once' }, ['0'], {
      duration: 250,
    });
    // every 25 ms: from 0 to 225
    expect(forever.workers).toMatchObject({ replicaDied: 10 });
    const stalled = worked({ mostAttempts: 1_000, mostLapses: 1 }, { ...poison(0.5), crashNoticed: 'at-once' }, ['0']);
    expect(stalled.deaths).toEqual(['30 j0 lease ran out too often']);
  });

  test('a share of the executions crashes, here all, before or after their side effect', () => {
    const crash = (when: string) =>
      worked({ mostAttempts: 1 }, { workerFault: { kind: 'crash', ratio: 1, when }, effectAt: 0.5, crashNoticed: 'at-once' }, ['0']);
    expect(crash('before-effect').standing).toEqual({ dead: 1, expected: 1, missing: 1 });
    expect(crash('after-effect').standing).toEqual({ dead: 1, expected: 1, once: 1 });
  });

  test('a share of them, each by its own luck and every time anew', () => {
    const wishes = Array.from({ length: 1_000 }, () => '0 c0.1');
    const crash = { kind: 'crash', ratio: 0.3, when: 'anywhere' };
    const { workers, queue } = worked({ mostAttempts: 1_000 }, { workerFault: crash, crashNoticed: 'at-once', restartTime: 1 }, wishes, {
      duration: 10_000,
    });
    expect(workers.done).toBe(1_000);
    // 1 / 0.7 tries a job, give or take three times 0.025
    expect(workers.started / 1_000).toBeGreaterThan(1.35);
    expect(workers.started / 1_000).toBeLessThan(1.51);
    expect(queue.redelivered).toBe(workers.started - 1_000);
  });

  test('processes that die by themselves come up again and again', () => {
    const story = worked({}, { workerFault: { kind: 'mortal', lifetime: 50 }, restartTime: 30 }, [], { duration: 10_000 });
    const { replicaDied, replicaUp } = story.workers;
    // 80 ms a life: 125 of them, give or take 11
    expect(replicaDied).toBeGreaterThan(80);
    expect(replicaDied).toBeLessThan(170);
    expect(Math.abs(replicaUp - replicaDied)).toBeLessThanOrEqual(1);
    expect(figure(story.world, 'workers.replicas')).toBeGreaterThan(0.5);
    expect(figure(story.world, 'workers.replicas') + figure(story.world, 'workers.starting')).toBeCloseTo(1, 9);
  });
});

describe('a process that stands still', () => {
  // one pause of 60 ms at some time in the work of 200
  const pause = { workerFault: { kind: 'pause', interval: 60, length: 60 } };
  const setting = { changes: [healthy(150)], duration: 2_000 };

  test('is as much later as it stood still, and beats no heart: its lease runs out', () => {
    const { jobs } = worked({ visibilityTimeout: 10_000 }, pause, ['0 c20'], setting).world.observed;
    const late = (jobs?.endedAt[0] ?? 0) / 1_000 - 200;
    expect(late % 60).toBe(0);
    expect(late).toBeGreaterThan(0);
    const story = worked({ visibilityTimeout: 50 }, { ...pause, heartbeat: 20, replicas: 1 }, ['0 c20'], setting);
    expect(story.queue.lapsed).toBeGreaterThan(0);
    expect(story.queue.extended).toBeGreaterThan(3);
    // and without pauses it does not
    expect(worked({ visibilityTimeout: 50 }, { heartbeat: 20 }, ['0 c20'], setting).queue.lapsed).toBeUndefined();
  });

  test('receives nothing and begins nothing meanwhile', () => {
    const story = worked({}, { workerFault: { kind: 'pause', interval: 1, length: 900 }, prefetch: 1 }, ['50', '60'], {
      changes: [healthy(40)],
      duration: 2_000,
    });
    const { jobs } = story.world.observed;
    for (const i of [0, 1]) expect(jobs?.receivedAt[i]).toBeGreaterThan(800_000);
    expect(story.workers).toMatchObject({ replicaPaused: 1 });
    expect(samples(story.world, 'workers.paused')[2]).toBe(1);
  });

  test('stops, when it goes on, what has lost its lease meanwhile: what it works on and what it has prefetched', () => {
    // from about 1 ms on it stands still for 900; by 100 both leases are out
    const still = { workerFault: { kind: 'pause', interval: 1, length: 900 }, prefetch: 1 };
    const stillFor = (whenLeaseEnds: string) =>
      worked({}, { ...still, whenLeaseEnds }, ['0', '0'], { changes: [healthy(40)], duration: 2_000 });
    const { deliveries, workers } = stillFor('stops');
    const goesOn = deliveries[0].match(/·([0-9.]+) stopped, lease 100 out$/)?.[1];
    expect(Number(goesOn)).toBeGreaterThan(900);
    expect(deliveries.slice(0, 2)).toEqual([
      `j0 p0 #1 0·0·${goesOn} stopped, lease 100 out`,
      `j1 p0 #1 0·–·${goesOn} stopped, lease 100 out`,
    ]);
    // and does both anew
    const again = deliveries.slice(2).map((line) => line.replace(/ [0-9.·]+ done.*/, ' done'));
    expect(again.sort()).toEqual(['j0 p0 #2 done', 'j1 p0 #2 done']);
    expect(workers).toMatchObject({ stopped: 2, done: 2 });
    expect(stillFor('goes-on').workers.stopped).toBeUndefined();
  });

  test('works between two pauses for as long as it says, on average', () => {
    const story = worked({}, { workerFault: { kind: 'pause', interval: 100, length: 300 } }, [], { duration: 100_000 });
    // 250 rounds of 400 ms, of which 300 still
    expect(figure(story.world, 'workers.paused')).toBeCloseTo(0.75, 1);
    expect(story.workers.replicaPaused).toBeGreaterThan(200);
    expect(story.workers.replicaPaused).toBeLessThan(300);
  });
});

describe('what keeps a side effect from being made twice', () => {
  // two workers: the first is at it until 45, and its lease of 30 is over; the second gets the job at 30
  const zombie = (acknowledgement: object, rest: object = {}, queue: object = {}) =>
    worked({ visibilityTimeout: 30, ...queue }, { replicas: 2, acknowledgement, ...rest }, ['0 c4.5']);

  test('a token: the late first one writes, where only writers are known; and the later one writes after it', () => {
    const story = zombie({ kind: 'fencing-token', knows: 'writes' });
    expect(story.standing).toEqual({ expected: 1, repeated: 1, extra: 1 });
    // whoever has been overtaken by a writer is refused: here by the zombie’s successor, who is faster
    const overtaken = worked(
      { visibilityTimeout: 30 },
      { replicas: 2, acknowledgement: { kind: 'fencing-token' }, fault: { kind: 'slow', factor: 2, share: 0.5 } },
      ['0 c4.5'],
    );
    // the first from 0 to 90, with half the speed, the second from 30 to 75
    expect(overtaken.deliveries.slice(0, 2)).toEqual([
      'j0 p0 #1 0·0·90 stopped, lease 30 out',
      'j0 p1 #2 30·30·75 done, effect 75, lease 60 out',
    ]);
    expect(overtaken.workers).toMatchObject({ effectRefused: 1 });
    expect(overtaken.standing).toMatchObject({ expected: 1, once: 1 });
  });

  test('a token: nobody but the newest holder writes, where leases are known', () => {
    const story = zombie({ kind: 'fencing-token', knows: 'leases' });
    // who is refused does not acknowledge: with a lease shorter than the work each is overtaken, until nobody comes after it
    expect(story.deliveries).toEqual([
      'j0 p0 #1 0·0·45 stopped, lease 30 out',
      'j0 p1 #2 30·30·75 stopped, lease 60 out',
      'j0 p0 #3 60·60·105 stopped, lease 90 out',
      'j0 p1 #4 90·90·135 stopped, lease 120 out',
      'j0 p0 #5 120·120·165 done, effect 165, lease 150 out',
    ]);
    expect(story.workers).toMatchObject({ effectRefused: 4, effectMade: 1 });
    expect(story.standing).toEqual({ dead: 1, expected: 1, once: 1 });
  });

  test('a token does not help against a crash between effect and acknowledgement', () => {
    const crash = worked({}, { ...poison(1), acknowledgement: { kind: 'fencing-token', knows: 'leases' } }, ['0'], {
      changes: [healthy(11)],
    });
    expect(crash.standing).toEqual({ expected: 1, repeated: 1, extra: 1 });
  });

  test('a ledger: who finds the job in it when the effect is due leaves it out, and who finds it at the start skips the work', () => {
    const story = zombie({ kind: 'idempotency-ledger' });
    expect(story.deliveries).toEqual(['j0 p0 #1 0·0·45 done, effect 45, lease 30 out', 'j0 p1 #2 30·30·75 done, lease 45']);
    expect(story.workers).toMatchObject({ effectMade: 1, effectRefused: 1 });
    // it dies after its effect: the next one finds it done
    const crash = worked({}, { ...poison(1), acknowledgement: { kind: 'idempotency-ledger' } }, ['0'], { changes: [healthy(11)] });
    expect(crash.deliveries).toEqual(['j0 p0 #1 0·0·10 killed, effect 10, lease 100 out', 'j0 p0 #2 100·100·100 skipped, lease 100']);
    expect(crash.standing).toEqual({ expected: 1, once: 1 });
    expect(crash.workers).toMatchObject({ skipped: 1 });
  });

  test('a ledger that is written before loses the effect in a crash, one written after repeats it', () => {
    const before = worked({}, { ...poison(0.5), acknowledgement: { kind: 'idempotency-ledger', entered: 'before' } }, ['0'], {
      changes: [healthy(6)],
    });
    expect(before.deliveries).toEqual(['j0 p0 #1 0·0·5 killed, lease 100 out', 'j0 p0 #2 100·100·100 skipped, lease 100']);
    expect(before.standing).toEqual({ expected: 1, missing: 1 });
    const after = worked({}, { ...poison(1), acknowledgement: { kind: 'idempotency-ledger', entered: 'after' } }, ['0'], {
      changes: [healthy(11)],
    });
    expect(after.standing).toEqual({ expected: 1, repeated: 1, extra: 1 });
    // and without a crash both do what they are there for
    for (const entered of ['before', 'after']) {
      const story = zombie({ kind: 'idempotency-ledger', entered });
      expect(story.standing, entered).toEqual({ expected: 1, once: 1 });
    }
  });

  test('a ledger that forgets lets it happen again', () => {
    const story = worked({}, { ...poison(1), acknowledgement: { kind: 'idempotency-ledger', remembers: 80 } }, ['0'], {
      changes: [healthy(11)],
    });
    // entered at 10, forgotten at 90, delivered again at 100
    expect(story.standing).toEqual({ expected: 1, repeated: 1, extra: 1 });
    const longer = worked({}, { ...poison(1), acknowledgement: { kind: 'idempotency-ledger', remembers: 91 } }, ['0'], {
      changes: [healthy(11)],
    });
    expect(longer.standing).toEqual({ expected: 1, once: 1 });
  });
});

describe('the side effect in the middle of the work', () => {
  test('takes place there, and a crash afterwards repeats it', () => {
    expect(deliveries({}, { effectAt: 0.3 }, ['0'])).toEqual(['j0 p0 #1 0·0·10 done, effect 3, lease 10']);
    expect(deliveries({}, { effectAt: 0 }, ['0'])).toEqual(['j0 p0 #1 0·0·10 done, effect 0, lease 10']);
    const story = worked({}, { effectAt: 0.3, ...poison(0.5), crashNoticed: 'at-once' }, ['0'], { changes: [healthy(6)] });
    expect(story.deliveries).toEqual(['j0 p0 #1 0·0·5 killed, effect 3, lease 5', 'j0 p0 #2 25·25·35 done, effect 28, lease 35']);
  });

  test('an error is decided there: what fails has not been done', () => {
    const story = worked({ mostAttempts: 1 }, { effectAt: 0.3, fault: { kind: 'error-ratio', ratio: 1 } }, ['0']);
    expect(story.deliveries).toEqual(['j0 p0 #1 0·0·3 failed, lease 3']);
    const start = worked({ mostAttempts: 1 }, { fault: { kind: 'error-ratio', ratio: 1, decided: 'start' } }, ['0']);
    expect(start.deliveries).toEqual(['j0 p0 #1 0·0·0 failed, lease 0']);
  });

  test('calls come before it, one after the other; if one fails the job has failed, and the next try makes them all again', () => {
    const others = { first: steadyService(5, 7), second: steadyService(5, 4) };
    const calls = ['first', 'second'];
    const story = worked({}, { effectAt: 0.5, calls }, ['0'], { others });
    // work until 5, calls until 12 and 16, effect, the rest of the work until 21
    expect(story.deliveries).toEqual(['j0 p0 #1 0·0·21 done, effect 16, lease 21']);
    const changes = [at(11, { 'second.fault': { kind: 'fail-fast' } }), at(20, { 'second.fault': { kind: 'none' } })];
    const again = worked({}, { effectAt: 0.5, calls }, ['0'], { others, changes });
    expect(again.deliveries).toEqual(['j0 p0 #1 0·0·12 failed, lease 12', 'j0 p0 #2 62·62·83 done, effect 78, lease 83']);
    expect(total(again.world, 'first.arrived')).toBe(2);
  });

  test('a call that fails for good makes the job fail for good, one that may be tried again does not', () => {
    const deaths = (retryable: boolean) => {
      const others = { first: steadyService(5, 7, { fault: { kind: 'error-ratio', ratio: 1, retryable } }) };
      return worked({ mostAttempts: 2, permanentErrors: 'dead-lettered' }, { calls: ['first'] }, ['0'], { others }).deaths;
    };
    // work until 10, the call until 17; the next try begins 50 ms later
    expect(deaths(false)).toEqual(['17 j0 failed for good']);
    expect(deaths(true)).toEqual(['84 j0 failed too often']);
  });

  test('a process that dies takes its calls back', () => {
    const others = { first: steadyService(1, 100, { whenCallerLeaves: 'cancel' }) };
    // it is killed at 50, in the middle of the call that began at 10
    const changes = [at(50, { 'workers.version': 2 })];
    const story = worked({ mostAttempts: 1 }, { calls: ['first'], grace: 0 }, ['0'], { others, changes });
    expect(story.workers).toMatchObject({ sent: 1, attemptWithdrawn: 1, killed: 1 });
    expect(figure(story.world, 'first.busy') * 1_000).toBeCloseTo(40, 6);
  });
});

describe('checkpoints', () => {
  test('a job goes on at the last one it passed, whatever stopped it', () => {
    // 100 ms in 4 parts; it dies at 60
    const story = worked({}, { checkpoints: 4, ...poison(0.6), crashNoticed: 'at-once' }, ['0 c10'], { changes: [healthy(70)] });
    // 50 are kept, so 50 are left at 80
    expect(story.deliveries).toEqual(['j0 p0 #1 0·0·60 killed, lease 60', 'j0 p0 #2 80·80·130 done, effect 130, lease 130']);
    const stops = worked({ visibilityTimeout: 60 }, { checkpoints: 4, whenLeaseEnds: 'stops' }, ['0 c10']);
    expect(stops.deliveries).toEqual(['j0 p0 #1 0·0·60 stopped, lease 60 out', 'j0 p0 #2 60·60·110 done, effect 110, lease 110']);
  });

  test('what fails at its end has kept all parts but the last', () => {
    const changes = [at(101, { 'workers.fault': { kind: 'none' } })];
    const story = worked({ visibilityTimeout: 1_000 }, { checkpoints: 4, fault: { kind: 'error-ratio', ratio: 1 } }, ['0 c10'], {
      changes,
    });
    expect(story.deliveries).toEqual(['j0 p0 #1 0·0·100 failed, lease 100', 'j0 p0 #2 150·150·175 done, effect 175, lease 175']);
  });

  test('work that is slow is as far as it is', () => {
    // at half the speed: at 120 of 200 ms 60 % is done
    const changes = [healthy(121), at(121, { 'workers.fault': { kind: 'none' } })];
    const story = worked(
      { visibilityTimeout: 120 },
      { checkpoints: 4, whenLeaseEnds: 'stops', fault: { kind: 'slow', factor: 2 } },
      ['0 c10'],
      { changes },
    );
    expect(story.deliveries[0]).toBe('j0 p0 #1 0·0·120 stopped, lease 120 out');
    // 50 % left, begun at 120 at half the speed
    expect(story.deliveries[1]).toBe('j0 p0 #2 120·120·220 done, effect 220, lease 220');
  });

  test('a side effect before the last checkpoint is not made again, one after it is', () => {
    const run = (effectAt: number) =>
      worked({}, { checkpoints: 4, effectAt, ...poison(0.6), crashNoticed: 'at-once' }, ['0 c10'], { changes: [healthy(70)] }).standing;
    expect(run(0.4)).toEqual({ expected: 1, once: 1 });
    expect(run(0.55)).toEqual({ expected: 1, repeated: 1, extra: 1 });
    // it belongs to the part that begins with it
    expect(run(0.5)).toEqual({ expected: 1, repeated: 1, extra: 1 });
  });

  test('an effect that a token has refused has not taken place', () => {
    // the second is held up in its first part from 30 to 130; at 40 the zombie is refused, and at 60 it dies with six parts kept
    const changes = [at(20, { 'workers.fault': { kind: 'slow', factor: 10 } }), at(35, { 'workers.fault': { kind: 'none' } }), healthy(61)];
    const workers = {
      replicas: 2,
      checkpoints: 10,
      effectAt: 0.4,
      acknowledgement: { kind: 'fencing-token', knows: 'leases' },
      ...poison(0.6),
    };
    const story = worked({ visibilityTimeout: 30, mostAttempts: 10 }, workers, ['0 c10'], { changes });
    // whoever comes third makes the effect that was due at 0.4 where it goes on, at 0.6
    expect(story.deliveries).toEqual([
      'j0 p0 #1 0·0·60 killed, lease 30 out',
      'j0 p1 #2 30·30·150 killed, lease 60 out',
      'j0 p0 #3 80·80·120 done, effect 80, lease 110 out',
    ]);
    expect(story.standing).toEqual({ expected: 1, once: 1 });
  });

  test('with the share changed in mid-run an effect is neither forgotten nor made again', () => {
    const earlier = [healthy(70), at(70, { 'workers.effectAt': 0.2 })];
    const run = (effectAt: number, changes: typeof earlier) =>
      worked({}, { checkpoints: 4, effectAt, ...poison(0.6), crashNoticed: 'at-once' }, ['0 c10'], { changes }).standing;
    expect(run(0.9, earlier)).toEqual({ expected: 1, once: 1 });
    expect(run(0.4, [healthy(70), at(70, { 'workers.effectAt': 0.9 })])).toEqual({ expected: 1, once: 1 });
  });
});

describe('faults of the work', () => {
  test('fails fast, after a while', () => {
    const story = worked({ mostAttempts: 1 }, { fault: { kind: 'fail-fast', after: 3 }, checkpoints: 10 }, ['0']);
    expect(story.deliveries).toEqual(['j0 p0 #1 0·0·3 failed, lease 3']);
    const again = worked({}, { fault: { kind: 'fail-fast', after: 3 }, checkpoints: 10 }, ['0'], {
      changes: [at(10, { 'workers.fault': { kind: 'none' } })],
    });
    // and no part of it was done
    expect(again.deliveries[1]).toBe('j0 p0 #2 53·53·63 done, effect 63, lease 63');
  });

  test('on a share of the processes', () => {
    const story = worked({ mostAttempts: 1 }, { replicas: 2, fault: { kind: 'error-ratio', ratio: 1, share: 0.5 } }, ['0', '0']);
    expect(story.deliveries.map((line) => line.split(' ')[1] + line.split(' ')[4])).toEqual(['p0failed,', 'p1done,']);
  });

  test('hangs: until it is over, and then goes on or fails', () => {
    const run = (hungWork: string) =>
      worked({ visibilityTimeout: 1_000 }, { fault: { kind: 'hang', hungWork } }, ['0'], {
        changes: [at(70, { 'workers.fault': { kind: 'none' } })],
      }).deliveries;
    expect(run('resumes')).toEqual(['j0 p0 #1 0·0·80 done, effect 80, lease 80']);
    expect(run('fails')).toEqual(['j0 p0 #1 0·0·70 failed, lease 70', 'j0 p0 #2 120·120·130 done, effect 130, lease 130']);
  });

  test('what hangs may lose its lease and stop: it is not there any more when the fault is over', () => {
    const story = worked(
      {},
      { replicas: 2, concurrency: 2, fault: { kind: 'hang', hungWork: 'fails' }, whenLeaseEnds: 'stops' },
      ['0', '60'],
      {
        changes: [at(120, { 'workers.fault': { kind: 'none' } })],
      },
    );
    // the first hangs until its lease is out at 100, and again; the second, received at 60, until 120
    expect(story.deliveries.slice(0, 3)).toEqual([
      'j0 p0 #1 0·0·100 stopped, lease 100 out',
      'j1 p1 #1 60·60·120 failed, lease 120',
      'j0 p0 #2 100·100·120 failed, lease 120',
    ]);
    expect(story.workers).toMatchObject({ stopped: 1, failed: 2, done: 2 });
  });
});

describe('calls made for a job', () => {
  const calling = (queue: object, workers: object) =>
    worked({ mostAttempts: 1, ...queue }, { calls: ['database'], attemptTimeout: null, maxAttempts: 1, ...workers }, ['0'], {
      others: { database: steadyService(1, 60) },
      duration: 300,
    });

  test('wait no longer than its lease lasts, where deadlines travel', () => {
    // work of 10, then a call of 60: until 70
    const times = (visibilityTimeout: number | null, deadlineTravels: boolean) => {
      const { deliveries, world } = calling({ visibilityTimeout }, { deadlineTravels });
      return [total(world, 'workers.attemptTimedOut'), deliveries[0].split(',')[0]];
    };
    expect(times(50, false)).toEqual([0, 'j0 p0 #1 0·0·70 done']);
    expect(times(50, true)).toEqual([1, 'j0 p0 #1 0·0·50 failed']);
    expect(times(80, true)).toEqual([0, 'j0 p0 #1 0·0·70 done']);
    expect(times(null, true)).toEqual([0, 'j0 p0 #1 0·0·70 done']);
  });
});

describe('heartbeats', () => {
  const beating = (changes: object[], heartbeat: number | null = 30) =>
    worked({ visibilityTimeout: 50 }, { heartbeat, whenLeaseEnds: 'stops' }, ['0 c12', '300 c12'], {
      changes: changes as never,
      duration: 440,
    }).deliveries.map((line) => line.split(' ').slice(0, 5).join(' '));

  test('begin, end and change with the jobs that begin after they are changed, and with every beat', () => {
    expect(beating([])).toEqual(['j0 p0 #1 0·0·120 done,', 'j1 p0 #1 300·300·420 done,']);
    // too seldom from 70 on: the beat of 90 is the last in time
    expect(beating([at(70, { 'workers.heartbeat': 60 })])[0]).toBe('j0 p0 #1 0·0·120 done,');
    expect(beating([at(70, { 'workers.heartbeat': 60 })])[1]).toBe('j1 p0 #1 300·300·350 stopped,');
    // none any more: the one of 30 has been the last
    expect(beating([at(20, { 'workers.heartbeat': null })])[0]).toBe('j0 p0 #1 0·0·80 stopped,');
    // more often than was needed
    expect(beating([at(100, { 'workers.heartbeat': 20 })], 60)).toContain('j1 p0 #1 300·300·420 done,');
  });
});

describe('a rate limit', () => {
  // one every 40 ms, no burst
  const limiter = { kind: 'token-bucket', rate: 25, burst: 1 };

  test('a job that may not begin waits in its process, in order, and holds its slot and its lease', () => {
    const story = worked({}, { limiter, concurrency: 3 }, ['0', '0', '0']);
    expect(story.deliveries.map((line) => line.split(' ')[3])).toEqual(['0·0·10', '0·40·50', '0·80·90']);
    expect(story.workers).toMatchObject({ limited: 2, started: 3, done: 3 });
  });

  test('that says when: the job begins then, however many wait with it', () => {
    const queue = { kind: 'leaky-queue', rate: 25, capacity: 10 };
    const begun = worked({}, { limiter: queue, concurrency: 3 }, ['0', '0', '0']);
    expect(begun.deliveries.map((line) => line.split(' ')[3])).toEqual(['0·0·10', '0·40·50', '0·80·90']);
  });

  test('for a process that stands still: it asks when it goes on, and lets others by', () => {
    // the first process stands still from about 1 ms until 901, with two jobs that wait; the second gets the last job
    const still = { workerFault: { kind: 'pause', interval: 1, length: 900 }, limiter, concurrency: 3 };
    const changes = [healthy(8), at(9, { 'workers.replicas': 2 })];
    const story = worked({ visibilityTimeout: null }, still, ['0', '0', '0', '10'], { changes, duration: 2_000 });
    const begun = story.deliveries.map((line) => Number(line.split(' ')[3].split('·')[1]));
    expect([begun[0], begun[3]]).toEqual([0, 40]);
    const goesOn = Math.min(begun[1], begun[2]);
    expect(goesOn).toBeGreaterThan(900);
    // one token is there by then, the next 40 ms later
    expect(Math.abs(begun[2] - begun[1])).toBeCloseTo(40, 0);
  });

  test('or goes back to the queue until it may; that does not count as received', () => {
    const story = worked({}, { limiter, whenLimited: 'goes-back' }, ['0', '1']);
    expect(story.deliveries).toEqual([
      'j0 p0 #1 0·0·10 done, effect 10, lease 10',
      'j1 p0 #1 10·–·10 returned, lease 10',
      'j1 p0 #1 40·40·50 done, effect 50, lease 50',
    ]);
    expect(story.queue).toMatchObject({ returned: 1, redelivered: 1 });
  });

  test('for each key, for each tenant', () => {
    const run = (limitedBy: string) =>
      deliveries({}, { limiter, limitedBy, concurrency: 3 }, ['0 k1 t1', '0 k2 t1', '0 k2 t2']).map((line) => line.split(' ')[3]);
    expect(run('key')).toEqual(['0·0·10', '0·0·10', '0·40·50']);
    expect(run('tenant')).toEqual(['0·0·10', '0·40·50', '0·0·10']);
  });

  test('so many at once: the next begins the moment one ends', () => {
    const story = worked(
      {},
      { limiter: { kind: 'concurrency', limit: 1 }, processingTime: { kind: 'constant', value: 10.5 }, concurrency: 3 },
      ['0', '0', '0'],
    );
    expect(story.deliveries.map((line) => line.split(' ')[3])).toEqual(['0·0·10.5', '0·10.5·21', '0·21·31.5']);
  });

  test('more at once from 5 ms on: who had passed before gives its place back all the same', () => {
    const limiter = { kind: 'concurrency', limit: 1 };
    const story = worked({}, { limiter, concurrency: 4 }, ['0', '0', '0', '0'], { changes: [at(5, { 'workers.limiter.limit': 2 })] });
    expect(story.deliveries.map((line) => line.split(' ')[3])).toEqual(['0·0·10', '0·5·15', '0·10·20', '0·15·25']);
  });

  test('another kind of limiter in mid-run counts afresh, and what passes it gives its place back', () => {
    const changes = [at(5, { 'workers.limiter': { kind: 'concurrency', limit: 1 } })];
    expect(deliveries({}, { limiter, concurrency: 3 }, ['0', '0', '0'], { changes }).map((line) => line.split(' ')[3])).toEqual([
      '0·0·10',
      '0·5·15',
      '0·15·25',
    ]);
  });

  test('lifted in mid-run, all may begin; with another key they ask anew', () => {
    const lifted = [at(5, { 'workers.limiter': { kind: 'none' } })];
    expect(deliveries({}, { limiter, concurrency: 3 }, ['0', '0', '0'], { changes: lifted }).map((line) => line.split(' ')[3])).toEqual([
      '0·0·10',
      '0·5·15',
      '0·5·15',
    ]);
    const byKey = [at(5, { 'workers.limitedBy': 'key' })];
    expect(
      deliveries({}, { limiter, concurrency: 3 }, ['0 k1', '0 k1', '0 k2'], { changes: byKey }).map((line) => line.split(' ')[3]),
    ).toEqual(['0·0·10', '0·5·15', '0·5·15']);
  });

  test('changed in mid-run keeps what it has counted; another one starts afresh', () => {
    const scarce = { kind: 'token-bucket', rate: 0.001, burst: 1 };
    const begun = (set: Record<string, unknown>) =>
      worked({ visibilityTimeout: null }, { limiter: scarce, concurrency: 5 }, ['0', '0', '0', '0', '0'], { changes: [at(5, set)] }).workers
        .started;
    expect(begun({ 'workers.limiter.burst': 2 })).toBe(1);
    expect(begun({ 'workers.limiter': { ...scarce, burst: 3 } })).toBe(1 + 3);
  });

  test('who loses its lease while it waits leaves the line: the next one asks at once', () => {
    // of 10 tokens the first takes 9; the second needs 9 too, and the third, who would need but one, stands behind it
    const story = worked(
      {},
      { limiter: { kind: 'token-bucket', rate: 0.001, burst: 10 }, concurrency: 3, whenLeaseEnds: 'stops' },
      ['0 c9', '0 c9', '50'],
      { duration: 150 },
    );
    expect(story.deliveries.slice(0, 3)).toEqual([
      'j0 p0 #1 0·0·90 done, effect 90, lease 90',
      'j1 p0 #1 0·–·100 stopped, lease 100 out',
      'j2 p0 #1 50·100·110 done, effect 110, lease 110',
    ]);
  });

  test('an execution is told the how-manieth it is, even where its job has been received again before it begins', () => {
    const told: number[] = [];
    const kills = vi.spyOn(crash, 'kills').mockImplementation((_params, { receiveCount }) => {
      told.push(receiveCount);
      return SURVIVES;
    });
    // one every 200 ms; leases last 100
    const slow = { kind: 'token-bucket', rate: 5, burst: 1 };
    worked({ mostAttempts: 9 }, { limiter: slow, concurrency: 3, heartbeat: null, workerFault: { kind: 'crash' } }, ['0', '0'], {
      duration: 450,
    });
    kills.mockRestore();
    expect(told).toEqual([1, 1, 2]);
  });

  test('a thousand prefetched jobs that go back at once do not go too deep', () => {
    const wishes = Array.from({ length: 3_000 }, () => '0');
    const story = worked(
      { visibilityTimeout: 60_000 },
      { limiter: { kind: 'token-bucket', rate: 0.1, burst: 1 }, prefetch: 5_000 },
      wishes,
      {
        changes: [at(5, { 'workers.whenLimited': 'goes-back' })],
        duration: 100,
      },
    );
    expect(story.queue).toMatchObject({ returned: 2_999, done: 1 });
  });
});

describe('scaling', () => {
  const byLength = { kind: 'by-length', target: 2, interval: 100, coolDown: 150, least: 1, most: 4 };

  test('up when the queue is long, down after the cool-down, the highest first', () => {
    const wishes = Array.from({ length: 10 }, () => '50 c20');
    // at 100 nine wait: 4 processes; they come up at 130
    const story = worked({ visibilityTimeout: 10_000 }, { autoscaling: byLength, startUpTime: 30 }, wishes, { duration: 1_500 });
    const { now, observed } = story.world;
    const { jobs } = observed;
    expect(now).toBe(1_500);
    expect(Array.from({ length: 4 }, (_, i) => [jobs?.process[i], (jobs?.receivedAt[i] ?? 0) / 1_000])).toEqual([
      [0, 50],
      [1, 130],
      [2, 130],
      [3, 130],
    ]);
    // 0 is done at 250, 450 …: the ten are done at 730; at 400 one waits, at 500 none: by then the cool-down is over
    expect(story.workers).toMatchObject({ done: 10, replicaStopped: 3 });
    expect(figure(story.world, 'workers.replicas', 9, 10)).toBe(1);
  });

  test('by utilisation: what it is told is the share of the slots that were busy', () => {
    const replicas = (target: number) => {
      const autoscaling = { kind: 'by-utilisation', target, interval: 100, least: 1, most: 10, coolDown: 0 };
      const world = played(
        { client: evenClient(100, 'queue'), queue: jobQueue(), workers: workersOf({ concurrency: 2, autoscaling }) },
        { duration: 5_000 },
      );
      return figure(world, 'workers.replicas', 5, 10);
    };
    // 100 jobs/s of 10 ms keep one slot busy: of two slots half, of four a quarter
    expect(replicas(0.5)).toBeCloseTo(1, 1);
    expect(replicas(0.25)).toBeCloseTo(2, 1);
  });

  test('by utilisation: slots that come in the middle count from then on', () => {
    const told: number[] = [];
    const plan = vi.spyOn(byUtilisation, 'plan').mockImplementation((_state, _params, _now, { utilisation, up }) => {
      told.push(utilisation);
      return up;
    });
    const autoscaling = { kind: 'by-utilisation', interval: 100, least: 1 };
    // one job from 0 on; of one slot until 150, of four from then on
    worked({ visibilityTimeout: null }, { autoscaling, processingTime: { kind: 'constant', value: 1_000 } }, ['0'], {
      changes: [at(150, { 'workers.concurrency': 4 })],
      duration: 350,
    });
    plan.mockRestore();
    expect(told).toEqual([1, 100 / (50 + 4 * 50), 1 / 4]);
  });

  test('switched on and off: then there are as many as were asked for', () => {
    const changes = [at(500, { 'workers.autoscaling': { kind: 'none' } })];
    const story = worked({}, { replicas: 3, autoscaling: { ...byLength, coolDown: 0 } }, [], { changes });
    expect(figure(story.world, 'workers.replicas', 2, 4)).toBe(1);
    expect(figure(story.world, 'workers.replicas', 6, 10)).toBe(3);
  });
});

describe('a deployment', () => {
  const deploy = (time = 5) => [at(time, { 'workers.version': 2 })];

  test('lets jobs finish within the grace, gives back what was prefetched, and starts anew', () => {
    const story = worked({}, { prefetch: 1, grace: 20, startUpTime: 30 }, ['0 c2', '0'], { changes: deploy() });
    expect(story.deliveries).toEqual([
      'j0 p0 #1 0·0·20 done, effect 20, lease 20',
      'j1 p0 #1 0·–·5 returned, lease 5',
      'j1 p0 #1 50·50·60 done, effect 60, lease 60',
    ]);
    expect(story.workers).toMatchObject({ replicaStopped: 1, replicaUp: 2, returned: 1 });
  });

  test('when the grace is over its jobs are killed, or given back', () => {
    const run = (whenGraceEnds: string) => worked({}, { grace: 20, startUpTime: 30, whenGraceEnds }, ['0 c4'], { changes: deploy() });
    expect(run('killed').deliveries).toEqual(['j0 p0 #1 0·0·25 killed, lease 100 out', 'j0 p0 #2 100·100·140 done, effect 140, lease 140']);
    expect(run('given-back').deliveries).toEqual(['j0 p0 #1 0·0·25 returned, lease 25', 'j0 p0 #1 55·55·95 done, effect 95, lease 95']);
    // with checkpoints only what is left
    const kept = worked({}, { grace: 20, startUpTime: 30, whenGraceEnds: 'given-back', checkpoints: 4 }, ['0 c4'], { changes: deploy() });
    expect(kept.deliveries[1]).toBe('j0 p0 #1 55·55·75 done, effect 75, lease 75');
    // with all the time in the world, or with none
    expect(worked({}, { grace: null }, ['0 c4'], { changes: deploy() }).deliveries).toHaveLength(1);
    expect(deliveries({}, { grace: 0 }, ['0 c4'], { changes: deploy() })[0]).toBe('j0 p0 #1 0·0·5 killed, lease 100 out');
  });

  test('what is given back can be had at that very moment', () => {
    const story = worked(
      {},
      { replicas: 2, deploysAtOnce: 1, grace: 20, startUpTime: 30, whenGraceEnds: 'given-back' },
      ['0 c4', '0 c1.5', '0', '0'],
      { changes: deploy() },
    );
    // the other process is free at 25, after the grace has ended at 25
    expect(story.deliveries.map((line) => line.split(' ').slice(0, 4).join(' '))).toEqual([
      'j0 p0 #1 0·0·25',
      'j1 p1 #1 0·0·15',
      'j2 p1 #1 15·15·25',
      'j0 p1 #1 25·25·65',
      'j3 p0 #1 55·55·65',
    ]);
  });

  test('so many at a time, the lowest first', () => {
    const story = worked({}, { replicas: 3, deploysAtOnce: 1, startUpTime: 30 }, [], { changes: deploy() });
    // 5 to 35, 35 to 65, 65 to 95
    expect(figure(story.world, 'workers.starting') * 1_000).toBeCloseTo(90, 6);
    expect(story.workers).toEqual({ replicaUp: 6, replicaStopped: 3 });
    const all = worked({}, { replicas: 3, startUpTime: 30 }, [], { changes: deploy(), bins: 100 });
    expect(samples(all.world, 'workers.starting').slice(0, 5)).toEqual([1.5, 3, 3, 1.5, 0]);
  });

  test('the same version is none', () => {
    const story = worked({}, {}, [], { changes: [at(5, { 'workers.version': 1 })] });
    expect(story.workers).toEqual({ replicaUp: 1 });
    // a change that is spread out is one where the number changes
    const ramp = [{ at: 100, set: { 'workers.version': 3 }, over: 500 }];
    expect(worked({}, {}, [], { changes: ramp }).workers).toEqual({ replicaUp: 3, replicaStopped: 2 });
  });

  test('who died and does not come up again tells nobody: its jobs come back when their leases are over', () => {
    const changes = [at(5.5, { 'workers.replicas': 1 }), healthy(6)];
    const story = worked({}, { replicas: 2, crashNoticed: 'restart', ...poison(0.5) }, ['0', '0'], { changes });
    expect(story.deliveries).toEqual([
      'j0 p0 #1 0·0·5 killed, lease 25',
      'j1 p1 #1 0·0·5 killed, lease 100 out',
      'j0 p0 #2 25·25·35 done, effect 35, lease 35',
      'j1 p0 #2 100·100·110 done, effect 110, lease 110',
    ]);
    expect(story.world.open()).toMatchObject({ calls: 0, items: 0, leases: 0, own: 0 });
  });
});

test('lease of a zombie: strays are counted while their work goes on', () => {
  const story = worked({ visibilityTimeout: 30 }, { replicas: 2 }, ['0 c4.5'], { duration: 100 });
  // the first from 30 to 45, the second from 45, when the job was deleted under it
  expect(figure(story.world, 'workers.late') * 100).toBeCloseTo(15, 6);
});
