// Writes what follows from the folders: the catalogue of every seam, of all seams and of the components, and the
// descriptions that the page reads. All of it is made before any is written: what fails half-way leaves everything as it
// was. `--check` writes nothing and fails when something is stale.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const NOTE = '// Generated from this folder by `npm run generate`. Do not edit.\n';
const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const names = (folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.ts') && !['contract.ts', 'index.ts'].includes(file))
    .map((file) => file.slice(0, -3))
    .sort();

/** What is to be in each file, by path. */
const outputs = new Map();

const seams = readdirSync(join(root, 'src/sim/policy'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();
for (const seam of seams) {
  const algorithms = names(`src/sim/policy/${seam}`);
  outputs.set(
    `src/sim/policy/${seam}/index.ts`,
    `${NOTE}${algorithms.map((name) => `import { ${camel(name)} } from './${name}.ts';\n`).join('')}
export { seam } from './contract.ts';

export const catalogue = [${algorithms.map(camel).join(', ')}] as const;
`,
  );
}
outputs.set(
  'src/sim/policy/seams.ts',
  `${NOTE}${seams.map((seam) => `import * as ${camel(seam)} from './${seam}/index.ts';\n`).join('')}import type { AnyPolicy } from './policy.ts';

/** Every seam: what it decides and its catalogue, by id. */
export const seams: Readonly<Record<string, { seam: { title: string; summary: string }; catalogue: readonly AnyPolicy[] }>> = {
${seams.map((seam) => (camel(seam) === seam ? `  ${seam},\n` : `  '${seam}': ${camel(seam)},\n`)).join('')}};
`,
);
outputs.set(
  'src/sim/policy/contracts.ts',
  `${NOTE}${seams.map((seam) => `import * as ${camel(seam)} from './${seam}/contract.ts';\n`).join('')}
/** What every seam gives to those who write a policy for it, by id. */
export const contracts = {
${seams.map((seam) => (camel(seam) === seam ? `  ${seam},\n` : `  '${seam}': ${camel(seam)},\n`)).join('')}} as const;
`,
);
/** The laws of every seam; a file is called as its seam. */
outputs.set(
  'src/sim/law/index.ts',
  `${NOTE}${seams.map((seam) => `import { laws as ${camel(seam)} } from './${seam}.ts';\n`).join('')}
/** What the policies of every seam are held to, by its id. */
export const laws = {
${seams.map((seam) => (camel(seam) === seam ? `  ${seam},\n` : `  '${seam}': ${camel(seam)},\n`)).join('')}} as const;
`,
);
/** The steps of routines; a file is called as its step's id. */
const steps = names('src/sim/routine/step').map((name) => {
  const file = `src/sim/routine/step/${name}.ts`;
  const found = /^export const (\w+) = defineStep/m.exec(readFileSync(join(root, file), 'utf8'));
  if (!found) throw new Error(`${file} has no line that begins with "export const … = defineStep"`);
  return { name, constant: found[1] };
});
outputs.set(
  'src/sim/routine/step/index.ts',
  `${NOTE}import type { StepDefinition } from './contract.ts';
${steps.map(({ name, constant }) => `import { ${constant} } from './${name}.ts';\n`).join('')}
export const catalogue: readonly StepDefinition[] = [${steps.map(({ constant }) => constant).join(', ')}];
`,
);
/** The guards around attempts. */
const guards = names('src/sim/flow/guard');
outputs.set(
  'src/sim/flow/guard/index.ts',
  `${NOTE}import type { GuardDefinition } from './contract.ts';
${guards.map((name) => `import { ${camel(name)} } from './${name}.ts';\n`).join('')}
export const catalogue: readonly GuardDefinition[] = [${guards.map(camel).join(', ')}];
`,
);
/** A folder a kind; the file that is called as its folder defines it. */
const DEFINES = /^export const \w+ = defineComponent[(<]/m;
for (const folder of readdirSync(join(root, 'src/sim/component'), { withFileTypes: true }).filter((entry) => entry.isDirectory()))
  for (const name of names(`src/sim/component/${folder.name}`))
    if (name !== folder.name && DEFINES.test(readFileSync(join(root, `src/sim/component/${folder.name}/${name}.ts`), 'utf8')))
      throw new Error(
        `src/sim/component/${folder.name}/${name}.ts defines a component: it must be called ${folder.name}.ts, as its folder`,
      );
const components = readdirSync(join(root, 'src/sim/component'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, 'src/sim/component', entry.name, `${entry.name}.ts`)))
  .map((entry) => entry.name)
  .filter((name) => DEFINES.test(readFileSync(join(root, `src/sim/component/${name}/${name}.ts`), 'utf8')))
  .sort();
outputs.set(
  'src/sim/component/index.ts',
  `${NOTE}${components.map((name) => `import { ${camel(name)} } from './${name}/${name}.ts';\n`).join('')}
export const catalogue = [${components.map(camel).join(', ')}] as const;
`,
);
const observers = names('src/sim/observe');
outputs.set(
  'src/sim/observe/index.ts',
  `${NOTE}${observers.map((name) => `import { ${camel(name)} } from './${name}.ts';\n`).join('')}
export const catalogue = [${observers.map(camel).join(', ')}] as const;
`,
);

/** As the formatter would leave it, so that formatting makes nothing stale. */
function formatted(file, text) {
  return execFileSync(join(root, 'node_modules/.bin/biome'), ['check', '--write', `--stdin-file-path=${file}`], {
    input: text,
    cwd: root,
    encoding: 'utf8',
  });
}

/** The doc comment over a definition, as one text. */
function about(folder, name) {
  const file = join('src/sim', folder, `${name}.ts`);
  if (!existsSync(join(root, file))) throw new Error(`there is no ${file}: an id must be the name of its file`);
  const source = readFileSync(join(root, file), 'utf8');
  const comment = source.match(new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*export const ${camel(name)} = define`));
  if (!comment) throw new Error(`${folder}/${name}.ts: no doc comment over its definition`);
  return comment[1]
    .replace(/^\s*\* ?/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

for (const [file, text] of outputs) outputs.set(file, formatted(file, text));

const keyOf = (path) => relative(root, path).replaceAll('\\', '/');

/** A module of the sources as they will be: with what is made here in place of what is there. */
async function bundled(file) {
  const made = {
    name: 'made-here',
    resolveId(source, importer) {
      const path = source.startsWith('.') && importer ? join(dirname(importer), source) : source;
      return outputs.has(keyOf(path)) ? path : null;
    },
    load: (path) => outputs.get(keyOf(path)) ?? null,
  };
  const folder = mkdtempSync(join(tmpdir(), 'goodput-'));
  try {
    const bundle = await rolldown({
      input: join(root, file),
      platform: 'neutral',
      resolve: { mainFields: ['module', 'main'] },
      plugins: [made],
    });
    await bundle.write({ file: join(folder, 'bundle.mjs'), format: 'esm' });
    await bundle.close();
    return await import(pathToFileURL(join(folder, 'bundle.mjs')).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const { entryOf } = await bundled('src/ui/library/entry.ts');
const { complete } = await bundled('src/scenario/complete.ts');
const entries = readdirSync(join(root, 'scenarios'))
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => entryOf(file.slice(0, -5), complete(JSON.parse(readFileSync(join(root, 'scenarios', file), 'utf8')))));
outputs.set('src/ui/library/entries.json', formatted('src/ui/library/entries.json', JSON.stringify(entries)));

/** Kinds of the components of the scenario that a first visit lands in. */
function landingKinds() {
  const [, id] = /LANDING = '([^']+)'/.exec(readFileSync(join(root, 'src/ui/landing/landing.ts'), 'utf8'));
  const { components } = JSON.parse(readFileSync(join(root, `scenarios/${id}.json`), 'utf8'));
  return Object.values(components).map(({ kind }) => kind);
}

const describe = 'src/sim/world/describe.ts';
if (existsSync(join(root, describe))) {
  const { describeAll, proseOfAll } = await bundled(describe);
  const { first, further } = describeAll(landingKinds());
  outputs.set('src/scenario/first-descriptions.json', `${JSON.stringify(first, null, 1)}\n`);
  outputs.set('src/scenario/further-descriptions.json', `${JSON.stringify(further, null, 1)}\n`);
  const firstKinds = first.components.map(({ id }) => id);
  const firstSeams = Object.keys(first.seams);
  outputs.set(
    'src/sim/world/first-kinds.ts',
    formatted(
      'src/sim/world/first-kinds.ts',
      `${NOTE.replace('this folder', 'what a first visit lands in')}${firstKinds.map((id) => `import { ${camel(id)} } from '../component/${id}/${id}.ts';\n`).join('')}${firstSeams.map((id) => `import * as ${camel(id)} from '../policy/${id}/index.ts';\n`).join('')}
export const firstComponents = [${firstKinds.map(camel).join(', ')}] as const;
export const firstSeams = {
${firstSeams.map((id) => (camel(id) === id ? `  ${id},\n` : `  '${id}': ${camel(id)},\n`)).join('')}};
`,
    ),
  );
  outputs.set('src/scenario/prose.json', `${JSON.stringify(proseOfAll(about), null, 1)}\n`);
}

const differs = (file) => !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8') !== outputs.get(file);
const stale = [...outputs.keys()].filter(differs);
if (!process.argv.includes('--check')) {
  for (const file of stale) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), outputs.get(file));
    console.log(`wrote ${file}`);
  }
} else if (stale.length > 0) {
  console.error(`stale: ${stale.join(', ')}\nRun \`npm run generate\` and commit what it writes.`);
  process.exit(1);
}
