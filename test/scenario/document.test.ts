import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Check } from '../../src/scenario/check.ts';
import { complete } from '../../src/scenario/complete.ts';
import { document, free } from '../../src/scenario/document.ts';
import type { Field, Fields, RecordField } from '../../src/scenario/field.ts';
import { ScenarioError } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { documentPages } from '../../src/scenario/reference.ts';
import type { AskDoc } from '../../src/scenario/scenario.ts';
import { scenarioSchema } from '../../src/scenario/schema.ts';
import { documentOf } from '../../src/scenario/write.ts';

/** Every record of the document, by name. */
function recordsIn(field: Field, found = new Map<string, RecordField>()): Map<string, RecordField> {
  if (field.type === 'list' || field.type === 'map') recordsIn(field.item, found);
  else if (field.type === 'either') for (const form of field.of) recordsIn(form, found);
  else if (field.type === 'record' && !found.has(field.name)) {
    found.set(field.name, field);
    for (const inner of Object.values(field.fields as Fields)) recordsIn(inner, found);
  }
  return found;
}

const records = [...recordsIn(document).values()];
const fields = records.flatMap(({ name, fields }) =>
  Object.entries(fields as Fields).map(([key, field]) => ({ name: `${name}.${key}`, field })),
);

const COMPONENTS = { shoppers: { kind: 'client', calls: ['checkout'] }, checkout: { kind: 'service', servers: 3 } };
/** The first two are rates, of which there is every statistic. */
const METERS = ['shoppers.goodput', 'shoppers.attempts', 'checkout.queueLength', 'shoppers.responseTime.p99'];

/** Of every kind that somebody can fill in. */
const PARAMETERS = [
  'shoppers.arrival.rate',
  'shoppers.attemptTimeout',
  'shoppers.maxAttempts',
  'checkout.servers',
  'checkout.serviceTime.mean',
  'checkout.whenCallerLeaves',
];

const short = fc.string({ maxLength: 12 });

/** Sound values of a field; those of the whole document fit together. */
function soundOf(field: Field): fc.Arbitrary<unknown> {
  switch (field.type) {
    case 'constant':
      return fc.constant(field.value);
    case 'number':
    case 'ratio':
      return fc.double({ min: Math.max(field.min, -1e6), max: Math.min(field.max, 1e6), noNaN: true }).map((value) => value + 0);
    case 'integer':
      return fc.integer({ min: field.min, max: Math.min(field.max, 1e9) });
    case 'moment':
      return fc.constantFrom(0, 1, 500, 999.5);
    case 'index':
      return fc.constantFrom(0, 1);
    case 'text':
      return field.pattern ? fc.stringMatching(new RegExp(`^(?:${field.pattern})$`), { maxLength: field.most }) : short;
    case 'choice':
      return fc.constantFrom(...Object.keys(field.options));
    case 'id':
      return fc.constantFrom('eager', 'calm', 'patient');
    case 'meter':
      return fc.constantFrom(...METERS.slice(0, 2));
    case 'parameter':
      // free are parameters as a whole
      return fc.constantFrom(...PARAMETERS.filter((path) => field !== free || path.split('.').length === 2));
    case 'arm':
      return fc.constant('base');
    case 'component':
      return fc.constant('checkout');
    case 'settings':
      return fc.constantFrom({ 'checkout.servers': 4 }, { 'checkout.fault': { kind: 'slow' }, 'checkout.fault.factor': 2 });
    case 'acts':
      // no component does anything on command here: what those do that do is tried by itself
      return fc.constant(undefined);
    case 'places':
      return fc.constantFrom({}, { checkout: { x: 12, y: -40.5 } });
    case 'components':
      return fc.constant(COMPONENTS);
    case 'list':
      if (field.unique) {
        const { least, unique } = field;
        const selector = (each: unknown) => (typeof each === 'string' ? each : (each as Record<string, unknown>)[unique]);
        return fc.uniqueArray(soundOf(field.item), { minLength: least, maxLength: Math.max(1, least), selector });
      }
      return fc.array(soundOf(field.item), { minLength: field.least, maxLength: field.least + 2 });
    case 'map':
      return fc.dictionary(fc.constantFrom('mine', 'hers'), soundOf(field.item));
    case 'seam':
      return fc.constantFrom('retry-delay', 'eviction');
    case 'either':
      return fc.oneof(...field.of.map(soundOf));
    case 'record': {
      const entries = Object.entries(field.fields as Fields);
      const needed = entries.filter(([key, each]) => field.needsOneOf?.[0] === key || isNeeded(each));
      const whole = fc.record(Object.fromEntries(entries.map(([key, each]) => [key, soundOf(each)])), {
        requiredKeys: ['format', ...needed.map(([key]) => key)].filter((key) => key in field.fields),
      });
      // what holds between fields: a span lasts, a chance spread is of numbers, the run outlasts its moments, a line a choice
      const fitting = whole.map((value) => {
        const { from, to, over: _over, ...rest } = value as Record<string, unknown>;
        const lasts = typeof from === 'number' && typeof to === 'number' && from >= to ? { to: from + 0.25 } : { from, to };
        const kept = 'from' in field.fields ? lasts : {};
        const long = 'duration' in field.fields ? { duration: 1_000 } : {};
        const drawn = 'lines' in field.fields && rest.lines ? { lines: linesFor(rest as unknown as AskDoc) } : {};
        return JSON.parse(JSON.stringify({ ...rest, ...kept, ...long, ...drawn }));
      });
      return field.short ? fc.oneof(fitting, soundOf(field.fields[field.short])) : fitting;
    }
  }
}

/** A text that is left out is empty, which not every text may be. */
function isNeeded(field: Field): boolean {
  return field.default === undefined && !field.optional && (field.type !== 'text' || field.pattern !== undefined);
}

/** As many lines as there are choices, each from left to right. */
function linesFor({ choices, lines }: AskDoc): AskDoc['lines'] {
  const points = choices.map((_, i) => lines!.points[i % lines!.points.length].toSorted((a, b) => a.at - b.at));
  return { ...lines!, points };
}

/** What is wrong with a value, as `path: found → expected`. */
function wrong(field: Field, value: unknown): string[] {
  const check = new Check();
  check.value('x', field, value);
  return check.problems.map(({ path, found, expected }) => `${path}: ${found} → ${expected}`);
}

describe('the description of the document', () => {
  it('says of every field what it is', () => {
    expect(records.map(({ name }) => name)).toEqual([
      'scenario',
      'report',
      'policy',
      'change',
      'arm',
      'chart',
      'step',
      'question',
      'choice',
      'drawing',
      'point',
      'fold',
      'parameter',
      'claim',
      'figure',
      'challenge',
    ]);
    for (const { name, field } of fields) expect(field.help, name).toMatch(/\.$/);
  });

  it('has no default that it would not accept, and no bound that it refuses', () => {
    for (const { name, field } of fields) {
      if (field.default !== undefined) expect(wrong(field, field.default), name).toEqual([]);
      if ('min' in field && Number.isFinite(field.min))
        expect(
          [field.min, field.max].flatMap((value) => wrong(field, value)),
          name,
        ).toEqual([]);
      if ('min' in field && Number.isFinite(field.min)) expect(wrong(field, field.max * 2 + 1), name).toHaveLength(1);
      if (field.type === 'text')
        expect(wrong(field, 'x'.repeat(field.most + 1)), name).toEqual([`x: ${field.most + 1} characters → at most ${field.most}`]);
      if (field.type === 'list')
        expect(wrong({ ...field, most: 1, least: 0, item: { type: 'flag' } as never }, [true, true])[0], name).toBe(
          'x: 2 entries → at most 1',
        );
    }
  });

  it('names an unknown key of every record, and the one that was meant', () => {
    for (const record of records) {
      const key = Object.keys(record.fields)[0];
      expect(wrong(record, { [`${key}s`]: 1 })[0]).toMatch(`x.${key}s: an unknown key → ${key}?`);
    }
  });

  it('names what must be there and is not', () => {
    for (const record of records) {
      const needed = Object.entries(record.fields as Fields).filter(([key, field]) => record.needsOneOf?.[0] === key || isNeeded(field));
      expect(wrong(record, {}).map((line) => line.replace(/ → .*/, ''))).toEqual(needed.map(([key]) => `x.${key}: nothing`));
    }
  });

  it('takes addresses that lead where they seem to lead, and no others', () => {
    const { url } = (document.fields.found as RecordField).fields as { url: Field };
    const sound = ['https://github.com/celery/celery/issues/2481', 'https://example.org', 'https://example.org/?a=b#c-1'];
    expect(sound.flatMap((address) => wrong(url, address))).toEqual([]);
    const unsound = [
      ...['', 'github.com/celery', 'http://github.com/', 'HTTPS://github.com/', 'javascript:alert(1)', 'data:text/html,x', '//github.com/'],
      ...['https://github.com@evil.example/', 'https://github.com:8080/', 'https://github.com\\@evil.example', 'https://gіthub.com/'],
      ...['https://localhost/', 'https://github.com/ x', 'https://github.com/\nx', 'https://github.com/"x', 'https://github.com/\u202ex'],
    ];
    for (const address of unsound) {
      expect(wrong(url, address), address).toHaveLength(1);
      expect(wrong(url, address)[0]).toMatch(/ → an address, as https:\/\/github\.com\/celery\/celery\/issues\/2481$/);
    }
    expect(wrong(url, 7)).toEqual(['x: 7 → a text']);
  });

  it('shows an entry’s place, and what two have alike that no two may', () => {
    const sound = { format: 1, components: COMPONENTS };
    const problems = (more: object) => {
      try {
        readScenario({ ...sound, ...more });
      } catch (error) {
        if (error instanceof ScenarioError) return error.problems.map(({ path, expected }) => `${path}: ${expected}`);
        throw error;
      }
      return [];
    };
    expect(problems({ arms: [{ id: 'a' }, { id: 'a' }] })).toEqual(['arms[1].id: an id that no other arm has']);
    expect(problems({ arms: [{ id: 'base', set: { 'checkout.servers': 3 } }] })).toEqual([
      'arms[0]: only a title: the scenario itself is the base',
    ]);
    const ask = { question: 'Which?', choices: ['This', 'That'], answer: 2 };
    expect(problems({ story: [{ title: 'One', text: '', ask }] })).toEqual(['story[0].ask.answer: from 0 to 1']);
    expect(problems({ story: [{ title: 'One', text: '', ask: { ...ask, answer: 0, choices: ['This'] } }] })).toEqual([
      'story[0].ask.choices: at least two choices',
    ]);
    const line = [
      { at: 0, value: 1 },
      { at: 5, value: 2 },
    ];
    const drawn = (lines: object) => problems({ story: [{ title: 'One', text: '', ask: { ...ask, answer: 0, lines } }] });
    const meter = 'shoppers.goodput';
    expect(drawn({ meter, points: [line, line] })).toEqual([]);
    expect(drawn({ meter, points: [line, line, line] })).toEqual(['story[0].ask.lines.points: 2: one for each choice']);
    expect(drawn({ meter, points: [line, [...line].reverse()] })).toEqual([
      'story[0].ask.lines.points[1][1].at: at least 5, where the point before it is',
    ]);
    expect(drawn({ meter, points: [line, [line[0]]] })).toEqual(['story[0].ask.lines.points[1]: at least two points']);
    expect(drawn({ meter: 'shoppers.goodputt', points: [line, line] })[0]).toMatch(
      /^story\[0\]\.ask\.lines\.meter: a meter, as component\.meter: shoppers\.goodput\? /,
    );
    expect(drawn({ meter, points: [line, [line[0], { at: 70_000, value: -1 }]] })).toEqual([
      'story[0].ask.lines.points[1][1].at: from 0 to 60000',
      'story[0].ask.lines.points[1][1].value: from 0 to 1000000000000',
    ]);
    expect(problems({ changes: [{ at: 1, set: {} }] })).toEqual(['changes[0].set: at least one path and value']);
    const claim = { text: '', meter: 'shoppers.goodput', is: '<', than: { from: 5, to: 2 } };
    expect(problems({ goals: [claim] })).toEqual(['goals[0].than.to: more than "from", 5']);
    const counted = { text: '', meter: 'checkout.queueLength', stat: 'sum', is: '<', than: 60 };
    expect(problems({ goals: [counted, { ...counted, meter: 'shoppers.failures' }] })).toEqual([
      'goals[0].stat: value, max or min: only a rate can be counted',
    ]);
  });

  it('is enough to write what was read, so that it reads the same again', () => {
    fc.assert(
      fc.property(soundOf(document), (raw) => {
        const read = readScenario(raw);
        expect(complete(raw as Record<string, unknown>)).toEqual(read);
        const written = documentOf(read);
        expect(readScenario(written)).toEqual(read);
        expect(JSON.stringify(documentOf(readScenario(written)))).toBe(JSON.stringify(written));
      }),
      { numRuns: 40, seed: 3 },
    );
  });

  it('leaves out what goes without saying', () => {
    const plain = readScenario({ format: 1, components: COMPONENTS });
    expect(documentOf(plain)).toEqual({
      format: 2,
      title: 'Untitled',
      topic: 'retries',
      seed: 1,
      duration: 60_000,
      components: COMPONENTS,
    });
    const noted = readScenario({ ...plain, changes: [{ at: 0, set: { 'checkout.servers': 3 }, note: '', over: 0 }] });
    expect(noted.changes).toEqual([{ at: 0, set: { 'checkout.servers': 3 } }]);
    expect(readScenario({ ...plain, watch: [{ meter: 'shoppers.goodput' }] }).watch).toEqual([{ meter: 'shoppers.goodput' }]);
    expect(documentOf(readScenario({ ...plain, watch: [{ meter: 'shoppers.goodput' }] })).watch).toEqual(['shoppers.goodput']);
  });

  it('is what the schema and the reference say', () => {
    const schema = scenarioSchema() as {
      properties: object;
      definitions: Record<string, { properties?: object; anyOf?: { properties?: object }[] }>;
    };
    const [page] = documentPages();
    for (const { name, fields } of records) {
      const own: { properties?: object; anyOf?: { properties?: object }[] } = name === 'scenario' ? schema : schema.definitions[name];
      const properties = (own.properties ?? own.anyOf?.find((form) => form.properties)?.properties) as Record<
        string,
        { description: string }
      >;
      expect(Object.keys(properties), name).toEqual(Object.keys(fields));
      for (const [key, field] of Object.entries(fields as Fields)) {
        expect(properties[key].description, `${name}.${key}`).toContain(field.help);
        expect(page.markdown).toContain(`| \`${key}\` |`);
        expect(page.markdown).toContain(field.help);
      }
    }
    for (const { markdown, id } of documentPages()) expect(markdown, id).not.toMatch(/undefined|null \||\[object/);
  });
});
