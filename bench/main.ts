import '../src/sim/world/every-kind.ts';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { cacheLines } from './caches.ts';
import { curveLines } from './curves.ts';
import { engineLines } from './engine.ts';
import { jobLines } from './jobs.ts';
import { limiterLines } from './limiters.ts';
import type { Line } from './line.ts';

/** Prints every budget; `--json` for machines, `--engine` to leave the page out. */
async function main(): Promise<void> {
  const json = process.argv.includes('--json');
  const lines: Line[] = [...(await engineLines()), ...jobLines(), ...limiterLines(), ...cacheLines(), ...curveLines()];
  if (!process.argv.includes('--engine')) lines.push(...(await measurePage()));
  if (json) console.log(JSON.stringify(lines, null, 1));
  else
    for (const line of lines)
      console.log(
        `${line.ok ? 'ok    ' : 'MISSED'} ${line.name.padEnd(66)} ${shown(line.value).padStart(8)} ${line.unit.padEnd(10)} budget ${shown(line.budget).padStart(6)}  ${line.ratio === null ? '' : `${shown(line.ratio)} × ${line.yardstick}`}`,
      );
}

/** What this needs is loaded here: the threads of a sweep, which run this very file, do without. */
async function measurePage(): Promise<Line[]> {
  const { preview } = await import('vite');
  const { NO_BROWSER, openChromium } = await import('../test/browser/browsers.ts');
  const { pageLines } = await import('./page.ts');
  const browser = await openChromium();
  if (!browser) {
    console.error(`The page was not measured. ${NO_BROWSER}`);
    return [];
  }
  const root = process.cwd();
  const server = await preview({ root, preview: { host: '127.0.0.1', port: 0 }, logLevel: 'silent' });
  try {
    const address = server.resolvedUrls?.local[0];
    if (!address) throw new Error('the built page could not be served');
    return await pageLines(browser, address, join(root, 'dist'));
  } finally {
    await browser.close();
    await server.close();
  }
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

if (isMainThread) {
  await main();
  process.exit(0);
}
