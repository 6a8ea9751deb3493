import { describe, expect, test } from 'vitest';
import '../../../src/scenario/every-description.ts';
import { metersOf } from '../../../src/scenario/meters.ts';
import { catalogue as componentKinds } from '../../../src/sim/component/index.ts';
import { matters } from '../../../src/sim/param/matters.ts';
import { choice } from '../../../src/sim/param/param.ts';
import type { ComponentPlan } from '../../../src/sim/world/blueprint.ts';
import { evenClient, worldOf } from '../../worlds.ts';

const lines = choice({ label: 'Lines', help: 'Whose.', default: 'one', options: { one: 'One', many: 'Many' } });

test('something matters where values are such, those that are left out being at their defaults', () => {
  const under = (where: Record<string, string> | undefined, values: object) => matters(where, { lines, ends: lines }, values as never);
  expect([under(undefined, {}), under({}, { lines: 'many' })]).toEqual([true, true]);
  expect([under({ lines: 'one' }, {}), under({ lines: 'many' }, {})]).toEqual([true, false]);
  expect([under({ lines: 'one' }, { lines: 'many' }), under({ lines: 'many' }, { lines: 'many' })]).toEqual([false, true]);
  expect([under({ lines: 'one', ends: 'many' }, {}), under({ lines: 'one', ends: 'many' }, { ends: 'many' })]).toEqual([false, true]);
});

describe.each(componentKinds.map(({ id }) => id))('%s', (id) => {
  const { params, meters } = componentKinds.find((kind) => kind.id === id)!;

  test('names parameters that there are, and values that they may have; for meters such as hold for a whole run', () => {
    for (const { where = {} } of [...Object.values(params), ...meters])
      for (const [name, value] of Object.entries(where)) {
        const param = params[name];
        expect(param.type === 'choice' && Object.keys(param.options), name).toContain(value);
      }
    for (const { where = {} } of meters) for (const name of Object.keys(where)) expect(params[name].wholeRun, name).toBe(true);
  });
});

test.each(['own', 'shared', undefined])('page and world agree about the meters of a balancer, with queues %s', (queues) => {
  const checkout: ComponentPlan = { kind: 'service', ...(queues ? { queues } : {}) };
  const components = { shoppers: evenClient(1, 'checkout'), checkout };
  const world = worldOf(components);
  const ofWorld = world.recorders[1].meters.map(({ name }) => name).sort();
  const ofPage = metersOf(components as never).filter(({ component }) => component === 'checkout');
  expect(ofPage.map(({ name }) => name).sort()).toEqual(ofWorld);
  expect(ofWorld.includes('ejected')).toBe(queues === 'own');
});
