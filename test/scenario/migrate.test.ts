import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../src/scenario/migrate.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { type Renames, renamed } from '../../src/scenario/renames.ts';
import { documentOf } from '../../src/scenario/write.ts';
import fixture from './data/format-1.json' with { type: 'json' };

const RENAMES: Renames = {
  params: { client: { arrival: 'traffic' }, service: { servers: 'slots', serviceTime: 'work' }, gateway: { limiter: 'limit' } },
  meters: { service: { busy: 'atWork' }, client: { 'responseTime.p99': 'slowest.p99' } },
};

/** The other way round. */
function inverse({ params, meters }: Renames): Renames {
  const turned = (names: Renames['params']) =>
    Object.fromEntries(Object.entries(names).map(([kind, own]) => [kind, Object.fromEntries(Object.entries(own).map(([a, b]) => [b, a]))]));
  return { params: turned(params), meters: turned(meters) };
}

const components = {
  shoppers: { kind: 'client', arrival: { kind: 'poisson' }, calls: ['checkout'] },
  checkout: { kind: 'service', title: 'servers', servers: 3, calls: [] },
  limiter: { kind: 'gateway', limiter: { kind: 'gcra' } },
};

describe('a document of format 1', () => {
  it('is read as if it had been written today', () => {
    const scenario = readScenario(fixture.document);
    expect(scenario).toEqual(readScenario(fixture.inFormat2));
    expect(documentOf(scenario)).toEqual(fixture.inFormat2);
  });

  it('is called by its new names in format 2, wherever a path leads, and nothing else changes', () => {
    expect(migrate(fixture.document, 2)).toEqual(fixture.inFormat2);
    expect(JSON.stringify(migrate(fixture.document, 2))).toBe(JSON.stringify(fixture.inFormat2));
  });

  it('is not touched itself', () => {
    const before = JSON.stringify(fixture.document);
    migrate(fixture.document, 2);
    expect(JSON.stringify(fixture.document)).toBe(before);
  });
});

describe('formats', () => {
  it('of today and of the future: one stays as it is, the other cannot be read', () => {
    expect(migrate(fixture.inFormat2, 2)).toBe(fixture.inFormat2);
    for (const format of [3, 0, -1, 1.5, '1', null, undefined]) expect(migrate({ format }, 2)).toBeNull();
  });
});

describe('renaming', () => {
  it('knows a name by the kind of its component', () => {
    const set = { 'checkout.servers': 3, 'shoppers.servers': 4, 'nobody.servers': 5, 'checkout.serviceTime.mean': 6 };
    expect(renamed({ components, changes: [{ at: 1, set }] }, RENAMES)).toEqual({
      components: {
        shoppers: { kind: 'client', traffic: { kind: 'poisson' }, calls: ['checkout'] },
        checkout: { kind: 'service', title: 'servers', slots: 3, calls: [] },
        limiter: { kind: 'gateway', limit: { kind: 'gcra' } },
      },
      changes: [{ at: 1, set: { 'checkout.slots': 3, 'shoppers.servers': 4, 'nobody.servers': 5, 'checkout.work.mean': 6 } }],
    });
  });

  it('takes the gauges of a policy along, and meters with dots in their names', () => {
    const watch = ['limiter.limiter.tokens', 'limiter.limiter', 'shoppers.responseTime.p99', 'shoppers.responseTime.p50', 'checkout.busy'];
    expect(renamed({ components, watch }, RENAMES).watch).toEqual([
      'limiter.limit.tokens',
      'limiter.limiter',
      'shoppers.slowest.p99',
      'shoppers.responseTime.p50',
      'checkout.atWork',
    ]);
  });

  it('takes the meter along that the lines of a question are of', () => {
    const story = (meter: string) => [{ title: '', ask: { question: 'How many?', lines: { meter, points: [] } } }];
    expect(renamed({ components, story: story('checkout.busy') }, RENAMES).story).toEqual(story('checkout.atWork'));
    expect(renamed({ components, story: story('shoppers.busy') }, RENAMES).story).toEqual(story('shoppers.busy'));
  });

  it('knows components that an arm brings along, and what one of another kind is called in it', () => {
    const arms = [
      { id: 'a', set: { extra: { kind: 'service', servers: 1 }, 'extra.servers': 2 }, changes: [{ at: 1, set: { 'extra.servers': 3 } }] },
      { id: 'b', set: { 'extra.servers': 4 } },
      { id: 'c', set: { shoppers: { kind: 'service', servers: 1 }, 'shoppers.servers': 2, 'shoppers.arrival': 3 } },
    ];
    expect(renamed({ components, arms, watch: ['extra.busy', 'shoppers.busy'] }, RENAMES)).toMatchObject({
      arms: [
        { set: { extra: { kind: 'service', slots: 1 }, 'extra.slots': 2 }, changes: [{ set: { 'extra.slots': 3 } }] },
        { set: { 'extra.servers': 4 } },
        { set: { shoppers: { kind: 'service', slots: 1 }, 'shoppers.slots': 2 } },
      ],
      watch: ['extra.atWork', 'shoppers.atWork'],
    });
  });

  it('leaves a name where the new one is taken: reading says what is wrong', () => {
    const both = { kind: 'service', servers: 3, slots: 4 };
    expect(renamed({ components: { checkout: both } }, RENAMES)).toEqual({ components: { checkout: both } });
  });

  it('can be undone: nothing is lost or mixed up', () => {
    const there = migrate(fixture.document, 2) as Record<string, unknown>;
    const back: Renames = {
      params: {
        client: { replicas: 'instances' },
        service: { replicas: 'instances' },
        database: { replicas: 'instances' },
        gateway: { replicas: 'nodes' },
        cache: { replicas: 'nodes', replicaRate: 'nodeRate' },
        workers: { replicas: 'instances' },
      },
      meters: { cache: { busiestReplica: 'busiestNode' }, workers: { replicas: 'processes', late: 'strays' } },
    };
    expect({ ...renamed(there, back), format: 1 }).toEqual(fixture.document);
    expect(renamed(renamed({ components }, RENAMES), inverse(RENAMES))).toEqual({ components });
  });

  it('never falls over, whatever stands where a document should', () => {
    const key = fc.constantFrom('components', 'changes', 'arms', 'watch', 'story', 'yours', 'claims', 'goals');
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue({ maxDepth: 5 })), (nonsense) => {
        const document = JSON.parse(JSON.stringify({ ...nonsense }));
        expect(Object.keys(renamed(document, RENAMES))).toEqual(Object.keys(document));
        renamed({ ...document, components }, RENAMES);
      }),
      { numRuns: 400, seed: 5 },
    );
    const hostile = JSON.parse(
      '{"components":{"__proto__":{"kind":"service","servers":1},"constructor":{"kind":"__proto__"}},"watch":["__proto__.busy"]}',
    );
    expect(JSON.stringify(renamed(hostile, RENAMES))).toContain('"__proto__":{"kind":"service","slots":1}');
    expect(({} as Record<string, unknown>).kind).toBeUndefined();
  });
});
