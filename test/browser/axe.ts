import AxeBuilder from 'axe-core';
import type { Page } from 'playwright-core';

const WIDE = { width: 1280, height: 720 };
const NARROW = { width: 390, height: 844 };

/** What is all that a colour scheme can change. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** A page that is changed is cheaper than another visit; in the dark it has other colours than in the light, and nothing else. */
const LOOKS = { light: ['light', WIDE, undefined], dark: ['dark', WIDE, OF_COLOURS], narrow: ['light', NARROW, undefined] } as const;

/** What axe objects to in a page as it is, in each look: the look, then a line a rule. */
export async function objectionsIn(
  page: Page,
  looks: readonly (keyof typeof LOOKS)[] = ['light', 'dark', 'narrow'],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const look of looks) {
    const [colorScheme, size, rules] = LOOKS[look];
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    await page.waitForTimeout(350);
    if ((await objections(page, rules)).length === 0) continue;
    // colours that are on their way have a contrast of their own: what is wrong is so twice
    await page.waitForTimeout(1_000);
    found.push(...(await objections(page, rules)).map((line) => `${look}: ${line}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(WIDE);
  return found;
}

/** What axe objects to in a page as it is, a line a rule. @param rules only these; all where left out */
export async function objections(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AxeBuilder.source);
  return page.evaluate(async (only) => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    // a selector for each of thousands of elements that are right takes most of the time
    const { violations } = await axe.run({ resultTypes: ['violations'], selectors: false, ...(only && { runOnly: only }) });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  }, rules);
}
