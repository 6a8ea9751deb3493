import { beforeAll, describe, expect, it } from 'vitest';
import { planOf } from '../../src/scenario/arm.ts';
import { componentOf, policiesOf } from '../../src/scenario/descriptions.ts';
import { differences } from '../../src/scenario/differences.ts';
import {
  withArmCopied,
  withArmTitle,
  withChangeMoved,
  withChanges,
  withoutArm,
  withoutChange,
  withParam,
} from '../../src/scenario/edit.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { sameScenario } from '../../src/scenario/same-scenario.ts';
import { armsOf, BASE, type Scenario } from '../../src/scenario/scenario.ts';
import { effective } from '../../src/scenario/setting.ts';
import { documentOf } from '../../src/scenario/write.ts';
import type { Param } from '../../src/sim/param/param.ts';
import { formatClock, formatQuantity } from '../../src/ui/quantity.ts';
import { curated, curatedIds } from '../curated.ts';

const figures = { quantity: formatQuantity, clock: (time: number) => formatClock(time, time % 1_000 !== 0) };

/** With plain spaces, to be typed. */
const told = (a: Scenario, b: Scenario) => differences(a, b, figures).map((sentence) => sentence.replaceAll('\u202f', ' '));

const shop = readScenario({
  format: 2,
  title: 'A shop',
  seed: 1,
  duration: 60_000,
  components: {
    shoppers: {
      kind: 'client',
      title: 'Shoppers',
      arrival: { kind: 'poisson', rate: 120 },
      attemptTimeout: 3_000,
      calls: { shop: { to: 'checkout', attemptTimeout: 500 } },
    },
    checkout: { kind: 'service', title: 'Checkout', servers: 20, serviceTime: { kind: 'exponential', mean: 100 } },
  },
  changes: [
    { at: 20_000, set: { 'checkout.fault': { kind: 'error-ratio', ratio: 0.5 } }, note: 'breaks' },
    { at: 28_000, set: { 'checkout.fault': { kind: 'none' } } },
  ],
  arms: [
    { id: 'base', title: 'As it is' },
    { id: 'slow', title: 'Slow', set: { 'shoppers.arrival.rate': 20 } },
    { id: 'jitter', title: 'Jitter', set: { 'shoppers.retryDelay': { kind: 'full-jitter', base: 500, cap: 16_000 } } },
    { id: 'queue', title: 'Short queue', set: { 'checkout.loadShedding': { kind: 'bounded-queue', capacity: 300 } } },
  ],
  watch: ['shoppers.goodput', { meter: 'checkout.queueLength', scale: 'log' }],
  story: [{ title: 'One', text: 'Text.' }],
  claims: [{ text: 'Jitter helps.', arm: 'jitter', meter: 'shoppers.goodput', is: '>', than: 0 }],
  goals: [{ text: 'Some are served.', meter: 'shoppers.goodput', is: '>', than: 1 }],
});
const alone = { ...shop, arms: [], claims: [] };

describe('what is otherwise, in words,', () => {
  it('is nothing between a document and itself, and where one spells out what the other leaves to a default', () => {
    expect(told(shop, shop)).toEqual([]);
    const spelled = withParam(
      shop,
      BASE,
      'shoppers.maxAttempts',
      planOf(shop, BASE).components.shoppers.maxAttempts ?? componentOf('client')?.params.maxAttempts.default,
      'whole-run',
    );
    expect(spelled).not.toEqual(shop);
    expect(told(shop, spelled)).toEqual([]);
    expect(sameScenario(shop, spelled)).toBe(true);
  });

  it('names parameter, component and both values with their unit, and the arms', () => {
    const edited = (arm: string, path: string, value: unknown) => told(shop, withParam(shop, arm, path, value, 'whole-run'));
    expect(told(alone, withParam(alone, BASE, 'shoppers.arrival.rate', 77, 'whole-run'))).toEqual([
      'Arrival rate of shoppers 120 → 77 req/s',
    ]);
    expect(edited(BASE, 'shoppers.attemptTimeout', 2_000)).toEqual(['Attempt timeout of shoppers 3 → 2 s, in every arm']);
    expect(edited(BASE, 'shoppers.attemptTimeout', 500)).toEqual(['Attempt timeout of shoppers 3 s → 500 ms, in every arm']);
    expect(edited(BASE, 'shoppers.attemptTimeout', null)).toEqual(['Attempt timeout of shoppers 3 s → no timeout, in every arm']);
    // an arm of its own mind
    expect(edited(BASE, 'shoppers.arrival.rate', 77)).toEqual(['Arrival rate of shoppers 120 → 77 req/s, in every arm but Slow']);
    expect(edited('slow', 'shoppers.arrival.rate', 30)).toEqual(['Arrival rate of shoppers 20 → 30 req/s, in Slow']);
    expect(edited('jitter', 'checkout.servers', 10)).toEqual(['Servers per replica of checkout 20 → 10, in Jitter']);
    const both = withParam(withParam(shop, 'jitter', 'checkout.servers', 10, 'whole-run'), 'queue', 'checkout.servers', 10, 'whole-run');
    expect(told(shop, both)).toEqual(['Servers per replica of checkout 20 → 10, in Jitter and Short queue']);
  });

  it('says of which policy a parameter is, unless its name does', () => {
    const edited = (arm: string, path: string, value: unknown) => told(shop, withParam(shop, arm, path, value, 'whole-run'));
    expect(edited(BASE, 'checkout.serviceTime.mean', 150)).toEqual(['Service time of checkout: mean 100 → 150 ms, in every arm']);
    expect(edited('jitter', 'shoppers.retryDelay.cap', 5_000)).toEqual(['Retry delay of shoppers: cap 16 → 5 s, in Jitter']);
    const gate = readScenario({
      format: 2,
      components: {
        readers: { kind: 'client', calls: ['gate'] },
        gate: {
          kind: 'gateway',
          title: 'API',
          limiter: { kind: 'hierarchical', first: { kind: 'token-bucket', rate: 10 } },
          calls: ['app'],
        },
        app: { kind: 'service' },
      },
    });
    expect(told(gate, withParam(gate, BASE, 'gate.limiter.first.rate', 20, 'whole-run'))).toEqual([
      'Rate limiter of API: first, rate 10 → 20 req/s',
    ]);
  });

  it('names algorithms, with what is not at its default', () => {
    const edited = (path: string, value: unknown) => told(alone, withParam(alone, BASE, path, value, 'whole-run'));
    expect(edited('shoppers.retryDelay', { kind: 'none' })).toEqual(['Retry delay of shoppers: full jitter → none']);
    expect(edited('shoppers.retryDelay', { kind: 'exponential', cap: 7_000 })).toEqual([
      'Retry delay of shoppers: full jitter → exponential (cap 7 s)',
    ]);
    expect(edited('shoppers.deadlineTravels', true)).toEqual(['Shoppers, deadline travels downstream: off → on']);
    expect(edited('checkout.whenCallerLeaves', 'cancel')).toEqual([
      'Checkout, when a caller leaves: nothing → cancelled everywhere, downstream too',
    ]);
    const guards = componentOf('client')!.params.guards.default as readonly string[];
    const [first, second, ...others] = edited('shoppers.guards', guards.toReversed())[0].split(/: | → /);
    expect([first, others]).toEqual(['Order of guards of shoppers', [second.split(', ').reverse().join(', ')]]);
  });

  it('tells of wires, and of what a wire alone says', () => {
    const edited = (path: string, value: unknown) => told(alone, withParam(alone, BASE, path, value, 'whole-run'));
    expect(edited('shoppers.calls.shop.attemptTimeout', 900)).toEqual([
      'Attempt timeout of the wire from shoppers to checkout 500 → 900 ms',
    ]);
    // the wire goes on saying what it said
    expect(edited('shoppers.attemptTimeout', 4_000)).toEqual(['Attempt timeout of shoppers 3 → 4 s']);
    const stock: Scenario = { ...alone, components: { ...alone.components, stock: { kind: 'service', title: 'Stock' } } };
    expect(told(alone, stock)).toEqual(['Service “Stock” added']);
    expect(told(stock, alone)).toEqual(['Service “Stock” removed']);
    const wired = withParam(stock, BASE, 'checkout.calls', ['stock'], 'whole-run');
    expect(told(stock, wired)).toEqual(['Wire from checkout to stock added']);
    expect(told(wired, stock)).toEqual(['Wire from checkout to stock removed']);
    const led = { ...stock.components.shoppers, calls: { shop: { to: 'stock', attemptTimeout: 500 } } };
    expect(told(stock, { ...stock, components: { ...stock.components, shoppers: led } })).toEqual([
      'Wire from shoppers to checkout now leads to stock',
    ]);
  });

  it('tells of names, kinds and routines', () => {
    const named = { ...alone, components: { ...alone.components, checkout: { ...alone.components.checkout, title: 'Till' } } };
    expect(told(alone, named)).toEqual(['“Checkout” is called “Till”']);
    const other = { ...alone, components: { ...alone.components, checkout: { kind: 'database', title: 'Checkout' } } };
    expect(told(alone, other)).toEqual(['Checkout service → database']);
    const routine = {
      ...alone,
      components: { ...alone.components, checkout: { ...alone.components.checkout, routine: ['work', 'work'] } },
    };
    expect(told(alone, routine)).toEqual(['Routine of checkout changed']);
  });

  it('tells of what happens in the course of the run: new, gone, moved, of other strength', () => {
    expect(told(shop, withParam(shop, BASE, 'checkout.servers', 5, { from: 12_000 }))).toEqual([
      'New at 0:12: servers per replica of checkout 5, in every arm',
    ]);
    expect(told(shop, withParam(shop, 'jitter', 'checkout.servers', 5, { from: 12_500 }))).toEqual([
      'New at 0:12.5: servers per replica of checkout 5, in Jitter',
    ]);
    expect(told(shop, withoutChange(shop, BASE, 0))).toEqual(['No longer at 0:20: “breaks”, in every arm']);
    expect(told(shop, withoutChange(shop, BASE, 1))).toEqual(['No longer at 0:28: fault of checkout none, in every arm']);
    expect(told(shop, withChangeMoved(shop, BASE, 1, 30_000))).toEqual(['Fault of checkout none: 0:28 → 0:30, in every arm']);
    expect(told(alone, withChangeMoved(alone, BASE, 0, 10_000))).toEqual(['“breaks”: 0:20 → 0:10']);
    const worse = withChanges(alone, BASE, ([first, ...rest]) => [
      { ...first, set: { 'checkout.fault': { kind: 'error-ratio', ratio: 0.9 } } },
      ...rest,
    ]);
    expect(told(alone, worse)).toEqual(['At 0:20, fault of checkout: error ratio 50 → 90 %']);
    const noted = withChanges(alone, BASE, ([first, ...rest]) => [{ ...first, note: 'fails' }, ...rest]);
    expect(told(alone, noted)).toEqual(['At 0:20, note “breaks” → “fails”']);
    const spread = withChanges(alone, BASE, () => [{ at: 5_000, set: { 'shoppers.arrival.rate': 200 }, over: 10_000 }]);
    const longer = withChanges(alone, BASE, () => [{ at: 5_000, set: { 'shoppers.arrival.rate': 300 }, over: 20_000 }]);
    expect(told(spread, longer)).toEqual(['At 0:05, arrival rate of shoppers 200 → 300 req/s', 'At 0:05, spread over 10 → 20 s']);
  });

  it('tells of arms that come, go and are renamed; a copy by what it was copied from and what is otherwise in it', () => {
    // with what is claimed of it
    expect(told(shop, withoutArm(shop, 'jitter'))).toEqual(['Arm “Jitter” removed']);
    expect(told(shop, withArmTitle(shop, 'jitter', 'Spread'))).toEqual(['Arm “Jitter” is called “Spread”']);
    const copied = withArmCopied(shop, 'jitter')!;
    expect(told(shop, copied.scenario)).toEqual(['Arm “Copy of Jitter” added, a copy of “Jitter”']);
    expect(told(shop, withParam(copied.scenario, copied.id, 'shoppers.retryDelay.cap', 5_000, 'whole-run'))).toEqual([
      'Arm “Copy of Jitter” added, a copy of “Jitter”',
      'Retry delay of shoppers: cap 16 → 5 s, in Copy of Jitter',
    ]);
    // the first copy of a scenario without arms; what was changed in the base before goes for both
    const changed = withParam(alone, BASE, 'shoppers.arrival.rate', 77, 'whole-run');
    const two = withArmCopied(changed, BASE)!;
    expect(told(alone, withParam(two.scenario, two.id, 'checkout.servers', 30, 'whole-run'))).toEqual([
      'Arm “Copy of As it was” added, a copy of “As it was”',
      'Arrival rate of shoppers 120 → 77 req/s, in every arm',
      'Servers per replica of checkout 20 → 30, in Copy of As it was',
    ]);
    // two arms of one name are two
    const twins = withArmTitle(shop, 'slow', 'Jitter');
    expect(told(twins, withParam(twins, 'slow', 'checkout.servers', 10, 'whole-run'))).toEqual([
      'Servers per replica of checkout 20 → 10, in Jitter',
    ]);
  });

  it('tells of seed, length, charts and what is told', () => {
    expect(told(shop, { ...shop, seed: 42, duration: 90_000, bins: 300 })).toEqual([
      'Seed 1 → 42',
      'Duration 1 → 1.5 min',
      'Bins of the charts 600 → 300',
    ]);
    expect(told(shop, { ...shop, watch: [...shop.watch, { meter: 'checkout.utilisation' }] })).toEqual([
      'Chart of utilisation of checkout added',
    ]);
    expect(told(shop, { ...shop, watch: shop.watch.slice(1) })).toEqual(['Chart of goodput of shoppers removed']);
    expect(told(shop, { ...shop, watch: [shop.watch[0], { meter: 'checkout.queueLength' }] })).toEqual([
      'Axis of the chart of queue length of checkout logarithmic → linear',
    ]);
    expect(told(shop, { ...shop, watch: [shop.watch[0], { ...shop.watch[1], mark: 'heat-map' }] })).toEqual([
      'Chart of queue length of checkout drawn as a heat map',
    ]);
    expect(told(shop, { ...shop, watch: [shop.watch[1], shop.watch[0]] })).toEqual(['Charts in another order']);
    expect(told(shop, { ...shop, title: 'My shop', topic: 'caching', story: [], summary: 'Other.', goals: [] })).toEqual([
      'Title “A shop” → “My shop”',
      'Topic Retries → Caching',
      'Summary changed',
      'Story changed',
      'Goals changed',
    ]);
  });

  it('shows more digits where rounding would hide the change', () => {
    expect(told(alone, withParam(alone, BASE, 'shoppers.arrival.rate', 120.04, 'whole-run'))).toEqual([
      'Arrival rate of shoppers 120 → 120.04 req/s',
    ]);
  });
});

/** Another value that a parameter may have; null where there is none to be sure of. */
function another(param: Param, value: unknown): unknown {
  switch (param.type) {
    case 'number':
    case 'integer':
    case 'ratio':
    case 'duration':
      return value === param.max ? param.min : param.max;
    case 'choice':
      return Object.keys(param.options).find((option) => option !== value) ?? null;
    case 'flag':
      return !value;
    case 'policy':
      return (
        policiesOf(param)
          .map(({ id }) => ({ kind: id }))
          .find(({ kind }) => kind !== (value as { kind: string }).kind) ?? null
      );
    default:
      return null;
  }
}

describe('over the library', () => {
  let all: readonly Scenario[];
  beforeAll(async () => {
    all = await Promise.all(curatedIds.map(curated));
  });

  it('every parameter that is set to something else is told in one sentence that names it, and told back the other way', () => {
    let count = 0;
    for (const [number, scenario] of all.entries())
      for (const [id, doc] of Object.entries(scenario.components))
        for (const [i, [name, param]] of Object.entries(componentOf(doc.kind)!.params).entries()) {
          // a third of them in each scenario; another third in the next
          if (i % 3 !== number % 3) continue;
          const value = another(param, effective(param, doc[name]));
          // arms with settings of a policy's parts lose them with the policy
          if (
            value === null ||
            armsOf(scenario).some(({ set }) => Object.keys(set).some((path) => path.startsWith(`${id}.${name}`) || path === id))
          )
            continue;
          const edited = { ...scenario, components: { ...scenario.components, [id]: { ...doc, [name]: value } } };
          const sentences = told(scenario, edited);
          const where = `${scenario.title}, ${id}.${name}: ${sentences.join(' / ')}`;
          // one for each name that the component has in some arm
          const names = new Set(armsOf(scenario).map((arm) => planOf(scenario, arm.id).components[id]?.title));
          names.delete(undefined);
          expect(sentences.length, where).toBe(Math.max(1, names.size));
          for (const sentence of sentences) {
            expect(sentence, where).toMatch(new RegExp(`\\b${param.label.replace(/[^\w ]/g, '.')}`, 'i'));
            expect(sentence, where).toContain(' → ');
            expect(sentence, where).not.toMatch(/undefined|NaN|\[object|null|: : /);
          }
          if (armsOf(scenario).length > 1 && names.size < 2) expect(sentences[0], where).toMatch(/, in every arm$/);
          expect(told(edited, scenario).length, where).toBe(sentences.length);
          expect(sameScenario(scenario, edited), where).toBe(false);
          count++;
        }
    expect(count).toBeGreaterThan(1_000);
  });

  it('every scenario against another says much, in words: no path, no id in code, nothing undefined', () => {
    for (const [i, scenario] of all.entries()) {
      const sentences = told(scenario, all[(i + 1) % all.length]);
      expect(sentences.length).toBeGreaterThan(2);
      for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|NaN|\[object|\b\w+\.\w+\.\w+|\{"/);
    }
  });

  it('what is stored and read again says the same', async () => {
    for (const scenario of all) expect(sameScenario(scenario, readScenario(documentOf(scenario)))).toBe(true);
  });
});
