import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { rolldown } from 'rolldown';
import type { Plugin } from 'vitest/config';

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = join(ROOT, 'src');
/** Folders of `src` that run in Node as they are; none of them imports another of `src`. */
const FOLDERS = ['experiment', 'recording', 'scenario', 'sim', 'theory'];

/** Path of a compiled module, from where all of them are; null for what is not compiled. */
function compiledPath(file: string): string | null {
  const path = relative(SOURCES, file);
  return FOLDERS.includes(path.split(sep)[0]) && path.endsWith('.ts') ? path.replace(/\.ts$/, '.mjs') : null;
}

/** Compiles every module by itself, so that each is there once whoever imports it. */
async function compile(into: string): Promise<void> {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(SOURCES, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  );
  const modules = files.filter((file) => file.endsWith('.ts')).map((file) => [file.replace(/\.ts$/, ''), join(SOURCES, file)]);
  const built = await rolldown({
    input: Object.fromEntries(modules),
    platform: 'node',
    treeshake: false,
    logLevel: 'warn',
    resolve: { mainFields: ['module', 'main'] },
  });
  await built.write({
    dir: into,
    entryFileNames: '[name].mjs',
    preserveModules: true,
    preserveModulesRoot: SOURCES,
    sourcemap: true,
  });
  await built.close();
}

/**
 * Has tests run the engine as modules of Node's own. Vitest's runner makes every use of an import a call of a getter, with
 * which a simulation takes 1.5 to 2 times as long, and compiles all modules anew for every test file. When watching, it
 * is left alone: it has to know what depends on a changed file.
 */
export function compiledEngine(): Plugin {
  let folder: Promise<string> | null = null;
  let watching = false;

  async function compiled(): Promise<string> {
    const cache = join(ROOT, 'node_modules/.cache/goodput');
    mkdirSync(cache, { recursive: true });
    // one of its own: others may be testing, too, and sources may change meanwhile
    const into = mkdtempSync(join(cache, 'engine-'));
    process.once('exit', () => rmSync(into, { recursive: true, force: true }));
    await compile(into);
    return into;
  }

  return {
    name: 'goodput:compiled-engine',
    enforce: 'pre',
    configureVitest({ vitest }) {
      watching = vitest.config.watch;
    },
    async resolveId(source, importer) {
      if (watching || source.includes('?') || !/^[./]/.test(source)) return null;
      const path = compiledPath(source.startsWith('.') && importer ? resolve(importer, '..', source) : source);
      if (path === null) return null;
      folder ??= compiled();
      return join(await folder, path);
    },
  };
}
