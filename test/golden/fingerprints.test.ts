import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/scenario/arm.ts';
import { armsOf } from '../../src/scenario/scenario.ts';
import { catalogue } from '../../src/sim/observe/index.ts';
import { World } from '../../src/sim/world/world.ts';
import { curated, curatedIds } from '../curated.ts';

/** Fingerprints of every arm with the scenario's own seed; `npx vitest run test/golden -u` writes them anew. */
describe('every curated scenario', () => {
  it('makes the runs it always made, and their books balance', async () => {
    const golden: Record<string, Record<string, string>> = {};
    for (const id of curatedIds) {
      const scenario = await curated(id);
      golden[id] = {};
      for (const arm of armsOf(scenario)) {
        const world = new World(planOf(scenario, arm.id));
        world.run();
        expect(world.audit(), `${id}, ${arm.id}`).toEqual([]);
        expect(world.runaway, `${id}, ${arm.id}`).toBeNull();
        golden[id][arm.id] = world.fingerprintDigits();
      }
    }
    await expect(`${JSON.stringify(golden, null, 2)}\n`).toMatchFileSnapshot('data/fingerprints.json');
  });

  it('makes the same run whether it is sliced, measured on another grid, logged or traced', async () => {
    for (const id of curatedIds) {
      const plan = planOf(await curated(id), 'base');
      const plain = new World(plan);
      plain.run();
      const watched = new World(
        { ...plan, bins: 37 },
        { observe: catalogue.map(({ id: observer }) => observer), trace: new Set([0, 7, 100]) },
      );
      while (!watched.run(9_973));
      expect(watched.fingerprintDigits(), id).toBe(plain.fingerprintDigits());
    }
  });
});
