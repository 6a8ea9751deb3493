import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { objections } from './axe.ts';
import { type Look, noChromium, visitor } from './visitor.ts';

/** Small enough to be run in a few milliseconds. */
const calm = {
  format: 1,
  title: 'A calm shop',
  duration: 4_000,
  components: { shoppers: { kind: 'client', calls: ['checkout'] }, checkout: { kind: 'service' } },
  watch: ['shoppers.goodput'],
};

const visit = visitor();

const title = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();
const focused = (page: Page) => page.evaluate(() => window.document.activeElement?.textContent ?? '');

/** @param keys pressed without a pause in between: the first opens it */
async function library(page: Page, keys = 'l') {
  await page.getByRole('banner').waitFor();
  await page.evaluate((each) => {
    for (const key of each)
      window.document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code: `Key${key.toUpperCase()}`, bubbles: true }));
  }, keys);
  const dialog = page.getByRole('dialog', { name: 'Library' });
  await dialog.waitFor();
  return { dialog, field: dialog.getByRole('textbox', { name: 'Find a scenario' }) };
}

describe.skipIf(await noChromium())('the library', () => {
  it('takes words at once, is gone through by arrows, and opens what is chosen', async () => {
    const page = await visit(calm);
    // what is typed while it is being loaded opens nothing else
    const { dialog, field } = await library(page, 'lm');
    expect(await page.locator('[role="tab"]', { hasText: 'Numbers' }).getAttribute('aria-selected')).toBe('false');
    await expect.poll(() => field.evaluate((each) => each === window.document.activeElement)).toBe(true);
    await page.keyboard.type('dogpile');
    await dialog.getByText('Close to “dogpile”: Stampede').waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toMatch(/^Stampede/);
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).not.toMatch(/^Stampede/);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    // what is typed on the way goes to the field, and Enter there opens the best
    await page.keyboard.type('x');
    await expect.poll(() => field.inputValue()).toBe('dogpilex');
    await field.fill('belady caching');
    await dialog.getByRole('button', { name: /^Belady’s anomaly/ }).waitFor();
    await field.press('Enter');
    await expect.poll(() => title(page)).toBe('Belady’s anomaly');
    await dialog.waitFor({ state: 'detached' });
  });

  it('says what one may try where there is nothing, and how far a story has been read, until it is told to forget', async () => {
    const page = await visit(calm);
    const { dialog, field } = await library(page);
    await field.fill('xqzwv');
    await dialog.getByText('No scenario has anything about “xqzwv”.').waitFor();
    await dialog.getByRole('button', { name: 'token bucket' }).click();
    await dialog.getByRole('button', { name: /^GCRA is a token bucket/ }).click();
    await expect.poll(() => title(page)).toBe('GCRA is a token bucket');
    await page.getByRole('button', { name: 'Show without a guess' }).click();
    await page.reload();
    const again = await library(page);
    const entry = again.dialog.getByRole('button', { name: /^GCRA is a token bucket/ });
    expect(await entry.textContent()).toMatch(/1 of \d+ steps/);
    await again.dialog.getByRole('button', { name: 'Forget it' }).click();
    expect(await entry.textContent()).not.toMatch(/of \d+ steps/);
  });

  it.each<[string, Look]>([
    ['light', {}],
    ['dark, on a phone', { dark: true, width: 390, height: 844 }],
  ])('is cut nowhere and has nothing that axe objects to, %s', async (_, look) => {
    const page = await visit(calm, look);
    const { dialog, field } = await library(page);
    for (const words of ['', 'kafka redis']) {
      await field.fill(words);
      await dialog
        .getByRole('button', { name: words === '' ? /^The retry storm/ : /Close to “Kafka”/ })
        .first()
        .waitFor();
      await page.waitForTimeout(300);
      const cut = await dialog.evaluate((each) =>
        [...each.querySelectorAll('*')]
          .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
          .map((one) => one.className),
      );
      expect(cut).toEqual([]);
      const found = await objections(page);
      expect(found).toEqual([]);
    }
  });
});
