// Bundles a TypeScript entry into node_modules/.cache/goodput when a source is newer than the bundle: Node 20 runs no
// TypeScript. Returns the bundle's path.
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    time = Math.max(time, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return time;
}

/** @param entry path from the root @param options rolldown's output options */
export async function bundle(entry, { format = 'esm', platform = 'node', folders = ['src'], external } = {}) {
  // several are called main
  const name = basename(entry, '.ts') === 'main' ? basename(dirname(entry)) : basename(entry, '.ts');
  const file = join(root, 'node_modules/.cache/goodput', `${name}.${format === 'esm' ? 'mjs' : 'js'}`);
  const changed = Math.max(...folders.map((folder) => newest(join(root, folder))), statSync(join(root, 'package.json')).mtimeMs);
  if (existsSync(file) && statSync(file).mtimeMs > changed) return file;
  mkdirSync(dirname(file), { recursive: true });
  const built = await rolldown({
    input: join(root, entry),
    platform,
    external,
    logLevel: 'warn',
    resolve: { mainFields: ['module', 'main'] },
  });
  await built.write({ file, format, name: 'goodput', codeSplitting: false });
  await built.close();
  return file;
}
