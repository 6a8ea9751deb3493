import { describe, expect, test } from 'vitest';
import type { Step } from '../../../src/sim/routine/routine.ts';
import type { ComponentPlan } from '../../../src/sim/world/blueprint.ts';
import type { World } from '../../../src/sim/world/world.ts';
import { pool } from '../../pool.ts';
import { crowd, figure, firstRequests, played, type Setting, steadyService, storyOf, total } from '../../worlds.ts';

interface Shop extends Setting {
  pool?: object;
  checkout?: Partial<ComponentPlan>;
  shoppers?: object;
  /** null: the default. */
  routine?: readonly Step[] | null;
}

/** So many shoppers at once at a `checkout` that needs one of a `pool` to call a `db`, which takes 10 ms. */
function shopped(
  users: number,
  size: number,
  { pool: lending = {}, checkout = {}, shoppers = {}, routine = DURING, ...setting }: Shop = {},
) {
  return played(
    {
      shoppers: crowd(users, 'checkout', shoppers),
      checkout: steadyService(50, 0, { calls: ['pool', 'db'], ...(routine ? { routine } : {}), ...checkout }),
      pool: { kind: 'pool', size, ...lending },
      db: steadyService(50, 10),
    },
    { components: [pool], trace: firstRequests(users), ...setting },
  );
}

const DURING: Step[] = [{ acquire: 'pool' }, { call: 'db' }, { release: 'pool' }];

/** What shoppers were told last, and when [ms], one by one. */
const lastWords = (world: World, users: number) =>
  Array.from({ length: users }, (_, user) =>
    storyOf(world, user)
      .findLast((line) => line.includes(' shoppers.'))!
      .replace('shoppers.', ''),
  );
const good = (...times: number[]) => times.map((at) => `${at} succeededFirst`);
/** Time that leases were held, all together [ms]. */
const heldFor = (world: World, meter: string) => Math.round(figure(world, meter) * world.blueprint.duration * 1e3) / 1e3;

describe('a pool of two among five', () => {
  test('lends two at a time, in the order of asking', () => {
    const world = shopped(5, 2);
    expect(lastWords(world, 5)).toEqual(good(10, 10, 20, 20, 30));
    expect([total(world, 'pool.granted'), total(world, 'pool.returned')]).toEqual([5, 5]);
    // 0, 0, 10, 10 and 20 ms
    expect(figure(world, 'pool.acquireTime.mean')).toBeCloseTo(8, 5);
  });

  test('both ends report the same', () => {
    const world = shopped(5, 2);
    expect([total(world, 'checkout.acquired'), total(world, 'checkout.released')]).toEqual([5, 5]);
    expect([heldFor(world, 'checkout.leasesHeld'), heldFor(world, 'pool.lent')]).toEqual([50, 50]);
    expect(figure(world, 'checkout.timeToAcquire.mean')).toBeCloseTo(8, 5);
  });

  test('what is not released goes back at the end', () => {
    const world = shopped(5, 2, { routine: [{ acquire: 'pool' }, { call: 'db' }] });
    expect(lastWords(world, 5)).toEqual(good(10, 10, 20, 20, 30));
  });

  test('whoever does more after releasing it is in nobody’s way', () => {
    const routine: Step[] = [...DURING, { call: 'db' }];
    expect(lastWords(shopped(5, 2, { routine }), 5)).toEqual(good(20, 20, 30, 30, 40));
  });

  test('without a routine it is acquired first and held to the end', () => {
    const world = shopped(3, 1, { routine: null, checkout: { serviceTime: { kind: 'constant', value: 5 } } });
    expect(lastWords(world, 3)).toEqual(good(15, 30, 45));
  });

  test('a smaller one lends no more until enough has come back; a larger one lends at once', () => {
    const smaller = shopped(5, 2, { changes: [{ at: 5, set: { 'pool.size': 1 } }] });
    expect(lastWords(smaller, 5)).toEqual(good(10, 10, 20, 30, 40));
    const larger = shopped(5, 2, { changes: [{ at: 5, set: { 'pool.size': 4 } }] });
    expect(lastWords(larger, 5)).toEqual(good(10, 10, 15, 15, 20));
  });
});

describe('waiting for a lease', () => {
  test('ends after the timeout of its lender, with an error', () => {
    const world = shopped(5, 2, { pool: { acquireTimeout: 15 } });
    expect(lastWords(world, 5)).toEqual([...good(10, 10, 20, 20), '15 failedError']);
    expect([total(world, 'pool.acquireTimedOut'), total(world, 'checkout.acquireFailed')]).toEqual([1, 1]);
  });

  test('or at the deadline of its request, where deadlines travel', () => {
    const deadline = { deadline: 12, deadlineTravels: true };
    const world = shopped(3, 1, { shoppers: deadline, checkout: { deadlineTravels: true } });
    expect(total(world, 'pool.acquireTimedOut')).toBe(1);
    expect(total(shopped(3, 1, { shoppers: { deadline: 12 } }), 'pool.acquireTimedOut')).toBe(0);
  });

  test('ends when its caller leaves and work is cancelled then; nothing is lent to those who are gone', () => {
    const world = shopped(3, 1, { shoppers: { attemptTimeout: 5 }, checkout: { whenCallerLeaves: 'cancel' } });
    // all leave at 5: the second is first in line for no time at all, and so is the third
    expect([total(world, 'checkout.acquired'), total(world, 'checkout.acquireGivenUp')]).toEqual([1, 2]);
    expect(heldFor(world, 'pool.lent')).toBe(5);
  });

  test('keeps the server, or frees it for others', () => {
    const routine: Step[] = ['work', ...DURING];
    const one = (whileCalling: string) =>
      lastWords(shopped(3, 1, { routine, checkout: { servers: 1, serviceTime: { kind: 'constant', value: 2 }, whileCalling } }), 3);
    expect(one('holds-server')).toEqual(good(12, 24, 36));
    // at 2, 4 and 6 they want the one connection: 12, 22, 32
    expect(one('frees-server')).toEqual(good(12, 22, 32));
  });

  test('of two each for a second of a pool of two has no end but the timeout: everybody has one', () => {
    // the first fails, and what it gives back saves the second
    const both: Step[] = [{ acquire: 'pool', as: 'a' }, { call: 'db' }, { acquire: 'pool', as: 'b' }, { call: 'db' }];
    expect(lastWords(shopped(2, 2, { routine: both, pool: { acquireTimeout: 30 } }), 2)).toEqual(['40 failedError', '50 succeededFirst']);
    // users × (each − 1) + 1
    expect(lastWords(shopped(2, 3, { routine: both, pool: { acquireTimeout: 30 } }), 2)).toEqual(good(20, 30));
  });
});

describe('over a network', () => {
  test('asking, the answer and giving back take their time, as calls do', () => {
    const calls = { pool: { networkDelay: { kind: 'constant', value: 2 } }, db: {} };
    // 2 + 2 + 10; the next is granted when the first is back, 2 ms later
    const world = shopped(2, 1, { checkout: { calls } });
    expect(lastWords(world, 2)).toEqual(good(14, 28));
    expect(heldFor(world, 'pool.lent')).toBe(14 + 14);
  });

  test('what comes for one who has left goes back', () => {
    const calls = { pool: { networkDelay: { kind: 'constant', value: 2 } }, db: {} };
    const left = { shoppers: { attemptTimeout: 3 }, checkout: { calls, whenCallerLeaves: 'cancel' } };
    const world = shopped(1, 1, left);
    // granted at 2, given back at 3 before it arrives, there at 5
    expect([total(world, 'pool.granted'), total(world, 'pool.returned'), total(world, 'checkout.acquired')]).toEqual([1, 1, 0]);
    expect(heldFor(world, 'pool.lent')).toBe(3);
    expect(world.open().leases).toBe(0);
  });
});

describe('a leak', () => {
  const leaks: Step[] = [{ acquire: 'pool', until: 'released' }, { call: 'db' }];

  test('two requests that release nothing leave nothing for others', () => {
    const world = shopped(4, 2, { routine: leaks, pool: { acquireTimeout: 100 } });
    expect(lastWords(world, 4)).toEqual([...good(10, 10), '100 failedError', '100 failedError']);
    expect(total(world, 'checkout.leaked')).toBe(2);
    expect(world.open().leases).toBe(2);
  });

  test('a longest lease mends it', () => {
    const world = shopped(4, 2, { routine: leaks, pool: { leaseTime: 60 } });
    expect(lastWords(world, 4)).toEqual(good(10, 10, 70, 70));
    expect([total(world, 'pool.expired'), total(world, 'checkout.leaseLost'), world.open().leases]).toEqual([4, 4, 0]);
  });

  test('with a release there is none', () => {
    const world = shopped(4, 2, { routine: [...leaks, { release: 'pool' }] });
    expect([total(world, 'checkout.leaked'), world.open().leases]).toEqual([0, 0]);
  });

  test('one that fails before it releases leaks; finally mends that', () => {
    const failing = { fault: { kind: 'error-ratio', ratio: 1 } };
    const run = (routine: readonly Step[]) =>
      played(
        {
          shoppers: crowd(1, 'checkout'),
          checkout: steadyService(5, 0, { calls: ['pool', 'db'], routine }),
          pool: { kind: 'pool', size: 1 },
          db: steadyService(5, 10, failing),
        },
        { components: [pool] },
      );
    expect(total(run([...leaks, { release: 'pool' }]), 'checkout.leaked')).toBe(1);
    expect(total(run([{ try: leaks, finally: [{ release: 'pool' }] }]), 'checkout.leaked')).toBe(0);
  });
});

describe('a lease that is taken back', () => {
  const twice: Step[] = [{ acquire: 'pool' }, { call: 'db', with: 'pool' }, { call: 'db', with: 'pool' }];

  test('is missed at its next use', () => {
    const world = shopped(1, 1, { routine: twice, pool: { leaseTime: 5 } });
    expect(lastWords(world, 1)).toEqual(['10 failedError']);
    expect(total(world, 'checkout.leaseLost')).toBe(1);
  });

  test('or interrupts its holder at once, where it is told; the holder may catch that', () => {
    const lending = { leaseTime: 5, holderLearns: 'at-once' };
    expect(lastWords(shopped(1, 1, { routine: twice, pool: lending }), 1)).toEqual(['5 failedError']);
    const caught: Step[] = [{ try: twice, catch: [{ call: 'db' }] }];
    expect(lastWords(shopped(1, 1, { routine: caught, pool: lending }), 1)).toEqual(good(15));
  });

  test('while its holder waits for another, that waiting is over too', () => {
    const both: Step[] = [{ acquire: 'pool', as: 'a' }, { acquire: 'pool', as: 'b' }, { call: 'db' }];
    const world = shopped(1, 1, { routine: both, pool: { leaseTime: 5, holderLearns: 'at-once' } });
    expect(lastWords(world, 1)).toEqual(['5 failedError']);
    expect([total(world, 'checkout.leaseLost'), total(world, 'checkout.acquireGivenUp'), total(world, 'checkout.acquired')]).toEqual([
      1, 1, 1,
    ]);
  });

  test('and where its holder goes on with something else, what it waited for does not come', () => {
    const lending = { leaseTime: 5, holderLearns: 'at-once' };
    const routine: Step[] = [
      { acquire: 'pool', as: 'a' },
      { try: [{ acquire: 'pool', as: 'b' }, { call: 'db' }], catch: [{ call: 'db' }, { call: 'db' }] },
    ];
    const world = shopped(1, 1, { routine, pool: lending });
    expect(lastWords(world, 1)).toEqual(good(25));
    expect([total(world, 'checkout.acquireGivenUp'), total(world, 'checkout.acquired'), world.open().leases]).toEqual([1, 1, 0]);
  });

  test('goes to the next in line at once', () => {
    const world = shopped(2, 1, { routine: [{ acquire: 'pool' }, { call: 'db' }], pool: { leaseTime: 5 } });
    // whoever does not use it again is none the wiser
    expect(lastWords(world, 2)).toEqual(good(10, 15));
    expect(heldFor(world, 'pool.lent')).toBe(10);
  });

  test('what nobody ever had cannot be used', () => {
    const never: Step[] = [
      { branch: 0, then: [{ acquire: 'pool' }] },
      { call: 'db', with: 'pool' },
    ];
    expect(lastWords(shopped(1, 1, { routine: never }), 1)).toEqual(['0 failedError']);
  });
});

describe('when the holder’s replica is gone', () => {
  const dies = (deadHolderNoticed: number | null) =>
    shopped(4, 2, {
      pool: { deadHolderNoticed },
      changes: [{ at: 5, set: { 'checkout.fault': { kind: 'fail-fast', inService: 'lost' } } }],
    });

  test('its leases end as the lender learns of it, and its waiting at once', () => {
    expect(heldFor(dies(0), 'pool.lent')).toBe(2 * 5);
    expect(heldFor(dies(20), 'pool.lent')).toBe(2 * 25);
    const world = dies(20);
    expect([total(world, 'pool.reclaimed'), total(world, 'pool.requestWithdrawn'), total(world, 'checkout.leaseAbandoned')]).toEqual([
      2, 2, 2,
    ]);
    expect(world.open().leases).toBe(0);
  });

  test('at once is before its caller hears of it', () => {
    const tellers = (deadHolderNoticed: number) => {
      const { trace, ids } = dies(deadHolderNoticed);
      return trace!.times.flatMap((at, i) => (at === 5_000 && trace!.requests[i] === 0 ? [ids[trace!.components[i]]] : []));
    };
    // the call that is under way is withdrawn and the lease abandoned; it is reclaimed; and the answer is an error
    expect(tellers(0)).toEqual(['checkout', 'checkout', 'pool', 'checkout', 'shoppers', 'shoppers']);
    expect(tellers(20)).toEqual(['checkout', 'checkout', 'checkout', 'shoppers', 'shoppers']);
  });

  test('or never', () => {
    const world = dies(null);
    expect([total(world, 'pool.reclaimed'), world.open().leases]).toEqual([0, 2]);
  });
});
