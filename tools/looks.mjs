// `npm run looks -- [see|controls] [scenario …]`: steps of the curated scenarios with nothing to see, and sliders that change no chart.
import { pathToFileURL } from 'node:url';
import { bundle, root } from './bundle.mjs';

const file = await bundle('tools/looks/main.ts', { folders: ['tools/looks', 'src'], external: [/^node:/] });
process.chdir(root);
await import(pathToFileURL(file).href);
