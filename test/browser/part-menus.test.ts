import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { objections } from './axe.ts';
import { drawn, noChromium, visitor } from './visitor.ts';

const visit = visitor();

const shop = {
  format: 2,
  title: 'Shop',
  components: { client: { kind: 'client', title: 'Clients', calls: ['service'] }, service: { kind: 'service', title: 'Service' } },
  watch: ['client.goodput'],
  arms: [{ id: 'b', title: 'Fewer servers', set: { 'service.servers': 8 } }],
};

const picture = (page: Page) => page.getByRole('group', { name: 'Components and wires' });
const flag = (page: Page, name: RegExp) => page.getByRole('button', { name });
const item = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name });

describe.skipIf(await noChromium())('the menus of the picture', () => {
  it('break a box at a right click and a wire by keyboard, in all arms or in one, and watch', async () => {
    const page = await visit(shop, { height: 800 });
    await drawn(page);
    expect(await objections(page)).toEqual([]);
    const service = picture(page).getByRole('button', { name: /^Service/ });
    await service.click({ button: 'right' });
    await page.getByText('In all arms').waitFor();
    // what holds the focus in an open menu is not ours
    expect(await objections(page, ['color-contrast', 'aria-allowed-role', 'nested-interactive'])).toEqual([]);
    await item(page, 'Hangs').click();
    // at the playhead, 5 s, for a tenth of the run
    await flag(page, /^Change at 0:05(\.0)?: Service: hangs\./).waitFor();
    await flag(page, /^Change at 0:11(\.0)?: Service: hangs, over\./).waitFor();

    // by keys: the wire, in the second arm alone
    await page.keyboard.press('2');
    const wire = picture(page).getByRole('button', { name: 'Wire from Clients to Service: break, watch' });
    await wire.focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitemcheckbox', { name: 'Only in Fewer servers' }).click();
    await page.getByRole('menu').getByText('Only in Fewer servers').first().waitFor();
    const fault = page.getByRole('menuitem').first();
    const name = (await fault.innerText()).trim();
    await fault.focus();
    await page.keyboard.press('Enter');
    await page.getByText(new RegExp(`Clients to Service: ${name}, only in “Fewer servers”`, 'i')).waitFor();
    await expect.poll(() => wire.evaluate((each) => each === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await item(page, 'Watch Service').focus();
    await page.keyboard.press('ArrowRight');
    await item(page, /^Utilisation/).click();
    await page.getByRole('region', { name: 'Utilisation' }).waitFor();
    await page.getByRole('tab', { name: 'Numbers' }).click();
    await page.getByRole('textbox', { name: 'Find a meter' }).fill('queueLength');
    await page
      .getByRole('button', { name: /^Chart Service / })
      .first()
      .click();
    await page
      .getByText(/^Added a chart: .*Service/)
      .first()
      .waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Chart Service / }).count()).toBe(0);
  });
});
