// The headless twin: `npm run goodput -- run retry-storm`.
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';

const [cli] = await Promise.all(['src/host/cli.ts', 'src/host/run-thread.ts'].map((entry) => bundle(entry)));
await import(pathToFileURL(cli).href);
