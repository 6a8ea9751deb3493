import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fork, ownTitle, TEMPLATE } from '../../src/host/sandbox/fork.ts';
import { type ArmPlan, planOf } from '../../src/scenario/arm.ts';
import { componentOf } from '../../src/scenario/descriptions.ts';
import { BASE } from '../../src/scenario/scenario.ts';
import { methods } from '../../src/sim/own-policy/methods.ts';
import { seams } from '../../src/sim/policy/seams.ts';
import { kinds, registerKinds } from '../../src/sim/world/kinds.ts';
import { World } from '../../src/sim/world/world.ts';
import { curated, curatedIds } from '../curated.ts';
import { adoptHere } from './own-code.ts';

const SIM = join(import.meta.dirname, '../../src/sim');
const { components, seams: builtIn } = { ...kinds };

afterAll(() => registerKinds(components, builtIn));

/** A place in a curated scenario where a policy of the seam can stand. */
interface Slot {
  plan: ArmPlan;
  component: string;
  param: string;
}

const plans = (await Promise.all(curatedIds.map(curated))).map((scenario) => planOf(scenario, BASE));

/** The first slots of a seam, of as many kinds of component as have one. */
function slotsOf(seam: string): Slot[] {
  const found = new Map<string, Slot>();
  for (const plan of plans)
    for (const [component, doc] of Object.entries(plan.components))
      for (const [param, record] of Object.entries(componentOf(doc.kind)?.params ?? {})) {
        if (record.type !== 'policy' || record.seam !== seam || found.has(doc.kind)) continue;
        if (param === 'arrival' && plan.changes.length > 0) continue;
        found.set(doc.kind, { plan, component, param });
      }
  return [...found.values()].slice(0, 2);
}

/** What becomes of some seconds with such a policy: the fingerprint, or why there is none. */
function fingerprint({ plan, component, param }: Slot, policy: object): string {
  try {
    const changes = plan.changes.filter(({ set }) => !Object.keys(set).some((path) => path.startsWith(`${component}.${param}`)));
    const changed = { ...plan.components, [component]: { ...plan.components[component], [param]: policy } };
    const world = new World({ ...plan, components: changed, changes, duration: Math.min(plan.duration, 3_000) });
    world.run();
    expect(world.audit()).toEqual([]);
    return world.fingerprintDigits();
  } catch (error) {
    return (error as Error).message;
  }
}

const all = Object.entries(seams).flatMap(([seam, { catalogue }]) =>
  catalogue.map(({ id, title, examples = [] }) => [seam, id, title, examples] as const),
);

describe('a built-in policy as a policy of a document’s own', () => {
  test.each(all)('%s/%s has no private powers: it runs to the same end', (seam, id, title, examples) => {
    const source = readFileSync(join(SIM, `policy/${seam}/${id}.ts`), 'utf8');
    const own = `my-${id}`;
    const { policy } = adoptHere(own, fork(seam, source, id, own));
    expect(policy).toMatchObject({ id: own, title: ownTitle(title) });
    const slots = slotsOf(seam);
    // a workload that needs a file has none here
    if (id !== 'recorded') for (const slot of slots) expect(fingerprint(slot, { kind: own })).toMatch(/^[0-9a-f]{16}$/);
    for (const slot of slots)
      for (const values of [{}, ...examples.slice(0, 1)])
        expect(fingerprint(slot, { kind: own, ...values })).toBe(
          fingerprint(slot, { kind: id, ...values }).replaceAll(`called ${id}`, `called ${own}`),
        );
  });
});

describe('a template', () => {
  test.each(Object.keys(methods))('for %s compiles and runs', (seam) => {
    const source = readFileSync(join(SIM, `own-policy/template/${seam}.ts`), 'utf8');
    adoptHere('mine', fork(seam, source, TEMPLATE, 'mine'));
    for (const slot of slotsOf(seam)) expect(fingerprint(slot, { kind: 'mine' })).toMatch(/^[0-9a-f]{16}$/);
  });

  test('is there for every seam', () => {
    expect(Object.keys(methods).sort()).toEqual(Object.keys(seams).sort());
  });
});
