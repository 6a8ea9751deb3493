/** `looks page --drags [scenario …]`: how long the page is deaf while a slider is dragged. */
import type { Page } from 'playwright-core';
import { open, reveal } from './walk.ts';

export interface Drag {
  slider: string;
  /** The longest task on the page's own thread while the slider was dragged [ms]; below 50 none is told. */
  longest: number;
}

/** What is longer than this is felt as a stop [ms]. */
export const DEAF = 200;

/** Drags every slider that the inspector shows, of every component, to one end and back. */
export async function dragsOf(page: Page, url: string): Promise<readonly Drag[]> {
  await open(page, url);
  await reveal(page);
  await page.evaluate(() => {
    const state = window as unknown as { tasks: number[] };
    state.tasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) state.tasks.push(duration);
    }).observe({ entryTypes: ['longtask'] });
  });
  const drags: Drag[] = [];
  const boxes = page.getByRole('group', { name: 'Components and wires' }).locator('[aria-pressed]');
  for (let i = 0; i < (await boxes.count()); i++) {
    await boxes.nth(i).click();
    const component = await page.locator('section[aria-label="Controls"] h2').innerText();
    const sliders = page.locator('section[aria-label="Controls"]').getByRole('slider');
    for (let s = 0; s < (await sliders.count()); s++) {
      const slider = sliders.nth(s);
      await slider.scrollIntoViewIfNeeded();
      const name = await slider.evaluate(
        (thumb) =>
          document.getElementById(thumb.getAttribute('aria-labelledby') ?? '')?.innerText ?? thumb.getAttribute('aria-label') ?? '',
      );
      const box = await slider.boundingBox();
      if (!box) continue;
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.evaluate(() => {
        (window as unknown as { tasks: number[] }).tasks = [];
      });
      await page.mouse.move(x, y);
      await page.mouse.down();
      for (const by of [6, 14, 24, 36, 20, 4, -12, -28, -40, -20, 0]) {
        await page.mouse.move(x + by, y, { steps: 2 });
        await page.waitForTimeout(16);
      }
      await page.mouse.up();
      await page.waitForTimeout(60);
      const longest = await page.evaluate(() => Math.max(0, ...(window as unknown as { tasks: number[] }).tasks));
      drags.push({ slider: `${component}, ${name}`, longest });
      await page.keyboard.press('Control+z');
    }
  }
  return drags;
}
