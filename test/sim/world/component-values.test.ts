import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/sim/component/index.ts';
import { policy } from '../../../src/sim/param/param.ts';
import type { PlannedChange } from '../../../src/sim/world/blueprint.ts';
import { ComponentValues } from '../../../src/sim/world/component-values.ts';
import '../../../src/sim/world/every-kind.ts';
import { World } from '../../../src/sim/world/world.ts';

const service = catalogue.find(({ id }) => id === 'service')!;
const breaker = (failures: number) => ({ kind: 'consecutive-failures', failures });
const plan = {
  kind: 'service',
  attemptTimeout: 700,
  circuitBreaker: breaker(9),
  calls: { reads: { to: 'db', attemptTimeout: 200 }, writes: { to: 'db' }, mail: {} },
};

const valuesWith = (...sets: object[]) =>
  new ComponentValues(
    service.params,
    plan,
    'checkout',
    sets.map((set, i): PlannedChange => ({ at: i, set: { ...set } })),
  );

/** What each wire reads of a path. */
const read = (values: ComponentValues, ...path: string[]) =>
  ['reads', 'writes', 'mail'].map((wire) => {
    let at: unknown = values.ofWire(wire);
    for (const name of path) at = (at as Record<string, unknown>)[name];
    return at;
  });

const set = (values: ComponentValues, path: string, value: unknown) => values.assign(values.placeOf(path.split('.')), value);

describe('a wire', () => {
  test('that never sets anything itself reads what its component reads, and is no copy', () => {
    const values = valuesWith();
    expect(values.ofWire('writes')).toBe(values.own);
    expect(values.ofWire('reads')).not.toBe(values.own);
    expect(read(values, 'attemptTimeout')).toEqual([200_000, 700_000, 700_000]);
  });

  test('follows its component in what it does not set', () => {
    const values = valuesWith({ 'checkout.calls.mail.attemptTimeout': 5 });
    set(values, 'attemptTimeout', 300_000);
    set(values, 'maxAttempts', 2);
    expect(read(values, 'attemptTimeout')).toEqual([200_000, 300_000, 300_000]);
    expect(read(values, 'maxAttempts')).toEqual([2, 2, 2]);
    set(values, 'calls.mail.attemptTimeout', 5_000);
    set(values, 'attemptTimeout', 400_000);
    expect(read(values, 'attemptTimeout')).toEqual([200_000, 400_000, 5_000]);
    expect(values.own.attemptTimeout).toBe(400_000);
  });

  test('shares a policy it inherits until a path leads into it: then it has its own', () => {
    const values = valuesWith({ 'checkout.calls.reads.circuitBreaker.failures': 2 });
    const failures = () => read(values, 'circuitBreaker', 'params', 'failures');
    set(values, 'circuitBreaker.failures', 8);
    expect(failures()).toEqual([8, 8, 8]);
    set(values, 'calls.reads.circuitBreaker.failures', 2);
    expect(failures()).toEqual([2, 8, 8]);
    set(values, 'circuitBreaker.failures', 7);
    expect(failures()).toEqual([2, 7, 7]);
  });

  test('copies what lies within an inherited policy too', () => {
    const thinkTime = { kind: 'constant', value: 1 };
    const arrival = policy({ label: '', help: '', seam: 'arrival', default: { kind: 'closed-loop', thinkTime } });
    const changes = [{ at: 0, set: { 'checkout.calls.db.arrival.thinkTime.value': 3 } }];
    const values = new ComponentValues({ arrival }, { kind: 'service', calls: ['db'] }, 'checkout', changes);
    set(values, 'calls.db.arrival.thinkTime.value', 3_000);
    const think = (value: number) => ({ params: { thinkTime: { params: { value } } } });
    expect([values.own.arrival, values.ofWire('db').arrival]).toMatchObject([think(1_000), think(3_000)]);
  });

  test('cannot be set where it was not foreseen', () => {
    expect(() => valuesWith().placeOf(['calls', 'mail', 'attemptTimeout'])).toThrow('there is no wire mail that sets anything itself');
  });
});

test('a component is told of no parameter that its kind does not have', () => {
  const unknown = { ...plan, instances: 3 };
  expect(() => new ComponentValues(service.params, unknown, 'checkout', [])).toThrow(
    'checkout: a component of kind service has no parameter instances',
  );
});

test('a world takes changes of wires without losing its way', () => {
  const components = {
    shoppers: { kind: 'client', calls: ['checkout'] },
    checkout: { ...plan, calls: { reads: { to: 'db' }, writes: { to: 'db' } } },
    db: { kind: 'service' },
  };
  const changes = [
    { at: 100, set: { 'checkout.calls.reads.attemptTimeout': 50 } },
    { at: 100, over: 50, set: { 'checkout.calls.writes.attemptTimeout': 90 } },
    { at: 200, set: { 'checkout.calls.writes.circuitBreaker.failures': 1 } },
  ];
  const world = new World({ seed: 1, duration: 500, bins: 10, components, changes });
  world.run();
  expect(world.finished).toBe(true);
  expect(world.audit()).toEqual([]);
});
