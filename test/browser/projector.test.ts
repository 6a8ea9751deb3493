import { describe, expect, it } from 'vitest';
import { objections } from './axe.ts';
import { address, noChromium, visitor } from './visitor.ts';

describe.skipIf(await noChromium())('the projector view', () => {
  const visit = visitor();

  it('shows one chart and the question with a count of hands, and nothing is too small for the last row', async () => {
    const page = await visit(null, { url: `${address}#retry-storm`, width: 1920, height: 1080 });
    await page.getByRole('button', { name: 'Projector view' }).click();
    await page.getByRole('heading', { name: 'Eight seconds' }).waitFor();
    await expect.poll(() => page.getByRole('region', { name: 'Picture' }).getByRole('region').count()).toBe(1);
    const second = page.getByRole('textbox', { name: /^Hands for: About 11 s/ });
    await second.fill('12');
    await page.getByRole('button', { name: /^\+1 hand for: About 11 s/ }).click();
    expect(await second.inputValue()).toBe('13');
    await page.getByRole('button', { name: 'Run and look' }).click();
    await page.getByText('are back within a quarter of a second').waitFor();
    expect(await second.inputValue()).toBe('13');
    await page.getByRole('button', { name: 'Attempts' }).click();
    await page.getByRole('region', { name: 'Attempts' }).waitFor();
    const smallest = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
      let least = 99;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement!;
        if (node.textContent!.trim() === '' || parent.closest('.visually-hidden')) continue;
        least = Math.min(least, Number.parseFloat(getComputedStyle(parent).fontSize));
      }
      return least;
    });
    expect(smallest).toBeGreaterThanOrEqual(18);
    const found = await objections(page);
    expect(found).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Projector view' }).waitFor();
  });
});
