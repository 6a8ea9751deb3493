import AxeBuilder from 'axe-core';
import type { Page } from 'playwright-core';

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
