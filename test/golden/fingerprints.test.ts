import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/scenario/arm.ts';
import { armsOf } from '../../src/scenario/scenario.ts';
import { catalogue } from '../../src/sim/observe/index.ts';
import { World } from '../../src/sim/world/world.ts';
import { curated, curatedIds } from '../curated.ts';

const known = new Map<string, Record<string, string>>();

/** The fingerprint of every arm of a scenario with its own seed. */
async function fingerprintsOf(id: string): Promise<Record<string, string>> {
  const found = known.get(id) ?? {};
  if (known.has(id)) return found;
  const scenario = await curated(id);
  for (const arm of armsOf(scenario)) {
    const world = new World(planOf(scenario, arm.id));
    world.run();
    expect(world.audit(), arm.id).toEqual([]);
    expect(world.runaway, arm.id).toBeNull();
    found[arm.id] = world.fingerprintDigits();
  }
  known.set(id, found);
  return found;
}

describe('every arm runs to its end, and its books balance', () => {
  it.each(curatedIds)('%s', async (id) => {
    expect(Object.keys(await fingerprintsOf(id))).toHaveLength(armsOf(await curated(id)).length);
  });
});

describe('it is the same run whether it is sliced, measured on another grid, logged or traced', () => {
  it.each(curatedIds)('%s', async (id) => {
    const plan = planOf(await curated(id), 'base');
    const watched = new World(
      { ...plan, bins: 37 },
      { observe: catalogue.map(({ id: observer }) => observer), trace: new Set([0, 7, 100]) },
    );
    while (!watched.run(9_973));
    expect(watched.fingerprintDigits()).toBe((await fingerprintsOf(id)).base);
  });
});

/** `npx vitest run test/golden -u` writes them anew. */
it('they are the runs they always were', async () => {
  const golden: Record<string, Record<string, string>> = {};
  for (const id of curatedIds) golden[id] = await fingerprintsOf(id);
  await expect(`${JSON.stringify(golden, null, 2)}\n`).toMatchFileSnapshot('data/fingerprints.json');
});
