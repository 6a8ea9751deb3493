// `npm run bench`: builds the page, bundles the bench with the threads that it starts, and runs it.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { bundle, root } from './bundle.mjs';

if (!process.argv.includes('--engine'))
  execFileSync(join(root, 'node_modules/.bin/vite'), ['build', '--logLevel', 'error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
const folders = ['src', 'bench', 'test/browser'];
const external = ['vite', 'rolldown', 'playwright-core', /^node:/];
const [main] = await Promise.all([
  bundle('bench/main.ts', { folders, external }),
  bundle('bench/thread.ts', { folders, external }),
  bundle('src/host/run-thread.ts'),
]);
execFileSync(process.execPath, [main, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
