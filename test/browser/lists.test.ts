import { expect, it } from 'vitest';
import { decodeLink } from '../../src/scenario/link.ts';
import { noChromium, visitor } from './visitor.ts';

const scenario = {
  format: 1,
  title: 'Two guards',
  duration: 4_000,
  bins: 40,
  components: {
    shoppers: { kind: 'client', guards: ['retry', 'breaker', 'timeout'], attemptTimeout: 500, calls: ['checkout'] },
    checkout: { kind: 'service' },
  },
  watch: ['shoppers.goodput'],
};

const open = visitor();

it.skipIf(await noChromium())('a list is put in another order, gets an entry and loses one, for the whole run', async () => {
  const page = await open(scenario);
  const list = page.getByRole('group', { name: 'Order of guards' });
  const entries = () => list.locator('li > span').allTextContents();
  await list.waitFor();
  const [first, second, third] = await entries();
  expect(await list.getByRole('button', { name: `Move ${first} up` }).isDisabled()).toBe(true);
  await list.getByRole('button', { name: `Move ${third} up` }).click();
  await expect.poll(entries).toEqual([first, third, second]);
  await list.getByRole('button', { name: `Leave ${second} out` }).click();
  await expect.poll(entries).toEqual([first, third]);
  await list.getByPlaceholder('Add …').click();
  await page.getByRole('option', { name: second, exact: true }).click();
  await expect.poll(entries).toEqual([first, third, second]);
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  expect(decodeLink(link.slice(link.indexOf('#'))).scenario).toMatchObject({
    components: { shoppers: { guards: ['retry', 'timeout', 'breaker'] } },
    changes: [],
  });
});

it.skipIf(await noChromium())(
  'a list of waits is typed, made longer and shorter; a product’s defaults leave what is not theirs',
  async () => {
    const page = await open({
      ...scenario,
      components: {
        ...scenario.components,
        shoppers: { ...scenario.components.shoppers, retryDelay: { kind: 'schedule', waits: [0, 200] } },
      },
    });
    const list = page.getByRole('group', { name: 'Waits' });
    const waits = async () =>
      (await list.getByRole('textbox').evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value))).map((value) =>
        // numbers and units stand a thin space apart
        value.replace(/\s/g, ' '),
      );
    await list.waitFor();
    await list.getByRole('button', { name: 'Add one' }).click();
    await list.getByRole('textbox', { name: 'Waits, 3, value' }).fill('0.4 s');
    await page.keyboard.press('Enter');
    await expect.poll(waits).toEqual(['0 ms', '200 ms', '400 ms']);
    await list.getByRole('button', { name: 'Leave Waits, 2 out' }).click();
    await expect.poll(waits).toEqual(['0 ms', '400 ms']);
    const edited = async () => {
      await page.getByRole('button', { name: 'Share' }).click();
      const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
      await page.keyboard.press('Escape');
      return decodeLink(link.slice(link.indexOf('#'))).scenario.components.shoppers;
    };
    expect(await edited()).toMatchObject({ retryDelay: { kind: 'schedule', waits: [0, 400] } });
    await page.getByRole('button', { name: 'Call as a product does by default…' }).click();
    await page.getByRole('combobox', { name: 'Preset' }).click();
    await page.getByRole('option', { name: 'AWS SDKs, standard mode (2026)' }).click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await list.waitFor({ state: 'detached' });
    expect(await edited()).toMatchObject({
      attemptTimeout: 500,
      guards: ['retry', 'breaker', 'timeout'],
      retryDelay: { kind: 'full-jitter', base: 50, cap: 20_000 },
      retryBudget: { kind: 'retry-quota' },
      rejectedFactor: 20,
    });
  },
);
