import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { encodeLink } from '../../src/scenario/link.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { BASE } from '../../src/scenario/scenario.ts';
import { address, noChromium, visitor } from './visitor.ts';

/** A shop whose checkout is slow from 8 s on; before that nobody has to try again. */
const shop = (delay: number) => ({
  format: 2,
  title: 'A shop',
  duration: 20_000,
  bins: 200,
  components: {
    shoppers: {
      kind: 'client',
      arrival: { kind: 'constant', rate: 50 },
      attemptTimeout: 500,
      retryDelay: { kind: 'constant', delay },
      maxAttempts: 20,
      calls: ['checkout'],
    },
    checkout: { kind: 'service', servers: 8, serviceTime: { kind: 'constant', value: 100 } },
  },
  changes: [{ at: 8_000, set: { 'checkout.fault': { kind: 'slow', factor: 20 } }, note: 'slow' }],
  watch: ['shoppers.goodput', 'shoppers.attempts', 'checkout.queueLength'].map((meter) => ({ meter })),
  story: [
    {
      title: 'Slow',
      text: 'It gets slow.',
      ask: {
        question: 'How many wait?',
        choices: ['Few', 'Many'],
        lines: { meter: 'checkout.queueLength', points: [10, 800].map((value) => [8_000, 20_000].map((at) => ({ at, value }))) },
        answer: 1,
      },
      at: 7_000,
    },
    { title: 'Next', text: 'And then?' },
  ],
  goals: [{ text: 'All are served.', meter: 'shoppers.goodput', is: '>=', than: 49 }],
});

/** A link from somebody who had not answered either. */
const veiled = (delay: number) =>
  `${address}#${encodeLink({ scenario: readScenario(shop(delay)), origin: null, playhead: 3_000, arm: BASE, fingerprint: '', veil: [] })}`;

describe.skipIf(await noChromium())('while a question is open', () => {
  const visit = visitor();
  const picture = (page: Page) => page.getByRole('region', { name: 'Picture' });
  const playhead = (page: Page) => page.getByRole('slider', { name: 'Playhead' });

  it('two runs with different answers look the same, and nothing leads past the question', async () => {
    const seen = [];
    for (const delay of [100, 9_000]) {
      const page = await visit(null, { url: veiled(delay) });
      await playhead(page).press('End');
      expect(Number(await playhead(page).getAttribute('aria-valuenow'))).toBeLessThanOrEqual(7_000);
      await expect.poll(() => picture(page).locator('path[stroke^="var(--arm"][d^="M"]').count()).toBe(3);
      // what flows over the wires is drawn from stories, which come later
      await page.waitForFunction(() => {
        const canvas = window.document.querySelector('canvas')!;
        return canvas
          .getContext('2d')!
          .getImageData(0, 0, canvas.width, canvas.height)
          .data.some((value) => value > 0);
      });
      const words = await page.locator('main').evaluate((main) => (main as HTMLElement).innerText.replace(/[\d,.]+ (?:ms|s)\b/g, ''));
      const bar = await page.getByRole('region', { name: 'Details' }).innerText();
      seen.push([words, bar, (await picture(page).screenshot()).toString('base64')]);
      await page.keyboard.press('m');
      await page.getByText('This answers the question.').waitFor();
      await page.keyboard.press('m');
      await page.getByRole('button', { name: 'Show without a guess' }).click();
      await playhead(page).press('End');
      await expect.poll(async () => Number(await playhead(page).getAttribute('aria-valuenow'))).toBe(20_000);
    }
    expect(seen[0][0]).toBe(seen[1][0]);
    expect(seen[0][1]).toBe(seen[1][1]);
    expect(seen[0][2] === seen[1][2]).toBe(true);
  });

  it('choices that are lines stand on their chart, and the one that was chosen stays', async () => {
    const page = await visit(null, { url: veiled(100) });
    const chart = page.getByRole('region', { name: 'Queue length' });
    const letters = chart.locator('svg text').filter({ hasText: /^[A-H]$/ });
    await expect.poll(() => letters.allTextContents()).toEqual(['A', 'B']);
    // the axis is theirs: there is nothing else to see yet
    expect(await chart.locator('svg text').allTextContents()).toContain('1k');
    await page.getByRole('radio', { name: 'Few' }).check();
    expect(await letters.count()).toBe(2);
    await page.getByRole('button', { name: 'Run and look' }).click();
    await expect.poll(() => letters.allTextContents()).toEqual(['A']);
  });

  it('whoever changes something sees what it does, and is asked again when that is undone', async () => {
    const page = await visit(null, { url: veiled(100) });
    await page.getByRole('button', { name: 'Show without a guess' }).waitFor();
    const rate = page.getByRole('textbox', { name: 'Arrival rate, value' });
    await rate.fill('60');
    await rate.press('Enter');
    await page.getByRole('button', { name: 'Show without a guess' }).waitFor({ state: 'detached' });
    await rate.blur();
    await page.keyboard.press('Control+z');
    await page.getByRole('button', { name: 'Show without a guess' }).waitFor();
    await page.getByRole('button', { name: 'Never ask first' }).click();
    await playhead(page).press('End');
    await expect.poll(async () => Number(await playhead(page).getAttribute('aria-valuenow'))).toBe(20_000);
  });
});
