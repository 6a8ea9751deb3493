// `node tools/looks.mjs [scenario …]`: which sliders of the curated scenarios change no chart.
import { pathToFileURL } from 'node:url';
import { bundle, root } from './bundle.mjs';

const file = await bundle('tools/looks/main.ts', { folders: ['tools/looks', 'src'], external: [/^node:/] });
process.chdir(root);
await import(pathToFileURL(file).href);
