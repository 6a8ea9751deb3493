import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, test } from 'vitest';
import { ALL_SCALES, leanRecharts, NICE_TICKS, SPREAD_HELPER } from '../../tools/vite/lean-recharts.ts';

const UI = join(import.meta.dirname, '../../src/ui');
const require = createRequire(import.meta.url);
const recharts = join(dirname(require.resolve('recharts/package.json')), 'es6');
const { version } = require('recharts/package.json');

const files = readdirSync(recharts, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
  .map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return { name: relative(recharts, path), path, code: readFileSync(path, 'utf8') };
  });

const { transform } = leanRecharts() as unknown as {
  transform: { filter: { id: RegExp }; handler(code: string): { code: string } | null };
};
const lean = (code: string) => transform.handler(code)?.code ?? code;

/** What a reader of a failure should do. */
const changed = `Recharts ${version} is not written as tools/vite/lean-recharts.ts expects: adapt its patterns, or drop it`;

describe('the object-spread helper', () => {
  const spreading = files.filter(({ code }) => /\b_objectSpread\(/.test(code));

  test('is found in every file that spreads', () => {
    expect(spreading.length, changed).toBeGreaterThan(50);
    expect(
      spreading.filter(({ code }) => !SPREAD_HELPER.test(code)).map(({ name }) => name),
      changed,
    ).toEqual([]);
  });

  test('is replaced whole, and nothing of it stays', () => {
    for (const { name, code } of spreading) {
      const after = lean(code);
      expect(after.match(/function _objectSpread\(/g), name).toHaveLength(1);
      expect(after, name).not.toContain('getOwnPropertyDescriptors');
      expect(after.split('\n').length, name).toBe(code.split('\n').length);
    }
  });

  test('gives what the original gives', () => {
    const { code } = spreading[0];
    const helpers = (source: string) => {
      const lines = source
        .split('\n')
        .filter((line) => /^function (?:ownKeys|_objectSpread|_defineProperty|_toProperty\w+|_toPrimitive)\(/.test(line));
      return new Function(`${lines.join('\n')}\nreturn _objectSpread;`)() as (...parts: unknown[]) => object;
    };
    const [theirs, ours] = [helpers(code), helpers(lean(code))];
    const symbol = Symbol('s');
    const cases: unknown[][] = [
      [{}, { a: 1 }],
      [{ a: 1 }, { a: 2, b: undefined }, { c: null }],
      [{}, null, { a: 1 }, undefined],
      [{}, 'ab', 3, true],
      [{}, { [symbol]: 1, b: { deep: true } }],
      [{}, Object.create({ inherited: 1 }, { own: { value: 1, enumerable: true }, hidden: { value: 2, enumerable: false } })],
      [{}, [1, 2]],
    ];
    for (const parts of cases) {
      const [first, ...rest] = parts;
      expect(ours({ ...(first as object) }, ...rest)).toEqual(theirs({ ...(first as object) }, ...rest));
    }
    const target = {};
    expect(ours(target, { a: 1 })).toBe(target);
  });
});

describe('the scales', () => {
  const scaling = files.filter(({ code }) => /\bd3Scales\b/.test(code));

  test('are taken in all at once in two files, and there replaced', () => {
    expect(scaling.map(({ name }) => name.replace(/^.*[\\/]/, '')).sort(), changed).toEqual([
      'combineConfiguredScale.js',
      'combineRealScaleType.js',
    ]);
    for (const { name, code } of scaling) {
      expect(code.split(ALL_SCALES), `${name}: ${changed}`).toHaveLength(2);
      expect(lean(code), name).not.toMatch(/import \* as/);
    }
  });

  test('that are left are those our charts name, and those that Recharts falls back on', () => {
    const left = [
      ...lean(scaling[0].code)
        .match(/const d3Scales = \{(.*)\}/)![1]
        .matchAll(/scale(\w+)/g),
    ].map(([, name]) => name.toLowerCase());
    const charts = readdirSync(UI, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.tsx'))
      .map((name) => readFileSync(join(UI, name), 'utf8'))
      .filter((code) => code.includes("from 'recharts'"));
    const named = charts.flatMap((code) =>
      [...code.matchAll(/\sscale=(?:"(\w+)"|\{([^}]*)\})/g)].flatMap(([, plain, chosen]) => plain ?? chosen.match(/(?<=')\w+(?=')/g) ?? []),
    );
    expect(named.length).toBeGreaterThan(0);
    const fallbacks = scaling.flatMap(({ code }) => [...code.matchAll(/return '(\w+)'/g)].map(([, name]) => name));
    expect(fallbacks.length, changed).toBeGreaterThan(2);
    expect(left).toEqual(expect.arrayContaining([...new Set([...named, ...fallbacks])]));
  });
});

describe('the search for round ticks', () => {
  const searching = files.filter(({ code }) => code.includes(NICE_TICKS));

  test('is taken in where the axes are made, and nowhere else that is used', () => {
    expect(
      searching.map(({ name }) => name),
      changed,
    ).toContain(join('state', 'selectors', 'axisSelectors.js'));
    for (const { name, code } of searching) expect(lean(code), name).not.toContain("'../../util/scale'");
  });

  test('is asked for by no axis of ours: each names its ticks', () => {
    const charts = readdirSync(UI, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.tsx'))
      .map((name) => readFileSync(join(UI, name), 'utf8'));
    const axes = charts.flatMap((code) => code.match(/<[XY]Axis\b[\s\S]*?\/>/g) ?? []);
    expect(axes.length).toBeGreaterThanOrEqual(2);
    for (const axis of axes) expect(axis).toMatch(/niceTicks="none"/);
  });
});

describe('the plugin', () => {
  test('looks at the modules of Recharts and at nothing else', () => {
    const { id } = transform.filter;
    expect(files.filter(({ path }) => !id.test(path))).toEqual([]);
    expect(id.test('C:\\work\\node_modules\\recharts\\es6\\chart\\LineChart.js')).toBe(true);
    expect(id.test('/work/node_modules/recharts/lib/chart/LineChart.js')).toBe(false);
    expect(id.test('/work/src/ui/chart/Chart.tsx')).toBe(false);
  });

  test('leaves alone what has neither', () => {
    expect(transform.handler('export const a = 1;\n')).toBeNull();
  });

  test('leaves JavaScript', () => {
    for (const { name, code } of files) if (lean(code) !== code) expect(() => parseAst(lean(code)), name).not.toThrow();
  });
});
