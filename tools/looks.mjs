// `node tools/looks.mjs [scenario …]`: which sliders of the curated scenarios change no chart; `page` and `sheets` before them: what
// machines see of the page, and pictures of it.
import { pathToFileURL } from 'node:url';
import { bundle, root } from './bundle.mjs';

const file = await bundle('tools/looks/main.ts', {
  folders: ['tools/looks', 'src', 'test/browser'],
  external: ['playwright-core', 'vite', 'axe-core', /^node:/],
});
process.chdir(root);
await import(pathToFileURL(file).href);
