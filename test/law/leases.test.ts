import { describe, expect, test } from 'vitest';
import { World } from '../../src/sim/world/world.ts';
import { pool } from '../pool.ts';
import { firstRequests, total } from '../worlds.ts';
import { leaseWorld, MENDED_AT, SIZE } from './lease-world.ts';
import { strangeIn } from './stories.ts';

const WORLDS = 120;

/** Calls with every such world that has begun, its number in the message of whatever fails. */
function everyWorld(check: (living: World, name: string) => void): void {
  for (let seed = 1; seed <= WORLDS; seed++)
    check(new World(leaseWorld(seed), { components: [pool], trace: firstRequests(1_000) }), `world ${seed}`);
}

const standing = ({ recorders, ids }: World, id: string, gauge: string) => recorders[ids.indexOf(id)].standing(gauge);

describe('whatever takes leases, and whatever befalls it', () => {
  test('no more is lent than there is, and nobody waits for what is there', () => {
    let fullest = 0;
    everyWorld((living, name) => {
      while (living.simulation.now < MENDED_AT * 1_000 && !living.run(1)) {
        const lent = standing(living, 'pool', 'lent');
        const isWrong = lent > SIZE || (lent < SIZE && standing(living, 'pool', 'waitingForLease') > 0);
        if (isWrong) throw new Error(`${name}: ${lent} lent at ${living.now} ms`);
        for (const id of ['a', 'b']) {
          const [held, leaked] = ['leasesHeld', 'leasesLeaked'].map((gauge) => standing(living, id, gauge));
          if (leaked < 0 || leaked > held) throw new Error(`${name}: ${id} has leaked ${leaked} of ${held} at ${living.now} ms`);
        }
        fullest = Math.max(fullest, lent);
      }
    });
    expect(fullest).toBe(SIZE);
  });

  test('the books balance, and once all is quiet everything has come back', () => {
    const sums: Record<string, number> = {};
    everyWorld((living, name) => {
      living.run();
      expect([living.audit(), living.runaway, strangeIn(living)], name).toEqual([[], null, []]);
      const { calls, tasks, leases, abouts, operations } = living.open();
      expect({ calls, tasks, leases, abouts, operations }, name).toEqual({ calls: 0, tasks: 0, leases: 0, abouts: 0, operations: 0 });
      for (const gauge of ['lent', 'waitingForLease', 'waitingForRow'])
        for (const id of gauge === 'waitingForRow' ? ['db'] : ['pool', 'db'])
          expect(standing(living, id, gauge), `${name}, ${id}.${gauge}`).toBe(0);
      for (const gauge of ['acquiring', 'leasesHeld', 'leasesLeaked'])
        for (const id of ['a', 'b']) expect(standing(living, id, gauge), `${name}, ${id}.${gauge}`).toBe(0);
      for (const fact of [
        'granted',
        'committed',
        'rolledBack',
        'deadlocked',
        'lockTimedOut',
        'acquireTimedOut',
        'expired',
        'reclaimed',
        'returnedLate',
      ])
        sums[fact] = (sums[fact] ?? 0) + total(living, `db.${fact}`);
      for (const fact of ['leaked', 'leaseLost', 'leaseAbandoned', 'acquireGivenUp'])
        sums[fact] = (sums[fact] ?? 0) + total(living, `a.${fact}`);
    });
    // everything that can happen has happened
    expect(Object.entries(sums).filter(([, count]) => count === 0)).toEqual([]);
  });
});
