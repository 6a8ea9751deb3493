import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { mulberry } from '../mulberry.ts';
import { objectionsIn } from './axe.ts';
import { noChromium, visitor } from './visitor.ts';

/** Readers of a cache: 6,000 look-ups in all. */
const document = {
  format: 1,
  title: 'A small cache',
  topic: 'caching',
  duration: 20_000,
  bins: 200,
  components: {
    readers: {
      kind: 'client',
      arrival: { kind: 'constant', rate: 300 },
      workload: { kind: 'zipf', keys: 500 },
      sizeSpread: 1,
      calls: ['cache'],
    },
    cache: { kind: 'cache', capacity: 50, calls: ['store'] },
    store: { kind: 'database', servers: 50 },
  },
  arms: [{ id: 'arc', title: 'ARC', set: { 'cache.eviction': { kind: 'arc' } } }],
  watch: ['cache.hitRatio', 'readers.goodput'].map((meter) => ({ meter })),
};

/** A loop over three keys, forty times: LRU misses always while there is no room for all; the optimum keeps what it has. */
const loop = { name: 'loop.csv', mimeType: 'text/csv', buffer: Buffer.from(`key\n${'a\nb\nc\n'.repeat(40)}`) };
/** Long enough to be stopped. */
const long = () => ({
  name: 'long.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(Array.from({ length: 1_500_000 }, (_, i) => (i * 7_919) % 100_003).join('\n')),
});

const visit = visitor();

/** The tab, open. */
async function curves(page: Page) {
  await page.getByRole('tab', { name: 'Curves' }).click();
  return page.getByRole('region', { name: 'Miss-ratio curves' });
}

type Tab = Awaited<ReturnType<typeof curves>>;

/** How many lines are drawn from end to end. */
const lines = (tab: Tab) => tab.locator('[data-line] path[d^="M"]').count();

/** The table, row by row. */
async function table(tab: Tab): Promise<string[][]> {
  await tab.getByText('Table', { exact: true }).click();
  const rows = tab.getByRole('region', { name: 'Miss ratios' }).getByRole('row');
  await expect.poll(async () => (await rows.count()) > 1 && !(await rows.allInnerTexts()).join().includes('…')).toBe(true);
  return (await rows.allInnerTexts()).map((row) => row.split('\t').map((cell) => cell.replaceAll('\u202f', ' ').trim()));
}

const drop = (tab: Tab, file: typeof loop) => tab.locator('input[type=file]').setInputFiles(file);

describe.skipIf(await noChromium())('the curves', () => {
  it('of the run: a line for each policy of the arms, the usual ones and the optimum, which is lowest', async () => {
    const page = await visit(document);
    const tab = await curves(page);
    await expect.poll(() => lines(tab)).toBe(5);
    await tab.getByText('5,999 look-ups of').waitFor();
    const [head, ...rows] = await table(tab);
    expect(head.slice(2)).toEqual(['LRU', 'ARC', 'S3-FIFO', 'SIEVE', 'Optimum']);
    expect(rows.length).toBeGreaterThan(8);
    for (const row of rows) {
      const values = row.slice(2).map((cell) => Number.parseFloat(cell));
      expect(values.at(-1), row.join()).toBe(Math.min(...values));
    }
  });

  it('hide a line, take another in, show all values at a size, and are copied as CSV', async () => {
    const page = await visit(document);
    const tab = await curves(page);
    await expect.poll(() => lines(tab)).toBe(5);
    await tab.getByRole('button', { name: 'SIEVE' }).click();
    await expect.poll(() => lines(tab)).toBe(4);
    await tab.getByRole('button', { name: 'Policies' }).click();
    await tab.getByRole('group', { name: 'Policies to compare' }).getByRole('button', { name: 'CLOCK' }).click();
    await expect.poll(() => lines(tab)).toBe(5);
    await tab.getByRole('button', { name: 'Policies' }).click();
    const plot = tab.locator('[aria-hidden] > svg').first();
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await tab.getByText('Click to give the cache this capacity').waitFor();
    await page.mouse.move(box.x + box.width / 2, box.y - 100);
    await tab.getByRole('button', { name: 'Copy CSV' }).click();
    await tab.getByRole('button', { name: 'Copied' }).waitFor();
    const csv = await page.evaluate(() => navigator.clipboard.readText());
    expect(csv.split('\n')[0]).toBe(
      'capacity [keys],share of all keys,LRU miss ratio,ARC miss ratio,S3-FIFO miss ratio,SIEVE miss ratio,Optimum miss ratio,CLOCK miss ratio',
    );
  });

  it('set the capacity where they are clicked, as one step back', async () => {
    const page = await visit(document);
    const tab = await curves(page);
    const rows = await table(tab);
    const [capacity] = rows[4];
    await tab.getByRole('button', { name: capacity, exact: true }).click();
    await page.getByRole('combobox', { name: 'Component' }).click();
    await page.getByRole('option', { name: 'cache' }).click();
    const field = page.getByRole('textbox', { name: 'Capacity, value' });
    await expect.poll(() => field.inputValue()).toContain(capacity.split(' ')[0]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => field.inputValue()).toContain('50');
  });

  it('of sizes that differ: capacity in bytes, misses of objects or of bytes', async () => {
    const page = await visit(document);
    const tab = await curves(page);
    await expect.poll(() => lines(tab)).toBe(5);
    await tab.getByText('Bytes', { exact: true }).click();
    await tab.getByText('Byte misses').waitFor();
    await expect.poll(() => lines(tab)).toBe(5);
    const objects = await table(tab);
    await tab.getByText('Byte misses').click();
    await expect.poll(async () => JSON.stringify(await table(tab))).not.toBe(JSON.stringify(objects));
    expect(objects[1][0]).toMatch(/B$/);
  });

  it('of a file that is dropped; the scenario then plays it, and finds it again after a reload', async () => {
    const page = await visit(document);
    const tab = await curves(page);
    await tab.locator('input[type=file]').waitFor({ state: 'attached' });
    // dropped on the tab, it is no scenario for the page to open
    const data = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], 'loop.csv', { type: 'text/csv' }));
      return transfer;
    }, loop.buffer.toString());
    await tab.dispatchEvent('drop', { dataTransfer: data });
    await tab.getByText(/120 accesses of 3 keys/).waitFor();
    const rows = await table(tab);
    expect(rows.slice(1).map((row) => [row[0], row[2], row.at(-1)])).toEqual([
      ['1 key', '100.0 %', '67.5 %'],
      ['2 keys', '100.0 %', '35.0 %'],
      ['3 keys', '2.50 %', '2.50 %'],
    ]);
    await tab.getByRole('button', { name: 'Use it in this scenario' }).click();
    await tab.getByRole('button', { name: 'readers plays it' }).waitFor();
    await tab.getByRole('combobox', { name: 'Accesses of' }).click();
    await page.getByRole('option', { name: /^This run/ }).click();
    await tab.getByText('5,999 look-ups of 3 keys').waitFor();
    await page.waitForTimeout(600);
    await page.reload();
    // the view is open again
    const again = page.getByRole('region', { name: 'Miss-ratio curves' });
    await again.getByText('5,999 look-ups of 3 keys').waitFor();
    expect(await page.getByRole('region', { name: 'A file is missing' }).count()).toBe(0);
  });

  it('of a file that is dropped anywhere on the page, once that has been said', async () => {
    const page = await visit(document);
    await page.getByRole('tab', { name: 'Curves' }).waitFor();
    const transfer = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'loop.csv', { type: 'text/csv' }));
      return data;
    }, loop.buffer.toString());
    await page.dispatchEvent('header', 'drop', { dataTransfer: transfer });
    const dialog = page.getByRole('dialog', { name: 'loop.csv' });
    await dialog.getByText('It has no times: only its keys can be used.').waitFor();
    await dialog.getByRole('button', { name: 'Draw its miss-ratio curves' }).click();
    await page.getByRole('tab', { name: 'Curves', selected: true }).waitFor();
    const tab = page.getByRole('region', { name: 'Miss-ratio curves' });
    await tab.getByRole('combobox', { name: 'Accesses of' }).click();
    await page.getByRole('option', { name: 'loop.csv' }).click();
    await tab.getByText('120 accesses of 3 keys').waitFor();
  });

  it('say what is wrong with a file that cannot be used, and keep what was there', async () => {
    const page = await visit(document);
    const tab = await curves(page);
    await expect.poll(() => lines(tab)).toBe(5);
    await drop(tab, { ...loop, name: 'empty.csv', buffer: Buffer.from('# nothing\n') });
    await tab.getByRole('alert').getByText('empty.csv').waitFor();
    expect(await lines(tab)).toBe(5);
  });

  it('stop when told to, while a file is read and while they are worked out, and go on', async () => {
    const page = await visit(document);
    const tab = await curves(page);
    await expect.poll(() => lines(tab)).toBe(5);
    const file = long();
    await drop(tab, file);
    await tab.getByText('Reading long.csv').waitFor();
    await tab.getByRole('button', { name: 'Stop' }).first().click();
    await tab.getByRole('button', { name: 'Choose a file' }).waitFor();
    expect(await tab.getByText(/accesses of/).count()).toBe(0);
    await drop(tab, file);
    await tab.getByText(/1,500,000 accesses of/).waitFor();
    await tab.getByText(/^Replaying/).waitFor();
    await tab.getByRole('button', { name: 'Stop' }).click();
    await tab.getByText('Stopped.').waitFor();
    await tab.getByRole('button', { name: 'Go on' }).click();
    await tab.getByText(/^Replaying/).waitFor();
  });

  it('of a long file are of a sample at first, and say so', async () => {
    const page = await visit(document);
    const tab = await curves(page);
    await expect.poll(() => lines(tab)).toBe(5);
    const draw = mulberry(1);
    const keys = Array.from({ length: 600_000 }, () => Math.floor(50_000 * draw() ** 4));
    await drop(tab, { name: 'skewed.csv', mimeType: 'text/csv', buffer: Buffer.from(keys.join('\n')) });
    await tab.getByText(/^A sample of one key in 4 as yet: up to ± [\d.]+\s?% off\.$/).waitFor();
    await tab.getByText('A sample of one key').waitFor({ state: 'detached' });
    expect((await table(tab)).join()).not.toContain('±');
  });

  it('name the file that a run needs, tell another from it, and take the right one', async () => {
    const workload = { kind: 'recorded', name: 'loop.csv', length: 120, hash: await hashOf(loop.buffer) };
    const { readers } = document.components;
    const page = await visit({ ...document, components: { ...document.components, readers: { ...readers, workload } } });
    const banner = page.getByRole('region', { name: 'A file is missing' });
    await banner.getByText(`loop.csv, 120 accesses, SHA-256 ${workload.hash.slice(0, 12)}…`).waitFor();
    const input = banner.locator('input[type=file]');
    await input.setInputFiles({ ...loop, name: 'other.csv', buffer: Buffer.from('1\n2\n') });
    await banner.getByText(/other\.csv is another file: 2 accesses, SHA-256 /).waitFor();
    await banner.getByRole('button', { name: 'Play other.csv instead' }).waitFor();
    await input.setInputFiles(loop);
    await banner.waitFor({ state: 'detached' });
    const drawn = page.locator('path[stroke^="var(--arm"][d^="M"]');
    await expect.poll(() => drawn.count()).toBeGreaterThan(1);
    // the other file is played where somebody says so, in every arm
    const again = await visit({ ...document, components: { ...document.components, readers: { ...readers, workload } } });
    const shown = again.getByRole('region', { name: 'A file is missing' });
    await shown.locator('input[type=file]').setInputFiles({ ...loop, name: 'other.csv', buffer: Buffer.from('1\n2\n') });
    await shown.getByRole('button', { name: 'Play other.csv instead' }).click();
    await shown.waitFor({ state: 'detached' });
    await expect.poll(() => again.locator('path[stroke^="var(--arm"][d^="M"]').count()).toBeGreaterThan(1);
  });

  it('work where the browser keeps nothing, and say so', async () => {
    const page = await visit(document, {
      before: () => Object.defineProperty(window, 'indexedDB', { get: () => undefined }),
    });
    const tab = await curves(page);
    await drop(tab, loop);
    await tab.getByText(/120 accesses of 3 keys/).waitFor();
    await page.getByText(/does not keep the recording/).waitFor();
    await tab.getByRole('button', { name: 'Use it in this scenario' }).click();
    await tab.getByRole('button', { name: 'readers plays it' }).waitFor();
    await expect.poll(() => page.getByRole('region', { name: 'A file is missing' }).count()).toBe(0);
  });

  it('have nothing that axe objects to, and are as wide as a phone there', async () => {
    const page = await visit(document);
    const tab = await curves(page);
    await expect.poll(() => lines(tab)).toBe(5);
    const check = async (state: string) => expect(await objectionsIn(page), state).toEqual([]);
    await check('chart');
    await tab.getByRole('button', { name: 'Policies' }).click();
    await check('policies');
    await drop(tab, loop);
    await tab.getByText(/120 accesses of 3 keys/).waitFor();
    await table(tab);
    await check('file and table');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => window.document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

async function hashOf(bytes: Buffer): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex');
}
