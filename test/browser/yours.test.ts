import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { encodeLink } from '../../src/scenario/link.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { BASE } from '../../src/scenario/scenario.ts';
import { objections } from './axe.ts';
import { address, noChromium, visitor } from './visitor.ts';

/** A shop whose checkout is slow from 8 s on; its last step asks. */
const shop = readScenario({
  format: 2,
  title: 'A shop',
  duration: 20_000,
  bins: 200,
  components: {
    shoppers: { kind: 'client', title: 'Shoppers', arrival: { kind: 'constant', rate: 50 }, attemptTimeout: 500, calls: ['checkout'] },
    checkout: { kind: 'service', title: 'Checkout', servers: 8, serviceTime: { kind: 'constant', value: 100 } },
  },
  changes: [{ at: 8_000, set: { 'checkout.fault': { kind: 'slow', factor: 3 } }, note: 'slow' }],
  arms: [
    { id: 'base', title: 'As it is' },
    { id: 'many', title: 'Many', set: { 'checkout.servers': 40 } },
  ],
  watch: ['shoppers.goodput', 'shoppers.attempts', 'checkout.queueLength'],
  story: [
    { title: 'Calm', text: 'It is calm.' },
    {
      title: 'Slow',
      text: 'It gets slow.',
      ask: { question: 'How many wait?', choices: ['Few', 'Many'], answer: 1 },
      at: 7_000,
      arms: ['base'],
    },
  ],
  yours: [
    'shoppers.arrival.rate',
    'checkout.servers',
    { path: 'checkout.serviceTime.value', label: 'Time at the till' },
    'checkout.whenCallerLeaves',
  ],
  goals: [
    { text: 'Somebody is served.', meter: 'shoppers.goodput', is: '>', than: 0 },
    {
      text: 'At least 95 % of arrivals are served.',
      meter: 'shoppers.goodput',
      is: '>=',
      than: { meter: 'shoppers.arrivals', factor: 0.95 },
    },
  ],
});
const at = (step: number, veiled = false) =>
  `${address}#${encodeLink({ scenario: shop, origin: null, playhead: 3_000, arm: BASE, fingerprint: '', step, ...(veiled ? { veil: [] } : {}) })}`;

describe.skipIf(await noChromium())('the form after the story', () => {
  const visit = visitor();
  const story = (page: Page) => page.getByRole('region', { name: 'Story' });
  const value = (page: Page, name: string) => story(page).getByRole('textbox', { name: `${name}, value` });
  const heading = (page: Page) => story(page).getByRole('heading', { name: 'With your numbers' });
  const said = async (page: Page) => (await story(page).innerText()).replace(/[\u202f\u00a0]/g, ' ');
  const lines = (page: Page) =>
    page
      .getByRole('region', { name: 'Picture' })
      .locator('path[stroke^="var(--arm"]')
      .evaluateAll((paths) => paths.map((path) => path.getAttribute('d')).join());
  const fill = async (page: Page, name: string, text: string) => {
    await value(page, name).fill(text);
    await value(page, name).press('Enter');
  };
  const edited = (page: Page) => page.getByRole('banner').getByRole('button', { name: 'edited' });

  it('redraws every run with what is filled in, says what the goals make of it, and goes back', async () => {
    const page = await visit(null, { url: at(0) });
    await story(page).getByRole('button', { name: 'with your numbers', exact: true }).click();
    await heading(page).waitFor();
    await expect.poll(() => new URL(page.url()).hash).toMatch(/^#v2\./);
    // what it is in the lesson, and where it stays whatever is filled in
    expect(await said(page)).toContain('In the lesson: 8. “Many” (40) keeps its own.');
    await story(page).getByRole('button', { name: 'Step 1: Calm' }).click();
    await page.getByText('It is calm.').waitFor();
    await page.goBack();
    await heading(page).waitFor();

    await fill(page, 'Arrival rate of shoppers', '30');
    await expect.poll(() => said(page)).toContain('still open: “At least 95 % of arrivals are served” (now ');
    expect(await said(page)).toContain('With these numbers 1 of the 2 goals is reached');
    const before = await lines(page);
    await fill(page, 'Servers per replica of checkout', '20');
    await expect.poll(() => said(page)).toContain('With these numbers both goals are reached.');
    await expect.poll(() => lines(page)).not.toBe(before);
    // with the keyboard alone
    await value(page, 'Time at the till').focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => value(page, 'Time at the till').inputValue()).toBe('99\u202fms');
    await value(page, 'Time at the till').press('Escape');
    const slider = story(page).getByRole('slider', { name: 'Arrival rate of shoppers' });
    const box = (await slider.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    for (let i = 1; i <= 5; i++) await page.mouse.move(box.x + box.width / 2 + i * 4, box.y + box.height / 2);
    await page.mouse.up();
    await expect.poll(() => value(page, 'Arrival rate of shoppers').inputValue()).not.toBe('30\u202freq/s');
    // a gesture is one step back
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => value(page, 'Arrival rate of shoppers').inputValue()).toBe('30\u202freq/s');
    expect(await objections(page)).toEqual([]);
    // beside the lesson, goals are about its own traffic
    await story(page).getByRole('button', { name: 'Step 1: Calm' }).click();
    const goals = story(page).getByRole('region', { name: 'Goals' });
    await expect.poll(() => goals.innerText()).toContain('Not as in the lesson: With your numbers: Arrival rate of shoppers');
    expect(await goals.innerText()).toContain('0 of 2');
    await page.goBack();
    await heading(page).waitFor();
    expect(await goals.innerText()).not.toContain('Not as in the lesson');

    await story(page).getByRole('button', { name: 'Back to the lesson’s numbers' }).click();
    await expect.poll(() => value(page, 'Servers per replica of checkout').inputValue()).toBe('8');
    await edited(page).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => value(page, 'Servers per replica of checkout').inputValue()).toBe('20');
    await story(page).getByRole('button', { name: 'Back', exact: true }).click();
    await page.getByText('It gets slow.').waitFor();
  });

  it('leaves the question of the last step open until a number is set, and asks again when that is undone', async () => {
    const page = await visit(null, { url: at(1, true) });
    await story(page).getByRole('button', { name: 'With your numbers' }).last().click();
    await page.getByText('The question of step 2 is open').waitFor();
    expect(await said(page)).not.toContain('With these numbers');
    const playhead = page.getByRole('slider', { name: 'Playhead' });
    await playhead.press('End');
    expect(Number(await playhead.getAttribute('aria-valuenow'))).toBeLessThanOrEqual(7_000);
    await fill(page, 'Arrival rate of shoppers', '20');
    await page.getByText('The question of step 2 is open').waitFor({ state: 'detached' });
    await expect.poll(() => said(page)).toContain('With these numbers');
    await value(page, 'Arrival rate of shoppers').blur();
    await page.keyboard.press('Control+z');
    await page.getByText('The question of step 2 is open').waitFor();
    await story(page).getByRole('button', { name: 'Back to the question' }).click();
    await story(page).getByRole('button', { name: 'Show without a guess' }).waitFor();
  });

  it('makes a link that opens there with the numbers, and tells whoever gets it, on a phone as well', async () => {
    const sender = await visit(null, { url: at(2) });
    await heading(sender).waitFor();
    await fill(sender, 'Arrival rate of shoppers', '30');
    await fill(sender, 'Servers per replica of checkout', '6');
    await story(sender).getByRole('button', { name: 'Copy link' }).click();
    await story(sender).getByRole('button', { name: 'Copied' }).waitFor();
    const sent = await sender.evaluate(() => navigator.clipboard.readText());
    // a lesson of nobody's library has no original: what it is changed from is known of the library's own
    const page = await visit(null, { url: sent });
    await heading(page).waitFor();
    expect(await value(page, 'Arrival rate of shoppers').inputValue()).toBe('30\u202freq/s');

    const library = await visit(null, { url: `${address}#retry-storm/7` });
    await heading(library).waitFor();
    await fill(library, 'Arrival rate of shoppers', '40');
    await fill(library, 'Servers per replica of checkout', '8');
    await story(library).getByRole('button', { name: 'Copy link' }).click();
    await story(library).getByRole('button', { name: 'Copied' }).waitFor();
    const link = await library.evaluate(() => navigator.clipboard.readText());
    expect(link.length).toBeLessThan(1_000);
    const words = 'With your numbers: Arrival rate of shoppers 120 → 40 req/s; servers per replica of checkout 20 → 8, in every arm';
    for (const look of [{}, { width: 390, height: 844, dark: true }]) {
      const receiver = await visit(null, { url: link, ...look });
      await heading(receiver).waitFor();
      expect(await value(receiver, 'Servers per replica of checkout').inputValue()).toBe('8');
      const told = receiver.getByRole('region', { name: 'What was changed' });
      await expect.poll(async () => (await told.innerText()).replaceAll('\u202f', ' ')).toContain(words);
      expect(await objections(receiver)).toEqual([]);
    }
  });
});
