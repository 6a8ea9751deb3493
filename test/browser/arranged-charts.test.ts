import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { objections } from './axe.ts';
import { drawn, noChromium, visitor } from './visitor.ts';

const visit = visitor();

const shop = {
  format: 2,
  title: 'Shop',
  components: { client: { kind: 'client', title: 'Clients', calls: ['service'] }, service: { kind: 'service', title: 'Service' } },
  watch: ['client.goodput', 'service.utilisation', 'service.queueLength', 'client.attempts'],
};

const chart = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const grip = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}: move`) });
const order = (page: Page) =>
  page
    .locator('section[data-height], section:has(> [data-own-keys])')
    .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
const pick = async (page: Page, name: string, ...items: readonly string[]) => {
  await chart(page, name).hover();
  await page.getByRole('button', { name: `${name}: more` }).click();
  for (const item of items) await page.getByRole('menuitem', { name: item, exact: true }).click();
};

describe.skipIf(await noChromium())('the charts', () => {
  it('are moved by hand, by keys and by menu, made taller and removed, and all of it is taken back and kept in the link', async () => {
    const page = await visit(shop);
    await drawn(page);
    expect(await order(page)).toEqual(['Goodput', 'Utilisation', 'Queue length', 'Attempts']);
    await chart(page, 'Attempts').hover();
    const [from, to] = [(await grip(page, 'Attempts').boundingBox())!, (await chart(page, 'Utilisation').boundingBox())!];
    await page.mouse.move(from.x + 5, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, to.y + 20, { steps: 4 });
    await page.mouse.move(to.x + 20, to.y + 20, { steps: 4 });
    expect(await chart(page, 'Utilisation').getAttribute('data-drop')).toBe('left');
    await page.mouse.up();
    await expect.poll(() => order(page)).toEqual(['Goodput', 'Attempts', 'Utilisation', 'Queue length']);
    await page.getByText('Attempts of Clients is chart 2 of 4 now.').waitFor();
    // by keys, and the focus stays on the handle
    await grip(page, 'Goodput').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => order(page)).toEqual(['Attempts', 'Goodput', 'Utilisation', 'Queue length']);
    await page.keyboard.press('End');
    await expect.poll(() => order(page)).toEqual(['Attempts', 'Utilisation', 'Queue length', 'Goodput']);
    expect(await grip(page, 'Goodput').evaluate((each) => each === document.activeElement)).toBe(true);
    await pick(page, 'Utilisation', 'Move earlier');
    await expect.poll(() => order(page)).toEqual(['Utilisation', 'Attempts', 'Queue length', 'Goodput']);

    const heightOf = async (name: string) => (await chart(page, name).boundingBox())!.height;
    const usual = await heightOf('Goodput');
    await pick(page, 'Queue length', 'Height', 'Tall');
    await expect.poll(async () => (await heightOf('Queue length')) / (await heightOf('Goodput'))).toBeCloseTo(2, 1);
    expect(await objections(page)).toEqual([]);
    await pick(page, 'Attempts', 'Height', 'Small');
    await expect.poll(async () => (await heightOf('Attempts')) / (await heightOf('Goodput'))).toBeCloseTo(2 / 3, 1);
    await pick(page, 'Goodput', 'Remove');
    await expect.poll(() => order(page)).toEqual(['Utilisation', 'Attempts', 'Queue length']);
    // a share of one has no factors
    await pick(page, 'Utilisation');
    expect(await page.getByRole('menuitem', { name: 'Logarithmic scale' }).count()).toBe(0);
    await page.keyboard.press('Escape');

    await page.reload();
    await expect.poll(() => order(page)).toEqual(['Utilisation', 'Attempts', 'Queue length']);
    await expect.poll(async () => (await heightOf('Queue length')) / (await heightOf('Utilisation'))).toBeCloseTo(2, 1);
    for (let i = 0; i < 7; i++) await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect.poll(() => order(page)).toEqual(['Goodput', 'Utilisation', 'Queue length', 'Attempts']);
    expect(await heightOf('Goodput')).toBe(usual);
  });
});
