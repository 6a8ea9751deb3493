import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { objectionsIn } from './axe.ts';
import { noChromium, visitor } from './visitor.ts';

/** Twenty keys, one look-up every 10 ms, before a cache of eight; 1 in 10 writes goes past it. */
const document = {
  format: 1,
  title: 'A very small cache',
  topic: 'caching',
  duration: 20_000,
  bins: 200,
  components: {
    readers: {
      kind: 'client',
      arrival: { kind: 'constant', rate: 100 },
      workload: { kind: 'zipf', keys: 20 },
      writeRatio: 0.1,
      calls: ['cache'],
    },
    cache: { kind: 'cache', capacity: 8, eviction: { kind: 's3-fifo' }, writes: 'write-around', calls: ['store'] },
    store: { kind: 'database', servers: 50, serviceTime: { kind: 'constant', value: 1 }, writeTime: { kind: 'constant', value: 1 } },
  },
  watch: ['cache.hitRatio', 'readers.goodput'].map((meter) => ({ meter })),
};

const visit = visitor();

const open = async (page: Page) => {
  await page.getByRole('tab', { name: 'Contents' }).click();
  await page.getByRole('region', { name: 'Lists of the policy' }).waitFor();
};
/** The lists of the policy: title and keys, in order. */
const shelves = (page: Page) =>
  page
    .getByRole('region', { name: 'Lists of the policy' })
    .locator('h3')
    .allInnerTexts()
    .then((titles) => titles.map((title) => title.replace(/\s+/g, ' ').trim()));

describe.skipIf(await noChromium())('the contents of a cache', () => {
  it('follow the playhead, with the policy’s own lists', async () => {
    const page = await visit(document);
    await open(page);
    await expect.poll(() => page.getByText('8 of 8 keys').count()).toBe(1);
    const now = await shelves(page);
    expect(now.map((title) => title.replace(/\d.*/, '').trim())).toHaveLength(3);
    await page.keyboard.press('Home');
    await expect.poll(() => page.getByText('0 of 8 keys').count()).toBe(1);
    await expect.poll(() => page.getByText('nothing asked yet').count()).toBe(1);
  });

  it('go access by access, and say what was hit', async () => {
    const page = await visit(document);
    await open(page);
    await page.keyboard.press('Home');
    await expect.poll(() => page.getByText('nothing asked yet').count()).toBe(1);
    const next = page.getByRole('button', { name: 'Next access' });
    await next.click();
    const asked = page.locator('[aria-live="polite"] > span[data-now]');
    // the first of all can only be a miss
    await expect.poll(() => asked.innerText()).toMatch(/^\d+\s*miss$/);
    await next.click();
    await next.click();
    await expect.poll(() => page.locator('[aria-live="polite"] > span[title]').count()).toBe(3);
    await page.getByRole('button', { name: 'Access before' }).click();
    await expect.poll(() => page.locator('[aria-live="polite"] > span[title]').count()).toBe(2);
  });

  it('tell what is known of the key under the pointer', async () => {
    const page = await visit(document);
    await open(page);
    const map = page.getByRole('region', { name: 'Keys by rank' });
    await map.locator('canvas').hover({ position: { x: 4, y: 4 } });
    await expect.poll(() => map.locator('p').innerText()).toMatch(/^Key 0/);
  });

  it('have nothing that axe objects to', async () => {
    const page = await visit(document);
    await open(page);
    expect(await objectionsIn(page)).toEqual([]);
  });
});
