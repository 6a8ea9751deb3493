import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/scenario/arm.ts';
import { everyDescription } from '../../src/scenario/every-description.ts';
import { FORMAT } from '../../src/scenario/migrate.ts';
import { ScenarioError } from '../../src/scenario/problem.ts';
import { parseScenario, readScenario } from '../../src/scenario/read.ts';

const KINDS = everyDescription.components.map(({ id }) => id);

/** The least that can be read and does something. */
const sound = () => ({
  format: 1,
  components: {
    shoppers: { kind: 'client', calls: ['checkout'] },
    checkout: { kind: 'service' },
  },
});

/** The problems of a document, each as `path: found → expected`. */
function problemsOf(document: unknown): string[] {
  try {
    readScenario(document);
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems.map(({ path, found, expected }) => `${path}: ${found} → ${expected}`);
    throw error;
  }
  return [];
}

const withComponent = (id: string, doc: Record<string, unknown>) => {
  const document = sound();
  return { ...document, components: { ...document.components, [id]: doc } };
};

describe('reading a scenario', () => {
  it('fills in what may be left out', () => {
    const scenario = readScenario(sound());
    expect(scenario).toMatchObject({
      title: 'Untitled',
      topic: 'retries',
      seed: 1,
      duration: 60_000,
      bins: 600,
      changes: [],
      arms: [],
      claims: [],
    });
  });

  it('says where, what was found and what was expected', () => {
    expect(problemsOf(withComponent('checkout', { kind: 'service', servers: -3 }))).toEqual([
      'components.checkout.servers: -3 → from 1 to 10000',
    ]);
    expect(problemsOf(withComponent('checkout', { kind: 'service', servers: 'many' }))[0]).toContain(
      'components.checkout.servers: "many" → a whole number',
    );
    expect(problemsOf(withComponent('checkout', { kind: 'service', servers: 2.5 }))[0]).toContain('a whole number');
    expect(problemsOf(withComponent('checkout', { kind: 'service', serviceTime: { kind: 'exponential', mean: -1 } }))[0]).toContain(
      'components.checkout.serviceTime.mean: -1 → a time from 0',
    );
    expect(problemsOf({ ...sound(), duration: 0 })[0]).toContain('duration: 0 → from 1');
  });

  it('refuses unknown keys and says which one was probably meant', () => {
    expect(problemsOf(withComponent('checkout', { kind: 'service', severs: 3 }))[0]).toMatch(
      /components\.checkout\.severs: an unknown key → servers\?/,
    );
    // what it was called in an earlier format is like nothing that there is
    const [problem] = problemsOf({ ...withComponent('checkout', { kind: 'service', instances: 3 }), format: FORMAT });
    expect(problem).toContain('components.checkout.instances: an unknown key → replicas?');
    expect(problemsOf({ ...sound(), durations: 3 })[0]).toContain('durations: an unknown key → duration?');
    expect(problemsOf(withComponent('checkout', { kind: 'servce' }))[0]).toContain('components.checkout.kind: "servce" → service?');
    expect(problemsOf(withComponent('shoppers', { kind: 'client', calls: ['checkout'], retryDelay: { kind: 'full-jiter' } }))[0]).toContain(
      'full-jitter?',
    );
  });

  it('names every problem at once', () => {
    const problems = problemsOf({
      ...sound(),
      seed: 1.5,
      bins: 3,
      topic: 'cooking',
      components: { shoppers: { kind: 'client', calls: ['checkout'], maxAttempts: 0 }, checkout: { kind: 'service' } },
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['topic', 'seed', 'bins', 'components.shoppers.maxAttempts']);
  });

  it('refuses wires that lead nowhere, to a client, or twice to the same', () => {
    expect(problemsOf(withComponent('shoppers', { kind: 'client', calls: ['chekout'] }))[0]).toContain(
      'components.shoppers.calls[0]: "chekout" → checkout?',
    );
    expect(problemsOf(withComponent('checkout', { kind: 'service', calls: ['shoppers'] }))[0]).toContain('something that can be called');
  });

  it('takes what is not wired, and nothing at all', () => {
    expect(problemsOf({ format: 1, components: {} })).toEqual([]);
    for (const kind of KINDS) expect(problemsOf({ format: 1, components: { alone: { kind } } }), kind).toEqual([]);
    expect(problemsOf(withComponent('shoppers', { kind: 'client' }))).toEqual([]);
  });

  it('knows the places of components, and of no others', () => {
    expect(readScenario({ ...sound(), layout: { checkout: { x: 10, y: -2.5 } } }).layout).toEqual({ checkout: { x: 10, y: -2.5 } });
    expect(problemsOf({ ...sound(), layout: { chekout: { x: 0, y: 0 } } })[0]).toContain('layout.chekout: a place for chekout → checkout?');
    expect(problemsOf({ ...sound(), layout: { checkout: { x: 'left', y: 0, depth: 1 } } })).toEqual([
      'layout.checkout.depth: an unknown key → one of: x, y',
      'layout.checkout.x: "left" → a number from -100000 to 100000',
    ]);
  });

  it('lets an arm do without what the base changes', () => {
    const changes = [{ at: 1_000, set: { 'checkout.servers': 3, 'shoppers.calls.checkout.attemptTimeout': 50 } }];
    const bare = { id: 'bare', set: { checkout: null, 'shoppers.calls': [] } };
    const scenario = readScenario({ ...sound(), changes, arms: [bare] });
    expect(planOf(scenario, 'base').changes).toEqual(scenario.changes);
    expect(planOf(scenario, 'bare').changes).toEqual([]);
    // the arm's own changes must still lead somewhere
    expect(problemsOf({ ...sound(), arms: [{ ...bare, changes }] })[0]).toContain('there is no component checkout');
  });

  it('refuses a loop of calls in which no time passes, and accepts one in which it does', () => {
    const loop = (serviceTime: unknown) => ({
      format: 1,
      components: {
        shoppers: { kind: 'client', calls: ['a'] },
        a: { kind: 'service', serviceTime, calls: ['b'] },
        b: { kind: 'service', serviceTime, calls: ['a'] },
      },
    });
    expect(problemsOf(loop({ kind: 'constant', value: 0 }))[0]).toContain('a loop of calls that takes no time: a → b → a');
    expect(problemsOf(loop({ kind: 'constant', value: 1 }))).toEqual([]);
  });

  it('checks a change against the policy that is in force by then', () => {
    const fails = { at: 1_000, set: { 'checkout.fault': { kind: 'error-ratio', ratio: 0.5 } } };
    const worse = { at: 2_000, set: { 'checkout.fault.ratio': 0.9 } };
    expect(problemsOf({ ...sound(), changes: [fails, worse] })).toEqual([]);
    expect(problemsOf({ ...sound(), changes: [{ ...worse, at: 500 }, fails] })[0]).toContain(
      'changes[0].set["checkout.fault.ratio"]: there is no parameter ratio',
    );
  });

  it('lets components come, go and be rewired in an arm’s settings only', () => {
    const gateway = { kind: 'service', servers: 5, calls: ['checkout'] };
    const arm = { id: 'gateway', title: 'With a gateway', set: { gateway, 'shoppers.calls': ['gateway'] } };
    expect(problemsOf({ ...sound(), arms: [arm] })).toEqual([]);
    expect(problemsOf({ ...sound(), changes: [{ at: 1, set: { gateway } }] })[0]).toContain('a whole component');
    expect(problemsOf({ ...sound(), changes: [{ at: 1, set: { 'shoppers.calls': [] } }] })[0]).toContain('a change of wires');
    expect(problemsOf({ ...sound(), arms: [{ ...arm, set: { checkout: null } }] })[0]).toContain('shoppers.calls[0]');
  });

  it('refuses a change spread over a time that is not from number to number', () => {
    expect(problemsOf({ ...sound(), changes: [{ at: 0, over: 1_000, set: { 'checkout.fault': { kind: 'hang' } } }] })[0]).toContain(
      'a number that changes from a number',
    );
    expect(problemsOf({ ...sound(), changes: [{ at: 0, over: 1_000, set: { 'shoppers.deadline': 500 } }] })[0]).toContain(
      'a number that changes from a number',
    );
    expect(problemsOf({ ...sound(), changes: [{ at: 0, over: 1_000, set: { 'shoppers.arrival.rate': 500 } }] })).toEqual([]);
  });

  it('refuses charts, claims and steps that speak of what is not there', () => {
    expect(problemsOf({ ...sound(), watch: ['checkout.goodputt'] })[0]).toContain('checkout.goodput?');
    const claim = { text: 'x', meter: 'shoppers.goodput', is: '>', than: 1 };
    expect(problemsOf({ ...sound(), claims: [{ ...claim, arm: 'eager' }] })[0]).toContain('claims[0].arm: "eager"');
    expect(problemsOf({ ...sound(), claims: [{ ...claim, meter: 'shoppers.responseTime.p99', stat: 'mean' }] })[0]).toContain(
      'never averaged',
    );
    expect(problemsOf({ ...sound(), claims: [{ ...claim, from: 5_000, to: 1_000 }] })[0]).toContain('more than "from"');
    expect(problemsOf({ ...sound(), story: [{ title: 'x', text: 'y', look: ['nobody.home'] }] })[0]).toContain('story[0].look[0]');
  });

  it('knows the gauges of the policies that may stand at a place, and no others', () => {
    const budget = { kind: 'client', calls: ['checkout'], retryBudget: { kind: 'token-bucket' } };
    expect(problemsOf({ ...withComponent('shoppers', budget), watch: ['shoppers.retryBudget.tokens'] })).toEqual([]);
    // whoever tries another policy keeps the chart
    expect(problemsOf({ ...sound(), watch: ['shoppers.retryBudget.tokens'] })).toEqual([]);
    expect(problemsOf({ ...sound(), watch: ['shoppers.retryBudget.tokns'] })).toHaveLength(1);
    expect(problemsOf({ ...sound(), watch: ['shoppers.retryDelay.tokens'] })).toHaveLength(1);
  });

  it('refuses what newer versions write, and what is no format at all', () => {
    expect(problemsOf({ ...sound(), format: 3 })[0]).toContain('made with a newer version');
    expect(problemsOf({ ...sound(), format: 'one' })).toEqual(['format: "one" → 2']);
    expect(problemsOf([])).toEqual([': [] → a scenario, as { "format": 2, … }']);
  });

  it('takes no names that every object has, and pollutes no prototype', () => {
    const hostile = JSON.parse(
      '{"format":1,"components":{"__proto__":{"kind":"client"},"constructor":{"kind":"client"},"shoppers":{"kind":"client","calls":["checkout"]},"checkout":{"kind":"service"}}}',
    );
    const problems = problemsOf(hostile);
    expect(problems).toHaveLength(2);
    expect(({} as Record<string, unknown>).kind).toBeUndefined();
    const settings = JSON.parse('{"__proto__.polluted":1,"constructor.prototype.polluted":1}');
    expect(problemsOf({ ...sound(), arms: [{ id: 'a', title: 'a', set: settings }] }).length).toBeGreaterThan(0);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('bounds what it takes', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`s${i}`, { kind: 'service' }]));
    expect(problemsOf({ format: 1, components: { ...sound().components, ...many } })[0]).toContain('at most 30');
    expect(problemsOf({ ...sound(), title: 'x'.repeat(1_000) })[0]).toContain('at most 120');
    let nested: object = { kind: 'token-bucket' };
    for (let i = 0; i < 50; i++) nested = { kind: 'hierarchical', first: nested };
    expect(problemsOf(withComponent('checkout', { kind: 'gateway', limiter: nested, calls: ['checkout'] })).join()).toContain(
      'within each other',
    );
    const deep: unknown = Array.from({ length: 80 }).reduce<unknown[]>((inner) => [{ branch: 0.5, then: inner }], ['work']);
    expect(problemsOf(withComponent('checkout', { kind: 'service', routine: deep }))[0]).toContain('a shorter routine');
  });

  it('reports every kind of nonsense as problems and never falls over', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(problemsOf(value).length).toBeGreaterThan(0);
      }),
      { numRuns: 400, seed: 1 },
    );
  });

  it('reports every kind of nonsense inside a sound document as problems', () => {
    const key = fc.constantFrom(
      'title',
      'seed',
      'duration',
      'changes',
      'arms',
      'watch',
      'story',
      'claims',
      'goals',
      'bins',
      'topic',
      'summary',
    );
    fc.assert(
      fc.property(key, fc.jsonValue({ maxDepth: 3 }), (name, value) => {
        try {
          readScenario({ ...sound(), [name]: value });
        } catch (error) {
          expect(error).toBeInstanceOf(ScenarioError);
        }
      }),
      { numRuns: 600, seed: 2 },
    );
  });
});

describe('reading text', () => {
  const failure = async (text: string) => {
    try {
      await parseScenario(text);
      return '';
    } catch (error) {
      expect(error).toBeInstanceOf(ScenarioError);
      return (error as Error).message;
    }
  };

  it('says the line and column at which JSON breaks', async () => {
    expect(await failure('{\n  "format": 1,\n  "seed": ,\n}')).toMatch(/^line 3, column 11: /);
    expect(await failure('{ "format": 1')).toMatch(/^line 1, column \d+: found the end of the text, expected JSON/);
    expect(await failure('')).toMatch(/expected JSON/);
    expect(await failure('{"format": 1, // nice try\n}')).toMatch(/^line 1/);
  });

  it('refuses texts that are too long to be scenarios without parsing them', async () => {
    expect(await failure(' '.repeat(2_000_001))).toContain('2,000,001 characters');
  });
});
