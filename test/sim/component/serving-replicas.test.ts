import { describe, expect, test } from 'vitest';
import type { ComponentPlan, PlannedChange } from '../../../src/sim/world/blueprint.ts';
import { pool } from '../../pool.ts';
import { crowd, evenClient, figure, firstRequests, played, type Setting, samples, steadyService, storyOf, total } from '../../worlds.ts';

/** So many at once to a `checkout` whose replicas have one server each and work for 100 ms. */
function shop(requests: number, checkout: Partial<ComponentPlan>, setting: Setting = {}, others: Record<string, ComponentPlan> = {}) {
  const components = { shoppers: crowd(requests, 'checkout'), checkout: steadyService(1, 100, checkout), ...others };
  return played(components, { trace: firstRequests(requests), ...setting });
}

/** How and when requests ended. */
const ends = (world: ReturnType<typeof shop>, requests: number) =>
  Array.from({ length: requests }, (_, request) =>
    storyOf(world, request)
      .findLast((line) => line.includes(' shoppers.'))!
      .replace('shoppers.', ''),
  );

const good = (...times: number[]) => times.map((time) => `${time} succeededFirst`);
const failed = (...times: number[]) => times.map((time) => `${time} failedError`);

const kill = (at: number): PlannedChange => ({ at, set: {}, do: { checkout: 'kill' } });
const replicas = (at: number, count: number): PlannedChange => ({ at, set: { 'checkout.replicas': count } });

describe('a new replica', () => {
  test('takes work once it has started up', () => {
    const world = shop(3, { startUpTime: 60 }, { changes: [replicas(50, 2)] });
    // the second is up at 110: by then the first has taken the second request
    expect(ends(world, 3)).toEqual(good(100, 200, 210));
    expect(samples(world, 'checkout.starting').slice(0, 3)).toEqual([0.5, 0.1, 0]);
    expect(samples(world, 'checkout.replicas').slice(0, 3)).toEqual([1, 1.9, 2]);
    expect(samples(world, 'checkout.servers').slice(0, 3)).toEqual([1, 1.9, 2]);
  });

  test('that is not wanted any more before it is up never comes', () => {
    const world = shop(3, { startUpTime: 60 }, { changes: [replicas(50, 2), replicas(100, 1)] });
    expect(ends(world, 3)).toEqual(good(100, 200, 300));
    expect(samples(world, 'checkout.starting').slice(0, 3)).toEqual([0.5, 0, 0]);
  });

  test('is the one that finishes its work, if that is wanted again: it goes on, and needs no start', () => {
    const run = (back: number) => shop(3, { replicas: 2, startUpTime: 1_000 }, { changes: [replicas(50, 1), replicas(back, 2)] });
    expect(ends(run(90), 3)).toEqual(good(100, 100, 200));
    // the second has stopped at 100, and would be up again at 1,150
    expect(ends(run(150), 3)).toEqual(good(100, 100, 200));
    expect(samples(run(90), 'checkout.starting')[2]).toBe(0);
    expect(samples(run(150), 'checkout.starting')[2]).toBe(1);
  });

  test('counts with its servers until it has finished its work', () => {
    const world = shop(2, { replicas: 2 }, { changes: [replicas(50, 1)] });
    expect(samples(world, 'checkout.servers').slice(0, 2)).toEqual([2, 1]);
    expect(samples(world, 'checkout.replicas').slice(0, 2)).toEqual([1.5, 1]);
  });
});

describe('a replica that is killed', () => {
  test('loses just what it works on: its callers hear of that at once, and it is away for its restart', () => {
    // the first replica works on requests 0 and 2, the second on 1 and 3; the fifth waits
    const world = shop(5, { replicas: 2, servers: 2, restartTime: 300 }, { changes: [kill(50)] });
    expect(ends(world, 5)).toEqual([...failed(50), ...good(100), ...failed(50), ...good(100, 200)]);
    expect([total(world, 'checkout.replicaDied'), figure(world, 'checkout.deaths')]).toEqual([1, 1]);
    expect(samples(world, 'checkout.replicas').slice(0, 5)).toEqual([1.5, 1, 1, 1.5, 2]);
    expect(samples(world, 'checkout.starting').slice(0, 5)).toEqual([0.5, 1, 1, 0.5, 0]);
    expect(samples(world, 'checkout.busy').slice(0, 3)).toEqual([3, 1, 0]);
  });

  test('takes nobody to itself while it is away', () => {
    const run = (restartTime: number) => shop(4, { replicas: 2, restartTime }, { changes: [kill(50)] });
    expect(ends(run(1_000), 4)).toEqual([...failed(50), ...good(100, 200, 300)]);
    expect(ends(run(100), 4)).toEqual([...failed(50), ...good(100, 200, 250)]);
    expect(ends(run(0), 4)).toEqual([...failed(50), ...good(100, 150, 200)]);
  });

  test('is the first of those that are up, as often as it is said; with none up nothing happens', () => {
    const world = shop(3, { replicas: 2, restartTime: 400 }, { changes: [kill(50), kill(50), kill(60)] });
    expect(ends(world, 3)).toEqual([...failed(50, 50), ...good(550)]);
    expect(total(world, 'checkout.replicaDied')).toBe(2);
  });

  test('is gone for good where it is not wanted any more', () => {
    const world = shop(2, { replicas: 2, restartTime: 100 }, { changes: [kill(50), kill(50), replicas(60, 1)] });
    expect(samples(world, 'checkout.replicas').slice(0, 3)).toEqual([1, 0.5, 1]);
  });

  test('takes with it what waits for an answer from others, and that is called off; not what has freed its server', () => {
    const database = { database: steadyService(1, 30) };
    const plan = { calls: ['database'], routine: [{ work: 1 }, { call: 'database' }, { work: 1 }], restartTime: 100 };
    const run = (whileCalling: string) =>
      shop(1, { ...plan, serviceTime: { kind: 'constant', value: 10 }, whileCalling }, { changes: [kill(20)] }, database);
    // the answer at 40 is for nobody
    expect(storyOf(run('holds-server'), 0).slice(-3)).toEqual(['20 shoppers.failedError', '40 database.wasted', '40 checkout.late']);
    // it hears at 40, waits until a replica is up at 120, and works for 10 ms more
    expect(ends(run('frees-server'), 1)).toEqual(good(130));
  });

  test('and one that has stopped no longer has what tasks have left to it', () => {
    const routine = [{ acquire: 'pool', until: 'released' }, { call: 'database' }];
    const run = (change: PlannedChange) =>
      played(
        {
          shoppers: crowd(3, 'checkout'),
          checkout: steadyService(5, 0, {
            replicas: 2,
            restartTime: 0,
            calls: ['pool', 'database'],
            routine,
            whileCalling: 'frees-server',
          }),
          pool: { kind: 'pool', size: 2 },
          database: steadyService(5, 10),
        },
        { components: [pool], trace: firstRequests(3), changes: [change] },
      );
    // each of the first two leaves one to its replica; the third gets that of the one that is gone
    expect(ends(run({ at: 50, set: {} }), 3).at(-1)).toMatch(/^0 /);
    expect(ends(run(kill(50)), 3)).toEqual(good(10, 10, 60));
    expect(ends(run(replicas(50, 1)), 3)).toEqual(good(10, 10, 60));
    expect(total(run(kill(50)), 'checkout.leaseAbandoned')).toBe(1);
  });

  test('with a queue for each: what has freed its server goes on at another', () => {
    const database = { database: steadyService(1, 30) };
    const routine = [{ work: 1 }, { call: 'database' }, { work: 1 }];
    const plan = { calls: ['database'], routine, whileCalling: 'frees-server', queues: 'own', replicas: 2, restartTime: 500 };
    const world = shop(1, { ...plan, serviceTime: { kind: 'constant', value: 10 } }, { changes: [kill(20)] }, database);
    expect(ends(world, 1)).toEqual(good(50));
  });

  test('without any grace: what is lost is lost in the order of the calls, whichever replicas had it', () => {
    const world = shop(6, { replicas: 3, servers: 2, grace: 0 }, { changes: [replicas(50, 1)] });
    const { times, requests, facts } = world.trace!;
    const failedError = facts.findLast((_, i) => requests[i] === 1);
    const lost = requests.filter((_, i) => times[i] === 50_000 && facts[i] === failedError);
    expect([...lost]).toEqual([1, 2, 4, 5]);
  });

  test('sends those who wait for it to others; where there is none they wait at the balancer, and may leave', () => {
    const own = { queues: 'own', restartTime: 100 };
    // two each: the third request goes to the end of the other queue
    expect(ends(shop(4, { ...own, replicas: 2, restartTime: 1_000 }, { changes: [kill(50)] }), 4)).toEqual([
      ...failed(50),
      ...good(100, 300, 200),
    ]);
    expect(ends(shop(3, own, { changes: [kill(50)] }), 3)).toEqual([...failed(50), ...good(250, 350)]);
    const full = shop(4, { ...own, loadShedding: { kind: 'bounded-queue', capacity: 2 } }, { changes: [kill(50)] });
    expect(ends(full, 4)).toEqual([...failed(50), ...good(250, 350), '0 failedShed']);
    const leaving = played(
      {
        shoppers: crowd(2, 'checkout', { attemptTimeout: 80 }),
        checkout: steadyService(1, 100, { ...own, whenCallerLeaves: 'drop-if-queued' }),
      },
      { trace: firstRequests(2), changes: [kill(50)] },
    );
    expect(storyOf(leaving, 1).slice(-3)).toEqual(['80 shoppers.attemptTimedOut', '80 checkout.dropped', '80 shoppers.failedTimedOut']);
  });

  test('is not in the capacity while it is away', () => {
    const gate = { kind: 'gateway', limiter: { kind: 'token-bucket', rate: 15, burst: 1 }, calls: ['checkout'] };
    const run = (changes: PlannedChange[], kind = 'service') => {
      const origin = { kind, servers: 1, serviceTime: { kind: 'constant', value: 100 }, replicas: 2, restartTime: 5_000 };
      return played({ shoppers: crowd(1, 'gate'), gate, checkout: origin }, { changes }).warnings();
    };
    for (const kind of ['service', 'database']) {
      expect(run([], kind)).toEqual([]);
      expect(run([kill(50)], kind)).toEqual([{ gate: 'gate', callee: 'checkout', allowed: 15, capacity: 10 }]);
    }
  });
});

describe('a fault of replicas', () => {
  test('a request that kills kills at its share of the work, and whoever is beside it', () => {
    const poison = { kind: 'poison', ratio: 1, at: 0.5 };
    const world = shop(3, { servers: 2, replicaFault: poison, restartTime: 100 });
    // two at once until 50; the third begins when the replica is up at 150
    expect(ends(world, 3)).toEqual(failed(50, 50, 200));
    expect(total(world, 'checkout.replicaDied')).toBe(2);
    const later = shop(1, { replicaFault: { kind: 'crash', ratio: 1, when: 'after-effect' } });
    expect(ends(later, 1)).toEqual(failed(100));
  });

  test('one that is stopped before that has killed nobody, and neither does the next in its row', () => {
    const world = played(
      {
        shoppers: evenClient(10, 'checkout', { attemptTimeout: 30 }),
        checkout: steadyService(1, 90, { replicaFault: { kind: 'poison', ratio: 1, at: 0.5 }, whenCallerLeaves: 'cancel' }),
      },
      { changes: [{ at: 450, set: { 'checkout.replicaFault': { kind: 'none' }, 'shoppers.attemptTimeout': null } }] },
    );
    // four given up after 30 ms; those at 500, 600 … 900 have 90 ms each
    expect([total(world, 'checkout.cancelled'), total(world, 'checkout.finished')]).toEqual([4, 5]);
    expect(total(world, 'checkout.replicaDied')).toBe(0);
  });

  test('a pause stops work, and nothing begins or ends meanwhile', () => {
    const pause = { kind: 'pause', interval: 300, length: 100 };
    const long = shop(1, { serviceTime: { kind: 'constant', value: 2_000 }, replicaFault: pause }, { duration: 6_000, bins: 6_000 });
    const [end] = ends(long, 1).map((line) => Number(line.split(' ')[0]));
    const until = Math.floor(end);
    const stood = samples(long, 'checkout.paused')
      .slice(0, until)
      .reduce((sum, each) => sum + each, 0);
    expect(stood).toBeGreaterThan(200);
    expect(stood).toBeCloseTo(end - 2_000, 6);

    // whatever else befalls it: a fault that hangs or freezes it comes and goes, and it is killed and comes back
    const changes = Array.from({ length: 55 }, (_, i): PlannedChange[] => {
      const fault = i % 2 === 0 ? { kind: 'none' } : i % 4 === 1 ? { kind: 'hang' } : { kind: 'slow', inService: 'frozen' };
      return [{ at: 100 * (i + 1), set: { 'checkout.fault': fault } }, ...(i % 8 === 7 ? [kill(100 * i + 170)] : [])];
    }).flat();
    const busy = played(
      { shoppers: evenClient(40, 'checkout'), checkout: steadyService(1, 10, { replicaFault: pause, restartTime: 0 }) },
      { duration: 6_000, bins: 6_000, changes },
    );
    const paused = samples(busy, 'checkout.paused');
    const whole = paused.flatMap((share, bin) => (share === 1 ? [bin] : []));
    expect(whole.length).toBeGreaterThan(500);
    for (const meter of ['throughput', 'waitingTime.mean']) {
      const values = samples(busy, `checkout.${meter}`);
      for (const bin of whole) expect(values[bin] || 0, `${meter} at ${bin} ms`).toBe(0);
    }
    expect(total(busy, 'checkout.finished')).toBeGreaterThan(100);
  });

  test('strikes each by itself: of two one goes on, and each has died at the end', () => {
    const world = played(
      {
        shoppers: evenClient(20, 'checkout'),
        checkout: steadyService(1, 20, { replicas: 2, replicaFault: { kind: 'mortal', lifetime: 1_000 }, restartTime: 500 }),
      },
      { duration: 60_000, bins: 60 },
    );
    const deaths = total(world, 'checkout.replicaDied');
    // lives of 1 s and restarts of 0.5 s: 2 of 3 are up, and each dies 40 times a minute
    expect(deaths).toBeGreaterThan(60);
    expect(deaths).toBeLessThan(105);
    expect(figure(world, 'checkout.replicas')).toBeCloseTo(2 - (deaths * 500) / 60_000, 1);
  });
});

describe('a replica that has come up', () => {
  /** One request every 100 ms of 10 ms of work to a replica that dies, and is back at once, at some time. */
  const answered = (at: number, checkout: Partial<ComponentPlan>, changes: PlannedChange[] = []) => {
    const world = played(
      { shoppers: evenClient(10, 'checkout'), checkout: steadyService(1, 10, { restartTime: 0, ...checkout }) },
      { trace: firstRequests(3), changes: [kill(at), ...changes] },
    );
    return ends(world, 3);
  };

  test('is slower by the factor, less and less until it is warm', () => {
    const cold = { warmUpTime: 100, warmUpSlowdown: 5 };
    // 1 + 4 × (1 − 25/100) = 4, and 1 + 4 × (1 − 50/100) = 3 times as long
    expect(answered(75, cold)).toEqual(good(140, 210, 310));
    expect(answered(50, cold)).toEqual(good(130, 210, 310));
    // 175 of 300 ms are left at the first, 75 at the second: 1 + 4 × 7/12 × 10 ms …
    expect(answered(75, { warmUpTime: 200, warmUpSlowdown: 5 })).toEqual(good(145, 225, 310));
    expect(answered(75, {})).toEqual(good(110, 210, 310));
    expect(answered(75, { ...cold, warmUpTime: 0 })).toEqual(good(110, 210, 310));
  });

  test('those that are there at time 0 are warm', () => {
    const world = shop(1, { warmUpTime: 10_000, warmUpSlowdown: 10 });
    expect(ends(world, 1)).toEqual(good(100));
  });

  test('goes by what holds now: a warm-up that is made shorter is over', () => {
    const cold = { warmUpTime: 1_000, warmUpSlowdown: 5 };
    // 1 + 4 × (1 − 125/1,000) = 4.5
    expect(answered(75, cold, [{ at: 150, set: { 'checkout.warmUpTime': 100 } }]).slice(1)).toEqual(good(210, 310));
    expect(answered(75, cold).slice(1)).toEqual(good(245, 341));
  });

  test('is slower by a fault besides', () => {
    const cold = { warmUpTime: 100, warmUpSlowdown: 5, fault: { kind: 'slow', factor: 2 } };
    expect(answered(75, cold)).toEqual(good(180, 220, 320));
  });
});

describe('an autoscaler', () => {
  test('on utilisation grows a service under a step of load, and the queue drains', () => {
    const autoscaling = { kind: 'by-utilisation', target: 0.5, interval: 1_000, coolDown: 4_000 };
    const world = played(
      { shoppers: evenClient(50, 'checkout'), checkout: steadyService(1, 10, { autoscaling, startUpTime: 500 }) },
      { duration: 20_000, bins: 40, changes: [{ at: 5_000, set: { 'shoppers.arrival.rate': 300 } }] },
    );
    // 50 requests/s × 10 ms keep one of one half busy. From 5 s on all are busy: it wants twice as many at every look
    const up = samples(world, 'checkout.replicas');
    expect(up.slice(10, 19)).toEqual([1, 1, 1, 2, 2, 4, 4, 8, 8]);
    // 200 more every second than one can do, until 6.5 s; then 100 more; with four 100 fewer, with eight 500 fewer
    const waiting = samples(world, 'checkout.queueLength');
    expect(waiting[12] - waiting[11]).toBeCloseTo(100, -1);
    expect(waiting[14] - waiting[13]).toBeCloseTo(50, -1);
    expect(waiting[16] - waiting[15]).toBeCloseTo(-50, -1);
    expect(waiting.slice(20)).toEqual(Array(20).fill(0));
    // 300 × 10 ms are half of six
    expect(up.slice(-6)).toEqual(Array(6).fill(6));
    expect(figure(world, 'checkout.utilisation', 34)).toBeCloseTo(0.5, 6);
    expect(total(world, 'checkout.answeredError')).toBe(0);
  });

  test('is told who waits and for how long', () => {
    const autoscaling = { kind: 'by-length', target: 2, least: 0, interval: 100, coolDown: 0 };
    // at 100 four wait: two are wanted, and the second is up at 150; at 200 two wait, and it takes no other
    expect(ends(shop(5, { autoscaling, startUpTime: 50 }), 5)).toEqual(good(100, 200, 250, 300, 400));
    const byAge = { kind: 'by-age', target: 50, least: 1, interval: 120, coolDown: 0 };
    const world = shop(3, { autoscaling: byAge }, {});
    // at 120 the third has waited for 120 ms: 120/50 of one are three
    expect(samples(world, 'checkout.replicas')[2]).toBeGreaterThan(2);
    expect(ends(world, 3)).toEqual(good(100, 200, 220));
  });

  test('decides instead of the number that is set, until there is none', () => {
    const autoscaling = { kind: 'by-length', target: 1, least: 2, interval: 100 };
    const world = shop(
      1,
      { autoscaling },
      {
        changes: [replicas(250, 5), { at: 500, set: { 'checkout.autoscaling': { kind: 'none' } } }],
      },
    );
    expect(samples(world, 'checkout.replicas')).toEqual([1, 2, 2, 2, 2, 5, 5, 5, 5, 5]);
  });

  test('starts from nothing for one that waits, with a queue for each too', () => {
    for (const queues of ['shared', 'own']) {
      const autoscaling = { kind: 'by-length', target: 1, least: 0, interval: 120, coolDown: 0 };
      const world = played(
        { shoppers: evenClient(2, 'checkout'), checkout: steadyService(1, 100, { queues, autoscaling, startUpTime: 50 }) },
        { duration: 1_500, trace: firstRequests(2) },
      );
      // they come at 500 and 1,000, when there is none; it looks at 600 and 1,080
      expect(ends(world, 2), queues).toEqual(good(750, 1_230));
    }
  });

  test('after none the turn begins with the first', () => {
    const least = (count: number) => ({ kind: 'by-length', target: 1, least: count, most: count, interval: 50, coolDown: 0 });
    const first = { kind: 'error-ratio', ratio: 1, share: 0.3 };
    const world = played(
      { shoppers: evenClient(10, 'checkout'), checkout: steadyService(1, 10, { autoscaling: least(3), fault: first }) },
      {
        duration: 1_000,
        trace: firstRequests(9),
        changes: [
          { at: 220, set: { 'checkout.autoscaling': least(0) } },
          { at: 420, set: { 'checkout.autoscaling': least(3) } },
        ],
      },
    );
    // at 100 and 200 the first two; then none until 470, when the first two take what waits; and on in turn
    expect(ends(world, 9)).toEqual([
      ...failed(110),
      ...good(210),
      ...failed(480),
      ...good(480, 510),
      ...failed(610),
      ...good(710, 810),
      ...failed(910),
    ]);
  });

  test('more replicas that are wanted are more that a fault with a share strikes', () => {
    const fault = { kind: 'error-ratio', ratio: 1, share: 0.5 };
    const autoscaling = { kind: 'by-length', target: 1, least: 4, interval: 150 };
    const world = played({ shoppers: evenClient(10, 'checkout'), checkout: steadyService(1, 30, { autoscaling, fault }) }, {});
    // the one at 100 ms; then in turn two of four, at 200, 300, 600 and 700
    expect([total(world, 'checkout.answeredError'), total(world, 'checkout.finished')]).toEqual([5, 4]);
  });
});
