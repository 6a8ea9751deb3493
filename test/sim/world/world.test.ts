import { describe, expect, test } from 'vitest';
import { catalogue as componentKinds } from '../../../src/sim/component/index.ts';
import type { World } from '../../../src/sim/world/world.ts';
import { crowd, evenClient, figure, firstRequests, played, samples, steadyService, storyOf, total, worldOf } from '../../worlds.ts';

const shop = (checkout: object = {}, shoppers: object = {}) => ({
  shoppers: evenClient(100, 'checkout', shoppers),
  checkout: steadyService(5, 10, checkout),
});

describe('a blueprint that was never read', () => {
  test('is refused by name where it asks for what there is not', () => {
    expect(() => worldOf({ ...shop(), oracle: { kind: 'prophet' } })).toThrow('there is no component of kind prophet');
    expect(() => worldOf(shop({ fault: { kind: 'gremlins' } }))).toThrow('there is no fault called gremlins');
    expect(() => worldOf(shop({}, { retryDelay: { kind: 'full-jiter' } }))).toThrow('there is no retry-delay called full-jiter');
  });

  test('fails when a change comes that leads nowhere', () => {
    const changing = (path: string) => () => played(shop(), { changes: [{ at: 100, set: { [path]: 1 } }] });
    expect(changing('checkout.severs')).toThrow('there is no parameter severs');
    expect(changing('checkout.fault.ratio')).toThrow('there is no parameter ratio');
  });
});

describe('a run', () => {
  test('goes from 0 to its duration, bin by bin', () => {
    const world = worldOf(shop(), { duration: 1_000, bins: 4 });
    expect([world.now, world.binWidth, world.closedBins, world.finished, world.requestCount]).toEqual([0, 250, 0, false, 0]);
    while (world.now < 500 && !world.run(1));
    expect([world.closedBins, world.requestCount]).toEqual([2, 50]);
    world.run();
    // the 100th would be born at 1,000 ms, when all is over
    expect([world.now, world.closedBins, world.finished, world.requestCount]).toEqual([1_000, 4, true, 99]);
  });

  test('handles as many events as it is asked to, and none once it has ended', () => {
    const world = worldOf(shop());
    expect(world.run(0)).toBe(false);
    expect(world.simulation.handled).toBe(0);
    world.run(7);
    expect(world.simulation.handled).toBe(7);
    expect(world.run()).toBe(true);
    const { handled } = world.simulation;
    expect(world.run()).toBe(true);
    expect(world.simulation.handled).toBe(handled);
  });

  test('is another with another seed, another name, another parameter, and the same otherwise', () => {
    const random = { kind: 'client', arrival: { kind: 'poisson', rate: 100 }, attemptTimeout: 15, calls: ['checkout'] };
    const digits = (components: Parameters<typeof played>[0], seed = 1) => played(components, { seed }).fingerprintDigits();
    const components = { shoppers: random, checkout: steadyService(1, 10) };
    const plain = digits(components);
    expect(digits(components)).toBe(plain);
    expect(digits(components, 2)).not.toBe(plain);
    expect(digits(components, 2 ** 40 + 1)).not.toBe(plain);
    expect(digits({ people: random, checkout: steadyService(1, 10) })).not.toBe(plain);
    expect(digits({ shoppers: random, checkout: steadyService(1, 10.001) })).not.toBe(plain);
    // what is never used changes nothing
    expect(digits({ shoppers: { ...random, retryBudget: { kind: 'unlimited' } }, checkout: steadyService(1, 10) })).toBe(plain);
  });

  test('has the same arrivals whatever stands behind the client', () => {
    const births = (checkout: object) => {
      const components = {
        shoppers: { kind: 'client', arrival: { kind: 'poisson', rate: 300 }, attemptTimeout: 20, calls: ['checkout'] },
        checkout: steadyService(2, 10, checkout),
      };
      const { requests: log } = played(components, { observe: ['requests'] }).observed;
      return Array.from(log!.intended.subarray(0, log!.count));
    };
    expect(births({ servers: 50, fault: { kind: 'error-ratio' } })).toEqual(births({}));
  });
});

describe('a change', () => {
  test('takes effect at its time: at 500 ms the work becomes longer, for what begins from then on', () => {
    const world = played(shop(), { changes: [{ at: 500, set: { 'checkout.serviceTime': { kind: 'constant', value: 30 } } }] });
    expect(samples(world, 'checkout.timeInSystem.p50')).toEqual([
      ...Array(5).fill(expect.closeTo(10, 0)),
      ...Array(5).fill(expect.closeTo(30, 0)),
    ]);
  });

  test('comes before what was scheduled for that moment during the run', () => {
    // the request of 500 ms was scheduled at 490, the change before anything
    const world = played(shop(), {
      changes: [{ at: 500, set: { 'checkout.fault': { kind: 'fail-fast', inService: 'goes-on' } } }],
      trace: new Set([49, 48]),
    });
    expect(storyOf(world, 49).at(-1)).toBe('500 shoppers.failedError');
    // and after what was in service: that ends well, 10 ms after 490, at the same moment
    expect(storyOf(world, 48).at(-1)).toBe('500 shoppers.succeededFirst');
  });

  test('of several at one moment the last counts, also within one', () => {
    const servers = (...changes: Record<string, unknown>[]) =>
      figure(played(shop(), { changes: changes.map((set) => ({ at: 500, set })) }), 'checkout.servers', 5, 10);
    expect(servers({ 'checkout.servers': 7 }, { 'checkout.servers': 3 })).toBe(3);
    expect(servers({ 'checkout.servers': 3 }, { 'checkout.servers': 7 })).toBe(7);
    expect(servers({ 'checkout.servers': 3, 'checkout.replicas': 2 })).toBe(6);
  });

  test('within a policy works on the policy that is in force', () => {
    const world = played(shop(), {
      changes: [
        { at: 200, set: { 'checkout.fault': { kind: 'error-ratio', ratio: 0 } } },
        { at: 400, set: { 'checkout.fault.ratio': 1 } },
        { at: 600, set: { 'checkout.fault': { kind: 'none' } } },
      ],
    });
    expect(samples(world, 'shoppers.successRatio')).toEqual([1, 1, 1, 1, 0, 0, 1, 1, 1, 1].map((ratio) => expect.closeTo(ratio, 12)));
  });

  test('leaves the blueprint as it was: the same again makes the same run', () => {
    const components = shop({ fault: { kind: 'error-ratio', ratio: 0 } });
    const changes = [{ at: 400, set: { 'checkout.fault.ratio': 1, 'shoppers.arrival.rate': 300 } }];
    const before = JSON.stringify(components);
    const digits = played(components, { changes }).fingerprintDigits();
    expect(JSON.stringify(components)).toBe(before);
    expect(played(components, { changes }).fingerprintDigits()).toBe(digits);
  });

  test('at the end of the run or after it does nothing', () => {
    const changes = [
      { at: 1_000, set: { 'checkout.fault': { kind: 'fail-fast' } } },
      { at: 5_000, set: { 'checkout.severs': 1 } },
    ];
    expect(played(shop(), { changes }).fingerprintDigits()).toBe(played(shop()).fingerprintDigits());
  });

  test('lets what is lazy catch up first: half a gap of 100 ms has passed, the other half takes 5 of the new 10', () => {
    const world = played(shop({}, { arrival: { kind: 'constant', rate: 10 } }), {
      observe: ['requests'],
      changes: [{ at: 250, set: { 'shoppers.arrival.rate': 100 } }],
    });
    expect(Array.from(world.observed.requests!.intended.subarray(0, 4), (micros) => micros / 1_000)).toEqual([100, 200, 255, 265]);
  });

  test('spread out goes in a hundred equal steps from what there is by then', () => {
    const world = played(shop(), {
      bins: 100,
      changes: [
        { at: 100, set: { 'checkout.servers': 100 } },
        { at: 300, over: 400, set: { 'checkout.servers': 300 } },
      ],
    });
    const servers = samples(world, 'checkout.servers');
    // steps of 2 every 4 ms: 5 servers, then 100, 300 from 700 ms on
    expect([servers[0], servers[10], servers[29], servers[70], servers[99]]).toEqual([5, 100, 100, 300, 300]);
    // 200 from 500 ms on, 202 from 504, 204 from 508
    expect(servers[50]).toBeCloseTo((4 * 200 + 4 * 202 + 2 * 204) / 10, 9);
    expect(new Set(servers.slice(30, 70)).size).toBe(40);
  });

  test('spread out over durations and shares as over whole numbers', () => {
    const changes = [{ at: 0, over: 1_000, set: { 'checkout.serviceTime.value': 20, 'checkout.fault.ratio': 1 } }];
    const world = played(shop({ servers: 50, fault: { kind: 'error-ratio', ratio: 0 } }), { changes, duration: 10_000, bins: 100 });
    const ratios = samples(world, 'shoppers.successRatio');
    expect(Math.max(...ratios.slice(11))).toBe(0);
    expect(ratios[0]).toBeGreaterThan(0.5);
    // the first second: from 10 ms to 20
    expect(figure(world, 'checkout.timeInSystem.mean', 0, 10)).toBeCloseTo(15, 0);
    expect(figure(world, 'checkout.timeInSystem.mean', 11, 100)).toBe(20);
  });
});

describe('a change that acts', () => {
  const jobs = (changes: Parameters<typeof played>[1]) =>
    played(
      {
        shoppers: crowd(4, 'queue'),
        queue: { kind: 'job-queue', calls: ['workers'], visibilityTimeout: 1_000 },
        workers: {
          kind: 'workers',
          replicas: 2,
          concurrency: 2,
          processingTime: { kind: 'constant', value: 100 },
          crashNoticed: 'at-once',
          restartTime: 50,
        },
      },
      changes,
    );

  test('kills every process at one instant: all four jobs are begun again when they are back', () => {
    const world = jobs({ changes: [{ at: 60, set: {}, do: { workers: 'kill' } }] });
    expect([total(world, 'workers.replicaDied'), total(world, 'workers.killed'), total(world, 'workers.done')]).toEqual([2, 4, 4]);
    expect(total(jobs({}), 'workers.killed')).toBe(0);
  });

  test('restarts a cache: what it held has to be fetched again', () => {
    const world = (acts: Readonly<Record<string, string>>) =>
      played(
        {
          shoppers: evenClient(10, 'cache', { workload: { kind: 'sequence', keys: '1' } }),
          cache: { kind: 'cache', calls: ['db'], operationTime: { kind: 'constant', value: 0 } },
          db: { kind: 'database', serviceTime: { kind: 'constant', value: 1 } },
        },
        { changes: [{ at: 550, set: {}, do: acts }] },
      );
    expect([total(world({}), 'cache.miss'), total(world({ cache: 'restart' }), 'cache.miss')]).toEqual([1, 2]);
  });

  test('that its component does not know throws', () => {
    const run = () =>
      played(
        { shoppers: crowd(1, 'checkout'), checkout: steadyService(1, 10) },
        { changes: [{ at: 5, set: {}, do: { shoppers: 'kill' } }] },
      );
    expect(run).toThrow('shoppers does nothing on command, and not kill');
  });
});

describe('the audit', () => {
  /** Reports a fact that did not happen. */
  function lie(world: World, id: string, fact: string): void {
    const kind = componentKinds.find((each) => each.id === world.blueprint.components[id].kind)!;
    world.recorders[world.ids.indexOf(id)].fact(kind.facts.indexOf(fact), 0, 0);
  }

  test('finds a request in flight that nobody works on any more', () => {
    const world = worldOf(shop());
    world.run();
    lie(world, 'shoppers', 'arrived');
    expect(world.audit().join('\n')).toMatch(/^shoppers: \d+ requests in flight, but only \d+ operations open/m);
  });

  test('finds nothing in an honest run, whenever it looks', () => {
    const world = worldOf(shop());
    while (!world.run(10)) expect(world.audit()).toEqual([]);
    expect(world.audit()).toEqual([]);
    expect(world.open()).toEqual({
      requests: 1,
      calls: 1,
      tasks: 1,
      effects: 0,
      abouts: 0,
      operations: 1,
      items: 0,
      leases: 0,
      accounts: 0,
      own: 0,
    });
  });

  test('finds an attempt that nobody sent', () => {
    const world = played(shop());
    lie(world, 'shoppers', 'sent');
    expect(world.audit()).toEqual(['shoppers: 100 attempts sent, but 98 ended and 1 open', '100 attempts sent, but 99 calls begun']);
  });

  test('finds a call that arrived and was never dealt with', () => {
    const world = played(shop());
    lie(world, 'checkout', 'arrived');
    expect(world.audit()).toEqual(['checkout: 100 calls begun, but 98 ended and 0 + 1 + 0 open']);
  });

  test('finds work that ended twice', () => {
    const world = played(shop());
    lie(world, 'checkout', 'finished');
    lie(world, 'checkout', 'finished');
    expect(world.audit()).toEqual(['checkout: 99 calls begun, but 100 ended and 0 + -1 + 0 open']);
  });

  test('finds requests that ended more often than they began', () => {
    const world = played({ shoppers: crowd(1, 'checkout'), checkout: steadyService(1, 10) });
    lie(world, 'shoppers', 'succeededFirst');
    expect(world.audit()).toEqual(['shoppers: 1 requests begun, but 2 ended and -1 open']);
  });
});

describe('a runaway ends with its reason', () => {
  /** Two services that call each other for ever in no time. */
  const circle = {
    shoppers: crowd(1, 'ping'),
    ping: steadyService(10, 0, { calls: ['pong'], whileCalling: 'frees-server' }),
    pong: steadyService(10, 0, { calls: ['ping'], whileCalling: 'frees-server' }),
  };

  test('when too many events happen at one instant', () => {
    const world = played(circle, { limits: { eventsAtOnce: 10_000 } });
    expect(world.runaway).toEqual({ at: 0, reason: 'more than 10,000 events at one instant: something goes round without time passing' });
    expect(world.finished).toBe(true);
    expect(world.simulation.handled).toBeLessThan(10_000 + 3 * 1_024);
  });

  test('when too many calls are open at once', () => {
    // 1,000 born a second, none answered
    const world = played(
      { shoppers: evenClient(1_000, 'checkout'), checkout: steadyService(1, 60_000) },
      { duration: 60_000, limits: { callsOpen: 5_000 } },
    );
    expect(world.runaway?.reason).toBe('more than 5,000 calls open at once: work comes in faster than it is ever done');
    expect(world.runaway?.at).toBeGreaterThan(5_000);
    expect(world.runaway?.at).toBeLessThan(5_000 + 2 * 1_024);
    // bins that were not reached stay open
    expect(world.closedBins).toBe(0);
  });

  test('when there are too many events in all', () => {
    const world = played(shop(), { duration: 600_000, limits: { events: 20_000 } });
    expect(world.runaway?.reason).toBe('more than 20,000 events in one run');
    expect(world.simulation.handled).toBeLessThanOrEqual(20_000 + 1_024);
    // two events a request: birth and end of the work
    expect(total(world, 'shoppers.arrived')).toBeGreaterThan(9_990);
  });

  test('at the same event however it is sliced', () => {
    const setting = { duration: 600_000, limits: { events: 20_000 }, trace: firstRequests(3) };
    const whole = played(shop(), setting);
    for (const slice of [1, 1_023, 1_024, 1_025, 4_999]) {
      const world = worldOf(shop(), setting);
      while (!world.run(slice));
      expect([world.runaway, world.fingerprintDigits()]).toEqual([whole.runaway, whole.fingerprintDigits()]);
    }
  });

  test('and not when it stays within its limits', () => {
    expect(played(shop(), { limits: { events: 5_000, eventsAtOnce: 1_024, callsOpen: 2 } }).runaway).toBeNull();
  });
});
