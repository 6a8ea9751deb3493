import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { encodeLink } from '../../src/scenario/link.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { BASE } from '../../src/scenario/scenario.ts';
import { objections } from './axe.ts';
import { smallTargets } from './touch.ts';
import { address, noChromium, visitor } from './visitor.ts';

/** A shop that two slow seconds put down for good: each attempt waits longer than its caller does. */
const shop = {
  format: 2,
  title: 'A slow moment',
  duration: 20_000,
  bins: 200,
  components: {
    shoppers: {
      kind: 'client',
      arrival: { kind: 'constant', rate: 50 },
      attemptTimeout: 500,
      retryDelay: { kind: 'constant', delay: 100 },
      maxAttempts: 20,
      calls: ['checkout'],
    },
    checkout: { kind: 'service', servers: 8, serviceTime: { kind: 'constant', value: 100 } },
  },
  changes: [
    { at: 8_000, set: { 'checkout.fault': { kind: 'slow', factor: 8 } }, note: 'slow' },
    { at: 10_000, set: { 'checkout.fault': { kind: 'none' } }, note: 'over' },
  ],
  arms: [
    { id: 'base', title: 'As it is' },
    { id: 'once', title: 'One attempt', set: { 'shoppers.maxAttempts': 1 } },
  ],
  watch: ['shoppers.goodput', 'shoppers.attempts', 'checkout.queueLength'].map((meter) => ({ meter })),
  story: [
    {
      title: 'It stays slow',
      text: 'Each **attempt** waits. Before, [50](shoppers.goodput@base 1s..8s) a second are served.',
      fold: { title: 'The sum', text: 'Eight servers do [80](given) a second: [50](shoppers.attempts@base 1s..8s) are less.' },
      ask: {
        question: 'When are they served again?',
        choices: [
          { text: 'At 0:10', because: 'The queue is still there.' },
          { text: 'At 0:12', because: 'It grows.' },
          { text: 'Never', because: 'All work is for nobody.' },
        ],
        answer: 2,
      },
      at: 7_000,
    },
    { title: 'One attempt', text: 'Then it is over soon.', arms: ['base', 'once'] },
  ],
  goals: [{ text: 'From 14 s on at least 48 are served.', meter: 'shoppers.goodput', from: 14_000, is: '>=', than: 48 }],
  keep: [{ text: 'none gives up before', meter: 'shoppers.failures', stat: 'sum', to: 8_000, is: '<=', than: 0 }],
  challenge: { brief: 'It was slow for **two seconds**, and sells nothing since.', hints: ['Whose calls are those?', 'Fewer attempts.'] },
};

const link = (looking: { veil?: []; challenge?: true }) =>
  `${address}#${encodeLink({ scenario: readScenario(shop), origin: null, playhead: 0, arm: BASE, fingerprint: '', ...looking })}`;

describe.skipIf(await noChromium())('a lesson', () => {
  const visit = visitor();
  const story = (page: Page) => page.getByRole('region', { name: 'Story' });
  const set = async (page: Page, name: string, value: string) => {
    const field = page.getByRole('textbox', { name: `${name}, value` });
    await field.fill(value);
    await field.press('Enter');
  };

  it('answers a guess with the reply of its choice, and numbers say where they are from, but not behind the question', async () => {
    const page = await visit(null, { url: link({ veil: [] }) });
    const number = story(page).locator('p [data-source]').first();
    await number.waitFor();
    await number.hover();
    expect([await story(page).getByRole('button', { name: '50' }).count(), await page.getByRole('tooltip').count()]).toEqual([0, 0]);
    expect(
      await story(page)
        .getByRole('button', { name: /^The sum/ })
        .isDisabled(),
    ).toBe(true);
    // a term answers nothing
    await story(page).getByRole('button', { name: 'attempt', exact: true }).hover();
    await page
      .getByRole('tooltip')
      .getByText('Attempt: One call of a request: the first is attempt 1, and each retry is one more.')
      .waitFor();
    await page.getByRole('radio', { name: 'At 0:10' }).check();
    await page.getByRole('button', { name: 'Run and look' }).click();
    const reply = story(page).getByRole('status');
    await reply.getByText('Not so. The answer: Never.').waitFor();
    expect(await reply.innerText()).toMatch(
      /All work is for nobody\.\s+Your guess: At 0:10\s+The queue is still there\.\s+The other answer$/,
    );
    await reply.getByRole('button', { name: 'The other answer' }).click();
    await reply.getByText('It grows.').waitFor();
    await story(page).getByRole('button', { name: 'The sum' }).click();
    await story(page).getByRole('button', { name: '50' }).nth(1).focus();
    const card = page.getByRole('tooltip');
    await card.getByText('Attempts of shoppers, 0:01–0:08, “As it is”').waitFor();
    expect(await page.locator('[data-lit]').getAttribute('aria-label')).toBe('Attempts');
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    await set(page, 'Arrival rate', '40');
    await number.click();
    await card.getByText('Here 40; the lesson’s run gives 50').waitFor();
    expect(await page.locator('[data-lit]').getAttribute('aria-label')).toBe('Goodput');
    await page.waitForTimeout(300);
    expect(await objections(page)).toEqual([]);
  });

  it('is a challenge as well: the goals over the picture, hints, and the lesson once all is reached and kept', async () => {
    const page = await visit(null, { url: link({ challenge: true }) });
    await story(page).getByText('It was slow for two seconds').waitFor();
    // neither what the lesson compares with nor a veil
    await expect.poll(() => page.getByRole('region', { name: 'Picture' }).locator('path[stroke^="var(--arm"][d^="M"]').count()).toBe(3);
    expect(await page.getByText('One attempt', { exact: true }).count()).toBe(0);
    const goals = page.getByRole('region', { name: 'Goals' });
    await goals.getByText('now 0 req/s (0:14–0:20); asked for at least 48').waitFor();
    await story(page).getByRole('button', { name: 'A hint' }).click();
    await story(page).getByText('Whose calls are those?').waitFor();
    expect(await objections(page)).toEqual([]);
    await set(page, 'Attempt timeout', '50 ms');
    await goals
      .getByRole('list', { name: 'Not kept' })
      .getByText(/now \d+\sreq \(0:00–0:08\); asked for at most 0/)
      .waitFor();
    await set(page, 'Attempt timeout', '500 ms');
    await page.reload();
    await story(page).getByText('Whose calls are those?').waitFor();
    await set(page, 'Most attempts', '1');
    await story(page).getByText('Done, with one change.').waitFor();
    await story(page).getByRole('heading', { name: 'It stays slow' }).waitFor();
    await goals.getByText('1 of 1').waitFor();
  });

  it('is a challenge on a phone: goals above the brief, and what is pressed is as large as a finger', async () => {
    const page = await visit(null, { url: link({ challenge: true }), width: 390, height: 844, touch: true });
    await story(page).getByText('It was slow for two seconds').waitFor();
    await page.getByRole('region', { name: 'Goals' }).getByText(/now 0/).waitFor();
    expect(await smallTargets(page)).toEqual([]);
    await story(page).getByRole('button', { name: 'Give up and read the lesson' }).tap();
    await story(page).getByText('When are they served again?').waitFor();
    await page.goBack();
    await story(page).getByText('It was slow for two seconds').waitFor();
  });
});
