import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { decodeLink } from '../../src/scenario/link.ts';
import { curated } from '../curated.ts';
import { objections } from './axe.ts';
import { address, type Look, noChromium, visitor } from './visitor.ts';

const visit = visitor();

async function shared(fragment: string, look: Look = {}): Promise<Page> {
  const page = await visit(null, { ...look, url: `${address}${fragment}` });
  await page.getByRole('banner').waitFor();
  await page.keyboard.press('s');
  await page.getByRole('dialog', { name: 'Share' }).waitFor();
  return page;
}

const link = (page: Page) => page.getByRole('textbox', { name: 'Link' }).inputValue();

/** A system whose share sheet takes what it is given, or says why not; what it was given is kept on the window. */
const SHEETS = {
  takes: () => {
    Object.assign(navigator, { share: async (data: ShareData) => void Object.assign(window, { given: data }) });
  },
  fails: () => {
    Object.assign(navigator, { share: () => Promise.reject(new DOMException('no sheet', 'NotAllowedError')) });
  },
  closes: () => {
    Object.assign(navigator, { share: () => Promise.reject(new DOMException('closed', 'AbortError')) });
  },
};

describe.skipIf(await noChromium())('sharing', () => {
  it('an unchanged scenario of the library is the page with the preview, which leads to it', async () => {
    const page = await shared('#retry-storm/2');
    expect(await link(page)).toBe(`${address}s/retry-storm/`);
    await page.getByText(/title, a description and a picture/).waitFor();
    await page.getByText('At step 2', { exact: true }).click();
    expect(await link(page)).toBe(`${address}#retry-storm/2`);
    await page.getByText(/^As now, at/).click();
    expect(decodeLink(new URL(await link(page)).hash)).toMatchObject({ step: 1, origin: { id: 'retry-storm' } });
    const receiver = await visit(null, { url: `${address}s/retry-storm/` });
    await expect.poll(() => receiver.url()).toBe(`${address}#retry-storm`);
  });

  it('hands title, sentence and link to the system where it has a sheet', async () => {
    const page = await shared('#retry-storm', { before: SHEETS.takes });
    await page.getByRole('button', { name: 'Share…' }).click();
    const { title, summary } = await curated('retry-storm');
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { given?: ShareData }).given))
      .toEqual({ title, text: summary, url: `${address}s/retry-storm/` });
  });

  it('copies the link where the sheet does not open, and nothing where nobody was chosen', async () => {
    const page = await shared('#retry-storm', { before: SHEETS.fails });
    await page.getByRole('button', { name: 'Share…' }).click();
    await page.getByText(/so the link is copied/).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${address}s/retry-storm/`);
    const other = await shared('#stampede', { before: SHEETS.closes });
    await other.evaluate(() => navigator.clipboard.writeText('before'));
    await other.getByRole('button', { name: 'Share…' }).click();
    await other.waitForTimeout(300);
    expect([await other.evaluate(() => navigator.clipboard.readText()), await other.getByRole('alert').count()]).toEqual(['before', 0]);
  });

  it('fills the screen with the code, white around it in the dark as well, and Escape leads back to the dialog', async () => {
    const page = await shared('#retry-storm', { dark: true, width: 390, height: 844, touch: true });
    expect(await page.getByRole('button', { name: 'Share…' }).count()).toBe(0);
    await page.getByRole('button', { name: /^QR code of the link/ }).focus();
    await page.keyboard.press('Enter');
    const large = page.getByRole('dialog', { name: 'Large QR code' });
    const code = large.getByRole('img', { name: 'QR code of the link' });
    const box = (await code.boundingBox())!;
    expect([box.width, box.x]).toEqual([390, 0]);
    const colour = await large.evaluate((each) => getComputedStyle(each).backgroundColor);
    expect(colour).toBe('rgb(255, 255, 255)');
    // four modules, of 29 and twice four in all at the most, are left free at each side
    const drawing = await code.locator('svg').evaluate((svg: SVGSVGElement) => {
      const path = svg.querySelector('path')!.getBBox();
      return { left: path.x, right: svg.viewBox.baseVal.width - path.x - path.width, unit: path.height / svg.viewBox.baseVal.height };
    });
    expect(drawing.left).toBeGreaterThan(0);
    expect(Math.abs(drawing.left - drawing.right)).toBeLessThan(0.01);
    await page.keyboard.press('Escape');
    await large.waitFor({ state: 'detached' });
    await page.getByRole('dialog', { name: 'Share' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Share' }).waitFor({ state: 'detached' });
  });

  it.each<[string, Look]>([
    ['light', {}],
    ['dark, on a phone', { dark: true, width: 390, height: 844, touch: true }],
    ['on a small phone', { width: 360, height: 740, touch: true }],
  ])('says that a long link has no code, offers the file, is cut nowhere and has nothing that axe objects to, %s', async (_, look) => {
    const page = await shared('#six-limiters-one-stream', look);
    const dialog = page.getByRole('dialog', { name: 'Share' });
    const cut = () =>
      dialog.evaluate((each) =>
        [each, ...each.querySelectorAll('*')]
          .filter((one) => !(one instanceof HTMLInputElement) && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
          .map((one) => one.className),
      );
    expect([await cut(), await objections(page)]).toEqual([[], []]);
    await dialog.getByText(/^As now, at/).click();
    await dialog.getByText(/^No QR code/).waitFor();
    expect([await cut(), await objections(page)]).toEqual([[], []]);
    const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Download as a file' }).click()]);
    expect(file.suggestedFilename()).toBe('six-limiters-one-stream.json');
  });
});
