import '../src/scenario/every-description.ts';
import '../src/sim/world/every-kind.ts';
import { join } from 'node:path';
import { preview } from 'vite';
import { NO_BROWSER, openChromium } from '../test/browser/browsers.ts';
import { cacheLines } from './caches.ts';
import { curatedLines } from './curated.ts';
import { curveLines } from './curves.ts';
import { engineLines } from './engine.ts';
import { limiterLines } from './limiters.ts';
import { type Line, missing } from './line.ts';
import { ownCodeLines, ownPolicyLines } from './own-code.ts';
import { pageLines } from './page.ts';
import { queueLines } from './queues.ts';
import { sessionLines } from './session.ts';
import { sweepLines } from './sweeps.ts';
import { transferLines } from './transfer.ts';

const json = process.argv.includes('--json');
const withPage = !process.argv.includes('--engine');

/** Everything that is measured, in the order in which it is: what simulates in this process goes before what hands buffers over. */
const parts: readonly (() => Line[] | Promise<Line[]>)[] = [
  engineLines,
  queueLines,
  sweepLines,
  limiterLines,
  cacheLines,
  curveLines,
  ownPolicyLines,
  ...(withPage ? [measurePage] : []),
  curatedLines,
  transferLines,
  others,
];

/** What has a budget and is not measured here. */
function others(): Line[] {
  return [missing('.ci/run on two cores', 'min', '≤', 8, '.ci/run says it itself')];
}

async function measurePage(): Promise<Line[]> {
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
    const dist = join(root, 'dist');
    return [
      ...(await sessionLines(browser, address, dist)),
      ...(await pageLines(browser, address, dist)),
      ...(await ownCodeLines(browser, address)),
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}

const shown = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

function textOf({ name, value, unit, budget, bound, yardstick, ratio, ok }: Line): string {
  const verdict = value === null ? 'missing' : ok ? 'ok' : 'MISSED';
  const measured = value === null ? '' : `${shown(value)} ${unit}`;
  const against = ratio === null ? (yardstick ?? '') : `${shown(ratio)} × ${yardstick}`;
  return `${verdict.padEnd(8)}${name.padEnd(70)}${measured.padStart(20)}   ${bound} ${String(budget).padEnd(6)}${against}`;
}

const lines: Line[] = [];
for (const part of parts) {
  const some = await part();
  lines.push(...some);
  if (!json) for (const line of some) console.log(textOf(line));
}
if (json) console.log(JSON.stringify(lines, null, 1));
process.exit(0);
