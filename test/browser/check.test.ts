import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { delaying } from '../own-delay.ts';
import { objections } from './axe.ts';
import { noChromium, visitor } from './visitor.ts';

const shop = (source: string) => ({
  format: 2,
  title: 'Shop',
  duration: 10_000,
  components: {
    shoppers: {
      kind: 'client',
      arrival: { kind: 'constant', rate: 100 },
      maxAttempts: 3,
      retryDelay: { kind: 'mine' },
      calls: ['checkout'],
    },
    checkout: { kind: 'service', servers: 5, serviceTime: { kind: 'constant', value: 60 }, fault: { kind: 'error-ratio', ratio: 0.5 } },
  },
  watch: ['shoppers.goodput'],
  policies: { mine: { seam: 'retry-delay', source } },
});

const visit = visitor();

const open = async (page: Page) => {
  await page.getByRole('button', { name: 'Run it' }).click();
  await page.getByRole('button', { name: 'The scenario as text' }).click();
  await page.getByRole('radiogroup', { name: 'Text' }).getByText('mine').click();
  await page.locator('.monaco-editor .view-line').first().waitFor();
};
const report = (page: Page) => page.getByRole('region', { name: 'What the check found' });
const summary = (page: Page) => report(page).getByRole('status');

describe.skipIf(await noChromium())('Check my policy', () => {
  it('says law by law what holds; where one does not it leads to the line, by keyboard', async () => {
    const page = await visit(shop(delaying('(kept++ % 40) * 1_000', 'let kept = 0;')));
    await open(page);
    await page.getByRole('button', { name: 'Check my policy' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => summary(page).innerText(), { timeout: 30_000 }).toMatch(/2 of \d+ laws do not hold/);
    const laws = report(page).getByRole('list', { name: 'Laws' }).getByRole('listitem');
    expect(await laws.nth(1).innerText()).toMatch(
      /The same run comes to the same end twice\. The second differs from the first by .* s\. The likely cause is "kept" on line 2/,
    );
    // how often there is time for depends on the machine
    expect((await laws.allInnerTexts()).join('\n')).toMatch(/Leaves its parameters as they are: (\d+ operations, )?[\d,]+ retries\./);
    await page.mouse.move(700, 400);
    expect(await objections(page)).toEqual([]);
    // all of it is in sight, beside the source
    expect((await report(page).boundingBox())!.height).toBeGreaterThan(150);
    expect((await page.locator('.monaco-editor').boundingBox())!.height).toBeGreaterThan(150);
    const there = report(page).getByRole('button', { name: /^Line 2:/ });
    await there.focus();
    await page.keyboard.press('Enter');
    // what is typed stands on the line that was gone to
    await page.keyboard.type('// here');
    await expect.poll(() => page.locator('.monaco-editor .view-lines').innerText()).toMatch(/\/\/\shere/);
    await expect.poll(() => summary(page).innerText()).toContain('The code has changed since.');
    await report(page).getByRole('button', { name: 'Close the check' }).click();
    await expect.poll(() => report(page).count()).toBe(0);
  });

  it('code that says which values it takes has those of the scenario read anew', async () => {
    const source = delaying('retry').replace('defineRetryDelay }', 'defineRetryDelay, number }');
    const ranged = source.replace(
      'params: {}',
      "params: { base: number({ label: 'Base', help: '', unit: '', default: 1, min: 0, max: 300, step: 1 }) }",
    );
    const scenario = shop(ranged);
    const { shoppers } = scenario.components;
    const page = await visit({
      ...scenario,
      components: { ...scenario.components, shoppers: { ...shoppers, retryDelay: { kind: 'mine', base: 5_000 } } },
    });
    await page.getByRole('button', { name: 'Run it' }).click();
    await page.getByText(/does not take a value that it is given\. components\.shoppers\.retryDelay\.base: found 5000, expected/).waitFor();
  });

  it('is stopped, and says what becomes of code that does not end', async () => {
    const page = await visit(shop(delaying('(() => { if (retry > 20) for (;;); return 0; })()')));
    await open(page);
    await page.getByRole('button', { name: 'Check my policy' }).click();
    await page.getByRole('button', { name: 'Stop the check' }).click();
    await expect.poll(() => summary(page).innerText()).toMatch(/^Stopped/);
    await page.getByRole('button', { name: 'Check my policy' }).click();
    await expect
      .poll(() => summary(page).innerText(), { timeout: 30_000 })
      .toMatch(/^The check could not go on: mine: it was stopped: no answer for 2 s/);
    await page.getByRole('button', { name: 'Check my policy' }).waitFor();
  });
});
