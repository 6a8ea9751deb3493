// `npm run cards`: the pictures that links to scenarios are shown with, in public/cards.
import { pathToFileURL } from 'node:url';
import { bundle, root } from './bundle.mjs';

const folders = ['src', 'tools/cards', 'tools/pages', 'test/browser'];
const file = await bundle('tools/cards/draw.ts', { folders, external: ['playwright-core', /^node:/] });
process.chdir(root);
await import(pathToFileURL(file).href);
