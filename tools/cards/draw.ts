/** Draws the cards of the curated scenarios that are not there, or that would be drawn otherwise now. */
import '../../src/sim/world/every-kind.ts';
import '../../src/scenario/every-description.ts';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { complete } from '../../src/scenario/complete.ts';
import { NO_BROWSER, openChromium } from '../../test/browser/browsers.ts';
import { cardHtml, lookOf } from './card.ts';
import { drawingOf } from './drawing.ts';
import { type Drawn, frameOf, hashOf, type Manifest } from './manifest.ts';
import { photographed, typeface } from './studio.ts';

const ROOT = process.cwd();
const CARDS = join(ROOT, 'public/cards');
const MANIFEST = join(ROOT, 'tools/cards/manifest.json');

const look = lookOf(ROOT);
const faces = typeface(ROOT);
const before: Manifest = existsSync(MANIFEST) ? JSON.parse(readFileSync(MANIFEST, 'utf8')) : {};
const ids = readdirSync(join(ROOT, 'scenarios'))
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length))
  .sort();
mkdirSync(CARDS, { recursive: true });
const chromium = await openChromium();
if (!chromium) throw new Error(NO_BROWSER);
const page = await chromium.newPage();
const after: Record<string, Drawn> = {};
for (const id of ids) {
  const scenario = complete(JSON.parse(readFileSync(join(ROOT, 'scenarios', `${id}.json`), 'utf8')));
  const file = join(CARDS, `${id}.png`);
  const drawing = drawingOf(scenario);
  const html = cardHtml(scenario, drawing, look);
  const there = existsSync(file) && hashOf(readFileSync(file)) === before[id]?.picture;
  const stale = !there || before[id].card !== hashOf(html);
  if (stale) {
    const picture = await photographed(page, html, faces);
    writeFileSync(file, picture);
    console.log(`drew ${id}, ${(picture.length / 1_000).toFixed(1)} kB`);
  }
  after[id] = {
    meter: drawing.meter,
    runs: Object.fromEntries(drawing.lines.map(({ arm, fingerprint }) => [arm, fingerprint])),
    frame: frameOf(
      scenario,
      drawing,
      drawing.lines.map(({ arm }) => arm),
      look,
    ),
    card: hashOf(html),
    picture: hashOf(readFileSync(file)),
  };
  writeFileSync(MANIFEST, `${JSON.stringify({ ...before, ...after }, null, 2)}\n`);
}
await chromium.close();
writeFileSync(MANIFEST, `${JSON.stringify(after, null, 2)}\n`);
for (const file of readdirSync(CARDS)) if (!ids.includes(file.replace(/\.png$/, ''))) rmSync(join(CARDS, file));
