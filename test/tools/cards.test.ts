import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { allMetersOf } from '../../src/scenario/meters.ts';
import { LANDING } from '../../src/ui/landing/landing.ts';
import { cardHtml } from '../../tools/cards/card.ts';
import { drawingOf, labelOf } from '../../tools/cards/drawing.ts';
import { landingCardHtml, landingLine } from '../../tools/cards/landing-card.ts';
import { lookOf } from '../../tools/cards/layout.ts';
import { frameOf, hashOf, LANDING_CARD, landingFrame, type Manifest } from '../../tools/cards/manifest.ts';
import { palettePng } from '../../tools/cards/palette-png.ts';
import { curated, curatedIds } from '../curated.ts';

const ROOT = join(import.meta.dirname, '../..');
const CARDS = join(ROOT, 'public/cards');
const json = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const manifest: Manifest = json('tools/cards/manifest.json');
const fingerprints: Readonly<Record<string, Readonly<Record<string, string>>>> = json('test/golden/data/fingerprints.json');
const look = lookOf(ROOT);

const REMEDY = 'stale: run `npm run cards` and commit what it draws';

describe('the cards', () => {
  const fileOf = (key: string) => (key === LANDING_CARD ? join(ROOT, 'public/card.png') : join(CARDS, `${key}.png`));

  it('are one for each scenario and one for the landing, as drawn', () => {
    expect(readdirSync(CARDS).sort(), REMEDY).toEqual(curatedIds.map((id) => `${id}.png`));
    expect(Object.keys(manifest).sort(), REMEDY).toEqual([...curatedIds, LANDING_CARD].sort());
    const stale = Object.keys(manifest).filter(
      (key) => !existsSync(fileOf(key)) || hashOf(readFileSync(fileOf(key))) !== manifest[key].picture,
    );
    expect(stale, REMEDY).toEqual([]);
  });

  it('are of the scenarios as they are now: titles, looks, and the runs by their fingerprints', async () => {
    const stale: string[] = [];
    for (const id of curatedIds) {
      const scenario = await curated(id);
      const { meter, runs, frame } = manifest[id] ?? { meter: '', runs: {}, frame: '' };
      const arms = Object.keys(runs);
      const described = allMetersOf(scenario).find((each) => each.id === meter);
      const watch = scenario.watch.find((each) => each.meter === meter);
      const same =
        described !== undefined &&
        arms.every((arm) => fingerprints[id][arm] === runs[arm]) &&
        frame ===
          frameOf(
            scenario,
            { meter, label: labelOf(scenario, meter, described.label), unit: described.unit, log: watch?.scale === 'log', binWidth: 1 },
            arms,
            look,
          );
      if (!same) stale.push(id);
    }
    expect(stale, REMEDY).toEqual([]);
  });

  it.each(['retry-storm', 'the-zombie-commits-twice', 'two-hundred-in-two-seconds'])('show what runs give: %s', async (id) => {
    const scenario = await curated(id);
    const drawing = drawingOf(scenario);
    expect(drawing.meter).toBe(manifest[id].meter);
    expect(hashOf(cardHtml(scenario, drawing, look)), REMEDY).toBe(manifest[id].card);
  });

  it('of the landing shows its run up to the question, as the landing is now', async () => {
    const { frame, runs, card } = manifest[LANDING_CARD];
    expect([frame, runs], REMEDY).toEqual([landingFrame(look), { base: fingerprints[LANDING].base }]);
    const line = landingLine(await curated(LANDING));
    const html = landingCardHtml(line, look);
    expect(hashOf(html), REMEDY).toBe(card);
    // what comes after the repair is what is asked
    const answer = { ...line, samples: line.samples.map((sample, bin) => (bin * line.binWidth >= 28_000 ? 0 : sample)) };
    expect(landingCardHtml(answer, look).match(/<path [^>]*var\(--ink\)[^>]*>/)?.[0]).toBe(
      html.match(/<path [^>]*var\(--ink\)[^>]*>/)?.[0],
    );
  });

  it('are small', () => {
    const sizes = Object.keys(manifest).map((key) => readFileSync(fileOf(key)).length);
    expect(Math.max(...sizes)).toBeLessThan(25_000);
    expect(sizes.reduce((a, b) => a + b) / sizes.length).toBeLessThan(15_000);
  });
});

it('a picture of a few colours is kept as it is', () => {
  // red, green / blue, red
  const colours = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [255, 0, 0],
  ];
  const png = Buffer.from(palettePng(Uint8Array.from(colours.flatMap((colour) => [...colour, 255])), 2, 2));
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
  // the checksum that every PNG ends with
  expect(png.subarray(-4).toString('hex')).toBe('ae426082');
  const palette = chunks.get('PLTE')!;
  const rows = inflateSync(chunks.get('IDAT')!);
  const seen = [1, 2, 4, 5].map((at) => [...palette.subarray(rows[at] * 3, rows[at] * 3 + 3)]);
  expect([rows.length, rows[0], rows[3]]).toEqual([6, 0, 0]);
  expect(seen).toEqual(colours);
});
