import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planOf } from '../../src/scenario/arm.ts';
import type { ComponentDefinition } from '../../src/sim/component/component.ts';
import { kinds, registerKinds } from '../../src/sim/world/kinds.ts';
import { World } from '../../src/sim/world/world.ts';
import { curated } from '../curated.ts';

/** What facts were called before: by kind, name → former name. Names are in fingerprints, so these changed with them. */
const FORMER: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  workers: { replicaUp: 'processUp', replicaDied: 'processDied', replicaPaused: 'processPaused', replicaStopped: 'processStopped' },
};

const former: Record<string, string> = JSON.parse(readFileSync(join(import.meta.dirname, 'data/fingerprints-before-renames.json'), 'utf8'));

/** A definition whose facts are called as before, wherever it names one. */
function formerly(definition: ComponentDefinition): ComponentDefinition {
  const names = FORMER[definition.id];
  if (!names) return definition;
  const renamed = (value: unknown): unknown => {
    if (typeof value === 'string') return names[value] ?? value;
    if (Array.isArray(value)) return value.map(renamed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renamed(inner)]));
  };
  const { facts, gauges, meters, balances } = definition;
  return { ...definition, ...(renamed({ facts, gauges, meters, balances }) as object) };
}

const { components, seams } = kinds;

describe('only their names have changed: called as before, they are the runs they were', () => {
  beforeAll(() => registerKinds(components.map(formerly), seams));
  afterAll(() => registerKinds(components, seams));

  it.each(Object.keys(former))('%s', async (id) => {
    const world = new World(planOf(await curated(id), 'base'));
    world.run();
    expect(world.fingerprintDigits()).toBe(former[id]);
  });
});
