import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { objections } from './axe.ts';
import { drawn, noChromium, visitor } from './visitor.ts';

const document = {
  format: 2,
  title: 'A shop',
  duration: 20_000,
  bins: 100,
  components: {
    shoppers: { kind: 'client', arrival: { kind: 'constant', rate: 20 }, calls: ['checkout'] },
    checkout: { kind: 'service', servers: 20 },
  },
  watch: [{ meter: 'shoppers.arrivals' }],
};

const two = (n: number) => String(n).padStart(2, '0');
/** 50 requests in every other of 20 seconds, each tenth of them an error. */
const log = Array.from({ length: 500 }, (_, i) => {
  const second = two(Math.floor(i / 50) * 2);
  return `10.0.0.${i % 7} - - [10/Oct/2000:13:55:${second} +0000] "GET /item/${i % 30} HTTP/1.1" ${i % 10 === 0 ? 503 : 200} 900 "-" "x" 0.0${two(i % 90)}`;
}).join('\n');

const visit = visitor();

async function drop(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([file, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], file));
      return data;
    },
    [name, text],
  );
  await page.dispatchEvent('header', 'drop', { dataTransfer: transfer });
}

const picture = (page: Page) => page.locator('path[stroke^="var(--arm"][d^="M"]').first().getAttribute('d');

describe.skipIf(await noChromium())('traffic of one’s own', () => {
  it('shows what a log was taken for, corrects it, and is used with one press that can be taken back', async () => {
    const page = await visit(document);
    await drawn(page);
    const before = await picture(page);
    await drop(page, 'access.log', log);
    const dialog = page.getByRole('dialog', { name: 'access.log' });
    await dialog.getByText('Taken for access log (combined)').waitFor();
    expect(await dialog.locator('dl').innerText()).toMatch(/requests\s+500/);
    await dialog.getByText(/Times are in whole seconds/).waitFor();
    await dialog
      .getByText('10.00 % of 500')
      .or(dialog.getByText(/10\.0 % of 500/))
      .waitFor();
    expect(await objections(page)).toEqual([]);
    const agent = dialog.getByRole('combobox', { name: 'What agent is' });
    expect(await agent.inputValue()).toBe('');
    // the tenant is somebody else
    await agent.selectOption('tenant');
    await dialog.getByText('tenant', { exact: true }).waitFor();
    expect(await dialog.getByRole('combobox', { name: 'What host is' }).inputValue()).toBe('');
    await dialog.getByRole('button', { name: 'Use as error ratio of checkout' }).click();
    await dialog.getByRole('button', { name: 'Set' }).waitFor();
    await dialog.getByRole('button', { name: 'Use its times and keys' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => picture(page)).not.toBe(before);
    const used = await picture(page);
    await page.keyboard.press('Control+z');
    await expect.poll(() => picture(page)).not.toBe(used);
  });

  it('says what is wrong with a file, and lets its columns be said', async () => {
    const page = await visit(document, { width: 390, height: 844, dark: true });
    await drop(page, 'odd.csv', 'a,5\nb,6\na,9\n');
    const dialog = page.getByRole('dialog', { name: 'odd.csv' });
    await dialog
      .getByRole('alert')
      .getByText(/columns whose meaning cannot be told/)
      .waitFor();
    await dialog.getByRole('combobox', { name: 'What column 2 is' }).selectOption('time:s');
    await dialog.getByRole('button', { name: 'Use its times' }).waitFor();
    expect(await objections(page)).toEqual([]);
  });
});
