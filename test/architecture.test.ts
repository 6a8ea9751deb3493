import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue as components } from '../src/sim/component/index.ts';
import { catalogue as observers } from '../src/sim/observe/index.ts';
import { seams } from '../src/sim/policy/seams.ts';

const ROOT = join(import.meta.dirname, '..');

interface Import {
  /** Path from the root, or the name of a package. */
  to: string;
  /** Erased by the compiler. */
  typeOnly: boolean;
}

/** Paths from the root of every source below a folder. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => posix.join(relative(ROOT, entry.parentPath), entry.name))
    .sort();
}

const sources = new Map(filesBelow('src').map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));

/** Without comments; strings that hold what looks like one lose it too. */
const codeOf = (file: string) => sources.get(file)!.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

const STATIC = /^(?:import|export)\s+(type\s)?(?:[^;'"]*?\sfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\('([^']+)'\)/g;
/** Whole folders: what is taken in at once, and what when it is needed; not what is taken as text. */
const GLOBBED = /\bimport\.meta\.glob(?:<[^(]*>)?\(\[?((?:'[^']+'(?:,\s*)?)+)\]?,(?!\s*(?:\{\s*query|'))/g;

function importsOf(file: string): Import[] {
  const source = sources.get(file)!;
  const found = [
    ...[...source.matchAll(STATIC)].map(([, type, to]) => ({ to, typeOnly: type !== undefined })),
    ...[...source.matchAll(DYNAMIC)].map(([, to]) => ({ to, typeOnly: false })),
  ];
  const patterns = [...source.matchAll(GLOBBED)].flatMap(([, list]) =>
    [...list.matchAll(/'(\.[^']+\.tsx?)'/g)].map(([, pattern]) => pattern),
  );
  for (const pattern of patterns) {
    const meant = new RegExp(`^${posix.join(dirname(file), pattern).replaceAll('.', '\\.').replaceAll('*', '[\\w-]+')}$`);
    for (const other of sources.keys())
      if (meant.test(other)) found.push({ to: `./${posix.relative(dirname(file), other)}`, typeOnly: false });
  }
  // what is taken as text is no import
  return found
    .filter(({ to }) => !/\?(?:raw|iife-text)$/.test(to))
    .map(({ to, typeOnly }) => ({ to: to.startsWith('.') ? posix.join(dirname(file), to.replace(/\?.*$/, '')) : to, typeOnly }));
}

const imports = new Map([...sources.keys()].map((file) => [file, importsOf(file)]));

/** A contract, an algorithm and a catalogue of a seam, and what stands above all seams. */
const CONTRACT = /^src\/sim\/policy\/[\w-]+\/contract\.ts$/;
const INDEX = /^src\/sim\/policy\/[\w-]+\/index\.ts$/;
const ALGORITHM = /^src\/sim\/policy\/[\w-]+\/(?!contract|index)[\w-]+\.ts$/;
const SEAMS = /^src\/sim\/policy\/seams\.ts$/;
const CONTRACTS = /^src\/sim\/policy\/contracts\.ts$/;
const POLICY = /^src\/sim\/policy\/policy\.ts$/;
const COMPONENT_INDEX = /^src\/sim\/component\/index\.ts$/;
const OBSERVER_INDEX = /^src\/sim\/observe\/index\.ts$/;

const below = (...folders: string[]) => new RegExp(`^src/(?:${folders.join('|')})/`);
const foundations = below('sim/kernel', 'sim/param', 'sim/structure');

/** Who may import whom within src; its own folder besides, where `own` does not say otherwise. The first that fits counts. */
const table: { from: RegExp; own?: boolean; may: RegExp[] }[] = [
  { from: below('sim/kernel'), may: [] },
  { from: below('sim/param'), may: [] },
  { from: below('sim/structure'), may: [below('sim/kernel')] },
  { from: below('sim/meter'), may: [below('sim/kernel', 'sim/structure')] },
  { from: CONTRACT, own: false, may: [POLICY, foundations] },
  // no more than a policy of somebody's own may
  { from: ALGORITHM, own: false, may: [CONTRACT] },
  { from: INDEX, own: false, may: [CONTRACT, ALGORITHM] },
  { from: SEAMS, own: false, may: [POLICY, INDEX] },
  { from: CONTRACTS, own: false, may: [CONTRACT] },
  { from: below('sim/own-policy'), may: [foundations, CONTRACT, CONTRACTS, POLICY] },
  { from: POLICY, own: false, may: [below('sim/param')] },
  { from: /^src\/sim\/policy\/description\.ts$/, own: false, may: [POLICY] },
  { from: below('sim/flow'), may: [foundations, below('sim/meter'), CONTRACT, POLICY] },
  { from: below('sim/routine', 'sim/replica'), may: [foundations, below('sim/meter', 'sim/flow'), CONTRACT, POLICY] },
  { from: below('sim/observe'), may: [foundations, below('sim/flow', 'sim/meter')] },
  {
    from: below('sim/component'),
    may: [foundations, below('sim/flow', 'sim/routine', 'sim/replica', 'sim/observe', 'sim/meter', 'sim/study'), CONTRACT, POLICY],
  },
  { from: below('sim/law'), may: [foundations, CONTRACT, POLICY, below('sim/own-policy')] },
  { from: below('sim/study'), may: [foundations, CONTRACT, POLICY] },
  { from: below('sim/world'), may: [below('sim')] },
  { from: below('scenario'), may: [below('sim/param')] },
  { from: below('recording'), may: [/^src\/sim\/policy\/workload\/contract\.ts$/] },
  { from: below('theory'), may: [below('scenario', 'sim/meter')] },
  { from: below('experiment'), may: [below('scenario', 'sim/meter')] },
  { from: below('host'), may: [below('sim/world', 'sim/own-policy', 'sim/law', 'sim/study', 'recording', 'scenario', 'experiment')] },
  {
    from: below('ui'),
    may: [
      /^src\/host\/(?:ask-once|check-report|client|jobs|kept-recordings|looker|packed-recording|protocol|look\/[\w-]+|sandbox\/(?:cause-of-change|code-error|consent|fork|sandbox|sources))\.ts$/,
      below('scenario', 'theory', 'experiment', 'sim/param', 'sim/meter'),
    ],
  },
  { from: /^src\/main\.tsx$/, own: false, may: [below('ui')] },
];

/** `src/sim/kernel`, `src/ui`: the folder of the table that a file is in. */
const homeOf = (file: string) => file.match(/^src\/(?:sim\/)?[\w-]+/)![0];

describe('who may import whom', () => {
  test('is settled for every file', () => {
    for (const file of sources.keys())
      expect(
        table.some(({ from }) => from.test(file)),
        file,
      ).toBe(true);
  });

  test('is kept to by every import', () => {
    const wrong: string[] = [];
    for (const [file, list] of imports) {
      const { own = true, may } = table.find(({ from }) => from.test(file))!;
      for (const { to } of list) {
        if (!to.startsWith('src/')) continue;
        if ((own && homeOf(file) === homeOf(to)) || may.some((pattern) => pattern.test(to))) continue;
        wrong.push(`${file} imports ${to}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('an algorithm and its contract know no other seam, and a catalogue only its own', () => {
    const wrong: string[] = [];
    for (const [file, list] of imports) {
      if (![CONTRACT, ALGORITHM, INDEX].some((pattern) => pattern.test(file))) continue;
      for (const { to } of list)
        if (/^src\/sim\/policy\/[\w-]+\//.test(to) && dirname(to) !== dirname(file)) wrong.push(`${file} imports ${to}`);
    }
    expect(wrong).toEqual([]);
  });

  test('components meet at their ports: none imports another', () => {
    const kinds = components.map(({ id }) => `src/sim/component/${id}/${id}.ts`);
    for (const [file, list] of imports) {
      if (COMPONENT_INDEX.test(file) || below('sim/world').test(file)) continue;
      expect(
        list.filter(({ to }) => kinds.includes(to)),
        file,
      ).toEqual([]);
    }
  });

  test('inside sim only the world imports catalogues', () => {
    for (const [file, list] of imports) {
      if (!below('sim').test(file) || below('sim/world').test(file) || SEAMS.test(file)) continue;
      expect(
        list.filter(({ to }) => [INDEX, SEAMS, COMPONENT_INDEX, OBSERVER_INDEX].some((pattern) => pattern.test(to))),
        file,
      ).toEqual([]);
    }
  });

  test('every import leads to a file that there is', () => {
    for (const [file, list] of imports)
      for (const { to } of list)
        if (to.startsWith('src/') && /\.tsx?$/.test(to)) expect(sources.has(to), `${file} imports ${to}`).toBe(true);
  });

  test('nothing but the page takes in what draws a page, and sim takes in no package at all', () => {
    for (const [file, list] of imports) {
      const packages = list.map(({ to }) => to).filter((to) => !to.startsWith('src/'));
      if (below('sim', 'theory', 'experiment').test(file)) expect(packages, file).toEqual([]);
      if (!below('ui').test(file) && file !== 'src/main.tsx')
        expect(
          packages.filter((name) => /^(?:react|@mantine|@tabler|d3|zustand)/.test(name)),
          file,
        ).toEqual([]);
    }
  });

  test('what simulates reaches the page only through the worker', () => {
    const reached = new Set<string>();
    const visit = (file: string) => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { to, typeOnly } of imports.get(file) ?? []) if (!typeOnly) visit(to);
    };
    visit('src/main.tsx');
    expect(reached.has('src/ui/App.tsx') && reached.has('src/host/client.ts')).toBe(true);
    expect([...reached].filter((file) => below('sim').test(file) && !below('sim/param', 'sim/meter').test(file))).toEqual([]);
    expect(reached.has('src/host/worker.ts')).toBe(false);
  });
});

test('no module is, at run time, a part of itself', () => {
  const state = new Map<string, 'open' | 'done'>();
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      circles.push([...way.slice(way.indexOf(file)), file].join(' → '));
      return;
    }
    state.set(file, 'open');
    for (const { to, typeOnly } of imports.get(file) ?? []) if (!typeOnly && sources.has(to)) visit(to, [...way, file]);
    state.set(file, 'done');
  };
  for (const file of sources.keys()) visit(file, []);
  expect(circles).toEqual([]);
});

describe('a catalogue is its folder', () => {
  const idsIn = (folder: string) =>
    readdirSync(join(ROOT, folder))
      .filter((file) => file.endsWith('.ts') && !['contract.ts', 'index.ts'].includes(file))
      .map((file) => file.slice(0, -'.ts'.length))
      .sort();

  test('for every seam there is a folder, and the other way round', () => {
    const folders = readdirSync(join(ROOT, 'src/sim/policy'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(Object.keys(seams).sort()).toEqual(folders.map(({ name }) => name).sort());
  });

  test.each(Object.keys(seams))('%s', (seam) => {
    expect(seams[seam].catalogue.map(({ id }) => id).sort()).toEqual(idsIn(`src/sim/policy/${seam}`));
  });

  test('components', () => {
    const defining = readdirSync(join(ROOT, 'src/sim/component'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .filter((id) => /= defineComponent\(/.test(sources.get(`src/sim/component/${id}/${id}.ts`) ?? ''));
    expect(components.map(({ id }) => id).sort()).toEqual(defining.sort());
  });

  test('observers', () => {
    expect(observers.map(({ id }) => id as string).sort()).toEqual(idsIn('src/sim/observe'));
  });

  test('what is generated from the folders is not stale', () => {
    const { status, stderr } = spawnSync(process.execPath, ['tools/generate.mjs', '--check'], { cwd: ROOT, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});

describe('sources', () => {
  const using = (pattern: RegExp, folder: RegExp) => [...sources.keys()].filter((file) => folder.test(file) && pattern.test(codeOf(file)));

  test('turn no text into code', () => {
    expect(using(/\beval\b|\bFunction\s*\(/, /^src\//)).toEqual([]);
  });

  test('of sim take nothing of Math by another way than its name, which lint looks at', () => {
    expect(using(/\bMath\b(?!\.\w)/, below('sim'))).toEqual([]);
    expect(using(/\bglobalThis\b/, below('sim'))).toEqual([]);
  });

  test('of sim make no promises and ask neither the language of the machine nor its memory', () => {
    expect(using(/\basync\b|\bawait\b|\bPromise\b/, below('sim'))).toEqual([]);
    expect(using(/\bIntl\b|\blocaleCompare\b|toLocale\w+\(\)/, below('sim'))).toEqual([]);
    expect(using(/\bWeakRef\b|\bFinalizationRegistry\b/, below('sim'))).toEqual([]);
  });

  test('have names of their own: no drawer for what has no place', () => {
    const drawer = /(?:^|\/)(?:utils?|helpers?|common|core|types|lib|misc|managers?)(?:\/|\.tsx?$)/;
    expect([...sources.keys()].filter((file) => drawer.test(file))).toEqual([]);
  });
});

test('the compiler of sim knows neither a browser nor Node', () => {
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'src/sim/tsconfig.json'), 'utf8'));
  expect(compilerOptions).toMatchObject({ lib: ['ES2023'], types: [] });
});
