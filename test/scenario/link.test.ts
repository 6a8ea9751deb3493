import { deflateSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { componentOf, policiesOf } from '../../src/scenario/descriptions.ts';
import { withParam } from '../../src/scenario/edit.ts';
import { lessonHash } from '../../src/scenario/lesson.ts';
import { decodeLink, encodeLink, LinkError, LONG_LINK, type Shared } from '../../src/scenario/link.ts';
import { LINK_DICTIONARY_1 } from '../../src/scenario/link-dictionary-1.ts';
import { allMetersOf } from '../../src/scenario/meters.ts';
import { ScenarioError } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { armsOf, BASE } from '../../src/scenario/scenario.ts';
import { watched } from '../../src/scenario/watched.ts';
import { textOf } from '../../src/scenario/write.ts';
import { curated, curatedIds } from '../curated.ts';
import first from './data/format-1.json' with { type: 'json' };
import fixture from './data/link-1.json' with { type: 'json' };
import second from './data/link-2.json' with { type: 'json' };

const scenario = readScenario({
  format: 1,
  title: 'Die Prüfung 🙂',
  seed: 42,
  duration: 30_000,
  components: {
    shoppers: { kind: 'client', arrival: { kind: 'poisson', rate: 77 }, calls: ['checkout'] },
    checkout: { kind: 'service', servers: 7 },
  },
  changes: [{ at: 5_000, set: { 'checkout.fault': { kind: 'slow', factor: 4 } }, note: 'slow' }],
  arms: [{ id: 'eager', title: 'Eager', set: { 'shoppers.retryDelay': { kind: 'none' } } }],
  watch: ['shoppers.goodput'],
  story: [{ title: 'One', text: 'Only here.' }],
});
const shared: Shared = { scenario, origin: null, playhead: 12_345, arm: 'eager', fingerprint: '0123456789abcdef' };

const failure = (fragment: string): Error => {
  try {
    decodeLink(fragment);
  } catch (error) {
    return error as Error;
  }
  throw new Error('the link was opened');
};

/** A link of version 1 around any bytes, with a right checksum. */
function linkAround(packed: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of packed) hash = Math.imul(hash ^ byte, 0x01000193);
  hash ^= hash >>> 15;
  const bytes = Uint8Array.of((hash >>> 24) & 255, (hash >>> 16) & 255, (hash >>> 8) & 255, ...packed);
  return `v1.${Buffer.from(bytes).toString('base64url')}x`;
}

const pack = (text: string) => deflateSync(strToU8(text), { level: 9, dictionary: strToU8(LINK_DICTIONARY_1) });

describe('a link', () => {
  it('brings back the scenario, the moment, the arm and the fingerprint', () => {
    expect(decodeLink(encodeLink(shared))).toEqual(shared);
    expect(decodeLink(`#${encodeLink(shared)}`)).toEqual(shared);
  });

  it('brings back how the scenario was looked at, as far as the sender says', () => {
    const looked: Shared = {
      ...shared,
      step: 0,
      shown: ['base', 'eager'],
      component: 'checkout',
      view: 'requests',
      request: 4_711,
      veil: [],
    };
    expect(decodeLink(encodeLink(looked))).toEqual(looked);
    expect(encodeLink(looked).length).toBeLessThan(encodeLink(shared).length + 100);
    const brought = readScenario({
      ...JSON.parse(textOf(scenario)),
      arms: [{ id: 'more', title: 'More', set: { extra: { kind: 'service' } } }],
    });
    expect(decodeLink(encodeLink({ ...looked, scenario: brought, arm: 'more', shown: ['more'], component: 'extra' }))).toMatchObject({
      arm: 'more',
      shown: ['more'],
      component: 'extra',
    });
  });

  it('leaves story, goals, what is to be kept, claims and challenge to the library while they are its own', () => {
    const goal = { text: 'Much.', meter: 'shoppers.goodput', is: '>', than: 1 };
    const lesson = { goals: [goal], keep: [goal], challenge: { brief: 'Do it.', hints: ['How.'] } };
    const whole = readScenario({ ...JSON.parse(textOf(scenario)), ...lesson });
    const bare = decodeLink(encodeLink({ ...shared, scenario: whole, origin: { id: 'some-lesson', lesson: lessonHash(whole) } })).scenario;
    expect([bare.goals, bare.keep, bare.challenge]).toEqual([[], [], undefined]);
    expect(decodeLink(encodeLink({ ...shared, scenario: whole })).scenario).toEqual(whole);
    const own = encodeLink({ ...shared, origin: { id: 'some-lesson', lesson: lessonHash(scenario) } });
    const other = encodeLink({ ...shared, origin: { id: 'some-lesson', lesson: 'something else' } });
    expect(decodeLink(own).scenario.story).toEqual([]);
    expect(decodeLink(own).origin).toEqual({ id: 'some-lesson', lesson: lessonHash(scenario) });
    expect(decodeLink(other).scenario.story).toEqual(scenario.story);
    // and still says what it was made from
    expect(decodeLink(other)).toMatchObject({ origin: { id: 'some-lesson', lesson: 'something else' }, ownLesson: true });
    expect('ownLesson' in decodeLink(own)).toBe(false);
    expect(own.length).toBeLessThan(other.length);
  });

  it('leaves the lesson to the library where another policy takes nothing from its steps', () => {
    const told = readScenario({
      ...JSON.parse(textOf(scenario)),
      story: [{ title: 'One', text: 'Only here.', set: { 'checkout.servers': 9 }, look: ['shoppers.goodput'] }],
    });
    const edited = withParam(told, 'base', 'shoppers.retryDelay', { kind: 'none' }, 'whole-run');
    expect(lessonHash(edited)).toBe(lessonHash(told));
  });

  it.each(curatedIds)('is short after each step of the lesson %s', async (id) => {
    const lesson = await curated(id);
    const origin = { id, lesson: lessonHash(lesson) };
    let now = lesson;
    for (const { title, set = {} } of lesson.story) {
      for (const [path, value] of Object.entries(set)) now = withParam(now, BASE, path, value, 'whole-run');
      expect(encodeLink({ ...shared, scenario: now, origin }).length, title).toBeLessThan(LONG_LINK);
    }
  });

  it.each(curatedIds)('of %s opens whatever stands in place of a policy whose gauge is charted', async (id) => {
    const scenario = await curated(id);
    for (const { meter } of scenario.watch) {
      const [component, name, gauge] = meter.split('.');
      const param = componentOf(scenario.components[component]?.kind ?? '')?.params[name];
      if (gauge === undefined || param?.type !== 'policy') continue;
      for (const { id: kind } of policiesOf(param)) {
        const other = armsOf(scenario).reduce(
          (doc, arm) => withParam(doc, arm.id, `${component}.${name}`, { kind }, 'whole-run'),
          scenario,
        );
        const { scenario: opened } = decodeLink(encodeLink({ ...shared, scenario: other }));
        expect(opened.watch).toEqual(scenario.watch);
        // what is charted is there; another chart is not lost
        const there = new Set(allMetersOf(opened).map((each) => each.id));
        expect(watched(opened).filter((chart) => !there.has(chart.meter))).toEqual([]);
        expect(watched(opened)).toEqual(scenario.watch.filter((chart) => there.has(chart.meter)));
      }
    }
  });

  it('is short, and ends with a letter that no program drops', () => {
    const link = encodeLink(shared);
    expect(link.length).toBeLessThan(LONG_LINK / 2);
    expect(link).toMatch(/^v2\.[\w-]+x$/);
  });

  it('of format 1 opens for ever', () => {
    const opened = decodeLink(fixture.link);
    expect(opened.scenario).toEqual(readScenario(fixture.scenario));
    expect(opened.scenario.components.checkout).toMatchObject({ replicas: 3, servers: 4 });
    expect(opened).toMatchObject(fixture.moment);
  });

  it('of format 1 that names what is called otherwise now opens for ever', () => {
    const opened = decodeLink(first.link);
    expect(JSON.parse(textOf(opened.scenario))).toEqual(first.inFormat2);
    expect(opened).toMatchObject({ playhead: 4_500, arm: 'few', fingerprint: '00ff00ff00ff00ff' });
  });

  it('of format 2 opens for ever', () => {
    const opened = decodeLink(second.link);
    expect(JSON.parse(textOf(opened.scenario))).toEqual(second.scenario);
    expect(opened).toMatchObject(second.looking);
  });

  it('cut short anywhere is noticed', () => {
    const link = encodeLink(shared);
    for (let length = 4; length < link.length; length += 7)
      expect(failure(link.slice(0, length)).message).toMatch(/cut short|damaged|cannot be unpacked/);
  });

  it('with a changed character is noticed', () => {
    const link = encodeLink(shared);
    for (let at = 5; at < link.length - 2; at += 11) {
      const other = link[at] === 'A' ? 'B' : 'A';
      expect(failure(link.slice(0, at) + other + link.slice(at + 1))).toBeInstanceOf(LinkError);
    }
  });

  it('of another version says so', () => {
    expect(failure('v3.abcdefx')).toMatchObject({ message: expect.stringContaining('version 3'), isNewer: true });
    expect(failure('v0.abcdefx')).toMatchObject({ message: expect.stringContaining('no links of version 0'), isNewer: false });
    expect(failure('hello').message).toContain('holds no scenario');
  });

  it('made to hurt is refused: swollen, empty, no JSON, no scenario, wrong scenario', () => {
    expect(failure(linkAround(pack(`{"s":"${'x'.repeat(5_000_000)}"}`))).message).toContain('unpacks to more');
    expect(failure('v1.x')).toBeInstanceOf(LinkError);
    expect(failure(linkAround(pack('hello'))).message).toContain('not a scenario');
    expect(failure(linkAround(pack('[1,2]'))).message).toContain('not a scenario');
    expect(failure(linkAround(Uint8Array.of(1, 2, 3, 4, 5, 6))).message).toContain('cannot be unpacked');
    expect(failure(linkAround(pack('{"s":{"format":1,"components":{"a":{"kind":"nonsense"}}}}')))).toBeInstanceOf(ScenarioError);
    expect(failure(`v1.${'A'.repeat(400_000)}x`).message).toContain('longer than any scenario');
    expect(failure('v1.<script>x').message).toContain('characters that no link');
  });

  it('does not believe a moment, an arm, an origin or a fingerprint that cannot be', () => {
    const s = JSON.parse(textOf(scenario));
    const opened = decodeLink(linkAround(pack(JSON.stringify({ s, p: 1e12, a: 'nobody', l: ['../../etc', 7], f: '<b>' }))));
    expect(opened).toMatchObject({ playhead: 0, arm: 'base', origin: null, fingerprint: '' });
  });

  it('does not believe what it says of the view where that cannot be', () => {
    const s = JSON.parse(textOf(scenario));
    const sound = { t: 1, h: ['base'], c: 'checkout', w: 'requests', r: 3, x: ['shoppers.goodput'] };
    const opened = (letters: object) => {
      const { scenario: _, ...rest } = decodeLink(linkAround(pack(JSON.stringify({ s, ...letters }))));
      return rest;
    };
    const plain = opened({});
    expect(plain).toEqual({ playhead: 0, arm: 'base', origin: null, fingerprint: '' });
    expect(opened(sound)).toEqual({
      ...plain,
      step: 1,
      shown: ['base'],
      component: 'checkout',
      view: 'requests',
      request: 3,
      veil: ['shoppers.goodput'],
    });
    const nonsense: Record<string, unknown[]> = {
      t: [-1, 41, 1.5, '1', null, [0]],
      h: [[], 'base', ['nobody'], ['base', 7], Array.from({ length: 9 }, () => 'base'), {}],
      c: ['nobody', '__proto__', 'toString', 7, ['checkout'], null],
      w: ['<script>', '', 'x'.repeat(60), 'constructor', 7, {}],
      r: [-1, 1e12, 0.5, '3', null],
      x: ['all', [7], ['x'.repeat(200)], Array.from({ length: 100 }, () => 'x'), { 0: 'x' }],
    };
    for (const [letter, values] of Object.entries(nonsense))
      for (const value of values) expect(opened({ [letter]: value }), `${letter}: ${JSON.stringify(value)}`).toEqual(plain);
  });
});
