import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { noChromium, visitor } from './visitor.ts';

/** 4,000 requests, of which a quarter fails, in 2,000 bins. */
const document = {
  format: 1,
  title: 'A long table',
  duration: 20_000,
  bins: 2_000,
  components: {
    shoppers: { kind: 'client', arrival: { kind: 'constant', rate: 200 }, maxAttempts: 1, calls: ['checkout'] },
    checkout: { kind: 'service', servers: 50, fault: { kind: 'error-ratio', ratio: 0.25 } },
  },
  watch: ['shoppers.goodput'],
};

const visit = visitor();

const lines = (text: string) => text.split('\n');
const copied = async (page: Page, table: Locator) => {
  await table.getByRole('button', { name: /^Copy/ }).click();
  await table.getByRole('button', { name: 'Copied' }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
};

describe.skipIf(await noChromium())('tables', () => {
  it('have all rows of a chart, those in sight under a head that stays; keys go to its end, and the copy has all', async () => {
    const page = await visit(document);
    const chart = page.getByRole('region', { name: 'Goodput', exact: true });
    await chart.hover();
    await chart.getByRole('button', { name: 'Goodput: more' }).click();
    await page.getByRole('menuitem', { name: /table/i }).click();
    const dialog = page.getByRole('dialog');
    const samples = dialog.getByRole('region', { name: 'Samples' });
    const table = samples.getByRole('table');
    await expect.poll(() => table.getAttribute('aria-rowcount')).toBe('2001');
    const there = await samples.getByRole('row').count();
    expect(there).toBeGreaterThan(10);
    expect(there).toBeLessThan(80);
    const head = samples.getByRole('columnheader').first();
    const top = (await head.boundingBox())!.y;
    await samples.focus();
    await page.keyboard.press('End');
    const last = samples.locator('tr[aria-rowindex="2001"]');
    await last.waitFor();
    await expect.poll(() => last.innerText()).toMatch(/^0:19\.9/);
    await expect.poll(async () => (await head.boundingBox())!.y).toBe(top);
    // the whole of it is above the lower edge
    await expect
      .poll(async () => {
        const [row, box] = await Promise.all([last.boundingBox(), samples.boundingBox()]);
        return row!.y + row!.height <= box!.y + box!.height + 1;
      })
      .toBe(true);
    expect(lines(await copied(page, dialog))).toHaveLength(2_001);
  });

  it('have all requests that are kept, say how many failed, and are gone through by arrows, far beyond what is in sight', async () => {
    const page = await visit(document);
    await page.getByRole('tab', { name: 'Requests' }).click();
    const details = page.getByRole('tabpanel');
    await details.getByText(/of [\d,]+ requests ended well/).waitFor();
    const requests = details.getByRole('region', { name: 'Requests' });
    await requests.getByRole('row').nth(1).getByRole('button').focus();
    for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowDown');
    const selected = requests.locator('tr[aria-selected="true"]');
    await expect.poll(() => selected.getAttribute('aria-rowindex')).toBe('42');
    expect(await selected.getByRole('button').evaluate((each) => each === window.document.activeElement)).toBe(true);
    // what has the focus stays there when it is scrolled out of sight
    await requests.evaluate((each) => each.scrollTo({ top: 20_000 }));
    await page.waitForTimeout(200);
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => selected.getAttribute('aria-rowindex')).toBe('41');
    await details.getByText(/^Failed [\d,]+$/).click();
    const said = await details.getByText(/of [\d,]+ requests failed/).innerText();
    const [failed, here] = [...said.matchAll(/(?:: |; )([\d,]+) of/g)].map(([, number]) => Number(number.replace(',', '')));
    expect(failed).toBeGreaterThan(800);
    expect(here).toBeGreaterThan(300);
    expect(await requests.getByRole('table').getAttribute('aria-rowcount')).toBe(String(here + 1));
    expect(lines(await copied(page, details))).toHaveLength(here + 1);
  });
});
