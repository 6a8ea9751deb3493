// `npm run mutants`: one-line faults in the simulated world, and whether the tests catch them.
import { execFileSync } from 'node:child_process';
import { bundle, root } from './bundle.mjs';

const file = await bundle('tools/mutants/mutants.ts', { folders: ['tools/mutants', 'test'], external: [/^rolldown/, /^node:/] });
try {
  execFileSync(process.execPath, [file, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
} catch ({ status }) {
  process.exitCode = status ?? 1;
}
