import '../../src/scenario/every-description.ts';
import { describe, expect, it } from 'vitest';
import { componentsAt, planOf } from '../../src/scenario/arm.ts';
import { componentOf, policiesOf } from '../../src/scenario/descriptions.ts';
import { differences } from '../../src/scenario/differences.ts';
import { decodeLink, encodeLink } from '../../src/scenario/link.ts';
import { allMetersOf, metersOf } from '../../src/scenario/meters.ts';
import { readScenario } from '../../src/scenario/read.ts';
import type { ChangeDoc, Scenario } from '../../src/scenario/scenario.ts';
import { targetOf, withSetting } from '../../src/scenario/setting.ts';
import { World } from '../../src/sim/world/world.ts';
import { formatClock, formatQuantity } from '../../src/ui/quantity.ts';
import { mulberry } from '../mulberry.ts';

const components = {
  readers: { kind: 'client', arrival: { kind: 'constant', rate: 10 }, calls: ['cache'] },
  cache: { kind: 'cache', calls: ['db'] },
  db: { kind: 'database' },
};
/** A curve of so many points over ten minutes. */
const curve = (points: number, rate: (i: number) => number, over?: number) =>
  Array.from({ length: points }, (_, i) => ({
    at: (i * 600_000) / points,
    set: { 'readers.arrival.rate': rate(i) },
    ...(over && { over }),
  }));
const scenarioOf = (changes: readonly object[], arms: readonly object[] = []) =>
  readScenario({ format: 2, title: 'A curve', seed: 1, duration: 600_000, components, changes, arms, watch: ['db.utilisation'] });
const arms = [1, 2, 3, 4, 5].map((n) => ({ id: `arm-${n}`, title: `Servers ${n}`, set: { 'db.servers': n } }));

describe('ten thousand changes', () => {
  const random = mulberry(1);
  const changes = curve(10_000, () => Math.round(random() * 1e6) / 1e3);

  it('are read and checked in every arm within seconds', () => {
    expect(scenarioOf(changes, arms).changes).toHaveLength(10_000);
  });

  it('are the most there may be', () => {
    expect(() => scenarioOf([...changes, changes[0]])).toThrow(/changes: found 10001 entries, expected at most 10000/);
  });

  it('travel by link, even those that nobody can pack', () => {
    const scenario = scenarioOf(changes);
    expect(decodeLink(encodeLink({ scenario, origin: null, playhead: 0, arm: 'base', fingerprint: '' })).scenario.changes).toEqual(
      scenario.changes,
    );
  });

  it('of which one is wrong are refused, with its place', () => {
    const wrong = changes.with(9_999, { at: 599_999, set: { 'readers.fallback': { kind: 'other', wire: 'nowhere' } } } as never);
    expect(() => scenarioOf(wrong)).toThrow(/changes\[9999\]/);
  });

  it('that are all otherwise are told as one', () => {
    const figures = { quantity: formatQuantity, clock: (time: number) => formatClock(time) };
    const scenario = scenarioOf(changes);
    const others = { ...scenario, changes: scenario.changes.map((each) => ({ ...each, set: { 'readers.arrival.rate': 7 } })) };
    expect(differences(scenario, others, figures)).toEqual(['10,000 changes that do something else']);
    expect(differences(scenario, { ...scenario, changes: [] }, figures)).toEqual(['10,000 changes fewer']);
    expect(
      differences(scenario, { ...scenario, changes: scenario.changes.map((each) => ({ ...each, at: each.at + 7 })) }, figures),
    ).toEqual(['10,000 changes at other times']);
  });
});

describe('a curve of five hundred points', () => {
  it('brings as many requests as lie under it', () => {
    // a point each 1.2 s, alternately 100 and 300 req/s, reached in equal steps: 200 req/s on the whole, 600 s long
    const changes = curve(500, (i) => (i % 2 === 0 ? 300 : 100), 1_200);
    const scenario = scenarioOf([{ at: 0, set: { 'readers.arrival.rate': 100, 'readers.attemptTimeout': 10 } }, ...changes]);
    const world = new World(planOf({ ...scenario, bins: 10 }, 'base'));
    world.run();
    // steps are reached at their ends: on average a rate is half a step, of 2 req/s, from its line, up and down alike
    expect(Math.abs(world.requestCount - 120_000)).toBeLessThanOrEqual(2);
  });
});

describe('what is found of many changes at once is what each of them says', () => {
  it('the meters of an arm are those of its beginning and of every policy that a change swaps in', () => {
    const scenario = scenarioOf([]);
    const changes = Object.entries(components).flatMap(([id, { kind }]) =>
      Object.entries(componentOf(kind)!.params).flatMap(([name, param]): ChangeDoc[] => {
        const values =
          param.type === 'policy'
            ? policiesOf(param).map((policy) => ({ kind: policy.id }))
            : Object.keys(param.type === 'choice' ? param.options : {});
        return values.map((value, at) => ({ at, set: { [`${id}.${name}`]: value } }));
      }),
    );
    const states = changes.map(({ set }) =>
      Object.entries(set).reduce((now, [path, value]) => withSetting(now, path, value), scenario.components),
    );
    const each = [scenario.components, ...states].flatMap(metersOf).map(({ id }) => id);
    expect(
      allMetersOf({ ...scenario, changes })
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...new Set(each)].sort());
    expect(new Set(each).size).toBeGreaterThan(metersOf(scenario.components).length + 3);
  });

  it('components at a moment are what its changes make of them one after the other', () => {
    const random = mulberry(7);
    const sets: readonly object[] = [
      { 'readers.arrival.rate': 20 },
      { 'readers.arrival.rate': 90 },
      { 'readers.arrival': { kind: 'spike', rate: 5 } },
      { 'readers.arrival': { kind: 'constant', rate: 50 } },
      { 'db.servers': 7 },
      { 'db.servers': 3, 'readers.attemptTimeout': 800 },
      { 'readers.calls.cache.retryDelay': { kind: 'constant', delay: 10 } },
      { 'readers.calls.cache.attemptTimeout': 70 },
    ];
    for (let round = 0; round < 40; round++) {
      const changes = Array.from({ length: 30 }, (_, i): ChangeDoc => {
        const set = sets[Math.floor(random() * sets.length)] as ChangeDoc['set'];
        const numbers = Object.values(set).every((value) => typeof value === 'number');
        return { at: i * 1_000 + Math.floor(random() * 500), set, ...(numbers && random() < 0.3 ? { over: 2_500 } : {}) };
      });
      const scenario = { ...scenarioOf([]), changes };
      const at = Math.floor(random() * 35_000);
      expect(componentsAt(scenario, 'base', at)).toEqual(oneByOne(scenario, at));
    }
  });
});

function oneByOne(scenario: Scenario, at: number) {
  return scenario.changes
    .filter((change) => change.at <= at)
    .reduce(
      (state, change) =>
        Object.entries(change.set).reduce((now, [path, value]) => {
          const target = targetOf(now, path);
          const part = change.over === undefined ? 1 : Math.min(1, (at - change.at) / change.over);
          if (part === 1 || target.kind !== 'param') return withSetting(now, path, value);
          const reached = (target.value as number) + ((value as number) - (target.value as number)) * part;
          return withSetting(now, path, target.param.type === 'integer' ? Math.round(reached) : reached);
        }, state),
      scenario.components,
    );
}
