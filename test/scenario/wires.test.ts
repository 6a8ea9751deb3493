import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { componentsAt, planOf } from '../../src/scenario/arm.ts';
import { componentOf, wireParams } from '../../src/scenario/descriptions.ts';
import { withParam } from '../../src/scenario/edit.ts';
import { metersOf } from '../../src/scenario/meters.ts';
import { ScenarioError } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { scenarioSchema } from '../../src/scenario/schema.ts';
import { targetOf, withSetting } from '../../src/scenario/setting.ts';
import { documentOf } from '../../src/scenario/write.ts';
import { calleesOf, wiresOf } from '../../src/sim/param/wires.ts';
import { World } from '../../src/sim/world/world.ts';

const NAMED = {
  reads: { to: 'db', attemptTimeout: 200, retryDelay: { kind: 'constant', delay: 10 } },
  writes: { to: 'db', maxAttempts: 1 },
  mail: {},
};

/** A checkout that calls a database and a mailer. */
const documentWith = (calls: unknown, more: object = {}, checkout: object = {}) => ({
  format: 1,
  duration: 10_000,
  components: {
    shoppers: { kind: 'client', calls: ['checkout'] },
    checkout: { kind: 'service', attemptTimeout: 700, circuitBreaker: { kind: 'consecutive-failures', failures: 9 }, ...checkout, calls },
    db: { kind: 'service' },
    mail: { kind: 'service' },
  },
  ...more,
});

/** The problems of a document, each as `path: found → expected`. */
function problemsOf(document: object): string[] {
  try {
    readScenario(document);
  } catch (error) {
    if (error instanceof ScenarioError)
      return error.problems.map(({ path, found, expected }) => `${path.replace('components.checkout.', '')}: ${found} → ${expected}`);
    throw error;
  }
  return [];
}

const changing = (set: object, calls: unknown = NAMED) => documentWith(calls, { changes: [{ at: 1_000, set }] });
const inArm = (set: object, calls: unknown = NAMED) => documentWith(calls, { arms: [{ id: 'other', title: 'Other', set }] });

const valueAt = (document: object, path: string, at = 0) => {
  const target = targetOf(componentsAt(readScenario(document), 'base', at), path);
  return target.kind === 'param' ? target.value : target;
};

describe('wires', () => {
  it('are ids, or have names of their own and lead where they say', () => {
    expect(wiresOf(['db', 'mail'])).toEqual(wiresOf({ db: {}, mail: {} }));
    expect(wiresOf(NAMED).map(({ name, to }) => `${name} → ${to}`)).toEqual(['reads → db', 'writes → db', 'mail → mail']);
    expect(wiresOf(NAMED)[0].settings).toEqual({ attemptTimeout: 200, retryDelay: { kind: 'constant', delay: 10 } });
    expect(calleesOf(NAMED)).toEqual(['db', 'mail']);
    expect(problemsOf(documentWith(NAMED))).toEqual([]);
  });

  it('lead to what can be called, and are named where they do not', () => {
    expect(problemsOf(documentWith({ reads: { to: 'dbb' }, fax: {} }))).toEqual([
      'calls.reads.to: "dbb" → db? One of: shoppers, db, mail',
      'calls.fax: "fax" → one of: shoppers, db, mail',
    ]);
    expect(problemsOf(documentWith({ reads: { to: 'shoppers' } }))[0]).toContain(
      'calls.reads.to: "shoppers" → something that can be called',
    );
    expect(problemsOf(documentWith(['db', 'db']))[0]).toContain('each id once');
    expect(problemsOf(documentWith({ reads: { to: 7 }, 'a b': {}, mail: 'db' }))).toEqual([
      'calls.reads.to: 7 → the id of a component',
      'calls["a b"]: the name "a b" → a lower-case letter, then letters, digits or hyphens, at most 40',
      'calls.mail: "db" → a wire, as { "to": …, "attemptTimeout": 200 }',
    ]);
    expect(problemsOf(documentWith(JSON.parse('{"__proto__":{"to":"db"},"constructor":{"to":"db"}}')))).toHaveLength(2);
  });

  it('set what says how a component calls, and nothing else', () => {
    expect(problemsOf(documentWith({ db: { attemptTimout: 5 } }))[0]).toContain('calls.db.attemptTimout: an unknown key → attemptTimeout?');
    expect(problemsOf(documentWith({ db: { servers: 5 } }))[0]).toContain('calls.db.servers: an unknown key');
    expect(problemsOf(documentWith({ db: { attemptTimeout: -1, retryDelay: { kind: 'constant', delay: -1 } } }))).toHaveLength(2);
    const known = wireParams(componentOf('service')!);
    expect(Object.keys(known)).toContain('circuitBreaker');
    expect(Object.keys(known)).not.toContain('servers');
  });

  it('are named by routines', () => {
    expect(problemsOf(documentWith(NAMED, {}, { routine: ['work', { call: 'reads' }, { par: ['writes', 'mail'] }] }))).toEqual([]);
    expect(problemsOf(documentWith(NAMED, {}, { routine: [{ call: 'db' }] }))).toEqual([
      'routine[0].call: "db" → one of "calls": reads, writes, mail',
    ]);
  });

  it('are named by policies: one that is not there is no wire', () => {
    const stale = (wire: string) => ({ kind: 'stale', wire });
    expect(problemsOf(documentWith(['db', 'mail'], {}, { fallback: stale('mail') }))).toEqual([]);
    expect(problemsOf(documentWith(['db'], {}, { fallback: stale('') }))).toEqual([]);
    expect(problemsOf(documentWith(['db'], {}, { fallback: stale('mail') }))).toEqual(['fallback.wire: "mail" → one of "calls": db']);
    expect(problemsOf(documentWith({ db: { fallback: stale('fax') } }))).toEqual(['calls.db.fallback.wire: "fax" → one of "calls": db']);
    expect(problemsOf(changing({ 'checkout.fallback': stale('db') }))).toEqual([
      'changes[0].set["checkout.fallback"]: "db" → one of "calls": reads, writes, mail',
    ]);
    expect(problemsOf(changing({ 'checkout.calls.mail.fallback': stale('reads') }))).toEqual([]);
  });

  it('give their component the meters of whoever calls', () => {
    const { components } = readScenario(documentWith(NAMED));
    expect(metersOf(components).some(({ id }) => id === 'checkout.attempts')).toBe(true);
    expect(metersOf({ ...components, checkout: { ...components.checkout, calls: {} } }).some(({ id }) => id === 'checkout.attempts')).toBe(
      false,
    );
  });

  it('go round without time passing only where one of them or its component takes some', () => {
    const loop = (calls: unknown) => ({
      format: 1,
      components: {
        shoppers: { kind: 'client', calls: ['checkout'] },
        checkout: { kind: 'service', serviceTime: { kind: 'constant', value: 0 }, calls },
        db: { kind: 'service', serviceTime: { kind: 'constant', value: 0 }, calls: ['checkout'] },
      },
    });
    expect(problemsOf(loop({ quick: { to: 'db' } }))[0]).toContain('checkout → db → checkout');
    expect(problemsOf(loop({ slow: { to: 'db', networkDelay: { kind: 'constant', value: 1 } } }))).toEqual([]);
    expect(problemsOf(loop({ slow: { to: 'db', networkDelay: { kind: 'constant', value: 1 } }, quick: { to: 'db' } }))[0]).toContain(
      'checkout → db → checkout',
    );
  });

  it('are written as short as can be', () => {
    const written = (calls: unknown) =>
      (documentOf(readScenario(documentWith(calls))).components as Record<string, { calls: unknown }>).checkout.calls;
    expect(written({ db: {}, mail: { to: 'mail' } })).toEqual(['db', 'mail']);
    expect(written({ db: { to: 'db', maxAttempts: 1 }, mail: {} })).toEqual({ db: { maxAttempts: 1 }, mail: {} });
    expect(written(NAMED)).toEqual(NAMED);
    const scenario = readScenario(documentWith(NAMED));
    expect(readScenario(documentOf(scenario))).toEqual(scenario);
  });

  it('are in the schema, with every setting', () => {
    const { definitions } = scenarioSchema() as unknown as {
      definitions: {
        component: {
          allOf: { if: unknown; then: { properties: { calls: { anyOf: { additionalProperties?: { properties: object } }[] } } } }[];
        };
      };
    };
    const branch = definitions.component.allOf.find((each) => JSON.stringify(each.if).includes('"service"'))!;
    const named = branch.then.properties.calls.anyOf[1].additionalProperties;
    expect(Object.keys(named?.properties ?? {})).toEqual(['to', ...Object.keys(wireParams(componentOf('service')!))]);
  });

  it('lead in the world where their document says', () => {
    const plan = planOf(readScenario({ ...documentWith({ reads: { to: 'db' }, writes: { to: 'db' } }), duration: 200 }), 'base');
    const world = new World(plan);
    world.run();
    expect(world.wires.map(({ from, to }) => `${from} → ${to}`)).toEqual(['shoppers → checkout', 'checkout → db', 'checkout → db']);
    const total = (id: string, fact: string) => world.recorders[world.ids.indexOf(id)].total(fact);
    expect(total('checkout', 'sent')).toBeGreaterThan(0);
    expect(world.audit()).toEqual([]);
  });
});

describe('a path into a wire', () => {
  it('finds the wire’s own value, else its component’s', () => {
    expect(valueAt(documentWith(NAMED), 'checkout.calls.reads.attemptTimeout')).toBe(200);
    expect(valueAt(documentWith(NAMED), 'checkout.calls.writes.attemptTimeout')).toBe(700);
    expect(valueAt(documentWith(NAMED), 'checkout.calls.writes.circuitBreaker.failures')).toBe(9);
    expect(valueAt(documentWith(['db']), 'checkout.calls.db.maxAttempts')).toBe(valueAt(documentWith(['db']), 'checkout.maxAttempts'));
  });

  it('that leads nowhere is refused, with what there is', () => {
    expect(problemsOf(changing({ 'checkout.calls.red.attemptTimeout': 5 }))).toEqual([
      'changes[0].set["checkout.calls.red.attemptTimeout"]: checkout has no wire red → one of: reads, writes, mail',
    ]);
    expect(problemsOf(changing({ 'checkout.calls.reads.servers': 5 }))[0]).toContain('there is no parameter servers');
    expect(problemsOf(changing({ 'checkout.calls.reads.retryDelay.base': 5 }))[0]).toContain('there is no parameter base');
    expect(problemsOf(changing({ 'checkout.calls.reads.attemptTimeout': -5 }))[0]).toContain('a time from');
    expect(problemsOf(changing({ 'checkout.calls.__proto__.to': 'x', 'checkout.calls.constructor.name': 'x' }))).toHaveLength(1);
    expect(({} as Record<string, unknown>).to).toBeUndefined();
  });

  it('sets that wire alone, written as a list or not', () => {
    const { components } = readScenario(documentWith(['db', 'mail']));
    const edited = withSetting(components, 'checkout.calls.db.attemptTimeout', 50);
    expect(edited.checkout.calls).toEqual({ db: { attemptTimeout: 50 }, mail: {} });
    expect(withSetting(edited, 'checkout.calls.db.attemptTimeout', undefined).checkout.calls).toEqual({ db: {}, mail: {} });
    expect(components.checkout.calls).toEqual(['db', 'mail']);
  });

  it('into a policy that the wire inherits makes that policy its own first', () => {
    const { components } = readScenario(documentWith(NAMED));
    const edited = withSetting(components, 'checkout.calls.writes.circuitBreaker.failures', 2);
    expect(edited.checkout.circuitBreaker).toEqual({ kind: 'consecutive-failures', failures: 9 });
    expect(wiresOf(edited.checkout.calls)[1]).toEqual({
      name: 'writes',
      to: 'db',
      settings: { maxAttempts: 1, circuitBreaker: { kind: 'consecutive-failures', failures: 2 } },
    });
    // also what is inherited from a default
    const delayed = withSetting(components, 'checkout.calls.mail.retryDelay.base', 5);
    expect(wiresOf(delayed.checkout.calls)[2].settings).toMatchObject({ retryDelay: { kind: 'full-jitter', base: 5 } });
  });

  it('leaves the other wires to their component: a change of it reaches them from then on', () => {
    const document = documentWith(NAMED, {
      changes: [
        { at: 1_000, set: { 'checkout.attemptTimeout': 300 } },
        { at: 2_000, set: { 'checkout.calls.writes.circuitBreaker.failures': 2 } },
        { at: 3_000, set: { 'checkout.circuitBreaker.failures': 4 } },
      ],
    });
    expect(['reads', 'writes', 'mail'].map((wire) => valueAt(document, `checkout.calls.${wire}.attemptTimeout`, 1_500))).toEqual([
      200, 300, 300,
    ]);
    expect(['reads', 'writes', 'mail'].map((wire) => valueAt(document, `checkout.calls.${wire}.circuitBreaker.failures`, 3_500))).toEqual([
      4, 2, 4,
    ]);
  });

  it('can be spread over a time', () => {
    const document = documentWith(NAMED, { changes: [{ at: 1_000, over: 1_000, set: { 'checkout.calls.reads.attemptTimeout': 400 } }] });
    expect(valueAt(document, 'checkout.calls.reads.attemptTimeout', 1_500)).toBe(300);
  });

  it('of a whole wire is for an arm’s settings: it comes, changes and goes', () => {
    const wires = (set: object) => calleesOfOther(inArm(set));
    expect(wires({ 'checkout.calls.reads': { to: 'mail' } })).toEqual(['reads → mail', 'writes → db', 'mail → mail']);
    expect(wires({ 'checkout.calls.reads': null })).toEqual(['writes → db', 'mail → mail']);
    expect(wires({ 'checkout.calls.more': { to: 'db' }, 'checkout.calls.more.maxAttempts': 2 }).at(-1)).toBe('more → db');
    expect(problemsOf(inArm({ 'checkout.calls.reads': { to: 'fax' } }))[0]).toContain('calls.reads.to: "fax"');
    expect(problemsOf(inArm({ 'checkout.calls.Reads': { to: 'db' } }))[0]).toContain('the name "Reads"');
    expect(problemsOf(changing({ 'checkout.calls.reads': null }))[0]).toContain('a change of a wire');
    expect(problemsOf(changing({ 'checkout.calls': [] }))[0]).toContain('a change of wires');
  });

  it('takes an edit of the page, in the whole run and from a moment on', () => {
    const scenario = readScenario(documentWith(NAMED));
    const whole = withParam(scenario, 'base', 'checkout.calls.mail.maxAttempts', 2, 'whole-run');
    expect(readScenario(documentOf(whole))).toEqual(whole);
    const later = withParam(scenario, 'base', 'checkout.calls.mail.retryDelay', { kind: 'none' }, { from: 500 });
    expect(later.changes).toEqual([{ at: 500, set: { 'checkout.calls.mail.retryDelay': { kind: 'none' } } }]);
    expect(readScenario(documentOf(later))).toEqual(later);
  });
});

/** The wires of checkout in the arm `other`. */
function calleesOfOther(document: object): string[] {
  const { components } = planOf(readScenario(document), 'other');
  return wiresOf(components.checkout.calls).map(({ name, to }) => `${name} → ${to}`);
}

describe('a change that acts', () => {
  const service = componentOf('service')!;
  const { acts } = service;
  beforeEach(() => {
    service.acts = undefined;
  });
  afterEach(() => {
    service.acts = acts;
  });
  const failing = (act: unknown) => documentWith(['db'], { changes: [{ at: 1_000, do: act }] });

  it('is read, kept and passed on, with a setting beside it or alone', () => {
    service.acts = [{ name: 'failover', label: 'Fail over' }];
    const scenario = readScenario(failing({ db: 'failover' }));
    expect(scenario.changes).toEqual([{ at: 1_000, set: {}, do: { db: 'failover' } }]);
    expect(documentOf(scenario).changes).toEqual([{ at: 1_000, do: { db: 'failover' } }]);
    expect(readScenario(documentOf(scenario))).toEqual(scenario);
    expect(planOf(scenario, 'base').changes[0].do).toEqual({ db: 'failover' });
    const edited = withParam(scenario, 'base', 'db.fault', { kind: 'none' }, 'whole-run');
    expect(edited.changes).toEqual(scenario.changes);
    const both = withParam(scenario, 'base', 'db.servers', 3, { from: 1_000 });
    expect(both.changes).toEqual([{ at: 1_000, set: { 'db.servers': 3 }, do: { db: 'failover' } }]);
  });

  it('says what can be done where something cannot', () => {
    expect(problemsOf(failing({ db: 'failover' }))).toEqual([
      'changes[0].do.db: "failover" → nothing: a component of kind service does nothing on command',
    ]);
    service.acts = [
      { name: 'failover', label: 'Fail over' },
      { name: 'kill', label: 'Kill' },
    ];
    expect(problemsOf(failing({ db: 'failver' }))).toEqual(['changes[0].do.db: "failver" → failover? One of: failover, kill']);
    expect(problemsOf(failing({ dbb: 'kill' }))[0]).toContain('changes[0].do.dbb: there is no component dbb → db? One of:');
    expect(problemsOf(failing({ db: 7 }))).toEqual(['changes[0].do.db: 7 → what it does, by name']);
    expect(problemsOf(failing('kill'))[0]).toContain('components and what they do');
    expect(problemsOf(failing({}))).toEqual(['changes[0].set: nothing → at least one path and value']);
  });
});

describe('what holds for the whole run', () => {
  const service = componentOf('service')!;
  const { servers } = service.params;
  afterEach(() => {
    (service.params as Record<string, unknown>).servers = servers;
  });

  it('is set by components, arms and steps of the story, and changes at no time', () => {
    (service.params as Record<string, unknown>).servers = { ...servers, wholeRun: true };
    expect(problemsOf(inArm({ 'db.servers': 4 }))).toEqual([]);
    expect(problemsOf(documentWith(NAMED, { story: [{ title: 'One', text: '', set: { 'db.servers': 4 } }] }))).toEqual([]);
    const edited = withParam(readScenario(documentWith(NAMED)), 'base', 'db.servers', 4, { from: 500 });
    expect([edited.changes, edited.components.db.servers]).toEqual([[], 4]);
    expect(problemsOf(changing({ 'db.servers': 4 }))).toEqual([
      'changes[0].set["db.servers"]: a change of what holds for the whole run → this in the component itself, or in an arm’s "set"',
    ]);
  });
});
