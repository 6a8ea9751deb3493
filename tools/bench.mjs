// `npm run bench`: builds the page, bundles the bench and runs it.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { bundle, root } from './bundle.mjs';

if (!process.argv.includes('--engine'))
  execFileSync(join(root, 'node_modules/.bin/vite'), ['build', '--logLevel', 'error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
const file = await bundle('bench/main.ts', { folders: ['src', 'bench', 'test/browser'], external: ['vite', 'playwright-core', /^node:/] });
execFileSync(process.execPath, [file, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
