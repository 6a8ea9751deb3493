// `npm run lessons -- [--quick] [--fix] [scenario …]`: what the curated lessons say, held to their runs.
import { pathToFileURL } from 'node:url';
import { bundle, root } from './bundle.mjs';

const file = await bundle('tools/lessons/main.ts', { folders: ['tools/lessons', 'src'], external: [/^node:/] });
process.chdir(root);
await import(pathToFileURL(file).href);
