import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { objections } from './axe.ts';
import { noChromium, visitor } from './visitor.ts';

const document = {
  format: 2,
  title: 'Shop',
  duration: 20_000,
  components: {
    shoppers: { kind: 'client', title: 'Shoppers', arrival: { kind: 'constant', rate: 100 }, maxAttempts: 1, calls: ['checkout'] },
    checkout: { kind: 'service', title: 'Checkout', servers: 50, serviceTime: { kind: 'constant', value: 100 } },
  },
  watch: ['shoppers.goodput', 'checkout.queueLength'],
};

const visit = visitor();

const open = async (page: Page) => {
  await page.getByRole('button', { name: 'The scenario as text' }).click();
  await page.locator('.monaco-editor .view-line').first().waitFor();
};
/** Puts the cursor behind the one place where the text says something, by the editor's own search. */
const goTo = async (page: Page, text: string) => {
  await page.locator('.monaco-editor .view-lines').click();
  await page.keyboard.press('Control+f');
  await page.keyboard.type(text);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
};
const status = (page: Page) => page.getByRole('region', { name: 'Text' }).getByRole('status');
const rate = (page: Page) => page.getByRole('textbox', { name: /^Arrival rate/ });
const shownText = (page: Page) => page.locator('.monaco-editor .view-lines').innerText();

describe.skipIf(await noChromium())('the scenario as text', () => {
  it('is loaded when it is opened, runs what is typed, and writes what is changed beside it; undo leads back through both', async () => {
    const page = await visit(document);
    const files: string[] = [];
    page.on('request', (request) => files.push(request.url()));
    await page.getByRole('region', { name: 'Goodput' }).waitFor();
    expect(files.filter((url) => /TextColumn|worker-.*(ts|json|editor)\.worker|codicon/.test(url))).toEqual([]);
    await open(page);
    expect(files.some((url) => /TextColumn/.test(url))).toBe(true);
    await page.mouse.move(700, 600);
    await expect.poll(() => page.getByRole('tooltip').count()).toBe(0);
    expect(await objections(page)).toEqual([]);

    await goTo(page, '"rate": 100');
    await page.keyboard.type('5');
    await expect.poll(() => rate(page).inputValue()).toMatch(/1,?005/);
    await page.keyboard.press('Control+z');
    await expect.poll(() => rate(page).inputValue()).toMatch(/^100\b/);
    await expect.poll(() => shownText(page)).toMatch(/"rate":\s100\b/);

    await rate(page).fill('120');
    await rate(page).press('Enter');
    await expect.poll(() => shownText(page)).toMatch(/"rate":\s120\b/);
  });

  it('that is not sound says where and what, changes nothing, offers what was meant, and is there again after it was closed', async () => {
    const page = await visit(document);
    await open(page);
    await goTo(page, '"servers');
    await page.keyboard.type('s');
    await expect.poll(() => status(page).innerText()).toMatch(/serverss: found an unknown key, expected servers\?/);
    expect(await status(page).innerText()).toContain('The picture shows the last text that was sound');
    await page.getByRole('button', { name: 'Close the text' }).click();
    await page.getByRole('region', { name: 'Story' }).waitFor();
    await open(page);
    await expect.poll(() => status(page).innerText()).toMatch(/serverss/);
    await page.getByRole('button', { name: 'Go there' }).or(status(page).getByTitle('Go there')).first().click();
    await page.keyboard.press('Control+.');
    await page.getByText('Change to "servers"').click();
    await expect.poll(() => status(page).innerText()).toMatch(/Runs as it stands/);
  });

  it('is completed from what is known: parameters, policies, the names in this scenario', async () => {
    const page = await visit(document);
    await open(page);
    await goTo(page, '"maxAttempts": 1,');
    await page.keyboard.type(' "dead');
    await page.locator('.suggest-widget .monaco-list-row').filter({ hasText: 'deadline' }).first().waitFor();
    await page.keyboard.press('Escape');
    for (let i = 0; i < 6; i++) await page.keyboard.press('Backspace');
    await goTo(page, '"shoppers.goodput"');
    await page.keyboard.press('ArrowLeft');
    for (let i = 0; i < 'goodput'.length; i++) await page.keyboard.press('Backspace');
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget .monaco-list-row').filter({ hasText: 'shoppers.arrivals' }).first().waitFor();
  });

  it('keys mean the text while it has the focus, and T opens and closes it otherwise', async () => {
    const page = await visit(document);
    await page.getByRole('region', { name: 'Goodput' }).waitFor();
    await page.keyboard.press('t');
    await page.locator('.monaco-editor .view-line').first().waitFor();
    await goTo(page, '"title": "Shop"');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('LMRV');
    await expect.poll(() => page.title()).toBe('ShopLMRV · Goodput');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('an algorithm is read as it runs', async () => {
    const page = await visit(document);
    await page.getByRole('button', { name: 'Read and sources' }).first().click();
    await page.getByRole('button', { name: 'Read the source' }).first().click();
    await expect.poll(() => shownText(page).catch(() => '')).toMatch(/import/);
    await page.getByText(/src\/sim\/policy\/arrival\/constant\.ts/).waitFor();
  });
});
