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
