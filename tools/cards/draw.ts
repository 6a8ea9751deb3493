/** Draws the cards of the curated scenarios and of the landing that are not there, or that would be drawn otherwise now. */
import '../../src/sim/world/every-kind.ts';
import '../../src/scenario/every-description.ts';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { complete } from '../../src/scenario/complete.ts';
import { BASE, type Scenario } from '../../src/scenario/scenario.ts';
import { LANDING, METER } from '../../src/ui/landing/landing.ts';
import { NO_BROWSER, openChromium } from '../../test/browser/browsers.ts';
import { cardHtml } from './card.ts';
import { drawingOf } from './drawing.ts';
import { landingCardHtml, landingLine } from './landing-card.ts';
import { lookOf } from './layout.ts';
import { type Drawn, frameOf, hashOf, LANDING_CARD, landingFrame, type Manifest } from './manifest.ts';
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
  const scenario = scenarioOf(id);
  const drawing = drawingOf(scenario);
  const arms = drawing.lines.map(({ arm }) => arm);
  await draw(id, join(CARDS, `${id}.png`), cardHtml(scenario, drawing, look), {
    meter: drawing.meter,
    runs: Object.fromEntries(drawing.lines.map(({ arm, fingerprint }) => [arm, fingerprint])),
    frame: frameOf(scenario, drawing, arms, look),
  });
}
const line = landingLine(scenarioOf(LANDING));
await draw(LANDING_CARD, join(ROOT, 'public/card.png'), landingCardHtml(line, look), {
  meter: METER,
  runs: { [BASE]: line.fingerprint },
  frame: landingFrame(look),
});
await chromium.close();
writeFileSync(MANIFEST, `${JSON.stringify(after, null, 2)}\n`);
for (const file of readdirSync(CARDS)) if (!ids.includes(file.replace(/\.png$/, ''))) rmSync(join(CARDS, file));

function scenarioOf(id: string): Scenario {
  return complete(JSON.parse(readFileSync(join(ROOT, 'scenarios', `${id}.json`), 'utf8')));
}

/** Draws a card that is not there, or that would be drawn otherwise now, and notes what it was drawn from. */
async function draw(key: string, file: string, html: string, from: Omit<Drawn, 'card' | 'picture'>): Promise<void> {
  const isThere = existsSync(file) && hashOf(readFileSync(file)) === before[key]?.picture;
  if (!isThere || before[key].card !== hashOf(html)) {
    const picture = await photographed(page, html, faces);
    writeFileSync(file, picture);
    console.log(`drew ${key}, ${(picture.length / 1_000).toFixed(1)} kB`);
  }
  after[key] = { ...from, card: hashOf(html), picture: hashOf(readFileSync(file)) };
  writeFileSync(MANIFEST, `${JSON.stringify({ ...before, ...after }, null, 2)}\n`);
}
