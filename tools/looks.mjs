// `npm run looks -- [see|controls] [scenario …]`: steps of the curated scenarios with nothing to see, and sliders that change no chart;
// `page` and `sheets` instead: what machines see of the page, and pictures of it.
import { pathToFileURL } from 'node:url';
import { bundle, root } from './bundle.mjs';

const file = await bundle('tools/looks/main.ts', {
  folders: ['tools/looks', 'src', 'test/browser'],
  external: ['playwright-core', 'vite', 'axe-core', /^node:/],
});
process.chdir(root);
await import(pathToFileURL(file).href);
