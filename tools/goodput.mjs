// The headless twin: `npm run goodput -- run retry-storm`.
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';

await import(pathToFileURL(await bundle('src/host/cli.ts')).href);
