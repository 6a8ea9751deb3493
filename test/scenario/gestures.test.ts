import { describe, expect, it } from 'vitest';
import { componentsAt, planOf } from '../../src/scenario/arm.ts';
import { addComponent } from '../../src/scenario/edit/add-component.ts';
import { addFault, spanAt } from '../../src/scenario/edit/add-fault.ts';
import { canWire } from '../../src/scenario/edit/can-wire.ts';
import { changeComponentId } from '../../src/scenario/edit/change-component-id.ts';
import { addChart, drawChart, moveChart, removeChart } from '../../src/scenario/edit/charts.ts';
import { drawWire } from '../../src/scenario/edit/draw-wire.ts';
import { duplicateComponent } from '../../src/scenario/edit/duplicate-component.ts';
import { faultsOf } from '../../src/scenario/edit/faults-of.ts';
import { type Gesture, isRefused, type Refusal } from '../../src/scenario/edit/gesture.ts';
import { moveComponent } from '../../src/scenario/edit/move-component.ts';
import { emptyScenario } from '../../src/scenario/edit/patterns.ts';
import { removeComponent } from '../../src/scenario/edit/remove-component.ts';
import { removeWire } from '../../src/scenario/edit/remove-wire.ts';
import { renameComponent } from '../../src/scenario/edit/rename-component.ts';
import { readScenario } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { targetOf } from '../../src/scenario/setting.ts';
import { watched } from '../../src/scenario/watched.ts';
import { documentOf } from '../../src/scenario/write.ts';
import { wiresOf } from '../../src/sim/param/wires.ts';

/** What a gesture has made; it must have been possible, and the document must be legal. */
function done(result: Gesture | Refusal): Gesture {
  if (isRefused(result)) throw new Error(result.why);
  expect(documentOf(readScenario(documentOf(result.scenario)))).toEqual(documentOf(result.scenario));
  return result;
}

const why = (result: Gesture | Refusal | object) => ('why' in result ? result.why : null);
const wiresIn = (scenario: Scenario, id: string, arm = 'base') => wiresOf(planOf(scenario, arm).components[id].calls).map(({ to }) => to);
const valueAt = (scenario: Scenario, path: string, at = 0, arm = 'base') => {
  const target = targetOf(componentsAt(scenario, arm, at), path);
  return target.kind === 'param' ? target.value : target.kind;
};

/** A shop with an arm that has a cache of its own in between, and everything that can speak of a component. */
const shop = readScenario({
  format: 2,
  duration: 60_000,
  components: {
    shoppers: { kind: 'client', title: 'Shoppers', calls: ['checkout'] },
    checkout: {
      kind: 'service',
      calls: { db: { attemptTimeout: 200 }, spare: { to: 'replica' } },
      fallback: { kind: 'stale', wire: 'spare' },
      routine: ['work', { call: 'db' }, { try: [{ call: 'spare' }] }, 'answer'],
    },
    db: { kind: 'database' },
    replica: { kind: 'database', title: 'Replica' },
  },
  layout: { db: { x: 10, y: 20 } },
  changes: [
    { at: 10_000, set: { 'db.fault': { kind: 'slow' }, 'checkout.servers': 3 }, note: 'Trouble' },
    { at: 20_000, set: { 'checkout.calls.db.attemptTimeout': 100 } },
    { at: 30_000, do: { db: 'kill' } },
  ],
  arms: [
    {
      id: 'cached',
      title: 'Cached',
      set: { cache: { kind: 'cache', calls: ['checkout'] }, 'shoppers.calls': ['cache'], 'db.servers': 5 },
      changes: [{ at: 40_000, set: { 'db.servers': 6 } }],
    },
  ],
  watch: ['shoppers.goodput', 'db.utilisation', 'cache.hitRatio', { meter: 'db.queueLength', scale: 'log' }],
  story: [
    {
      title: 'The database',
      text: 'It is [0.3](db.utilisation@base mean 0s..10s) busy at [60](shoppers.arrivals): [2](shoppers.arrivals / db.utilisation).',
      look: ['db.utilisation', 'shoppers.goodput'],
      set: { 'db.servers': 9 },
    },
  ],
  claims: [
    { text: 'Busy [1](db.utilisation).', meter: 'db.utilisation', is: '<', than: 1 },
    { text: 'More than.', meter: 'shoppers.goodput', is: '>', than: { meter: 'db.utilisation' } },
    { text: 'It helps.', arm: 'cached', meter: 'shoppers.goodput', is: '>', than: 1 },
  ],
  goals: [{ text: 'Fewer.', meter: 'db.queueLength', is: '<', than: 5 }],
});

describe('adding a component', () => {
  it('gives it an id and a name that nothing has, values to begin with, its charts and its place', () => {
    const first = done(addComponent(emptyScenario(), 'client', { x: 12.4, y: 7 }));
    expect(first.said).toBe('Added Clients. It calls nothing, so it sends nothing: draw a wire to what it should call.');
    expect(first.scenario.components).toEqual({ client: { kind: 'client', title: 'Clients', arrival: { kind: 'poisson', rate: 60 } } });
    expect(first.scenario.layout).toEqual({ client: { x: 12, y: 7 } });
    const second = done(addComponent(done(addComponent(first.scenario, 'service')).scenario, 'service'));
    expect([second.id, second.scenario.components[second.id!].title]).toEqual(['service-2', 'Service 2']);
    expect(second.scenario.watch.map(({ meter }) => meter)).toEqual([
      'client.goodput',
      'client.responseTime.p99',
      'service.utilisation',
      'service.queueLength',
      'service-2.utilisation',
      'service-2.queueLength',
    ]);
    expect(why(addComponent(emptyScenario(), 'nonsense'))).toBe('There is no component of kind nonsense.');
  });

  it('into one arm leaves the others as they were, be it the base', () => {
    const inArm = done(addComponent(shop, 'gateway', null, 'cached'));
    expect(inArm.said).toContain('Added Gateway, only in “Cached”.');
    expect(inArm.scenario.components).toBe(shop.components);
    expect(Object.keys(planOf(inArm.scenario, 'cached').components)).toContain('gateway');
    const inBase = done(addComponent(shop, 'gateway', null, 'base'));
    expect(Object.keys(inBase.scenario.components)).toContain('gateway');
    expect(planOf(inBase.scenario, 'cached').components).toEqual(planOf(shop, 'cached').components);
  });

  it('ends where there are as many as there may be', () => {
    let scenario = emptyScenario();
    for (let i = 0; i < 30; i++) scenario = done(addComponent(scenario, 'service')).scenario;
    expect(why(addComponent(scenario, 'service'))).toContain('There are 30 components');
    expect(scenario.watch).toHaveLength(24);
  });
});

describe('a wire', () => {
  const bare = (...kinds: string[]) => kinds.reduce((scenario, kind) => done(addComponent(scenario, kind)).scenario, emptyScenario());

  it('leads whichever way the roles fit', () => {
    const scenario = bare('client', 'service', 'job-queue', 'workers');
    expect(canWire(scenario, 'client', 'service')).toEqual({ from: 'client', to: 'service' });
    expect(canWire(scenario, 'service', 'client')).toEqual({ from: 'client', to: 'service' });
    expect(canWire(scenario, 'workers', 'job-queue')).toEqual({ from: 'job-queue', to: 'workers' });
    const drawn = done(drawWire(scenario, 'service', 'client'));
    expect([drawn.said, wiresIn(drawn.scenario, 'client')]).toEqual(['Wired Clients to Service.', ['service']]);
    // workers that have a queue may enqueue in another
    const fed = done(drawWire(done(addComponent(scenario, 'job-queue')).scenario, 'job-queue', 'workers')).scenario;
    expect(canWire(fed, 'workers', 'job-queue-2')).toEqual({ from: 'workers', to: 'job-queue-2' });
  });

  it('is refused with the reason', () => {
    const scenario = bare('client', 'client', 'service', 'job-queue', 'job-queue', 'workers', 'database', 'database');
    const reason = (from: string, to: string) => why(canWire(scenario, from, to));
    expect(reason('client', 'client')).toBe('A component cannot be wired to itself.');
    expect(reason('client', 'client-2')).toBe('Nothing can call Clients 2.');
    expect(reason('client', 'workers')).toBe('Only a job queue can be wired to Workers.');
    expect(reason('job-queue', 'job-queue-2')).toBe('Job queue can only be wired to workers.');
    expect(reason('database', 'database-2')).toBe('Database calls nothing.');
    expect(reason('client', 'nobody')).toBe('There is no such component.');
    const wired = done(drawWire(scenario, 'client', 'service')).scenario;
    expect(why(drawWire(wired, 'client', 'service'))).toBe('Clients is wired to Service already.');
    expect(why(drawWire(wired, 'client', 'database'))).toBe('Clients can have one wire, and that leads to Service: take it away first.');
    const line = done(drawWire(done(addComponent(wired, 'service')).scenario, 'service', 'service-2')).scenario;
    expect(why(drawWire(line, 'service-2', 'service'))).toBe('Service leads back to Service 2: requests would go round for ever.');
  });

  it('to a cache gives those that ask it keys, and says so', () => {
    const scenario = bare('client', 'service', 'cache', 'database');
    const far = done(drawWire(done(drawWire(scenario, 'client', 'service')).scenario, 'cache', 'database')).scenario;
    expect(far.components.client.workload).toBeUndefined();
    const near = done(drawWire(far, 'service', 'cache'));
    expect(near.scenario.components.client.workload).toEqual({ kind: 'zipf' });
    expect(near.said).toContain('Requests of Clients now ask for keys');
    const tenants = { ...far, components: { ...far.components, client: { ...far.components.client, tenants: 5 } } };
    const theirs = done(drawWire(tenants, 'service', 'cache'));
    expect([theirs.scenario.components.client.workload, theirs.said]).toEqual([undefined, 'Wired Service to Cache.']);
  });

  it('is called over by a routine of the caller’s own, and goes with what names it', () => {
    const more = done(drawWire(done(addComponent(shop, 'service')).scenario, 'checkout', 'service'));
    expect(more.scenario.components.checkout.routine).toEqual([
      'work',
      { call: 'db' },
      { try: [{ call: 'spare' }] },
      { call: 'service' },
      'answer',
    ]);
    const less = done(removeWire(shop, 'checkout', 'spare'));
    expect(less.said).toBe('Removed a wire of checkout.');
    expect(less.scenario.components.checkout).toMatchObject({
      routine: ['work', { call: 'db' }, { try: [] }, 'answer'],
      calls: { db: { attemptTimeout: 200 } },
    });
    expect(less.scenario.components.checkout.fallback).toEqual({ kind: 'stale' });
    const none = done(removeWire(shop, 'checkout', 'db'));
    expect(none.said).toBe('Removed a wire of checkout, and with it a change.');
    expect(none.scenario.changes.map(({ at }) => at)).toEqual([10_000, 30_000]);
  });

  it('drawn or cut in one arm is there or gone in that alone', () => {
    const cut = done(removeWire(shop, 'checkout', 'db', 'cached')).scenario;
    expect([wiresIn(cut, 'checkout'), wiresIn(cut, 'checkout', 'cached')]).toEqual([['db', 'replica'], ['replica']]);
    // what the base changes about it is not changed there
    expect(cut.changes).toEqual(shop.changes);
    const only = done(removeWire(shop, 'checkout', 'db', 'base')).scenario;
    expect([wiresIn(only, 'checkout'), wiresIn(only, 'checkout', 'cached')]).toEqual([['replica'], ['db', 'replica']]);
    expect(only.arms[0].changes.map(({ at }) => at)).toEqual([20_000, 40_000]);
    const everywhere = done(removeWire(shop, 'shoppers', 'checkout')).scenario;
    expect([wiresIn(everywhere, 'shoppers'), wiresIn(everywhere, 'shoppers', 'cached')]).toEqual([[], ['cache']]);
  });
});

describe('removing a component', () => {
  it('takes with it whatever speaks of it, and says what', () => {
    const { scenario, said } = done(removeComponent(shop, 'db'));
    expect(said).toBe('Removed db, and with it 2 wires, 3 changes, 2 charts, 2 claims, a goal and 2 pointers of the story.');
    expect(Object.keys(scenario.components)).toEqual(['shoppers', 'checkout', 'replica']);
    expect(wiresIn(scenario, 'checkout')).toEqual(['replica']);
    expect(scenario.changes).toEqual([{ at: 10_000, set: { 'checkout.servers': 3 }, note: 'Trouble' }]);
    expect(scenario.arms[0]).toMatchObject({ set: { 'shoppers.calls': ['cache'] }, changes: [] });
    expect(scenario.watch.map(({ meter }) => meter)).toEqual(['shoppers.goodput', 'cache.hitRatio']);
    expect(scenario.story[0]).toEqual({
      title: 'The database',
      text: 'It is 0.3 busy at [60](shoppers.arrivals): 2.',
      look: ['shoppers.goodput'],
    });
    expect(scenario.claims.map(({ text }) => text)).toEqual(['It helps.']);
    expect('layout' in scenario).toBe(false);
  });

  it('from one arm leaves it in the others', () => {
    const { scenario, said } = done(removeComponent(shop, 'db', 'cached'));
    expect(said).toContain('only in “Cached”');
    expect(scenario.components).toEqual(shop.components);
    expect(planOf(scenario, 'cached').components).not.toHaveProperty('db');
    expect(planOf(scenario, 'cached').changes).toEqual([{ at: 10_000, set: { 'checkout.servers': 3 }, note: 'Trouble' }]);
    expect(scenario.watch).toEqual(shop.watch);
    expect(scenario.claims).toEqual(shop.claims);
    const other = done(removeComponent(shop, 'db', 'base')).scenario;
    expect(planOf(other, 'cached').components.db).toEqual({ kind: 'database', servers: 5 });
    expect(planOf(other, 'cached').changes.map(({ at }) => at)).toEqual([10_000, 10_000, 20_000, 30_000, 40_000]);
    // a claim about the base has nothing to speak of
    expect(other.claims.map(({ text }) => text)).toEqual(['It helps.']);
  });

  it('that an arm has brought along leaves nothing behind', () => {
    const { scenario } = done(removeComponent(shop, 'cache'));
    expect(scenario.arms[0].set).toEqual({ 'db.servers': 5, 'shoppers.calls': [] });
    expect(scenario.watch.map(({ meter }) => meter)).not.toContain('cache.hitRatio');
  });
});

describe('renaming', () => {
  it('changes what it is called, and nothing of the run', () => {
    const { scenario, said } = done(renameComponent(shop, 'db', ' Orders '));
    expect([said, scenario.components.db]).toEqual(['db is called Orders.', { kind: 'database', title: 'Orders' }]);
    expect(done(renameComponent(scenario, 'db', 'db')).scenario.components.db).toEqual({ kind: 'database' });
    expect(done(renameComponent(shop, 'cache', 'Near')).scenario.arms[0].set.cache).toMatchObject({ title: 'Near' });
    expect(why(renameComponent(shop, 'db', '  '))).toBe('A component needs a name.');
  });

  it('of the id goes through everything that names it, and back again', () => {
    const { scenario } = done(changeComponentId(shop, 'db', 'store'));
    expect(JSON.stringify(documentOf(scenario))).not.toMatch(/\bdb\b/);
    expect(scenario.components.checkout.routine).toEqual(['work', { call: 'store' }, { try: [{ call: 'spare' }] }, 'answer']);
    expect(scenario.changes[1].set).toEqual({ 'checkout.calls.store.attemptTimeout': 100 });
    expect(scenario.story[0].text).toBe(
      'It is [0.3](store.utilisation@base mean 0s..10s) busy at [60](shoppers.arrivals): [2](shoppers.arrivals / store.utilisation).',
    );
    expect(documentOf(done(changeComponentId(scenario, 'store', 'db')).scenario)).toEqual(documentOf(shop));
  });

  it('of the id keeps the names of wires that have one of their own', () => {
    const { scenario } = done(changeComponentId(shop, 'replica', 'copy'));
    expect(scenario.components.checkout.calls).toEqual({ db: { attemptTimeout: 200 }, spare: { to: 'copy' } });
    // one whose new name is taken keeps the old
    const taken = done(changeComponentId(shop, 'db', 'spare')).scenario;
    expect(taken.components.checkout.calls).toEqual({ db: { to: 'spare', attemptTimeout: 200 }, spare: { to: 'replica' } });
    expect(taken.changes[1].set).toEqual({ 'checkout.calls.db.attemptTimeout': 100 });
  });

  it('of the id refuses what is none, or taken', () => {
    expect(why(changeComponentId(shop, 'db', 'Not one'))).toContain('An id is');
    expect(why(changeComponentId(shop, 'db', 'cache'))).toBe('Something else has the id cache.');
    expect(why(changeComponentId(shop, 'nobody', 'x'))).toBe('There is no such component.');
  });
});

describe('a copy', () => {
  it('is as its original, arm by arm, and calls what that calls', () => {
    const { scenario, id, said } = done(duplicateComponent(shop, 'db'));
    expect([id, said]).toEqual(['db-2', 'Added db 2, a copy of db.']);
    expect(planOf(scenario, 'cached').components['db-2']).toEqual({ kind: 'database', title: 'db 2', servers: 5 });
    expect(scenario.components['db-2']).toEqual({ kind: 'database', title: 'db 2' });
    expect(scenario.layout).toEqual({ db: { x: 10, y: 20 }, 'db-2': { x: 42, y: 52 } });
    expect(wiresIn(done(duplicateComponent(shop, 'checkout')).scenario, 'checkout-2')).toEqual(['db', 'replica']);
  });
});

describe('a place', () => {
  it('is kept where a hand has moved something, on whole pixels, and can be given up', () => {
    const { scenario } = done(moveComponent(shop, 'checkout', { x: 1.6, y: -1e9 }));
    expect(scenario.layout).toEqual({ db: { x: 10, y: 20 }, checkout: { x: 2, y: -100_000 } });
    expect(planOf(scenario, 'base')).toEqual(planOf(shop, 'base'));
    expect(done(moveComponent(shop, 'db', null)).scenario).not.toHaveProperty('layout');
  });
});

describe('charts', () => {
  it('are added below, moved and removed', () => {
    const { scenario, said } = done(addChart(shop, 'replica.utilisation'));
    expect([said, scenario.watch.at(-1)]).toEqual(['Added a chart: Utilisation of Replica.', { meter: 'replica.utilisation' }]);
    expect(why(addChart(shop, 'db.utilisation'))).toBe('Utilisation of db is charted already.');
    expect(why(addChart(shop, 'db.nonsense'))).toBe('There is no meter db.nonsense.');
    const meters = (of: Scenario) => of.watch.map(({ meter }) => meter);
    expect(meters(moveChart(shop, 3, 0).scenario)).toEqual(['db.queueLength', 'shoppers.goodput', 'db.utilisation', 'cache.hitRatio']);
    expect(moveChart(shop, 3, 0).scenario.watch[0].scale).toBe('log');
    expect(meters(moveChart(shop, 0, 99).scenario).at(-1)).toBe('shoppers.goodput');
    expect(meters(done(removeChart(shop, 1)).scenario)).toEqual(['shoppers.goodput', 'cache.hitRatio', 'db.queueLength']);
    expect(removeChart(shop, 9)).toEqual({ scenario: shop, said: 'There is no such chart.' });
    expect(moveChart(shop, 3, 0).said).toBe('Queue length of db is chart 1 of 4 now.');
    expect(moveChart(shop, 2, 2).scenario).toBe(shop);
  });

  it('are drawn otherwise, and the usual height goes without saying', () => {
    const tall = done(drawChart(shop, 1, { height: 'tall' }));
    expect(tall.said).toBe('Utilisation of db is drawn as lines, on a linear axis, tall.');
    expect(documentOf(tall.scenario).watch).toContainEqual({ meter: 'db.utilisation', height: 'tall' });
    expect(drawChart(tall.scenario, 1, { height: 'normal' }).scenario.watch).toEqual(shop.watch);
    expect(drawChart(shop, 1, { scale: 'log' }).scenario.watch[1]).toEqual({ meter: 'db.utilisation', scale: 'log' });
  });

  it('that are the usual ones are all named by the first gesture, and one is left', () => {
    const usual = { ...shop, watch: [] };
    const { scenario } = removeChart(usual, 0) as Gesture;
    expect(watched(scenario)).toEqual(watched(usual).slice(1));
    expect(scenario.watch).toEqual(watched(scenario));
    const added = done(addChart(usual, 'replica.utilisation')).scenario.watch;
    expect(added).toEqual([...watched(usual), { meter: 'replica.utilisation' }]);
    expect(why(removeChart({ ...shop, watch: [{ meter: 'db.utilisation' }] }, 0))).toBe('It is the last chart: add another one first.');
  });
});

describe('breaking something', () => {
  const namesOf = (id: string, wire?: string, arm = 'base') =>
    faultsOf(planOf(shop, arm).components, id, wire).map(({ id: name, label }) => `${name}: ${label}`);

  it('is offered by what a component has', () => {
    expect(namesOf('checkout')).toEqual([
      'fault/capacity-factor: Less capacity',
      'fault/error-ratio: Error ratio',
      'fault/fail-fast: Fails fast',
      'fault/hang: Hangs',
      'fault/slow: Slow',
      'replicaFault/crash: Crash',
      'replicaFault/mortal: Mortal replicas',
      'replicaFault/pause: Pauses',
      'replicaFault/poison: Poison',
      'set/networkDelay: Cut the network',
      'act/kill: Kill a replica',
    ]);
    expect(namesOf('checkout', 'db')).toEqual(['set/networkDelay: Cut the network']);
    expect(namesOf('shoppers')).toEqual([
      'set/networkDelay: Cut the network',
      'load/spike: Spike',
      'load/ramp: Ramp',
      'load/noisy-tenant: A noisy tenant',
    ]);
    expect(namesOf('cache', undefined, 'cached')).toContain('act/restart: Restart every node');
    expect([namesOf('nobody'), namesOf('checkout', 'nowhere')]).toEqual([[], []]);
  });

  it('begins at the playhead and lasts a tenth of the run, or at a third where little would be seen', () => {
    expect(spanAt(60_000, 12_345.6)).toEqual({ from: 12_346, to: 18_346 });
    for (const playhead of [0, 48_000, 60_000]) expect(spanAt(60_000, playhead)).toEqual({ from: 20_000, to: 26_000 });
  });

  it('is a change on and one off, in every arm as it was there', () => {
    const wish = { component: 'db', fault: 'fault/hang', from: 15_000, to: 21_000 };
    const { scenario, said } = done(addFault(shop, wish));
    expect(said).toBe('db: hangs.');
    expect(scenario.changes.filter(({ note }) => note?.startsWith('db'))).toEqual([
      { at: 15_000, set: { 'db.fault': { kind: 'hang' } }, note: 'db: hangs' },
      { at: 21_000, set: { 'db.fault': { kind: 'slow' } }, note: 'db: hangs, over' },
    ]);
    expect(scenario.arms[0].changes).toEqual(shop.arms[0].changes);
    // slow, hanging, slow again
    expect([14_999, 15_000, 21_000].map((at) => (valueAt(scenario, 'db.fault', at) as { kind: string }).kind)).toEqual([
      'slow',
      'hang',
      'slow',
    ]);
  });

  it('in one arm leaves the others alone, and in the base alone cannot be', () => {
    const wish = { component: 'checkout', wire: 'db', fault: 'set/networkDelay', from: 1_000, to: 2_000 };
    const { scenario, said } = done(addFault(shop, { ...wish, arms: ['cached'] }));
    expect(said).toBe('checkout to db: cut the network, only in “Cached”.');
    expect(scenario.changes).toBe(shop.changes);
    const delay = (at: number) => (valueAt(scenario, 'checkout.calls.db.networkDelay', at, 'cached') as { value: number }).value;
    expect([delay(999), delay(1_000), delay(2_000)]).toEqual([0, 3_600_000, 0]);
    expect(why(addFault(shop, { ...wish, arms: ['base'] }))).toContain('What happens in the base happens in every arm');
    expect(why(addFault(shop, { ...wish, fault: 'fault/hang' }))).toBe('There is nothing of the kind that could break there.');
    expect(why(addFault(shop, { ...wish, from: 60_000, to: 70_000 }))).toContain('has to last a while');
  });

  it('gives an arm back what it had where that is something else', () => {
    const document = { ...documentOf(shop), arms: [{ id: 'busy', set: { 'shoppers.arrival.rate': 40 } }], watch: [], claims: [] };
    const { scenario } = done(addFault(readScenario(document), { component: 'shoppers', fault: 'load/spike', from: 1_000, to: 2_000 }));
    const rates = (arm: string) => [0, 1_000, 2_000].map((at) => valueAt(scenario, 'shoppers.arrival.rate', at, arm));
    expect([rates('base'), rates('busy')]).toEqual([
      [100, 300, 100],
      [40, 120, 40],
    ]);
  });

  it('of an act is one change, and of a ramp bit by bit', () => {
    const killed = done(addFault(shop, { component: 'db', fault: 'act/kill', from: 5_000, to: 11_000 })).scenario;
    expect(killed.changes[0]).toEqual({ at: 5_000, set: {}, do: { db: 'kill' }, note: 'db: kill a replica' });
    expect(killed.changes).toHaveLength(shop.changes.length + 1);
    const ramp = done(addFault(shop, { component: 'shoppers', fault: 'load/ramp', from: 5_000, to: 11_000 })).scenario;
    expect(valueAt(ramp, 'shoppers.arrival.rate', 8_000)).toBe(200);
    expect(valueAt(ramp, 'shoppers.arrival.rate', 11_000)).toBe(100);
  });

  it('by a noisy tenant makes tenants of those that ask', () => {
    const { scenario, said } = done(addFault(shop, { component: 'shoppers', fault: 'load/noisy-tenant', from: 5_000, to: 11_000 }));
    expect(said).toBe('Shoppers: a noisy tenant. Its requests come from 10 tenants now.');
    expect([valueAt(scenario, 'shoppers.tenants'), valueAt(scenario, 'shoppers.tenantSkew', 6_000)]).toEqual([10, 2.5]);
    expect([valueAt(scenario, 'shoppers.arrival.rate', 6_000), valueAt(scenario, 'shoppers.tenantSkew', 11_000)]).toEqual([200, 0]);
  });
});
