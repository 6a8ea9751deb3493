import { describe, expect, test } from 'vitest';
import type { Step } from '../../../src/sim/routine/routine.ts';
import type { ComponentPlan } from '../../../src/sim/world/blueprint.ts';
import type { World } from '../../../src/sim/world/world.ts';
import { crowd, evenClient, figure, firstRequests, played, type Setting, steadyService, storyOf, total } from '../../worlds.ts';

interface Shop extends Setting {
  pool?: object;
  db?: object;
  app?: Partial<ComponentPlan>;
  client?: ComponentPlan;
}

/** Ten requests at once to an app that asks a database, 10 ms a query, through a pool; a connection takes 20 ms to make. */
function shop({ pool = {}, db = {}, app = {}, client = crowd(10, 'app'), ...setting }: Shop = {}): World {
  return played(
    {
      users: client,
      app: steadyService(100, 0, { calls: { db: { to: 'pool' } }, ...app }),
      pool: { kind: 'connection-pool', max: 2, calls: ['db'], ...pool },
      db: {
        kind: 'database',
        servers: 20,
        serviceTime: { kind: 'constant', value: 10 },
        writeTime: { kind: 'constant', value: 10 },
        ...db,
      },
    },
    { trace: firstRequests(20), ...setting },
  );
}

const ends = (world: World, users: number) =>
  Array.from({ length: users }, (_, user) =>
    storyOf(world, user)
      .findLast((line) => line.includes(' users.'))!
      .replace(' users.', ' '),
  );

describe('a call through a pool', () => {
  test('waits for a connection that is made for it, and those behind wait until one comes back', () => {
    const world = shop();
    // two are made until 20, and do five queries each
    expect(ends(world, 10)).toEqual([30, 30, 40, 40, 50, 50, 60, 60, 70, 70].map((at) => `${at} succeededFirst`));
    expect(total(world, 'pool.made')).toBe(2);
    expect(figure(world, 'pool.acquireTime.mean')).toBeCloseTo((20 + 20 + 30 + 30 + 40 + 40 + 50 + 50 + 60 + 60) / 10, 1);
  });

  test('finds one that is idle at once', () => {
    const world = shop({ client: evenClient(20, 'app'), duration: 400 });
    // the first at 50 ms makes one, all others use it
    expect(ends(world, 3)).toEqual(['80 succeededFirst', '110 succeededFirst', '160 succeededFirst']);
    expect(total(world, 'pool.made')).toBe(1);
  });

  test('fails when it has waited too long, or when too many wait', () => {
    const slow = shop({ pool: { acquireTimeout: 45 } });
    // two each get one at 20, 30 and 40
    expect(ends(slow, 10).slice(6)).toEqual(Array(4).fill('45 failedError'));
    expect(total(slow, 'pool.acquireTimedOut')).toBe(4);
    const full = shop({ pool: { mostWaiting: 3 } });
    // two have one made for them, three wait
    expect(ends(full, 10).filter((end) => end === '0 failedError')).toHaveLength(5);
  });

  test('leaves the line when its caller does', () => {
    const world = shop({ app: { attemptTimeout: 35, maxAttempts: 1 } });
    // those at the database at 35 are read for nobody
    expect(total(world, 'pool.requestWithdrawn')).toBe(6);
    expect(total(world, 'db.read')).toBe(4);
  });
});

describe('pools', () => {
  test('are one for each replica of each caller', () => {
    const world = shop({ app: { replicas: 5, servers: 2 }, client: crowd(10, 'app') });
    // two each, made at once
    expect(total(world, 'pool.made')).toBe(10);
    expect(new Set(ends(world, 10))).toEqual(new Set(['30 succeededFirst']));
  });

  test('together may open no more than the database lets them', () => {
    const world = shop({ app: { replicas: 5, servers: 2 }, db: { mostConnections: 6 } });
    expect(total(world, 'db.connectionRefused')).toBe(4);
    expect(ends(world, 10).filter((end) => end === '1 failedError')).toHaveLength(4);
    expect(figure(world, 'db.connections', 1)).toBe(6);
  });

  test('wait while the database opens few at once', () => {
    const world = shop({ pool: { max: 4 }, db: { connectsAtOnce: 1 }, client: crowd(4, 'app') });
    // 20, 40, 60, 80; a query each
    expect(ends(world, 4)).toEqual(['30', '50', '70', '90'].map((at) => `${at} succeededFirst`));
  });

  test('close what has been idle, and what is too old', () => {
    const idle = shop({ pool: { idleTimeout: 100 }, client: crowd(2, 'app'), duration: 400 });
    expect(total(idle, 'pool.closedIdle')).toBe(2);
    expect(figure(idle, 'db.connections', 5)).toBe(0);
    const old = shop({ pool: { maxLifetime: 100 }, client: evenClient(100, 'app'), duration: 1_000 });
    // one after the other, each lives for 100 ms and takes 20 to make
    expect(total(old, 'pool.closedLifetime')).toBeGreaterThanOrEqual(8);
    expect(total(old, 'pool.acquireTimedOut')).toBe(0);
  });

  test('keep the least ready', () => {
    const world = shop({ pool: { max: 10, min: 5, minMeans: 'kept', madeFor: 'first-in-line' }, client: crowd(1, 'app') });
    expect(total(world, 'pool.made')).toBe(5);
    // besides them one is made for whoever finds none
    const own = shop({ pool: { max: 10, min: 5, minMeans: 'kept' }, client: crowd(1, 'app') });
    expect(total(own, 'pool.made')).toBe(6);
  });
});

describe('a task that holds a connection', () => {
  const hold: Step[] = [{ acquire: 'db' }, { call: 'db', with: 'db' }, { sleep: 50 }, { call: 'db', with: 'db' }];

  test('has it while it works, and its calls go straight to the database', () => {
    const world = shop({ app: { routine: hold }, client: crowd(4, 'app') });
    // 20 + 10 + 50 + 10, and the next two after them
    expect(ends(world, 4)).toEqual(['90', '90', '160', '160'].map((at) => `${at} succeededFirst`));
    expect(figure(world, 'pool.holdTime.mean')).toBeCloseTo(70, 1);
    // idle at the database for 50 of 70
    expect(total(world, 'db.read')).toBe(8);
  });

  test('takes a second one where it asks without it: with as many callers as connections none can go on', () => {
    const nested: Step[] = [{ acquire: 'db' }, { call: 'db' }];
    const blocked = shop({ pool: { max: 10, acquireTimeout: 200 }, app: { routine: nested }, client: crowd(10, 'app'), duration: 500 });
    // when one fails the next takes its connection: half of them go on
    expect(ends(blocked, 10).sort()).toEqual([...Array(5).fill('220 failedError'), ...Array(5).fill('230 succeededFirst')]);
    // T × (C − 1) + 1
    const free = shop({ pool: { max: 11, acquireTimeout: 2_000 }, app: { routine: nested }, client: crowd(10, 'app'), duration: 3_000 });
    expect(ends(free, 10).filter((end) => end.endsWith('failedError'))).toEqual([]);
  });

  test('that forgets to give it back leaks it, until nobody finds one', () => {
    const leaking: Step[] = [
      { acquire: 'db', until: 'released' },
      { call: 'db', with: 'db' },
    ];
    const world = shop({ pool: { acquireTimeout: 100, leakedAfter: 50 }, app: { routine: leaking }, client: crowd(4, 'app') });
    expect(ends(world, 4)).toEqual(['30 succeededFirst', '30 succeededFirst', '100 failedError', '100 failedError']);
    expect(total(world, 'pool.leakNoticed')).toBe(2);
    const saved = shop({
      pool: { acquireTimeout: 200, leaseTime: 50 },
      app: { routine: leaking },
      client: crowd(4, 'app'),
    });
    // taken back at 20 + 50 and made anew: 90 + 10
    expect(ends(saved, 4)).toEqual(['30', '30', '100', '100'].map((at) => `${at} succeededFirst`));
  });

  test('runs a transaction on it, which ends with it', () => {
    const sale: Step[] = [{ begin: 'db' }, { write: 'db' }, { commit: 'db' }];
    const world = shop({ app: { routine: sale }, db: { commitTime: { kind: 'constant', value: 5 } }, client: crowd(4, 'app') });
    // all write one key: each waits for the row of the one before
    expect(ends(world, 4)).toEqual(['35', '50', '65', '80'].map((at) => `${at} succeededFirst`));
    expect(total(world, 'db.committed')).toBe(4);
    expect(total(world, 'pool.returned')).toBe(4);
    const failing: Step[] = [{ begin: 'db' }, { write: 'db' }, { crash: 1 }];
    const rolledBack = shop({ app: { routine: failing }, client: crowd(4, 'app') });
    expect(total(rolledBack, 'db.rolledBack')).toBe(4);
    expect(total(rolledBack, 'pool.returned')).toBe(4);
    expect(total(rolledBack, 'db.written')).toBe(0);
  });

  test('is told that its queries fail when the database is restarted, and gets a new one', () => {
    const world = shop({
      client: evenClient(100, 'app'),
      pool: { max: 2, whenMakingFails: 'pauses', retryPause: 10, madeFor: 'first-in-line' },
      db: { restartTime: 200 },
      changes: [{ at: 300, set: {}, do: { db: 'kill' } }],
      duration: 1_000,
    });
    expect(total(world, 'pool.closedBroken')).toBe(2);
    expect(total(world, 'pool.makingFailed')).toBeGreaterThan(10);
    expect(total(world, 'pool.made')).toBe(4);
    expect(figure(world, 'db.connections', 8)).toBe(2);
  });

  test('that dies loses it', () => {
    const world = shop({
      app: { routine: [{ acquire: 'db' }, { sleep: 300 }] as Step[] },
      client: crowd(2, 'app'),
      changes: [{ at: 100, set: {}, do: { app: 'kill' } }],
      duration: 1_000,
    });
    expect(total(world, 'pool.holderGone')).toBe(2);
    expect(total(world, 'pool.closedBroken')).toBe(2);
  });
});

test('a process that dies takes its idle connections with it', () => {
  const world = shop({ client: crowd(2, 'app'), changes: [{ at: 100, set: {}, do: { app: 'kill' } }], duration: 1_000 });
  expect(total(world, 'pool.closedBroken')).toBe(2);
  expect(figure(world, 'db.connections', 2)).toBe(0);
});

test('what is in use is, over time, what loans took', () => {
  const world = shop({
    client: {
      kind: 'client',
      arrival: { kind: 'poisson', rate: 500 },
      maxAttempts: 1,
      attemptTimeout: null,
      calls: ['app'],
    },
    pool: { max: 10 },
    db: { serviceTime: { kind: 'exponential', mean: 10 } },
    duration: 20_000,
    bins: 20,
  });
  const inUse = figure(world, 'pool.inUse');
  const byLaw = figure(world, 'pool.loans') * (figure(world, 'pool.holdTime.mean') / 1_000);
  expect(byLaw / inUse).toBeGreaterThan(0.999);
  expect(byLaw / inUse).toBeLessThan(1.001);
});
