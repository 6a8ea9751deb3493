import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/scenario/arm.ts';
import { componentOf } from '../../src/scenario/descriptions.ts';
import { changeComponentId } from '../../src/scenario/edit/change-component-id.ts';
import { removeComponent } from '../../src/scenario/edit/remove-component.ts';
import { changesOf, withArmCopied, withChangeMoved, withChanges, withoutChange, withParam } from '../../src/scenario/edit.ts';
import { withGiven } from '../../src/scenario/given.ts';
import { givenPaths, judgedArms } from '../../src/scenario/given-paths.ts';
import { lessonHash } from '../../src/scenario/lesson.ts';
import { decodeLink, encodeLink } from '../../src/scenario/link.ts';
import { ScenarioError } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { renamed } from '../../src/scenario/renames.ts';
import { BASE, type Scenario } from '../../src/scenario/scenario.ts';
import { documentOf } from '../../src/scenario/write.ts';
import { curated, curatedIds } from '../curated.ts';

const document = {
  format: 2,
  duration: 60_000,
  bins: 60,
  components: {
    shoppers: { kind: 'client', arrival: { kind: 'poisson', rate: 120 }, calls: ['checkout'] },
    cron: { kind: 'scheduler', interval: 10_000, calls: ['checkout'] },
    checkout: { kind: 'service', servers: 20, replicaFault: { kind: 'crash', ratio: 0.01 }, calls: ['db'] },
    db: { kind: 'database', servers: 4 },
  },
  changes: [
    {
      at: 20_000,
      set: { 'checkout.fault': { kind: 'error-ratio', ratio: 0.5 }, 'db.servers': 2 },
      do: { checkout: 'kill' },
      note: 'breaks',
    },
    { at: 28_000, set: { 'checkout.fault': { kind: 'none' }, 'db.servers': 4 } },
  ],
  arms: [
    { id: 'few', title: 'Few', set: { 'shoppers.arrival.rate': 20 } },
    { id: 'yours', title: 'Yours', set: { 'shoppers.arrival.rate': 100 } },
  ],
  story: [
    { title: 'One', text: 'Text.' },
    { title: 'Two', text: 'Text.', set: { 'shoppers.tenants': 5 } },
    { title: 'Three', text: 'Text.', set: { 'shoppers.arrival': { kind: 'constant', rate: 100 } } },
  ],
  goals: [{ text: 'As good as few.', arm: 'yours', meter: 'shoppers.goodput', is: '>', than: { arm: 'base', factor: 0.9 } }],
};
const lesson = readScenario(document);
const whole = (scenario: Scenario, arm: string, path: string, value: unknown) => withParam(scenario, arm, path, value, 'whole-run');
const plans = (scenario: Scenario) => judgedArms(lesson, lesson).map((arm) => planOf(scenario, arm));

/** That an edit is noticed, and that with everything put back the judged arms run as they did. */
function expectPutBack(edited: Scenario): void {
  const back = withGiven(lesson, edited);
  expect(back).not.toBe(edited);
  expect(plans(back)).toEqual(plans(lesson));
  expect(readScenario(documentOf(back))).toEqual(back);
  expect(withGiven(lesson, back)).toBe(back);
}
const expectFree = (edited: Scenario) => expect(withGiven(lesson, edited)).toBe(edited);

describe('goals take as given', () => {
  it.each([
    ['how much comes', 'shoppers.arrival.rate', 7],
    ['how it comes', 'shoppers.arrival', { kind: 'constant', rate: 100 / 3 }],
    ['what is asked for', 'shoppers.workload', { kind: 'uniform', keys: 3 }],
    ['whether anything comes', 'shoppers.enabled', false],
    ['how often jobs fall due', 'cron.interval', 20_000],
    ['what is wrong from the start', 'checkout.replicaFault', { kind: 'none' }],
    ['how wrong that is', 'checkout.replicaFault.ratio', 0.001],
  ])('%s', (_, path, value) => {
    for (const arm of [BASE, 'yours']) expectPutBack(whole(lesson, arm, path, value));
    expectFree(whole(lesson, 'few', path, value));
  });

  it('all that changes in the course of the run, acts among it', () => {
    expectPutBack(withoutChange(lesson, BASE, 0));
    expectPutBack(withChangeMoved(lesson, BASE, 1, 21_000));
    expectPutBack(withChanges(lesson, BASE, ([first, last]) => [{ ...first, do: undefined }, last]));
    for (const arm of [BASE, 'yours'])
      for (const path of ['checkout.fault', 'db.servers', 'shoppers.arrival.rate'])
        expectPutBack(withParam(lesson, arm, path, path === 'checkout.fault' ? { kind: 'none' } : 8, { from: 20_500 }));
  });

  it('the length of the run and its bins, but not its seed', () => {
    expectPutBack({ ...lesson, duration: 30_000 });
    expectPutBack({ ...lesson, bins: 10 });
    expectFree({ ...lesson, seed: 8 });
  });

  it('senders that are gone, and nothing else that is', () => {
    const without = (id: string) => (removeComponent(lesson, id) as { scenario: Scenario }).scenario;
    const back = withGiven(lesson, without('cron'));
    expect(planOf(back, BASE).components.cron).toEqual({ ...lesson.components.cron, calls: { checkout: { to: 'checkout' } } });
    expectFree(without('db'));
  });

  it('nothing else: remedies stay, beside what is put back', () => {
    const remedies = [
      ['checkout.servers', 40],
      ['shoppers.retryDelay', { kind: 'full-jitter', base: 500, cap: 16_000 }],
      ['shoppers.priority', 1],
      ['checkout.calls.db.attemptTimeout', 50],
    ] as const;
    for (const arm of [BASE, 'yours'])
      for (const [path, value] of remedies) {
        expectFree(whole(lesson, arm, path, value));
        expectFree(withParam(lesson, arm, path, value, { from: 20_000 }));
      }
    const remedied = withParam(lesson, 'yours', 'checkout.servers', 40, { from: 20_000 });
    const back = withGiven(lesson, withoutChange(whole(remedied, 'yours', 'shoppers.arrival.rate', 1), BASE, 0));
    expect(planOf(back, 'yours')).toEqual({
      ...planOf(lesson, 'yours'),
      changes: [lesson.changes[0], { at: 20_000, set: { 'checkout.servers': 40 } }, lesson.changes[1]],
    });
  });

  it('neither values that are spelled out, nor what a slider has been moved to and back', () => {
    expectFree(whole(lesson, BASE, 'shoppers.tenants', 1));
    expectFree(whole(whole(lesson, 'yours', 'shoppers.arrival.rate', 3), 'yours', 'shoppers.arrival.rate', 100));
    expectFree(whole(lesson, BASE, 'checkout.replicaFault', { ...(lesson.components.checkout.replicaFault as object), when: 'anywhere' }));
  });

  it('nor what a step of the story sets, alone or after others', () => {
    const told = whole(lesson, BASE, 'shoppers.tenants', 5);
    expectFree(told);
    expectFree(whole(lesson, BASE, 'shoppers.arrival', { kind: 'constant', rate: 100 }));
    expectFree(whole(told, BASE, 'shoppers.arrival', { kind: 'constant', rate: 100 }));
    expectPutBack(whole(lesson, BASE, 'shoppers.tenants', 4));
  });

  it('what a document says besides, and not what it leaves free', () => {
    const made = readScenario({ ...document, fixed: ['checkout.servers', 'db', 'checkout.calls'], free: ['cron', 'checkout.fault'] });
    const stays = (edited: Scenario) => withGiven(made, edited) === edited;
    expect(stays(whole(made, BASE, 'checkout.servers', 40))).toBe(false);
    expect(stays(whole(made, BASE, 'db.serviceTime', { kind: 'constant', value: 1 }))).toBe(false);
    expect(stays({ ...made, components: { ...made.components, checkout: { ...made.components.checkout, calls: [] } } })).toBe(false);
    expect(stays(whole(made, BASE, 'cron.interval', 20_000))).toBe(true);
    expect(stays(withParam(made, BASE, 'checkout.fault.ratio', 0.1, { from: 21_000 }))).toBe(true);
    const part = withChanges(made, BASE, ([first, last]) => [{ ...first, set: { 'db.servers': 2 } }, last]);
    expect(stays(part)).toBe(true);
    const back = withGiven(made, whole(part, BASE, 'checkout.servers', 40));
    expect(planOf(back, BASE).changes).toEqual(part.changes);
  });

  it('a parameter of a policy: of another policy the one of the same name, and nothing where that has none', () => {
    const retryDelay = { kind: 'exponential', base: 100 };
    const shoppers = { ...document.components.shoppers, retryDelay };
    const made = readScenario({ ...document, components: { ...document.components, shoppers }, fixed: ['shoppers.retryDelay.base'] });
    const given = (delay: object) => {
      const edited = whole(made, BASE, 'shoppers.retryDelay', delay);
      const back = withGiven(made, edited);
      expect(readScenario(documentOf(back))).toEqual(back);
      return back === edited ? 'as it is' : planOf(back, BASE).components.shoppers.retryDelay;
    };
    expect(given({ kind: 'full-jitter', base: 100 })).toBe('as it is');
    expect(given({ kind: 'none' })).toBe('as it is');
    expect(given({ kind: 'full-jitter', base: 50, cap: 2_000 })).toEqual({ kind: 'full-jitter', base: 100, cap: 2_000 });
  });

  it('nothing where goals are one’s own, and where their arm is gone', () => {
    const own = { ...lesson, goals: [{ ...lesson.goals[0], text: 'Mine.' }] };
    expectFree(whole(own, BASE, 'shoppers.arrival.rate', 1));
    const copied = withArmCopied(lesson, 'few');
    expectFree(whole(copied?.scenario ?? lesson, copied?.id ?? BASE, 'shoppers.arrival.rate', 1));
  });
});

const problems = (more: object): string[] => {
  try {
    readScenario({ ...document, ...more });
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems.map(({ path, found, expected }) => `${path}: ${found} → ${expected}`);
    throw error;
  }
  return [];
};

describe('fixed and free', () => {
  it('are refused where they lead nowhere, with what was meant', () => {
    expect(problems({ fixed: ['chekout'] })).toEqual([
      'fixed[0]: there is no component chekout → checkout? One of: shoppers, cron, checkout, db',
    ]);
    expect(problems({ free: ['cron.intervall'] })[0]).toMatch(/^free\[0\]: there is no parameter intervall → interval\? One of: /);
    expect(problems({ fixed: ['checkout.title'] })[0]).toMatch(/^fixed\[0\]: "checkout.title" → a component, or a parameter/);
    expect(problems({ free: ['shoppers.arrival.rate'] })).toEqual([
      'free[0]: "shoppers.arrival.rate" → shoppers.arrival, which is taken as given as a whole',
    ]);
    expect(problems({ fixed: ['shoppers.arrival.rate', 'checkout.routine'], free: ['checkout.fault'] })).toEqual([]);
  });

  const made = readScenario({ ...document, fixed: ['db.servers', 'checkout.servers'], free: ['cron.interval'] });

  it('go with what they name, and follow it', () => {
    const { scenario } = removeComponent(made, 'cron') as { scenario: Scenario };
    expect(scenario).not.toHaveProperty('free');
    expect(scenario.fixed).toEqual(made.fixed);
    const called = (changeComponentId(made, 'db', 'store') as { scenario: Scenario }).scenario;
    expect(called.fixed).toEqual(['store.servers', 'checkout.servers']);
    const names = { params: { database: { servers: 'connections' } }, meters: {} };
    expect(renamed({ ...document, fixed: ['db.servers', 'db', 'checkout.servers'] }, names).fixed).toEqual([
      'db.connections',
      'db',
      'checkout.servers',
    ]);
  });

  it('travel by the lesson’s name where it is the library’s own', () => {
    const link = (lessonOf: string) =>
      decodeLink(encodeLink({ scenario: made, origin: { id: 'made', lesson: lessonOf }, playhead: 0, arm: BASE, fingerprint: '' }))
        .scenario;
    expect(link(lessonHash(made))).not.toHaveProperty('fixed');
    expect(link('00000000')).toMatchObject({ fixed: made.fixed, free: made.free });
  });
});

describe('of the library', async () => {
  const all = await Promise.all(curatedIds.map(async (id) => [id, await curated(id)] as const));
  const lessons = all.filter(([, { goals }]) => goals.length > 0);

  it.each(lessons)('%s takes its own steps, its traffic and its changes as given', (_, scenario) => {
    const stays = (edited: Scenario) => withGiven(scenario, edited) === edited;
    let told = scenario;
    for (const { set = {} } of scenario.story) {
      told = Object.entries(set).reduce((done, [path, value]) => whole(done, BASE, path, value), told);
      expect(stays(told)).toBe(true);
    }
    for (const arm of judgedArms(scenario, scenario)) {
      for (const id of Object.keys(planOf(scenario, arm).components))
        if (componentOf(planOf(scenario, arm).components[id].kind)?.traffic?.includes('arrival'))
          expect(stays(whole(scenario, arm, `${id}.arrival`, { kind: 'constant', rate: 0.123 }))).toBe(false);
      for (let i = 0; i < changesOf(scenario, arm).length; i++) expect(stays(withoutChange(scenario, arm, i))).toBe(false);
    }
    const given = givenPaths(scenario);
    for (const path of scenario.free ?? []) expect(given).toContain(path);
  });
});
