// `npm run mutants`: one-line faults in the simulated world, and whether the tests catch them.
import { pathToFileURL } from 'node:url';
import { bundle, root } from './bundle.mjs';

const file = await bundle('tools/mutants/mutants.ts', { folders: ['tools/mutants', 'test'], external: [/^rolldown/, /^node:/] });
process.chdir(root);
await import(pathToFileURL(file).href);
