import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rollup } from 'vite';
import { leanSimulation } from './lean-simulation.ts';

const MARK = '?iife-text';
const PREFIX = '\0iife-text:';

/**
 * `import text from './realm.ts?iife-text'`: that module with all that it needs, as the text of one script which defines
 * `goodput`. For workers that are made from text, since the frame they stand in can load nothing.
 */
export function iifeText(): Plugin {
  return {
    name: 'iife-text',
    enforce: 'pre',
    async resolveId(id, importer) {
      if (!id.endsWith(MARK)) return null;
      const found = await this.resolve(id.slice(0, -MARK.length), importer, { skipSelf: true });
      return found && `${PREFIX}${found.id}.txt.js`;
    },
    async load(id) {
      if (!id.startsWith(PREFIX)) return null;
      const file = id.slice(PREFIX.length, -'.txt.js'.length);
      const { code, modules } = await scriptOf(file);
      for (const module of modules) this.addWatchFile(module);
      return `export default ${JSON.stringify(code)};`;
    },
  };
}

/** A module as one script. */
export async function scriptOf(file: string): Promise<{ code: string; modules: readonly string[] }> {
  const built = (await build({
    configFile: false,
    root: fileURLToPath(new URL('../..', import.meta.url)),
    logLevel: 'error',
    publicDir: false,
    plugins: [leanSimulation({ ownCode: true })],
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: file, formats: ['iife'], name: 'goodput' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })) as Rollup.RollupOutput[];
  const [chunk] = built[0].output;
  return { code: chunk.code, modules: chunk.moduleIds.filter((module) => !module.startsWith('\0')) };
}
