import { describe, expect, test } from 'vitest';
import type { ComponentPlan, PlannedChange } from '../../../src/sim/world/blueprint.ts';
import { crowd, evenClient, played, replicaStory, type Setting, samples, steadyService, total, worldOf } from '../../worlds.ts';

/** Requests every 10 ms from 10 ms on to replicas in turn, each with a queue of its own. */
function shop(checkout: Partial<ComponentPlan>, setting: Setting = {}, shoppers: Partial<ComponentPlan> = {}) {
  const world = worldOf(
    { shoppers: evenClient(100, 'checkout', shoppers), checkout: steadyService(1, 5, { queues: 'own', replicas: 2, ...checkout }) },
    setting,
  );
  const story = replicaStory(world, 'checkout');
  world.run();
  expect(world.audit()).toEqual([]);
  return { world, story };
}

const broken = { kind: 'fail-fast', share: 0.5 };
const threeErrors = { kind: 'consecutive-errors', errors: 3, interval: 1_000, baseTime: 1_500 };
const fault = (at: number, kind: object): PlannedChange => ({ at, set: { 'checkout.fault': kind } });

describe('a replica that always fails', () => {
  // it is sent every other request: 10, 30, 50 … ms
  test('is ejected for so many times the base time as in a row, until the next look', () => {
    const { story, world } = shop({ fault: broken, ejection: threeErrors }, { duration: 12_000 });
    expect(story).toEqual([
      '50 replicaEjected 0',
      // at 1,550 its time is over
      '2000 replicaReturned 0',
      // sent 2,010, 2,030, 2,050; twice as long: 5,050
      '2050 replicaEjected 0',
      '6000 replicaReturned 0',
      '6050 replicaEjected 0',
      // three times as long: 10,550
      '11000 replicaReturned 0',
      '11050 replicaEjected 0',
    ]);
    expect(total(world, 'checkout.refused')).toBe(12);
    expect(samples(world, 'checkout.ejected').slice(0, 2)).toEqual([(1_200 - 50) / 1_200, (2_000 - 1_200 + 350) / 1_200]);
  });

  test('is ejected no longer than the longest time', () => {
    const { story } = shop({ fault: broken, ejection: { ...threeErrors, mostTime: 2_000 } }, { duration: 12_000 });
    expect(story.filter((line) => line.includes('Returned'))).toEqual([
      '2000 replicaReturned 0',
      '5000 replicaReturned 0',
      '8000 replicaReturned 0',
      '11000 replicaReturned 0',
    ]);
  });

  test('counts no more of them than it takes to reach the longest time, and one', () => {
    // three times, though ejected four; after two intervals in which it stayed in one is left, which makes two: 3,000
    const { story } = shop(
      { fault: broken, ejection: { ...threeErrors, mostTime: 2_000 } },
      { duration: 17_000, changes: [fault(11_005, { kind: 'none' }), fault(13_000, broken)] },
    );
    expect(story.slice(8, 10)).toEqual(['13050 replicaEjected 0', '16000 replicaReturned 0']);
  });

  test('is ejected one base time less for each interval in which it stayed in', () => {
    // ejected twice, back at 6,000, and mended: one off at 7,000, none left at 8,000
    const run = (at: number) =>
      shop({ fault: broken, ejection: threeErrors }, { duration: 13_000, changes: [fault(6_005, { kind: 'none' }), fault(at, broken)] })
        .story.slice(4, 6)
        .join();
    expect(run(6_500)).toBe('6550 replicaEjected 0,12000 replicaReturned 0');
    expect(run(7_500)).toBe('7550 replicaEjected 0,11000 replicaReturned 0');
    expect(run(8_400)).toBe('8450 replicaEjected 0,10000 replicaReturned 0');
  });
});

describe('how many are ejected at once', () => {
  const most = (replicas: number, mostShare: number, share = 0.5) =>
    Math.max(
      ...samples(
        shop({ replicas, fault: { kind: 'fail-fast', share }, ejection: { ...threeErrors, mostShare } }, { duration: 900 }).world,
        'checkout.ejected',
      ),
    );

  test('no more than the share, rounded down, but one always may be', () => {
    expect([0, 0.1, 0.3, 0.39, 0.4, 1].map((share) => most(10, share))).toEqual([1, 1, 3, 3, 4, 5]);
    expect([0, 0.3, 1].map((share) => most(3, share, 0.3))).toEqual([1, 1, 1]);
    expect(most(1, 0)).toBe(1);
  });

  test('who could not be begins to count again', () => {
    // one of two that fail may be; the other is sent every second request then, and each third would eject it
    const { story, world } = shop(
      { replicas: 4, fault: broken, ejection: { ...threeErrors, mostShare: 0.25 } },
      { changes: [{ at: 995, set: { 'checkout.ejection.mostShare': 1 } }], duration: 1_500 },
    );
    // in turn 0, 1, 2, 3: the first has failed three times at 90. The other fails at 20, 60, and of three in turn at 120, 150
    // and so on; it could have been ejected at 120, 210 … 930, and at 1,020 may be
    expect(story).toEqual(['90 replicaEjected 0', '1020 replicaEjected 1']);
    expect(total(world, 'checkout.refused')).toBe(3 + 33);
  });
});

describe('panic', () => {
  /** Three of four fail, and are ejected at their first error: at 10, 20 and 30 ms. */
  const run = (panicThreshold: number, changes: readonly PlannedChange[] = []) =>
    shop(
      {
        replicas: 4,
        fault: { kind: 'fail-fast', share: 0.75 },
        ejection: { ...threeErrors, errors: 1, mostShare: 1, baseTime: 60_000 },
        panicThreshold,
      },
      { duration: 4_005, bins: 4_005, changes },
    );

  test('below the threshold all are used, whatever is known of them', () => {
    // with two ejected half are left, with three a quarter: from then on three of four fail
    const { world, story } = run(0.5);
    expect(samples(world, 'checkout.inRotation').slice(0, 45)).toEqual([
      ...Array(10).fill(4),
      ...Array(10).fill(3),
      ...Array(10).fill(2),
      ...Array(15).fill(4),
    ]);
    expect(total(world, 'checkout.refused')).toBe(3 + (397 * 3 + 1) / 4);
    // what they answer now changes nothing
    expect(story).toEqual(['10 replicaEjected 0', '20 replicaEjected 2', '30 replicaEjected 1']);
  });

  test('at the threshold there is none', () => {
    const { world } = run(0.25);
    expect(total(world, 'checkout.refused')).toBe(3);
    expect(samples(world, 'checkout.inRotation').at(-1)).toBe(1);
    expect(total(run(0).world, 'checkout.refused')).toBe(3);
  });

  test('whether there is one follows the threshold when that changes', () => {
    const at = (ms: number, value: number) => ({ at: ms, set: { 'checkout.panicThreshold': value } });
    const { world } = run(0, [at(1_005, 1), at(2_005, 0.2)]);
    const inRotation = samples(world, 'checkout.inRotation');
    expect([500, 1_500, 2_500].map((bin) => inRotation[bin])).toEqual([1, 4, 1]);
    expect(total(world, 'checkout.refused')).toBe(3 + 75);
  });
});

describe('while nobody is in rotation, and there is no panic', () => {
  test('requests wait at the balancer until one returns', () => {
    const { world, story } = shop(
      { replicas: 1, fault: { kind: 'fail-fast' }, ejection: threeErrors, panicThreshold: 0 },
      { duration: 4_000, changes: [fault(500, { kind: 'none' })] },
    );
    expect(story).toEqual(['30 replicaEjected 0', '2000 replicaReturned 0']);
    // from 40 ms on they wait: from 1,600 to 2,000 ms there are 157 to 196
    expect(samples(world, 'checkout.queueLength')[4]).toBe(176.5);
    // at two for each that comes all are done by 3,970, and then the last two of 399
    expect([total(world, 'checkout.refused'), total(world, 'checkout.finished')]).toEqual([3, 396]);
  });
});

describe('what counts as an error', () => {
  /** How often a replica is ejected of which the balancer hears what that setting makes of it, on its own or in its callers. */
  const ejections = (checkout: Partial<ComponentPlan>, shoppers: Partial<ComponentPlan> = {}) => {
    const ejection = { ...threeErrors, interval: 10_000 };
    const { story } = shop({ ejection, ...checkout }, { duration: 3_000 }, shoppers);
    const ejected = story.filter((line) => !line.includes('Died'));
    expect(ejected.filter((line) => !line.endsWith('replicaEjected 0'))).toEqual([]);
    return ejected.length;
  };
  const half = (kind: string, more: object = {}) => ({ fault: { kind, share: 0.5, ...more } });

  test('errors, refusals, and what is lost with its replica', () => {
    expect(ejections({})).toBe(0);
    expect(ejections(half('error-ratio', { ratio: 1 }))).toBe(1);
    expect(ejections(half('error-ratio', { ratio: 1, decided: 'start' }))).toBe(1);
    expect(ejections(half('fail-fast'))).toBe(1);
    expect(ejections(half('fail-fast', { after: 30 }))).toBe(1);
    const poison = { replicaFault: { kind: 'poison', ratio: 1 }, restartTime: 1, replicas: 1, healthCheckInterval: 60_000 };
    expect(ejections(poison)).toBe(1);
  });

  test('not an error that trying again cannot mend: the request is to blame', () => {
    expect(ejections(half('error-ratio', { ratio: 1, retryable: false }))).toBe(0);
  });

  test('not being shed, or dropped from a queue: it is full, not broken', () => {
    const slow = half('slow', { factor: 1_000 });
    expect(ejections({ ...slow, loadShedding: { kind: 'bounded-queue', capacity: 0 } })).toBe(0);
    expect(ejections({ ...slow, whenCallerLeaves: 'drop-if-queued' }, { deadline: null })).toBe(0);
  });

  test('a call that its caller has waited for in vain, and not one that it has called off before', () => {
    expect(ejections(half('hang'))).toBe(0);
    for (const whenCallerLeaves of ['keep-working', 'cancel', 'drop-if-queued'])
      for (const timeouts of [{ attemptTimeout: 50 }, { deadline: 50 }])
        expect(ejections({ ...half('hang'), whenCallerLeaves }, timeouts), whenCallerLeaves).toBe(1);
    // the hedge goes to the other replica, and wins
    const hedging = { hedge: { kind: 'after-delay', delay: 10 }, hedgeShare: 1 };
    expect(ejections({ ...half('hang'), servers: 10, whenCallerLeaves: 'cancel' }, { ...hedging, attemptTimeout: 50 })).toBe(0);
  });

  test('what waits at a replica that dies, if anybody still waits for it', () => {
    const run = (attemptTimeout: number | null, errors: number) => {
      const world = worldOf(
        {
          shoppers: crowd(6, 'checkout', { attemptTimeout }),
          checkout: steadyService(1, 100, {
            queues: 'own',
            replicas: 2,
            healthCheckInterval: 60_000,
            ejection: { ...threeErrors, errors },
            restartTime: 60_000,
          }),
        },
        { changes: [{ at: 50, set: {}, do: { checkout: 'kill' } }] },
      );
      const story = replicaStory(world, 'checkout');
      world.run();
      return story;
    };
    // two that wait, and one in service
    expect(run(null, 3)).toEqual(['50 replicaDied 0', '50 replicaEjected 0']);
    expect(run(null, 4)).toEqual(['50 replicaDied 0']);
    // three that were given up count once
    expect(run(40, 3)).toEqual(['40 replicaEjected 0', '50 replicaDied 0']);
    expect(run(40, 4)).toEqual(['50 replicaDied 0']);
  });

  test('an early answer is a good one, whatever comes after', () => {
    const routine = (...steps: readonly unknown[]) => ({ replicas: 1, routine: ['work', ...steps] as ComponentPlan['routine'] });
    expect(ejections(routine('answer', 'work', { crash: 1 }))).toBe(0);
    expect(ejections(routine({ crash: 1 }, 'answer', 'work'))).toBe(1);
    // of 300 half are errors, and never thirty in a row
    const mixed = routine({ crash: 0.5 }, 'answer', 'work');
    expect(ejections({ ...mixed, ejection: { ...threeErrors, errors: 30, interval: 10_000 } })).toBe(0);
  });

  test('of work that goes on elsewhere the replica answers that has done the last of it', () => {
    const world = worldOf(
      {
        shoppers: crowd(2, 'checkout'),
        checkout: steadyService(1, 10, {
          queues: 'own',
          replicas: 2,
          restartTime: 60_000,
          whileCalling: 'frees-server',
          calls: ['database'],
          routine: ['work', { call: 'database' }, 'work', { crash: 1 }],
          ejection: { ...threeErrors, errors: 2 },
        }),
        database: steadyService(2, 30),
      },
      { changes: [{ at: 20, set: {}, do: { checkout: 'kill' } }] },
    );
    const story = replicaStory(world, 'checkout');
    world.run();
    // back from the database at 40: one works to 50, the other to 60
    expect(story).toEqual(['20 replicaDied 0', '60 replicaEjected 1']);
  });

  test('each once: four in a row are never five', () => {
    // work that fails after its caller has gone is one failure, not two
    const late = { ejection: { ...threeErrors, errors: 2 }, whenCallerLeaves: 'keep-working', servers: 100, replicas: 1 };
    const run = (requests: number) =>
      shop(
        { ...late, serviceTime: { kind: 'constant', value: 100 }, fault: { kind: 'error-ratio', ratio: 1 } },
        { duration: 1_000 },
        {
          attemptTimeout: 50,
          arrival: { kind: 'closed-loop', users: requests, together: true, thinkTime: { kind: 'constant', value: 3_600_000 } },
        },
      ).story;
    expect(run(1)).toEqual([]);
    expect(run(2)).toEqual(['50 replicaEjected 0']);
  });
});

describe('changes in mid-run', () => {
  const set = (at: number, values: Readonly<Record<string, unknown>>): PlannedChange => ({
    at,
    set: Object.fromEntries(Object.entries(values).map(([name, value]) => [`checkout.${name}`, value])),
  });
  const run = (changes: readonly PlannedChange[], more: Partial<ComponentPlan> = {}, duration = 4_000) =>
    shop({ fault: broken, ejection: threeErrors, ...more }, { duration, changes });

  test('without ejection all are back at once, and what they did is forgotten', () => {
    const { story } = run([set(505, { ejection: { kind: 'none' } }), set(905, { ejection: threeErrors })]);
    expect(story.slice(0, 4)).toEqual([
      '50 replicaEjected 0',
      '505 replicaReturned 0',
      // sent 920, 940, 960; the looks are at 1,905 and so on now, and it is the first time again: 2,460
      '960 replicaEjected 0',
      '2905 replicaReturned 0',
    ]);
  });

  test('another policy keeps those that are ejected, for its own time', () => {
    const { story } = run([set(500, { ejection: { kind: 'success-rate', interval: 400, baseTime: 600 } })]);
    // looks at 900: 850 ms
    expect(story).toEqual(['50 replicaEjected 0', '900 replicaReturned 0']);
  });

  test('another number of errors, time or interval holds from then on', () => {
    expect(run([set(35, { 'ejection.errors': 1 })]).story[0]).toBe('50 replicaEjected 0');
    expect(run([set(15, { 'ejection.errors': 2 })]).story[0]).toBe('30 replicaEjected 0');
    expect(run([set(1_100, { 'ejection.baseTime': 900 })]).story[1]).toBe('2000 replicaReturned 0');
    expect(run([set(600, { 'ejection.baseTime': 900 })]).story[1]).toBe('1000 replicaReturned 0');
    expect(run([set(600, { 'ejection.interval': 790 })]).story[1]).toBe('1580 replicaReturned 0');
    // the next look would have been before the present
    expect(run([set(1_999, { 'ejection.interval': 10 })]).story[1]).toBe('1999 replicaReturned 0');
  });

  test('one that dies is no longer known, and ejected no more; it comes back with a clean slate', () => {
    const kill: PlannedChange = { at: 505, set: {}, do: { checkout: 'kill' } };
    const { story, world } = run([kill], { restartTime: 300 });
    expect(story.slice(0, 4)).toEqual(['50 replicaEjected 0', '505 replicaDied 0', '860 replicaEjected 0', '3000 replicaReturned 0']);
    // 455 of the first 800 ms, then from 860 on
    const ejected = samples(world, 'checkout.ejected');
    expect(ejected[0] + ejected[1]).toBeCloseTo(455 / 400, 9);
  });

  test('nor are its errors remembered that had not ejected it yet, or heard of that come with its death', () => {
    const kill = (at: number): PlannedChange => ({ at, set: {}, do: { checkout: 'kill' } });
    // sent 10, 30, then 50, 70, 90
    expect(run([kill(35)], { restartTime: 1 }).story.slice(0, 2)).toEqual(['35 replicaDied 0', '90 replicaEjected 0']);
    // five are lost
    const lost = run([kill(105)], { fault: { kind: 'none' }, servers: 10, serviceTime: { kind: 'constant', value: 200 }, restartTime: 1 });
    expect(lost.story).toEqual(['105 replicaDied 0']);
    expect(total(lost.world, 'checkout.answeredError')).toBe(5);
  });

  test('fewer replicas: an ejected one that goes is ejected no more, and so another may be', () => {
    const always = { kind: 'error-ratio', ratio: 1 };
    const { story, world } = run(
      [fault(18, always), set(503, { replicas: 1 })],
      { fault: { kind: 'none' }, ejection: { ...threeErrors, errors: 1 }, panicThreshold: 0 },
      900,
    );
    // of two no more than one may be ejected: that is the second, which is the first to fail; once it is gone, the other is
    expect(story).toEqual(['25 replicaEjected 1', '505 replicaEjected 0']);
    expect(samples(world, 'checkout.ejected').at(-1)).toBe(1);
  });
});

test('when the rotation turns, the balancer looks anew at how full those are that are in', () => {
  // the first is always empty, the second has all that it was ever sent; both were empty when the balancer last looked
  const { world } = shop(
    { fault: broken, balancer: { kind: 'least-in-flight' }, viewDelay: 60_000, serviceTime: { kind: 'constant', value: 60_000 } },
    { duration: 1_505, bins: 301, changes: [{ at: 505, set: { 'checkout.panicThreshold': 0.3 } }] },
  );
  const refused = samples(world, 'checkout.failures').map((rate) => Math.round(rate / 200));
  const count = (from: number, to: number) => refused.slice(from / 5, to / 5).reduce((sum, each) => sum + each, 0);
  expect(count(0, 505)).toBeLessThan(40);
  expect(count(505, 1_505)).toBe(100);
});

describe('one of ten fails fast, over 30 seeds', () => {
  /** The share of all requests that it is sent. */
  const shares = (balancer: string, ejection: string) =>
    Array.from({ length: 30 }, (_, i) => {
      const world = played(
        {
          shoppers: { ...evenClient(0, 'checkout'), arrival: { kind: 'poisson', rate: 400 } },
          checkout: {
            kind: 'service',
            queues: 'own',
            replicas: 10,
            servers: 10,
            serviceTime: { kind: 'exponential', mean: 50 },
            balancer: { kind: balancer },
            ejection: { kind: ejection },
            fault: { kind: 'fail-fast', share: 0.1 },
          },
        },
        { duration: 15_000, seed: i + 1 },
      );
      return total(world, 'checkout.refused') / total(world, 'checkout.arrived');
    });
  const least = (all: readonly number[]) => Math.min(...all);
  const most = (all: readonly number[]) => Math.max(...all);

  test('it is sent its share in turn, and where the emptiest is chosen it is a sinkhole: most of all', () => {
    expect(least(shares('round-robin', 'none'))).toBeCloseTo(0.1, 3);
    // always empty, it is one of 1 + i that are, and the nine others have 20 q of ten servers each under way, where q is
    // the share that reaches them: (1 − q)(10 − 20 q) = 1, and 1 − q = 0.585
    const sunk = shares('least-in-flight', 'none');
    expect(least(sunk)).toBeGreaterThan(0.5);
    expect(most(sunk)).toBeLessThan(0.67);
  });

  test('with ejection it is sent about none', () => {
    // five of 6,000
    expect(most(shares('least-in-flight', 'consecutive-errors'))).toBeLessThan(0.001);
    // of the first look's 10 s most, and after that none: 100 answers of each are looked at
    expect(most(shares('round-robin', 'success-rate'))).toBeLessThan(0.072);
    expect(least(shares('round-robin', 'success-rate'))).toBeGreaterThan(0.06);
  });
});
