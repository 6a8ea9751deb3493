import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/scenario/arm.ts';
import { complete } from '../../src/scenario/complete.ts';
import { differences } from '../../src/scenario/differences.ts';
import { withChanges, withParam } from '../../src/scenario/edit.ts';
import { lessonHash } from '../../src/scenario/lesson.ts';
import { decodeLink, encodeLink } from '../../src/scenario/link.ts';
import { ScenarioError } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { type Renames, renamed } from '../../src/scenario/renames.ts';
import { armsOf, BASE, type Scenario } from '../../src/scenario/scenario.ts';
import { targetOf } from '../../src/scenario/setting.ts';
import { documentOf } from '../../src/scenario/write.ts';
import { armsApart, setLater, withYours } from '../../src/scenario/yours.ts';
import { World } from '../../src/sim/world/world.ts';
import { patched, patchOf } from '../../src/ui/address/steps.ts';
import { formatClock, formatQuantity } from '../../src/ui/quantity.ts';
import { curated, curatedIds } from '../curated.ts';

const document = {
  format: 2,
  title: 'A shop',
  duration: 60_000,
  components: {
    shoppers: { kind: 'client', title: 'Shoppers', arrival: { kind: 'poisson', rate: 120 }, attemptTimeout: 3_000, calls: ['checkout'] },
    checkout: { kind: 'service', title: 'Checkout', servers: 20, serviceTime: { kind: 'exponential', mean: 100 } },
  },
  changes: [{ at: 20_000, set: { 'shoppers.arrival.rate': 200 } }],
  arms: [
    {
      id: 'few',
      title: 'Few',
      set: { 'checkout.servers': 8 },
      changes: [{ at: 30_000, set: { 'shoppers.arrival': { kind: 'poisson', rate: 7 } } }],
    },
    { id: 'steady', title: 'Steady', set: { 'checkout.serviceTime': { kind: 'constant', value: 100 } } },
  ],
  story: [{ title: 'One', text: 'Text.' }],
  yours: [
    'shoppers.arrival.rate',
    { path: 'checkout.servers', label: 'Tills' },
    'checkout.serviceTime.mean',
    'shoppers.attemptTimeout',
    'checkout.whenCallerLeaves',
  ],
};
const shop = readScenario(document);

const problems = (yours: unknown): string[] => {
  try {
    readScenario({ ...document, yours });
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems.map(({ path, found, expected }) => `${path}: ${found} → ${expected}`);
    throw error;
  }
  return [];
};

const figures = { quantity: formatQuantity, clock: (time: number) => formatClock(time) };
const told = (a: Scenario, b: Scenario) => differences(a, b, figures).map((sentence) => sentence.replaceAll('\u202f', ' '));
const set = (scenario: Scenario, path: string, value: unknown) => withParam(scenario, BASE, path, value, 'whole-run');
const paths = ({ yours }: Scenario) => yours?.map(({ path }) => path);

describe('the form after the story', () => {
  it('is read, short or with a name of its own, and written as it was', () => {
    expect(shop.yours?.[0]).toEqual({ path: 'shoppers.arrival.rate' });
    expect(shop.yours?.[1]).toEqual({ path: 'checkout.servers', label: 'Tills' });
    expect(documentOf(shop).yours).toEqual(document.yours);
    expect(complete(document).yours).toEqual(shop.yours);
    expect('yours' in documentOf(readScenario({ ...document, yours: undefined }))).toBe(false);
  });

  it('has three to six parameters, each once', () => {
    const [first, second, ...others] = ['shoppers.arrival.rate', 'checkout.servers', 'shoppers.maxAttempts', 'shoppers.attemptTimeout'];
    expect(problems([first, second])).toEqual([`yours: ["${first}","${second}"] → at least three parameters`]);
    expect(problems([])).toEqual(['yours: [] → at least three parameters']);
    const seven = [first, second, ...others, 'shoppers.replicas', 'checkout.replicas', 'checkout.whenCallerLeaves'];
    expect(problems(seven.slice(0, 6))).toEqual([]);
    expect(problems(seven)).toEqual(['yours: 7 entries → at most 6']);
    expect(problems([first, second, first])).toEqual([`yours[2]: "${first}" → a path that no other parameter has`]);
    expect(problems([first, second, { path: first, label: 'Again' }])).toEqual([
      `yours[2].path: "${first}" → a path that no other parameter has`,
    ]);
  });

  it('says of a path that leads nowhere which part of it, and what was meant', () => {
    const wrong = (path: unknown) => problems(['shoppers.attemptTimeout', 'checkout.servers', path])[0];
    expect(wrong('shopers.arrival.rate')).toBe('yours[2].path: there is no component shopers → shoppers? One of: shoppers, checkout');
    expect(wrong('shoppers.arival.rate')).toMatch(/^yours\[2\]\.path: there is no parameter arival → arrival\? One of: /);
    expect(wrong('shoppers.arrival.rat')).toMatch(/^yours\[2\]\.path: there is no parameter rat → rate\? One of: /);
    expect(wrong('shoppers.calls.db.attemptTimeout')).toBe('yours[2].path: shoppers has no wire db → one of: checkout');
    expect(wrong(7)).toBe('yours[2]: 7 → a parameter, as "shoppers.arrival.rate" or { "path": …, "label": … }');
    expect(wrong({ label: 'Mine' })).toBe('yours[2].path: nothing → a parameter, as component.parameter');
    expect(wrong({ path: 'shoppers.maxAttempts', lable: 'x' })).toBe('yours[2].lable: an unknown key → one of: path, label');
  });

  it.each([
    ['shoppers.arrival', 'a policy as a whole'],
    ['shoppers.deadlineTravels', 'on or off'],
    ['shoppers', 'a whole component'],
    ['shoppers.calls', 'wires'],
    ['shoppers.calls.checkout', 'a whole wire'],
    ['shoppers.guards', 'a list'],
    ['checkout.title', 'a name'],
    ['checkout.routine', 'a routine'],
  ])('refuses %s, which nobody can fill in', (path, what) => {
    expect(problems(['shoppers.attemptTimeout', 'checkout.servers', path])).toEqual([
      `yours[2].path: ${path}, ${what} → a number, a time, a ratio or a choice, as shoppers.arrival.rate`,
    ]);
  });

  it('takes a parameter of one wire', () => {
    expect(problems(['shoppers.calls.checkout.attemptTimeout', 'checkout.servers', 'shoppers.maxAttempts'])).toEqual([]);
  });

  it('is followed where parameters are called otherwise from a format on', () => {
    const renames: Renames = { params: { client: { arrival: 'traffic' }, service: { servers: 'slots' } }, meters: {} };
    expect(renamed(document, renames).yours).toEqual([
      'shoppers.traffic.rate',
      { path: 'checkout.slots', label: 'Tills' },
      'checkout.serviceTime.mean',
      'shoppers.attemptTimeout',
      'checkout.whenCallerLeaves',
    ]);
    expect(renamed({ ...document, yours: [7, { path: null }, 'nobody.servers'] }, renames).yours).toEqual([
      7,
      { path: null },
      'nobody.servers',
    ]);
    // as format 1 called them
    const old = { ...document, format: 1, yours: ['shoppers.instances', { path: 'checkout.instances' }, 'checkout.servers'] };
    expect(paths(readScenario(old))).toEqual(['shoppers.replicas', 'checkout.replicas', 'checkout.servers']);
  });

  it('loses what another policy does not have, and comes back with it; without three there is none', () => {
    const constant = set(shop, 'checkout.serviceTime', { kind: 'constant', value: 50 });
    expect(paths(constant)).toEqual(['shoppers.arrival.rate', 'checkout.servers', 'shoppers.attemptTimeout', 'checkout.whenCallerLeaves']);
    expect(readScenario(documentOf(constant)).yours).toEqual(constant.yours);
    expect(set(shop, 'shoppers.arrival', { kind: 'constant' }).yours).toBe(shop.yours);
    const three = { ...shop, yours: shop.yours!.slice(0, 3) };
    const gone = set(three, 'checkout.serviceTime', { kind: 'constant', value: 50 });
    expect('yours' in gone).toBe(false);
    // what went is told with what it went with, and what is there again by itself
    expect(told(three, gone)).toHaveLength(1);
    expect(told(shop, constant)).toHaveLength(1);
    const back = set(constant, 'checkout.serviceTime', { kind: 'exponential', mean: 100 });
    expect(told(shop, back)).toEqual(['The form “With your numbers” changed']);
    expect(withYours(back, shop.yours).yours).toBe(shop.yours);
    // a step back is kept as what is otherwise: a field that went is there again
    expect(patched(gone, JSON.parse(JSON.stringify(patchOf(gone, three))))).toEqual(three);
    expect(patched(three, JSON.parse(JSON.stringify(patchOf(three, gone))))).toEqual(gone);
  });

  it('knows the arms that keep their own, and what sets a parameter later', () => {
    expect(armsApart(shop, 'checkout.servers')).toEqual([{ title: 'Few', value: 8 }]);
    expect(armsApart(shop, 'checkout.serviceTime.mean')).toEqual([{ title: 'Steady', value: undefined }]);
    expect(armsApart(shop, 'shoppers.attemptTimeout')).toEqual([]);
    expect(setLater(shop, 'shoppers.arrival.rate')).toEqual([
      { arm: null, at: 20_000, value: 200 },
      { arm: 'Few', at: 30_000, value: 7 },
    ]);
    expect(setLater(shop, 'checkout.servers')).toEqual([]);
    const edited = set(shop, 'checkout.servers', 33);
    const servers = ['base', 'few', 'steady'].map((arm) => targetOf(planOf(edited, arm).components, 'checkout.servers'));
    expect(servers.map((target) => target.kind === 'param' && target.value)).toEqual([33, 8, 33]);
  });
});

describe('what was filled in', () => {
  it('is told in one sentence, before everything else', () => {
    expect(told(shop, set(shop, 'shoppers.arrival.rate', 40))).toEqual([
      'With your numbers: Arrival rate of shoppers 120 → 40 req/s, in every arm',
    ]);
    const two = set(set(shop, 'shoppers.attemptTimeout', 1_500), 'checkout.servers', 6);
    expect(told(shop, two)).toEqual(['With your numbers: Tills 20 → 6 (not in Few); attempt timeout of shoppers 3 → 1.5 s']);
    const more = withChanges(set(two, 'shoppers.maxAttempts', 9), BASE, () => []);
    expect(told(shop, more)).toEqual([
      'With your numbers: Tills 20 → 6 (not in Few); attempt timeout of shoppers 3 → 1.5 s',
      expect.stringMatching(/^Most attempts of shoppers \d+ → 9, in every arm$/),
      expect.stringMatching(/^No longer at 0:20: /),
    ]);
    expect(told(shop, set(shop, 'checkout.whenCallerLeaves', 'cancel'))[0]).toMatch(
      /^With your numbers: Checkout, when .+: .+ → .+, in every arm$/,
    );
    // an arm is no system of the reader's
    expect(told(shop, withParam(shop, 'few', 'checkout.servers', 6, 'whole-run'))).toEqual([
      'Servers per replica of checkout 8 → 6, in Few',
    ]);
  });

  it('travels in a link, with the form itself or, where the lesson is the library’s, without', () => {
    const mine = set(shop, 'shoppers.arrival.rate', 40);
    const shared = { scenario: mine, origin: null, playhead: 0, arm: BASE, fingerprint: '', step: 1 };
    expect(decodeLink(encodeLink(shared))).toEqual(shared);
    const own = encodeLink({ ...shared, origin: { id: 'a-shop', lesson: lessonHash(shop) } });
    const opened = decodeLink(own).scenario;
    expect('yours' in opened).toBe(false);
    const received = withYours({ ...opened, story: shop.story }, shop.yours);
    expect(received).toEqual(mine);
    expect(told(shop, received)).toEqual(told(shop, mine));
    // a form was no part of what a lesson is known by: links from before it still know theirs
    expect(lessonHash({ ...shop, yours: undefined })).toBe(lessonHash(shop));
  });
});

describe('over the library', async () => {
  const all = await Promise.all(curatedIds.map(async (id) => ({ id, scenario: await curated(id) })));
  const having = all.filter(({ scenario }) => scenario.yours);

  it('lessons on four topics have a form', () => {
    for (const topic of ['retries', 'caching', 'rate-limiting', 'jobs'])
      expect(having.filter(({ scenario }) => scenario.topic === topic).length, topic).toBeGreaterThanOrEqual(3);
  });

  it.each(having)('$id: each figure decides a run, and a sentence says that it was filled in', ({ scenario }) => {
    /** A run, or a million events of it. */
    const run = (each: Scenario, arm: string) => {
      const world = new World(planOf(each, arm));
      for (let slices = 0; slices < 100 && !world.run(10_000); slices++);
      return world.fingerprintDigits();
    };
    for (const { path, label } of scenario.yours!) {
      const target = targetOf(scenario.components, path);
      if (target.kind !== 'param' || typeof target.value !== 'number') throw new Error(`${path} is no figure`);
      // as far as its slider goes
      const tenth = Math.max(1, Math.round(target.value / 10));
      const edited = set(scenario, path, tenth === target.value ? 10 : tenth);
      expect(
        armsOf(scenario).some(({ id }) => run(edited, id) !== run(scenario, id)),
        path,
      ).toBe(true);
      const [sentence, ...others] = told(scenario, edited);
      expect(others, path).toEqual([]);
      expect(sentence, path).toContain(`With your numbers: ${label ?? ''}`);
    }
  });
});
