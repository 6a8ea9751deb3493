import { describe, expect, it } from 'vitest';
import { encodeLink } from '../../src/scenario/link.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { BASE } from '../../src/scenario/scenario.ts';
import { objections } from './axe.ts';
import { address, noChromium, visitor } from './visitor.ts';

/** A queue that overflows from 10 s on: times of answers between 10 ms and seconds. */
const shop = {
  format: 1,
  title: 'A small shop',
  topic: 'retries',
  duration: 20_000,
  bins: 100,
  components: {
    shoppers: { kind: 'client', arrival: { kind: 'poisson', rate: 80 }, maxAttempts: 1, attemptTimeout: null, calls: ['shop'] },
    shop: { kind: 'service', servers: 1, serviceTime: { kind: 'exponential', mean: 10 } },
  },
  changes: [{ at: 10_000, set: { 'shoppers.arrival.rate': 120 } }],
  watch: [{ meter: 'shoppers.responseTime.p99', scale: 'log' }, { meter: 'shoppers.goodput' }],
};
const asked = {
  ...shop,
  watch: [{ ...shop.watch[0], mark: 'heat-map' }],
  story: [{ title: 'How long?', text: 'Guess.', ask: { question: 'How long?', choices: ['Short', 'Long'], answer: 1 } }],
};

const visit = visitor();
const spaced = (text: string) => text.replaceAll('\u202f', ' ');

describe.skipIf(await noChromium())('marks of charts', () => {
  it('show latencies as a heat map, with figures and a table of the same', async () => {
    const page = await visit(shop);
    const chart = page.getByRole('region', { name: 'Response time p99' });
    await chart.getByRole('button', { name: /: more$/ }).click();
    await page.getByRole('menuitem', { name: 'Show as heat map' }).click();
    await expect.poll(() => chart.locator('image').getAttribute('href')).toMatch(/^data:image\/png/);
    // the picture has as many columns as there are bins, and is not empty
    const filled = await chart.locator('image').evaluate(async (image: SVGImageElement) => {
      const picture = new Image();
      picture.src = image.href.baseVal;
      await picture.decode();
      const canvas = document.createElement('canvas');
      canvas.width = picture.width;
      canvas.height = picture.height;
      const context = canvas.getContext('2d')!;
      context.drawImage(picture, 0, 0);
      const { data } = context.getImageData(0, 0, picture.width, picture.height);
      return { columns: picture.width, pixels: data.filter((value, i) => i % 4 === 3 && value > 0).length };
    });
    expect(filled.columns).toBe(100);
    expect(filled.pixels).toBeGreaterThan(500);
    await expect.poll(async () => spaced(await chart.locator('[data-readout]').innerText())).toMatch(/^mostly .+ to .+: \d+ of \d+$/);
    const box = (await chart.locator('image').boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await expect
      .poll(async () => spaced(await chart.locator('[data-readout]').innerText()))
      .toMatch(/^[\d.]+ m?s to [\d.]+ m?s: \d+ of \d+$/);
    expect(await objections(page)).toEqual([]);
    await chart.getByRole('button', { name: /: more$/ }).click();
    await page.getByRole('menuitem', { name: 'Show as a table' }).click();
    const table = page.getByRole('dialog').getByRole('region', { name: 'Cells' });
    await expect.poll(() => table.getByRole('row').count()).toBeGreaterThan(5);
    expect((await table.getByRole('row').first().innerText()).split('\t')).toEqual(['Time', 'From', 'To', 'Observed', 'Of all then']);
    await page.keyboard.press('Escape');
    await chart.getByRole('button', { name: /: more$/ }).click();
    await page.getByRole('menuitem', { name: 'Show as lines' }).click();
    await expect.poll(() => chart.locator('image').count()).toBe(0);
    // what counts no single times has none
    await page
      .getByRole('region', { name: 'Goodput' })
      .getByRole('button', { name: /: more$/ })
      .click();
    await page.getByRole('menuitem', { name: 'Show as a table' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Show as heat map' }).count()).toBe(0);
  });

  it('show nothing of a heat map while a question is open', async () => {
    // a link from somebody who had not answered either
    const link = encodeLink({ scenario: readScenario(asked), origin: null, playhead: 0, arm: BASE, fingerprint: '', veil: [] });
    const page = await visit(null, { url: `${address}#${link}` });
    const chart = page.getByRole('region', { name: 'Response time p99' });
    await chart.getByText('After your guess').waitFor();
    expect(await chart.locator('image, [data-readout]').count()).toBe(0);
    await page.getByRole('button', { name: 'Show without a guess' }).click();
    await expect.poll(() => chart.locator('image').count()).toBe(1);
  });

  it('show the averages of other seeds as bars, to go through with keys', async () => {
    const page = await visit(shop, { dark: true });
    const chart = page.getByRole('region', { name: 'Goodput' });
    await chart.hover();
    await chart.getByRole('button', { name: /bad luck/ }).click();
    await expect.poll(() => chart.getByRole('status').innerText(), { timeout: 60_000 }).toMatch(/30 other seeds/);
    await chart.getByRole('button', { name: /distribution/ }).click();
    const dialog = page.getByRole('dialog');
    const bars = dialog.getByRole('region', { name: /^Bars/ });
    await bars.waitFor();
    const rows = dialog.getByRole('region', { name: 'Runs by average' }).getByRole('row');
    await expect.poll(() => rows.count()).toBeGreaterThan(2);
    const counts = (await rows.allInnerTexts()).slice(1).map((row) => Number(row.split('\t')[2]));
    expect(counts.reduce((a, b) => a + b)).toBe(30);
    expect(await bars.locator('rect').count()).toBe(counts.length);
    await bars.focus();
    await bars.press('ArrowRight');
    await bars.press('ArrowRight');
    expect(await bars.locator('[aria-live]').innerText()).toMatch(new RegExp(`: ${counts[1]} runs?$`));
    expect(await objections(page)).toEqual([]);
  });
});
