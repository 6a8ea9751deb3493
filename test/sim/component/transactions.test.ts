import { describe, expect, test } from 'vitest';
import type { Step } from '../../../src/sim/routine/routine.ts';
import type { ComponentPlan } from '../../../src/sim/world/blueprint.ts';
import type { World } from '../../../src/sim/world/world.ts';
import { figure, firstRequests, played, type Setting, steadyService, storyOf, total } from '../../worlds.ts';

/** Reads take 10 ms, writes 20, a commit 5. */
const database = (rest: object = {}): ComponentPlan => ({
  kind: 'database',
  servers: 20,
  serviceTime: { kind: 'constant', value: 10 },
  writeTime: { kind: 'constant', value: 20 },
  commitTime: { kind: 'constant', value: 5 },
  ...rest,
});

interface Shop extends Setting {
  db?: object;
  checkout?: Partial<ComponentPlan>;
  /** One key for all; two tenants take turns where there are two. */
  tenants?: number;
}

/** Shoppers who come at 1 ms, 2 ms … and ask for the same key; the routine of the first, and of the second where that is another. */
function shopped(count: number, routine: readonly Step[], { db = {}, checkout = {}, tenants = 1, ...setting }: Shop = {}) {
  return played(
    {
      shoppers: {
        kind: 'client',
        arrival: { kind: 'constant', rate: 1_000 },
        maxAttempts: 1,
        attemptTimeout: null,
        tenants,
        workload: { kind: 'uniform', keys: 1 },
        // so that the row of a tenant is none of a key
        firstTenant: 1,
        calls: ['checkout'],
      },
      checkout: steadyService(20, 0, { calls: ['db', 'mail'], routine, ...checkout }),
      db: database(db),
      mail: steadyService(20, 1),
    },
    {
      trace: firstRequests(count),
      changes: [{ at: count + 0.5, set: { 'shoppers.arrival': { kind: 'constant', rate: 0 } } }, ...(setting.changes ?? [])],
      ...Object.fromEntries(Object.entries(setting).filter(([name]) => name !== 'changes')),
    },
  );
}

const lastWords = (world: World, users: number) =>
  Array.from({ length: users }, (_, user) =>
    storyOf(world, user)
      .findLast((line) => line.includes(' shoppers.'))!
      .replace('shoppers.', ''),
  );
const counts = (world: World, ...facts: string[]) => facts.map((fact) => total(world, `db.${fact}`));

const sale: Step[] = [{ begin: 'db' }, { write: 'db' }, { commit: 'db' }];

describe('a transaction', () => {
  test('writes, and counts once it is committed', () => {
    const world = shopped(1, sale);
    // 1 + 20 + 5
    expect(lastWords(world, 1)).toEqual(['26 succeededFirst']);
    expect(counts(world, 'committed', 'rolledBack', 'written')).toEqual([1, 0, 1]);
    expect(storyOf(world, 0).find((line) => line.endsWith('db.written'))).toBe('26 db.written');
  });

  test('holds its rows to the end: of two that write one key the second waits for the first', () => {
    const world = shopped(2, sale);
    // until 26, then 20 + 5
    expect(lastWords(world, 2)).toEqual(['26 succeededFirst', '51 succeededFirst']);
    expect(figure(world, 'db.rowLockTime.mean')).toBeCloseTo(26 - 2, 5);
  });

  test('the longer it stays open, the longer others wait', () => {
    const slow: Step[] = [{ begin: 'db' }, { write: 'db' }, 'work', { commit: 'db' }];
    const world = shopped(2, slow, { checkout: { serviceTime: { kind: 'constant', value: 100 } } });
    expect(lastWords(world, 2)).toEqual(['126 succeededFirst', '251 succeededFirst']);
  });

  test('of other rows is in nobody’s way, and a read waits for nobody', () => {
    const byTenant: Step[] = [{ begin: 'db' }, { write: 'db', key: 'tenant' }, { commit: 'db' }];
    const world = shopped(1, [{ begin: 'db' }, { write: 'db' }, { call: 'db', operation: 'read' }, { commit: 'db' }]);
    expect(lastWords(world, 1)).toEqual(['36 succeededFirst']);
    const tenants = shopped(8, byTenant, { tenants: 1_000, seed: 3 });
    expect(figure(tenants, 'db.waitingForRow')).toBe(0);
  });

  test('a write without one waits for the row, too, and then has no part in it', () => {
    const either: Step[] = [{ branch: 0.5, then: sale, else: [{ write: 'db' }] }];
    const world = shopped(12, either);
    const [committed, written] = counts(world, 'committed', 'written');
    expect(written).toBe(12);
    expect(committed).toBeGreaterThan(0);
    expect(committed).toBeLessThan(12);
    expect(figure(world, 'db.waitingForRow')).toBeGreaterThan(0);
  });

  test('a write without one that has waited goes on when its turn comes, and whoever is behind it takes the row', () => {
    const buyer = (rest: Partial<ComponentPlan>) => steadyService(20, 0, { calls: ['db'], ...rest });
    const first = (rate: number, calls: string): ComponentPlan => ({
      kind: 'client',
      arrival: { kind: 'constant', rate },
      maxAttempts: 1,
      attemptTimeout: null,
      workload: { kind: 'uniform', keys: 1 },
      calls: [calls],
    });
    // a sale at 10, a write at 12, a sale at 15; the first sale is over at 35
    const world = played(
      {
        one: first(100, 'sales'),
        two: first(1_000 / 12, 'writes'),
        three: first(1_000 / 15, 'sales'),
        sales: buyer({ routine: sale }),
        writes: buyer({ routine: [{ write: 'db' }] }),
        db: database(),
      },
      {
        trace: firstRequests(3),
        changes: [
          { at: 16, set: Object.fromEntries(['one', 'two', 'three'].map((id) => [`${id}.arrival`, { kind: 'constant', rate: 0 }])) },
        ],
      },
    );
    const last = Array.from({ length: 3 }, (_, request) => storyOf(world, request).at(-1));
    expect(last).toEqual(['35 one.succeededFirst', '55 two.succeededFirst', '60 three.succeededFirst']);
  });

  test('that begins while it is open goes on in that one', () => {
    const world = shopped(1, [{ begin: 'db' }, ...sale]);
    expect(counts(world, 'granted', 'committed')).toEqual([1, 1]);
  });

  test('that was never begun is not committed', () => {
    const world = shopped(1, [{ branch: 0, then: [{ begin: 'db' }] }, { write: 'db' }, { commit: 'db' }]);
    expect([lastWords(world, 1), counts(world, 'committed', 'written')]).toEqual([['21 succeededFirst'], [0, 1]]);
  });
});

describe('what is not committed', () => {
  test('has changed nothing: rolled back, left open, or failed', () => {
    const rolledBack = shopped(1, [{ begin: 'db' }, { write: 'db' }, { rollback: 'db' }]);
    expect(counts(rolledBack, 'committed', 'rolledBack', 'written')).toEqual([0, 1, 0]);
    const leftOpen = shopped(1, [{ begin: 'db' }, { write: 'db' }, 'answer']);
    expect(counts(leftOpen, 'committed', 'rolledBack', 'written')).toEqual([0, 1, 0]);
    const crashed = shopped(1, [{ begin: 'db' }, { write: 'db' }, { crash: 1 }, { commit: 'db' }]);
    expect(counts(crashed, 'committed', 'rolledBack', 'written')).toEqual([0, 1, 0]);
  });

  test('is rolled back when its time is over, and its commit fails', () => {
    const slow: Step[] = [{ begin: 'db' }, { write: 'db' }, 'work', { commit: 'db' }];
    const world = shopped(2, slow, { checkout: { serviceTime: { kind: 'constant', value: 100 } }, db: { leaseTime: 50 } });
    // the row comes free at 51: the second has begun at 2 and has 1 ms left, not enough for its write
    expect(counts(world, 'expired', 'committed', 'written')).toEqual([2, 0, 0]);
    expect(lastWords(world, 2)).toEqual(['121 failedError', '71 failedError']);
  });

  test('waits for no row any more, and leaves none locked behind', () => {
    // the second has 10 ms from 2 on and waits for the row of the first, which comes free at 26
    const world = shopped(2, sale, { changes: [{ at: 1.5, set: { 'db.leaseTime': 10 } }] });
    expect(lastWords(world, 2)).toEqual(['26 succeededFirst', '12 failedError']);
    expect(counts(world, 'committed', 'rolledBack', 'answeredError')).toEqual([1, 1, 1]);
  });

  test('ends as the database learns that its holder is gone', () => {
    const died = (deadHolderNoticed: number) =>
      shopped(1, [{ begin: 'db' }, { write: 'db' }, 'work', { commit: 'db' }], {
        checkout: { serviceTime: { kind: 'constant', value: 100 } },
        db: { deadHolderNoticed },
        changes: [{ at: 50, set: { 'checkout.fault': { kind: 'fail-fast', inService: 'lost' } } }],
      });
    expect(Math.round(figure(died(0), 'db.lent') * 1_000)).toBe(49);
    expect(Math.round(figure(died(200), 'db.lent') * 1_000)).toBe(249);
    expect(counts(died(200), 'reclaimed', 'rolledBack')).toEqual([1, 1]);
  });
});

describe('two that want the same rows', () => {
  // each writes its tenant’s row and then the other’s, in two orders by the half
  const crossed: Step[] = [
    { begin: 'db' },
    { branch: 0.5, then: [{ write: 'db' }, { write: 'db', key: 'tenant' }], else: [{ write: 'db', key: 'tenant' }, { write: 'db' }] },
    { commit: 'db' },
  ];

  test('in different orders: one is rolled back at once, and the other goes on', () => {
    const world = shopped(12, crossed);
    const [deadlocked, rolledBack, committed, granted] = counts(world, 'deadlocked', 'rolledBack', 'committed', 'granted');
    expect(granted).toBe(12);
    expect(deadlocked).toBeGreaterThan(0);
    expect(rolledBack).toBe(deadlocked);
    expect(committed).toBe(12 - deadlocked);
  });

  test('the one that is rolled back lets go of its rows at once, though its routine goes on', () => {
    const goesOn: Step[] = [{ try: crossed, catch: [{ sleep: 1_000 }] }];
    const world = shopped(12, goesOn, { duration: 3_000 });
    const [deadlocked, rolledBack, committed] = counts(world, 'deadlocked', 'rolledBack', 'committed');
    expect(deadlocked).toBeGreaterThan(0);
    expect([rolledBack, committed]).toEqual([deadlocked, 12 - deadlocked]);
    // those that commit wait for no sleeper
    expect(lastWords(world, 12).filter((word) => Number(word.split(' ')[0]) < 1_000)).toHaveLength(committed);
  });

  test('wait no longer than the lock timeout', () => {
    const world = shopped(2, [{ begin: 'db' }, { write: 'db' }, 'work', { commit: 'db' }], {
      checkout: { serviceTime: { kind: 'constant', value: 100 } },
      db: { lockTimeout: 30 },
    });
    expect(lastWords(world, 2)).toEqual(['126 succeededFirst', '32 failedError']);
    expect(counts(world, 'lockTimedOut', 'committed')).toEqual([1, 1]);
  });

  test('keep their connections while they wait', () => {
    const world = shopped(3, sale, { db: { servers: 1 } });
    // the second has the one connection, and waits in it for the first, which needs it to commit
    expect(counts(world, 'committed')).toEqual([0]);
    // it gives up at 71, the third at 121: then the first commits
    const limited = shopped(3, sale, { db: { servers: 1, lockTimeout: 50 } });
    expect(lastWords(limited, 3)).toEqual(['126 succeededFirst', '71 failedError', '121 failedError']);
  });
});

describe('publishing', () => {
  const publishing = (last: Step): Step[] => [{ begin: 'db' }, { write: 'db' }, { publish: 'mail', after: 'db' }, last];
  const mailed = (world: World) => total(world, 'mail.finished');

  test('waits for the commit, and never takes place where that does not', () => {
    const committed = shopped(1, publishing({ commit: 'db' }));
    expect([mailed(committed), lastWords(committed, 1)]).toEqual([1, ['27 succeededFirst']]);
    expect(mailed(shopped(1, publishing({ rollback: 'db' })))).toBe(0);
    expect(mailed(shopped(1, publishing({ crash: 1 })))).toBe(0);
  });

  test('at once does not wait: what is rolled back has been published all the same', () => {
    const world = shopped(1, [{ begin: 'db' }, { write: 'db' }, { publish: 'mail' }, { rollback: 'db' }]);
    expect([mailed(world), counts(world, 'written')]).toEqual([1, [0]]);
  });

  test('is lost where its replica dies between the commit and the sending', () => {
    // begun at 21, written at 61, committed at 76, known at 86
    const world = shopped(1, publishing({ commit: 'db' }), {
      checkout: { calls: { db: { networkDelay: { kind: 'constant', value: 10 } }, mail: {} } },
      changes: [{ at: 80, set: { 'checkout.fault': { kind: 'fail-fast', inService: 'lost' } } }],
    });
    expect([mailed(world), counts(world, 'committed')]).toEqual([0, [1]]);
  });
});

describe('a lock by key', () => {
  const locked: Step[] = [{ acquire: 'db', key: 'own' }, 'work', { release: 'db' }];

  test('is held by one at a time, whatever rows are written', () => {
    const world = shopped(3, locked, { checkout: { serviceTime: { kind: 'constant', value: 10 } } });
    expect(lastWords(world, 3)).toEqual(['11 succeededFirst', '21 succeededFirst', '31 succeededFirst']);
  });

  test('of another key is another lock', () => {
    const byTenant: Step[] = [{ acquire: 'db', key: 'tenant' }, 'work', { release: 'db' }];
    const world = shopped(5, byTenant, { tenants: 1_000, seed: 3, checkout: { serviceTime: { kind: 'constant', value: 10 } } });
    expect(figure(world, 'db.waitingForLease')).toBe(0);
  });
});
