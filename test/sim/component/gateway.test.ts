import { describe, expect, test } from 'vitest';
import { seams } from '../../../src/sim/policy/seams.ts';
import type { ComponentPlan, PlannedChange } from '../../../src/sim/world/blueprint.ts';
import { asked } from '../../cache-story.ts';
import { crowd, evenClient, figure, firstRequests, played, type Setting, samples, steadyService, storyOf, total } from '../../worlds.ts';

/** A gateway before a service that serves everybody in 10 ms. */
function behind(gate: Partial<ComponentPlan>, client: ComponentPlan, setting: Setting = {}, servers = 1_000) {
  return played(
    { users: client, gate: { kind: 'gateway', calls: ['shop'], ...gate }, shop: steadyService(servers, 10) },
    { duration: 1_000, ...setting },
  );
}

const bucket = (rate: number, burst: number) => ({ kind: 'token-bucket', rate, burst });

describe('a gateway', () => {
  test('lets the burst pass and rejects the rest, each at once', () => {
    const world = behind({ limiter: bucket(0, 3) }, crowd(5, 'gate', { maxAttempts: 1 }), { trace: firstRequests(5) });
    expect([total(world, 'gate.admitted'), total(world, 'gate.rejected'), total(world, 'users.failedRejected')]).toEqual([3, 2, 2]);
    expect(storyOf(world, 4).slice(0, 5)).toEqual([
      '0 users.arrived',
      '0 users.sent',
      '0 gate.arrived',
      '0 gate.rejected',
      '0 gate.rejected1',
    ]);
    expect(storyOf(world, 0).at(-1)).toBe('10 users.succeededFirst');
  });

  test('admits again as tokens drip: 10 a second from even calls at 100 a second', () => {
    const world = behind({ limiter: bucket(10, 1) }, evenClient(100, 'gate'));
    // the bucket is full at the first call, then a token every 100 ms
    expect(samples(world, 'gate.admitted')).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 10]);
    expect(figure(world, 'gate.rejectRatio')).toBeCloseTo(89 / 99, 9);
  });

  test('has a limit for each tenant, or for each client, or for all together', () => {
    const admitted = (key: string) =>
      total(
        played({
          one: crowd(4, 'gate', { firstTenant: 0 }),
          two: crowd(4, 'gate', { firstTenant: 7 }),
          three: crowd(4, 'gate', { firstTenant: 7 }),
          gate: { kind: 'gateway', calls: ['shop'], key, limiter: bucket(0, 2) },
          shop: steadyService(100, 10),
        }),
        'gate.admitted',
      );
    expect([admitted('everybody'), admitted('tenant'), admitted('client')]).toEqual([2, 4, 6]);
  });

  test('has a limit for each user of a tenant, however large their numbers', () => {
    const keys = (firstTenant: number) => {
      const world = behind({ key: 'user', limiter: bucket(0, 2) }, evenClient(1_000, 'gate', { users: 10, firstTenant }), {
        duration: 2_000,
      });
      return [figure(world, 'gate.keys', 9, 10), total(world, 'gate.admitted')];
    };
    expect([keys(0), keys(900_000)]).toEqual([
      [10, 20],
      [10, 20],
    ]);
  });

  test('weighs calls by their cost; one dearer than the bucket never passes', () => {
    const at = (cost: number) => total(behind({ limiter: bucket(0, 10) }, crowd(5, 'gate', { cost })), 'gate.admitted');
    expect([at(1), at(4), at(11), at(0)]).toEqual([5, 2, 0, 5]);
  });

  test('passes on what comes back, and an error as an error', () => {
    const world = played({
      users: crowd(2, 'gate'),
      gate: { kind: 'gateway', calls: ['shop'], limiter: { kind: 'none' } },
      shop: steadyService(1, 10, { fault: { kind: 'error-ratio', ratio: 1, retryable: false } }),
    });
    expect([total(world, 'gate.failed'), total(world, 'users.failedPermanentError')]).toEqual([2, 2]);
  });
});

describe('a rejection tells when to come back', () => {
  // a token every 300 ms; the second call is rejected at 0 and has to wait for the first token
  const retries = (gate: Partial<ComponentPlan>, whenRejected: string, duration = 3_000) =>
    storyOf(
      behind(
        { limiter: { kind: 'token-bucket', rate: 1 / 0.3, burst: 1 }, ...gate },
        crowd(2, 'gate', { maxAttempts: 3, whenRejected, retryDelay: { kind: 'constant', delay: 50 } }),
        { trace: firstRequests(2), duration },
      ),
      1,
    ).filter((line) => line.endsWith('users.sent'));

  test('to the microsecond: the retry comes with the token', () => {
    expect(retries({ tells: 'exactly' }, 'honours')).toEqual(['0 users.sent', '300 users.sent']);
  });
  test('in whole seconds, as HTTP does', () => {
    expect(retries({}, 'honours')).toEqual(['0 users.sent', '1000 users.sent']);
  });
  test('with the caller’s own delay on top', () => {
    expect(retries({ tells: 'exactly' }, 'honours-and-spreads')).toEqual(['0 users.sent', '350 users.sent']);
  });
  test('to one who waits at most 5 s beyond its own delay', () => {
    expect(retries({ tells: 'exactly' }, 'honours-briefly')).toEqual(['0 users.sent', '300 users.sent']);
    // a token every 7 s: the retries of 5.05 and, told 1.95 s, of 7 s
    const rare = { tells: 'exactly', limiter: { kind: 'token-bucket', rate: 1 / 7, burst: 1 } };
    expect(retries(rare, 'honours-briefly', 9_000)).toEqual(['0 users.sent', '5050 users.sent', '7000 users.sent']);
    expect(retries(rare, 'honours', 9_000)).toEqual(['0 users.sent', '7000 users.sent']);
  });
  test('to one who does not listen', () => {
    expect(retries({ tells: 'exactly' }, 'ignores')).toEqual(['0 users.sent', '50 users.sent', '100 users.sent']);
  });
  test('always the same wait, whatever the limiter knows', () => {
    expect(retries({ tells: 'always', toldWait: 700 }, 'honours')).toEqual(['0 users.sent', '700 users.sent']);
    const full = { limiter: { kind: 'concurrency', limit: 0 }, tells: 'always', toldWait: 700 };
    expect(retries(full, 'honours')).toEqual(['0 users.sent', '700 users.sent', '1400 users.sent']);
  });
  test('not at all: the caller has its own delay', () => {
    for (const whenRejected of ['honours', 'honours-briefly', 'honours-and-spreads'])
      expect(retries({ tells: 'not' }, whenRejected)).toEqual(['0 users.sent', '50 users.sent', '100 users.sent']);
  });
  test('to one who gives up', () => {
    expect(retries({ tells: 'exactly' }, 'gives-up')).toEqual(['0 users.sent']);
  });
});

describe('a limiter that holds calls', () => {
  const queue = { kind: 'leaky-queue', rate: 10, capacity: 5 };
  const held = (rest: object = {}, gate: object = {}) =>
    behind({ limiter: queue, ...gate }, crowd(3, 'gate', rest), { trace: firstRequests(3) });
  const passed = (world: ReturnType<typeof held>) =>
    [0, 1, 2].map((request) => storyOf(world, request).find((line) => line.endsWith('gate.admitted')));

  test('lets one pass every 100 ms, and says how many wait', () => {
    const world = held();
    expect(passed(world)).toEqual(['0 gate.admitted', '100 gate.admitted', '200 gate.admitted']);
    expect(samples(world, 'gate.held').slice(0, 3)).toEqual([2, 1, 0]);
    expect(figure(world, 'gate.delay.mean')).toBeCloseTo(100, 9);
  });

  test('does not give back the place of a caller that leaves', () => {
    const world = held({ attemptTimeout: 150 });
    expect(passed(world)).toEqual(['0 gate.admitted', '100 gate.admitted', undefined]);
    expect(storyOf(world, 2)).toEqual([
      '0 users.arrived',
      '0 users.sent',
      '0 gate.arrived',
      '150 users.attemptTimedOut',
      '150 gate.left',
      '150 users.failedTimedOut',
    ]);
    expect(samples(world, 'gate.held').slice(0, 3)).toEqual([2, 0.5, 0]);
    expect(figure(world, 'gate.inFlight', 2, 10)).toBe(0);
  });

  test('holds back a timer that starts with the service', () => {
    const world = held({ attemptTimeout: 50, attemptTimerStarts: 'service' });
    expect([0, 1, 2].map((request) => storyOf(world, request).at(-1))).toEqual(
      [10, 110, 210].map((time) => `${time} users.succeededFirst`),
    );
  });
});

describe('a caller that leaves', () => {
  const leaves = (gate: object, client: object = {}) =>
    played(
      {
        users: evenClient(20, 'gate', { attemptTimeout: 70, ...client }),
        gate: { kind: 'gateway', calls: ['shop'], ...gate },
        shop: steadyService(10, 120, { whenCallerLeaves: 'cancel' }),
      },
      { trace: firstRequests(20), duration: 300 },
    );
  const oneAtATime = { kind: 'concurrency', limit: 1 };

  test('after its call has passed: the call goes on, and holds its place until it has ended', () => {
    const world = leaves({ limiter: oneAtATime });
    expect(storyOf(world, 0).slice(-5)).toEqual([
      '120 users.failedTimedOut',
      '170 shop.finished',
      '170 gate.attemptOk',
      '170 gate.passed',
      '170 users.late',
    ]);
    // at 100 and 150 it is full, at 200 not
    expect([1, 2, 3].map((request) => storyOf(world, request).find((line) => /gate\.(?:admitted|rejected)$/.test(line)))).toEqual([
      '100 gate.rejected',
      '150 gate.rejected',
      '200 gate.admitted',
    ]);
  });

  test('or is cancelled behind the gate, which frees its place at that moment', () => {
    const world = leaves({ limiter: oneAtATime, whenCallerLeaves: 'cancel' });
    expect(storyOf(world, 0).slice(-4).sort()).toEqual([
      '120 gate.attemptWithdrawn',
      '120 gate.cancelled',
      '120 shop.cancelled',
      '120 users.failedTimedOut',
    ]);
    expect(storyOf(world, 1)).toContain('100 gate.rejected');
    expect(storyOf(world, 2)).toContain('150 gate.admitted');
  });

  test('while its call waits for the store, or for a lease: nothing of it passes', () => {
    for (const counters of ['store', 'get-then-set', 'leased']) {
      const world = leaves({ limiter: bucket(0, 10), counters, storeTime: 100, replicas: 1 }, { attemptTimeout: 30 });
      expect(storyOf(world, 0).slice(-3), counters).toEqual(['80 users.attemptTimedOut', '80 gate.left', '80 users.failedTimedOut']);
      // with leases there is one from 150 on, which the call of 150 finds
      expect(total(world, 'gate.admitted'), counters).toBe(counters === 'leased' ? 3 : 0);
      // each for 30 ms, of 300: five of them, or the two that came before the lease
      expect(figure(world, 'gate.held'), counters).toBeCloseTo(counters === 'leased' ? 0.2 : 0.5, 9);
    }
  });
});

test('an answer from behind is passed on as what it is; one that does not come is an error', () => {
  const heard = (shop: ComponentPlan, rest: object = {}) => {
    const gate = { kind: 'gateway', calls: ['shop'], limiter: { kind: 'none' }, ...rest };
    const story = storyOf(played({ users: crowd(2, 'gate'), gate, shop }, { trace: firstRequests(2) }), 1);
    return story.filter((line) => line.includes(' users.')).at(-1);
  };
  expect(heard(steadyService(1, 10))).toBe('20 users.succeededFirst');
  expect(heard(steadyService(1, 10, { loadShedding: { kind: 'bounded-queue', capacity: 0 } }))).toBe('0 users.failedShed');
  expect(heard(steadyService(1, 10, { fault: { kind: 'error-ratio', ratio: 1, retryable: false } }))).toBe('20 users.failedPermanentError');
  expect(heard(steadyService(1, 100), { attemptTimeout: 50 })).toBe('50 users.failedError');
});

test('a limit that adapts hears how long each call took from when it passed', () => {
  // three or four are under way at once; calls over 50 ms count as a sign of overload
  const limiter = { kind: 'adaptive-concurrency', initial: 2, min: 1, max: 10, slow: 50 };
  const limit = (time: number) => {
    const world = played(
      { users: evenClient(300, 'gate'), gate: { kind: 'gateway', calls: ['shop'], limiter }, shop: steadyService(100, time) },
      { duration: 1_000 },
    );
    return figure(world, 'gate.limiter.limit', 9, 10);
  };
  expect(limit(10)).toBeGreaterThan(4);
  expect(limit(49)).toBe(10);
  expect(limit(51)).toBe(1);
});

describe('several nodes', () => {
  const admitted = (gate: Partial<ComponentPlan>, requests = 100) =>
    total(
      behind({ replicas: 4, routing: 'turn', limiter: bucket(0, 20), ...gate }, crowd(requests, 'gate', { attemptTimeout: null })),
      'gate.admitted',
    );

  test('count together', () => expect(admitted({ counters: 'together' })).toBe(20));
  test('each alone with the whole limit let N times as much pass', () => expect(admitted({ counters: 'whole-each' })).toBe(80));
  test('each alone with its part let as much pass, if calls come to all', () => {
    expect(admitted({ counters: 'part-each' })).toBe(20);
    expect(admitted({ counters: 'part-each', routing: 'key' })).toBe(5);
  });
  test('in a store that decides let exactly the limit pass, a round trip later', () => {
    const world = behind({ replicas: 4, counters: 'store', storeTime: 30, limiter: bucket(0, 20) }, crowd(100, 'gate'), {
      trace: firstRequests(1),
    });
    expect([total(world, 'gate.admitted'), total(world, 'gate.storeAsked')]).toEqual([20, 100]);
    expect(storyOf(world, 0)).toContain('30 gate.admitted');
  });
  test('that read, decide and write all pass if they all read at once', () => {
    expect(admitted({ counters: 'get-then-set', storeTime: 30 })).toBe(100);
  });
  test('that read, decide and write one after the other are exact', () => {
    const world = behind({ replicas: 4, counters: 'get-then-set', storeTime: 2, limiter: bucket(0, 20) }, evenClient(100, 'gate'));
    expect(total(world, 'gate.admitted')).toBe(20);
    // each asks what is there, and who passes writes
    expect(total(world, 'gate.storeAsked')).toBe(99 + 20);
  });
  test('with leases let the limit pass, and ask the store once a batch', () => {
    const world = behind({ replicas: 2, routing: 'turn', counters: 'leased', batch: 5, limiter: bucket(0, 20) }, evenClient(100, 'gate'));
    expect([total(world, 'gate.admitted'), figure(world, 'gate.held')]).toEqual([20, expect.any(Number)]);
    // four batches, and one question for each call after that
    expect(total(world, 'gate.storeAsked')).toBe(4 + (99 - 20));
  });
  test('calls that come while a lease is under way wait for the same', () => {
    const world = behind({ counters: 'leased', batch: 5, storeTime: 20, limiter: bucket(0, 7) }, crowd(7, 'gate'), {
      trace: firstRequests(7),
    });
    // five are paid for by the first, and the other two, together, ask for as many and get but one each
    expect(Array.from({ length: 7 }, (_, i) => storyOf(world, i).find((line) => line.endsWith('gate.admitted')))).toEqual(
      [20, 20, 20, 20, 20, 40, 60].map((time) => `${time} gate.admitted`),
    );
    expect(total(world, 'gate.storeAsked')).toBe(3);
  });
  test('whose clocks differ begin their windows at other moments, evenly spread', () => {
    // each node has one call in a window; the clocks of the second and the third are 200 and 400 ms ahead
    const limiter = { kind: 'fixed-window', limit: 1, window: 1_000, origin: 'clock' };
    const world = behind({ replicas: 3, routing: 'turn', counters: 'whole-each', clockSkew: 400, limiter }, evenClient(100, 'gate'), {
      trace: firstRequests(100),
    });
    const passed = Array.from({ length: 99 }, (_, i) => storyOf(world, i).find((line) => line.endsWith('gate.admitted')) ?? '');
    // the nodes’ calls come at 10, 20 and 30 ms and every 30 after that
    expect(passed.filter((line) => line !== '').map((line) => line.split(' ')[0])).toEqual(['10', '20', '30', '620', '820']);
  });
  test('that cannot have a whole batch any more lease for the one call that asks', () => {
    // a bucket of 5 never holds a batch of 10: each call is leased alone, until the bucket is empty
    const leased = (batch: number, burst: number, cost: number) =>
      total(
        behind({ replicas: 2, routing: 'turn', counters: 'leased', batch, limiter: bucket(0, burst) }, evenClient(100, 'gate', { cost })),
        'gate.admitted',
      );
    expect([leased(10, 5, 1), leased(10, 25, 1)]).toEqual([5, 25]);
    // nor is a batch of any use to a call that is dearer
    expect(leased(2, 10, 3)).toBe(3);
  });
  test('that tell each other each let their whole burst pass before they know', () => {
    const rate = 100;
    const world = behind(
      {
        replicas: 4,
        routing: 'turn',
        counters: 'synchronised',
        syncInterval: 100,
        syncLag: 0,
        limiter: { kind: 'token-bucket', rate: 0, burst: 10 },
      },
      evenClient(rate * 4, 'gate'),
    );
    // until the first news every node lets its own 10 pass; afterwards all know of 40
    expect(total(world, 'gate.admitted')).toBe(40);
    // at 100, 200 … 900 each tells the others
    expect(total(world, 'gate.storeAsked')).toBe(9 * 4);
  });
});

describe('nodes that have a store count, and then tell it how long the counter lives', () => {
  // calls at 100, 200 … 900, each 20 ms later at the store, whose answer takes 20 ms; whoever has made a counter sends EXPIRE
  // then, for another 20 ms
  const limiter = { kind: 'fixed-window', limit: 1, window: 250 };
  const incr = (setting: Setting = {}, client: Partial<ComponentPlan> = {}) =>
    behind({ counters: 'incr-then-expire', storeTime: 40, restartTime: 0, limiter }, evenClient(10, 'gate', client), setting);
  const at = (at: number, rest: Partial<PlannedChange>) => ({ at, set: {}, ...rest });
  const endless = (world: ReturnType<typeof incr>) => figure(world, 'gate.endlessCounters', 9, 10);

  test('let a call pass in each window, for two operations where one is opened', () => {
    const world = incr();
    // windows open at 120, 420 and 720
    expect([total(world, 'gate.admitted'), total(world, 'gate.storeAsked'), endless(world)]).toEqual([3, 9 + 3, 0]);
  });
  test.each([
    ['before the counter is made', 110, 3, 0],
    ['between INCR and EXPIRE', 130, 0, 1],
    ['after EXPIRE has left', 145, 3, 0],
  ])('and one dies %s', (_, moment, admitted, counters) => {
    const world = incr({ changes: [at(moment, { do: { gate: 'kill' } })] });
    expect([total(world, 'gate.admitted'), total(world, 'gate.killed'), endless(world)]).toEqual([admitted, 1, counters]);
  });
  test('and the store is away when EXPIRE comes: the counter is full for ever', () => {
    const away = [at(150, { set: { 'gate.storeUp': false } }), at(190, { set: { 'gate.storeUp': true } })];
    const world = incr({ changes: away });
    expect([total(world, 'gate.admitted'), total(world, 'gate.rejected'), endless(world)]).toEqual([1, 8, 1]);
  });
  test('and the caller leaves in between: the counter is full for ever', () => {
    const world = incr({}, { attemptTimeout: 30 });
    // nobody waits for the answer
    expect([total(world, 'gate.admitted'), total(world, 'gate.left'), endless(world)]).toEqual([0, 9, 1]);
  });
  test('and it is too late for a counter of another limiter', () => {
    const world = incr({ changes: [at(150, { set: { 'gate.key': 'tenant' } })] });
    // the limit begins anew at 150: 220, 520, 820
    expect([total(world, 'gate.admitted'), endless(world)]).toEqual([1 + 3, 0]);
  });
});

describe('news between nodes', () => {
  // ten of one tenant at 0, all at its node; the other tenant’s come to the other node from 500 on
  const admitted = (gate: object, cost = 1) =>
    total(
      played(
        {
          one: crowd(10, 'gate', { firstTenant: 0, cost }),
          other: evenClient(100, 'gate', { firstTenant: 1, cost, enabled: false }),
          gate: {
            kind: 'gateway',
            calls: ['shop'],
            replicas: 2,
            routing: 'key',
            limiter: bucket(0, 10 * cost),
            syncInterval: 100,
            ...gate,
          },
          shop: steadyService(1_000, 10),
        },
        { changes: [{ at: 500, set: { 'other.enabled': true } }] },
      ),
      'gate.admitted',
    );
  test('says how much has passed, whatever each call weighs', () => {
    expect([admitted({ counters: 'whole-each' }), admitted({ counters: 'whole-each' }, 3)]).toEqual([20, 20]);
    expect([admitted({ counters: 'synchronised' }), admitted({ counters: 'synchronised' }, 3)]).toEqual([10, 10]);
  });
  test('comes as late as it says, and is nothing to another limiter', () => {
    expect(admitted({ counters: 'synchronised', syncLag: 1_000 })).toBe(20);
    expect(admitted({ counters: 'synchronised', syncInterval: 1_000 })).toBe(20);
  });
  test('of one of many keys is about that key', () => {
    expect(admitted({ counters: 'synchronised', key: 'tenant' })).toBe(20);
  });
});

test('hundreds of keys are each counted for themselves, and none is forgotten', () => {
  const world = behind({ key: 'tenant', limiter: bucket(0, 2) }, evenClient(2_000, 'gate', { tenants: 300, tenantSkew: 0 }));
  const keys = figure(world, 'gate.keys', 9, 10);
  expect(keys).toBeGreaterThan(250);
  expect(total(world, 'gate.admitted')).toBeLessThanOrEqual(2 * keys);
  expect(total(world, 'gate.admitted')).toBeGreaterThan(2 * keys - 20);
});

describe('a limit looser than what is behind it', () => {
  const warnings = (gate: Partial<ComponentPlan>) => behind({ limiter: bucket(150, 5), ...gate }, crowd(1, 'gate'), {}, 1).warnings();
  test('is said to protect nothing', () => {
    expect(warnings({})).toEqual([{ gate: 'gate', callee: 'shop', allowed: 150, capacity: 100 }]);
    expect(warnings({ limiter: bucket(60, 5), replicas: 2, counters: 'whole-each' })[0]).toMatchObject({ allowed: 120 });
  });
  test('is not spoken of where it does, or where it is one of many', () => {
    expect(warnings({ limiter: bucket(100, 5) })).toEqual([]);
    expect(warnings({ key: 'tenant' })).toEqual([]);
    expect(warnings({ limiter: { kind: 'none' } })).toEqual([]);
  });
});

describe('a store that is down', () => {
  const run = (withoutStore: string) =>
    behind(
      { replicas: 4, routing: 'turn', counters: 'store', storeUp: false, storeTimeout: 50, withoutStore, limiter: bucket(0, 20) },
      crowd(100, 'gate'),
      { trace: firstRequests(1) },
    );
  test('open: everybody passes', () => {
    const world = run('open');
    expect([total(world, 'gate.admitted'), total(world, 'gate.storeAsked'), total(world, 'gate.storeFailed')]).toEqual([100, 0, 100]);
    expect(storyOf(world, 0)).toContain('50 gate.admitted');
  });
  test('closed: nobody passes', () => expect(total(run('closed'), 'gate.admitted')).toBe(0));
  test('alone: each node lets its part pass', () => expect(total(run('local'), 'gate.admitted')).toBe(20));
});

describe('meters', () => {
  test('the rolling count is what passed in any window of the limit’s span, however the bins lie', () => {
    // 20 at once at 0, then 100 a second
    const world = behind({ limiter: bucket(100, 20) }, evenClient(1_000, 'gate'), { duration: 3_000, bins: 30 });
    expect(Math.max(...samples(world, 'gate.rolling'))).toBe(119);
    expect(figure(world, 'gate.overAdmission', 29, 30)).toBe(0);
  });
  test('of each of the first six tenants it is counted what passes and what is turned away, of others it is not', () => {
    // each asks once more often than the one before, and may pass twice
    const clients = Array.from({ length: 8 }, (_, firstTenant) => crowd(firstTenant + 1, 'gate', { firstTenant }));
    const world = played({
      ...Object.fromEntries(clients.map((client, i) => [`client${i}`, client])),
      gate: { kind: 'gateway', calls: ['shop'], key: 'tenant', limiter: bucket(0, 2) },
      shop: steadyService(100, 10),
    });
    const each = (name: string) => [1, 2, 3, 4, 5, 6].map((tenant) => figure(world, `gate.tenant${tenant}.${name}`));
    expect(each('admitted')).toEqual([1, 2, 2, 2, 2, 2]);
    expect(each('rejected')).toEqual([0, 0, 1, 2, 3, 4]);
    expect([total(world, 'gate.admitted'), total(world, 'gate.rejected'), total(world, 'shop.sent')]).toEqual([15, 21, 0]);
  });
  test('fairness is 1 when all tenants get the same share, and 1/n when one gets everything', () => {
    const fair = (limiter: object) => {
      const world = played(
        {
          ...Object.fromEntries([0, 1, 2, 3].map((firstTenant) => [`client${firstTenant}`, crowd(5, 'gate', { firstTenant })])),
          gate: { kind: 'gateway', calls: ['shop'], key: 'everybody', limiter: limiter as { kind: string } },
          shop: steadyService(100, 10),
        },
        { bins: 10 },
      );
      return [figure(world, 'gate.fairness', 0, 1), figure(world, 'gate.worstServed', 0, 1)];
    };
    expect(fair({ kind: 'none' })).toEqual([1, 1]);
    expect(fair(bucket(0, 1))).toEqual([0.25, 0]);
    // the first of each in turn, and one a second time
    expect(fair(bucket(0, 5))).toEqual([expect.closeTo(25 / 28, 9), 0.2]);
  });
  test('memory is what the states of all keys take', () => {
    const world = behind({ key: 'tenant', limiter: bucket(1, 5) }, evenClient(1_000, 'gate', { tenants: 50 }), { duration: 2_000 });
    expect(figure(world, 'gate.keys', 9, 10)).toBe(50);
    expect(figure(world, 'gate.memory', 9, 10)).toBeCloseTo((50 * (2 * 8 + 4)) / 1_000, 9);
    expect(figure(world, 'gate.memoryPerKey', 9, 10)).toBe(2 * 8 + 4);
  });
});

describe('a change in mid-run', () => {
  const admitted = (set: Record<string, unknown>) =>
    total(
      behind({ limiter: { kind: 'hierarchical', first: bucket(0, 3), second: { kind: 'none' } } }, evenClient(100, 'gate'), {
        changes: [{ at: 500, set }],
      }),
      'gate.admitted',
    );
  test('of a parameter keeps what was counted', () => expect(admitted({ 'gate.limiter.first.burst': 5 })).toBe(3));
  test('of a limiter, or of one within it, starts afresh', () => {
    expect(admitted({ 'gate.limiter': bucket(0, 4) })).toBe(7);
    expect(admitted({ 'gate.limiter.first': { kind: 'gcra', rate: 0, burst: 4 } })).toBeGreaterThan(3);
    const again = { changes: [{ at: 500, set: { 'gate.limiter': bucket(0, 4) } }] };
    expect(total(behind({ limiter: bucket(0, 3) }, evenClient(100, 'gate'), again), 'gate.admitted')).toBe(3 + 4);
  });

  const limiters = seams['rate-limiter'].catalogue.map(({ id }) => id);
  test.each(limiters)('to %s: it knows nothing of what another has counted', (kind) => {
    const early = Array.from({ length: 30 }, (_, i) => `${i} r0`);
    const late = Array.from({ length: 60 }, (_, i) => `${61_000 + i * 3} r0`);
    const answers = (before: string) =>
      asked(
        { gate: { kind: 'gateway', limiter: { kind: before }, calls: ['shop'] }, shop: steadyService(1_000, 10) },
        [...early, ...late],
        {
          duration: 80_000,
          changes: [{ at: 60_000, set: { 'gate.limiter': { kind } } }],
        },
      ).answers.slice(early.length);
    const fresh = answers('none');
    for (const before of limiters) expect(answers(before), before).toEqual(fresh);
  });
});

test('of two calls that wait for one lease, the first that is refused takes the other back: each is answered once', () => {
  const world = played({
    shoppers: crowd(1, 'front'),
    front: steadyService(1, 10, { calls: ['gate'], routine: ['work', { par: ['gate', 'gate'] }] }),
    gate: {
      kind: 'gateway',
      calls: ['shop'],
      counters: 'leased',
      batch: 1,
      storeTime: 20,
      limiter: { kind: 'fixed-window', limit: 1, window: 60_000 },
      whenCallerLeaves: 'cancel',
    },
    other: evenClient(1_000, 'gate', { cost: 1 }),
    shop: steadyService(100, 1),
  });
  expect(total(world, 'front.attemptRejected') + total(world, 'front.attemptWithdrawn')).toBe(2);
  expect([total(world, 'front.attemptRejected'), total(world, 'gate.left')]).toEqual([1, 1]);
});

describe('a replica that is killed', () => {
  const kill = (at: number) => ({ changes: [{ at, set: {}, do: { gate: 'kill' } }] });
  const two = { replicas: 2, routing: 'turn', counters: 'whole-each', limiter: bucket(0, 10), restartTime: 200 };

  test('fails what it has under way, sends the rest to the others, and has forgotten what it counted when it is back', () => {
    // the calls of 10, 30, … ms come to the second, those of 20, 40, … to the first; by 200 each has let its ten pass
    const world = behind(two, evenClient(100, 'gate'), { ...kill(205), trace: firstRequests(99) });
    expect(storyOf(world, 19).slice(-6)).toEqual([
      '205 gate.killed',
      '205 gate.attemptWithdrawn',
      '205 users.attemptError',
      '205 users.failedError',
      '210 shop.wasted',
      '210 gate.late',
    ]);
    // until 405 all come to the second and are rejected; then it is the turn of the first, and ten more pass it
    const passed = Array.from({ length: 99 }, (_, i) => storyOf(world, i).find((line) => line.endsWith('gate.admitted')) ?? '');
    const times = passed.flatMap((line) => (line === '' ? [] : [Number(line.split(' ')[0])]));
    const ten = (from: number, step: number) => Array.from({ length: 10 }, (_, i) => from + step * i);
    expect(times).toEqual([...ten(10, 10), ...ten(110, 10), ...ten(410, 20)]);
    const counts = ['replicaDied', 'killed', 'unavailable', 'passed', 'rejected'].map((fact) => total(world, `gate.${fact}`));
    expect(counts).toEqual([1, 1, 0, 29, 69]);
    expect(figure(world, 'gate.replicas', 2, 4)).toBeCloseTo((2 * 5 + 195) / 200, 9);
    expect(figure(world, 'gate.starting')).toBeCloseTo(200 / 1_000, 9);
  });

  test('takes its own counter with it, and no other', () => {
    const admitted = (gate: object, at = 205) => total(behind({ ...two, ...gate }, evenClient(100, 'gate'), kill(at)), 'gate.admitted');
    expect(admitted({})).toBe(30);
    expect(admitted({ counters: 'part-each', limiter: bucket(0, 20) })).toBe(30);
    const local = { counters: 'store', storeUp: false, storeTimeout: 0, withoutStore: 'local', limiter: bucket(0, 20) };
    expect([admitted(local), admitted(local, 999)]).toEqual([30, 20]);
    for (const counters of ['together', 'store']) expect(admitted({ counters, limiter: bucket(0, 20) }), counters).toBe(20);
    // a batch of ten of which five are spent by 105
    const leased = { counters: 'leased', batch: 10, limiter: bucket(0, 40) };
    expect([admitted(leased, 105), admitted(leased, 999)]).toEqual([35, 40]);
  });

  test('does not hear the news while it is away', () => {
    // told at 100, 200 … ms, known 50 ms later: at 250 each has used up its 20, after 24 calls. What is told at 300 comes to
    // the second alone; the first, back at 505, has all of its 20
    const news = { ...two, counters: 'synchronised', syncInterval: 100, syncLag: 50, limiter: bucket(0, 20) };
    const admitted = (setting: object) => total(behind(news, evenClient(100, 'gate'), setting), 'gate.admitted');
    expect([admitted({}), admitted(kill(305))]).toEqual([24, 44]);
  });

  test('never tells what it had not told', () => {
    // the first has let four pass by 95 and is back at 105; at 200 it tells of the five after that, and the second, which has
    // let ten pass, knows of those: by 295 each has let pass five more
    const news = { ...two, restartTime: 10, counters: 'synchronised', syncInterval: 100, syncLag: 0, limiter: bucket(0, 20) };
    expect(total(behind(news, evenClient(100, 'gate'), { ...kill(95), duration: 295 }), 'gate.admitted')).toBe(4 + 5 + 10 + 5 + 5);
  });

  test('that was the only one: until it is back everybody hears an error at once', () => {
    const world = behind({ limiter: { kind: 'none' }, restartTime: 100 }, evenClient(100, 'gate'), {
      ...kill(105),
      trace: firstRequests(99),
    });
    expect(storyOf(world, 10).slice(1)).toEqual([
      '110 users.sent',
      '110 gate.arrived',
      '110 gate.unavailable',
      '110 users.attemptError',
      '110 users.failedError',
    ]);
    // 110, 120 … 200
    expect([total(world, 'gate.killed'), total(world, 'gate.unavailable'), total(world, 'gate.passed')]).toEqual([1, 10, 87]);
  });

  test('takes those with it that it holds, or that wait for the store', () => {
    const held = behind({ limiter: { kind: 'leaky-queue', rate: 10, capacity: 5 } }, crowd(3, 'gate'), {
      ...kill(50),
      trace: firstRequests(3),
    });
    expect([0, 1, 2].map((request) => storyOf(held, request).at(-1))).toEqual([
      '10 users.succeededFirst',
      '50 users.failedError',
      '50 users.failedError',
    ]);
    expect(samples(held, 'gate.held').slice(0, 2)).toEqual([1, 0]);
    for (const gate of [
      { counters: 'store' },
      { counters: 'get-then-set' },
      { counters: 'incr-then-expire' },
      { counters: 'leased' },
      { counters: 'store', storeUp: false, storeTimeout: 100 },
    ]) {
      const world = behind({ ...gate, limiter: bucket(0, 10), storeTime: 100, restartTime: 0 }, crowd(2, 'gate'), kill(50));
      expect([total(world, 'gate.killed'), total(world, 'gate.admitted')], gate.counters).toEqual([2, 0]);
      expect(samples(world, 'gate.held').slice(0, 2), gate.counters).toEqual([1, 0]);
    }
  });

  test('has a lease that was granted to it before go to nobody', () => {
    // asked for at 10 and back at 110, after it has died at 50; the next call asks for itself at 60
    const gate = { counters: 'leased', batch: 10, limiter: bucket(0, 15), storeTime: 100, restartTime: 0 };
    const changes = [...kill(15).changes, { at: 505, set: { 'users.enabled': false } }];
    const world = behind(gate, evenClient(100, 'gate'), { changes });
    // nobody waits for it either
    const counts = ['arrived', 'killed', 'admitted', 'rejected'].map((fact) => total(world, `gate.${fact}`));
    expect(counts).toEqual([50, 1, 5, 44]);
  });

  test('takes those with it that have come to wait at it because their own is gone', () => {
    // two wait at each for a lease of one call; at 100 one of each passes, and the others ask again, all at the first by then
    const gate = { replicas: 2, routing: 'turn', counters: 'leased', batch: 1, storeTime: 100, limiter: bucket(0, 10), restartTime: 0 };
    const changes = [{ at: 30, set: { 'gate.replicas': 1 } }, ...kill(150).changes];
    const world = behind(gate, crowd(4, 'gate'), { changes });
    expect([total(world, 'gate.admitted'), total(world, 'gate.killed')]).toEqual([2, 2]);
  });

  test('gives back what others count of its calls, and calls off what it has sent on', () => {
    const world = played(
      {
        users: evenClient(20, 'gate'),
        gate: { kind: 'gateway', calls: ['shop'], limiter: { kind: 'concurrency', limit: 1 }, restartTime: 0 },
        shop: steadyService(10, 120, { whenCallerLeaves: 'cancel' }),
      },
      { ...kill(60), trace: firstRequests(20), duration: 300 },
    );
    expect(storyOf(world, 0)).toContain('60 shop.cancelled');
    expect([1, 2, 3].map((request) => storyOf(world, request).find((line) => /gate\.(?:admitted|rejected)$/.test(line)))).toEqual([
      '100 gate.admitted',
      '150 gate.rejected',
      '200 gate.rejected',
    ]);
  });

  test('is avoided however calls are sent to replicas, and whatever stays up keeps its own', () => {
    const away = { ...two, restartTime: 3_600_000 };
    for (const routing of ['random', 'turn', 'key'])
      expect(total(behind({ ...away, routing }, evenClient(100, 'gate', { tenants: 20 }), kill(5)), 'gate.admitted'), routing).toBe(10);
    // the other two share what would have come to it
    const shared = { ...away, replicas: 3, routing: 'random', limiter: bucket(0, 45) };
    expect(total(behind(shared, evenClient(100, 'gate'), kill(5)), 'gate.admitted')).toBeGreaterThan(85);
    // each tenant has one call at its own; those of a replica that is down have one more, elsewhere
    const each = { ...away, replicas: 3, routing: 'key', key: 'tenant', limiter: bucket(0, 1) };
    const client = evenClient(1_000, 'gate', { tenants: 30 });
    const before = total(behind(each, client), 'gate.admitted');
    const after = total(behind(each, client, kill(500)), 'gate.admitted');
    expect(before).toBe(30);
    expect(after - before).toBeGreaterThan(0);
    expect(after - before).toBeLessThan(20);
  });
});

describe('replicas of a gateway', () => {
  test('that are new get calls once they are up', () => {
    const gate = { replicas: 1, routing: 'turn', counters: 'whole-each', limiter: { kind: 'none' }, startUpTime: 200 };
    const world = behind(gate, evenClient(100, 'gate'), { changes: [{ at: 305, set: { 'gate.replicas': 2 } }], bins: 10 });
    expect(samples(world, 'gate.replicas').map((count) => Math.round(count * 100))).toEqual([
      100, 100, 100, 100, 100, 195, 200, 200, 200, 200,
    ]);
    expect([total(world, 'gate.unavailable'), total(world, 'gate.replicaDied'), total(world, 'gate.passed')]).toEqual([0, 0, 98]);
  });

  test('die by themselves, each after its own time', () => {
    const gate = { replicas: 3, limiter: { kind: 'none' }, restartTime: 100, replicaFault: { kind: 'mortal', lifetime: 100 } };
    const world = behind(gate, evenClient(10, 'gate'), { duration: 100_000 });
    // half of the time up, in cycles of 200 ms on average with a deviation of 100
    expect(Math.abs(total(world, 'gate.replicaDied') - 1_500)).toBeLessThan(4.5 * Math.sqrt(3 * 500 * (100 / 200) ** 2));
    // nobody is there in an eighth of the time: 125 of 1,000 calls, give or take 10
    expect(Math.abs(total(world, 'gate.unavailable') - 125)).toBeLessThan(4.5 * Math.sqrt((999 * 7) / 64));
  });

  test('that stand still answer, judge, release and hear the store when they go on', () => {
    // the first pause comes within some milliseconds, and then it is a second
    const pause = { replicaFault: { kind: 'pause', interval: 1, length: 1_000 } };
    const told = (gate: object, changes: PlannedChange[] = [], duration = 1_400) => {
      const world = played(
        {
          early: crowd(2, 'gate'),
          late: evenClient(2, 'gate', { enabled: true }),
          gate: { kind: 'gateway', calls: ['shop'], ...pause, ...gate },
          shop: steadyService(1_000, 50),
        },
        { duration, trace: firstRequests(10), changes: [{ at: 400, set: { 'gate.replicaFault': { kind: 'none' } } }, ...changes] },
      );
      const line = (request: number, fact: string) => {
        const time = storyOf(world, request).find((line) => line.endsWith(` gate.${fact}`));
        return time === undefined ? undefined : Number(time.split(' ')[0]);
      };
      return { line, world };
    };
    const { line, world } = told({ limiter: { kind: 'none' } });
    const on = line(0, 'passed')!;
    expect(on).toBeGreaterThan(1_000);
    expect(on).toBeLessThan(1_020);
    // the two of time 0 had passed; the one of 500 passes only now
    expect([line(0, 'admitted'), line(1, 'admitted'), line(1, 'passed')]).toEqual([0, 0, on]);
    expect([line(2, 'admitted'), line(2, 'passed')]).toEqual([on, on + 50]);
    expect(figure(world, 'gate.paused')).toBeCloseTo(1_000 / 1_400, 9);
    // another limiter meanwhile, which has one place: it counts the call of 500 that it lets pass, turns that of 1000 away, and
    // has its place back before that of 1500
    const onlyOne = [{ at: 700, set: { 'gate.limiter': { kind: 'concurrency', limit: 1 } } }];
    const fresh = told({ limiter: { kind: 'none' } }, onlyOne, 1_600);
    expect([2, 3, 4].map((request) => fresh.line(request, 'admitted'))).toEqual([on, undefined, 1_500]);
    // a call that is held for 100 ms, and answers of the store and of a lease, each due within the pause
    expect(told({ limiter: { kind: 'leaky-queue', rate: 10, capacity: 5 } }).line(1, 'admitted')).toBe(on);
    for (const counters of ['store', 'get-then-set', 'leased'])
      expect(told({ limiter: bucket(0, 10), counters, storeTime: 100 }).line(0, 'admitted'), counters).toBe(on);
    expect(told({ limiter: bucket(0, 10), counters: 'store', storeUp: false, storeTimeout: 100 }).line(0, 'admitted')).toBe(on);
  });
});
