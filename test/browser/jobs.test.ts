import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { objectionsIn } from './axe.ts';
import { noChromium, visitor } from './visitor.ts';

/** A job a second that takes 4 s or 8 s, hidden for 5 s: the long ones are done twice, and some die of a service that fails. */
const document = {
  format: 1,
  title: 'Too short a lease',
  topic: 'jobs',
  duration: 120_000,
  bins: 120,
  components: {
    shop: { kind: 'client', arrival: { kind: 'constant', rate: 1 }, workload: { kind: 'zipf', keys: 20 }, calls: ['mails'] },
    mails: { kind: 'job-queue', visibilityTimeout: 5_000, mostAttempts: 2, lateAcknowledgement: 'ignored', calls: ['mailers'] },
    mailers: {
      kind: 'workers',
      replicas: 2,
      concurrency: 8,
      processingTime: { kind: 'bimodal', fast: 4_000, slow: 8_000, slowRatio: 0.3 },
      calls: ['smtp'],
    },
    smtp: { kind: 'service', servers: 20, serviceTime: { kind: 'constant', value: 50 } },
  },
  changes: [
    { at: 40_000, set: { 'smtp.fault': { kind: 'error-ratio', ratio: 0.8 } } },
    { at: 60_000, set: { 'smtp.fault': { kind: 'none' } } },
  ],
  arms: [{ id: 'long', title: 'Timeout 30 s', set: { 'mails.visibilityTimeout': 30_000 } }],
  watch: ['mails.backlog', 'mails.effects.extra'].map((meter) => ({ meter })),
};

const visit = visitor();

const ledger = (page: Page, arm = 'Base') => page.getByRole('region', { name: arm, exact: true });
const look = async (page: Page, view: string) => {
  await page.getByRole('tab', { name: 'Jobs' }).waitFor();
  await page.keyboard.press('j');
  await ledger(page).waitFor();
  if (view !== 'Ledger') await page.getByRole('tabpanel').getByText(view, { exact: true }).first().click();
};
const goTo = async (page: Page, at: 'Home' | 'End') => {
  // on a phone the picture is a pane of its own
  const pane = page.getByRole('navigation', { name: 'Parts of the page' }).getByText('Picture');
  if (await pane.isVisible()) await pane.click();
  await page.getByRole('slider', { name: 'Playhead' }).press(at);
};
/** The figures of an account, by label. */
const figures = async (page: Page, arm?: string) => {
  const texts = await ledger(page, arm).locator('dl > div').allInnerTexts();
  return Object.fromEntries(
    texts.map((text) => {
      const [label, value] = text.split('\n').filter(Boolean);
      return [label, Number(value.replace(/,/g, ''))];
    }),
  );
};

describe.skipIf(await noChromium())('the jobs', () => {
  it('have a ledger for each arm that adds up, in words too', async () => {
    const page = await visit(document);
    await look(page, 'Ledger');
    await ledger(page, 'Timeout 30 s').locator('dl').waitFor();
    await goTo(page, 'End');
    await expect.poll(async () => (await figures(page)).Expected).toBeGreaterThan(110);
    const told = await figures(page);
    expect(told['Too many']).toBeGreaterThan(0);
    expect(told.Expected).toBe(told['Done once'] + told['Twice or more'] + told.Missing + told['Still open']);
    await expect.poll(() => ledger(page).innerText()).toMatch(/✕ It does not add up/);
    expect(await ledger(page).innerText()).toContain(`${told['Too many']} too many`);
    expect((await figures(page, 'Timeout 30 s'))['Too many']).toBe(0);
    await goTo(page, 'Home');
    await expect.poll(() => ledger(page).innerText()).toMatch(/✓ It adds up/);
  });

  it('that were done too often lead to their requests', async () => {
    const page = await visit(document);
    await look(page, 'Ledger');
    await goTo(page, 'End');
    const first = page.getByRole('region', { name: 'Too many', exact: true }).locator('tbody tr').first();
    await expect.poll(() => first.innerText()).toContain('lease ran out');
    await first.getByRole('button').first().click();
    await expect.poll(() => page.getByRole('tab', { name: 'Requests' }).getAttribute('aria-selected')).toBe('true');
    const story = page.getByRole('tabpanel').locator('ol > li');
    await expect
      .poll(() => story.allInnerTexts().then((texts) => texts.join(' ')))
      .toMatch(/delivery 1[\s\S]*lease ran out[\s\S]*delivery 2/);
  });

  it('have lanes to walk through with keys, and a table of the same', async () => {
    const page = await visit(document);
    await look(page, 'Lanes');
    const lanes = page.getByRole('region', { name: /^Lanes/ });
    await expect.poll(() => lanes.locator('canvas').evaluate(({ clientWidth }) => clientWidth)).toBeGreaterThan(100);
    await lanes.focus();
    await lanes.press('ArrowDown');
    const said = page.getByRole('tabpanel').locator('[aria-live="polite"]');
    await expect.poll(() => said.innerText()).toMatch(/^Job \d+: received for the/);
    const before = await said.innerText();
    await lanes.press('ArrowDown');
    await expect.poll(() => said.innerText()).not.toBe(before);
    await lanes.press('Escape');
    await expect.poll(() => said.innerText()).toBe('');
    const range = () => page.getByText(/\d:\d\d(\.\d)? to \d:\d\d/).innerText();
    const shown = await range();
    await lanes.press('-');
    await expect.poll(range).not.toBe(shown);
    await page.getByRole('tabpanel').getByText('By key', { exact: true }).first().click();
    await expect.poll(() => lanes.getByRole('img').getAttribute('aria-label')).toMatch(/\d+ lanes/);
    await page.getByRole('button', { name: 'Table' }).click();
    const table = page.getByRole('region', { name: 'Deliveries' });
    await expect.poll(() => table.getByRole('row').count()).toBeGreaterThan(5);
    expect(await table.innerText()).toMatch(/ran out[\s\S]*done/);
  });

  it('show what is known of the one under the pointer', async () => {
    const page = await visit(document);
    await look(page, 'Lanes');
    const lanes = page.getByRole('region', { name: /^Lanes/ });
    await expect.poll(() => lanes.locator('canvas').evaluate(({ clientWidth }) => clientWidth)).toBeGreaterThan(100);
    await lanes.focus();
    await lanes.press('ArrowDown');
    await expect.poll(() => page.getByText(/key \d+, tenant 0/).count()).toBe(1);
  });

  it('that are dead letters are listed, and sent again by a change like any other', async () => {
    const page = await visit(document);
    await look(page, 'Dead letters');
    await expect.poll(() => page.getByText(/No job has been moved aside up to/).count()).toBe(1);
    await goTo(page, 'End');
    const rows = page.getByRole('region', { name: 'Dead letters' }).getByRole('row');
    await expect.poll(() => rows.count()).toBeGreaterThan(2);
    expect(await rows.nth(1).innerText()).toMatch(/as often as it may/);
    // a little before the end, so that there is time to send them
    await page.getByRole('slider', { name: 'Playhead' }).press('PageDown');
    await page.getByRole('button', { name: /^Redrive from/ }).click();
    await expect.poll(() => page.getByText(/Redrive is on/).count()).toBe(1);
    await goTo(page, 'End');
    await expect.poll(() => rows.filter({ hasText: 'sent again at' }).count()).toBeGreaterThan(2);
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.getByRole('button', { name: /^Redrive from/ }).count()).toBe(1);
    await expect.poll(() => rows.filter({ hasText: 'sent again at' }).count()).toBe(0);
  });

  it('are done as a product would by default, queue and workers in one step', async () => {
    const page = await visit(document);
    await page.getByRole('button', { name: /^mailers/ }).click();
    const controls = page.getByRole('region', { name: 'Controls' });
    await controls.getByRole('combobox', { name: 'Preset' }).click();
    await page.getByRole('option', { name: 'Sidekiq' }).click();
    await expect.poll(() => controls.getByRole('link', { name: /Sidekiq/ }).count()).toBeGreaterThan(0);
    await controls.getByRole('button', { name: 'Apply to both' }).click();
    await expect.poll(() => controls.getByRole('combobox', { name: 'Preset' }).inputValue()).toBe('Sidekiq');
    await page.getByRole('button', { name: /^mails/ }).click();
    await expect.poll(() => controls.getByRole('combobox', { name: 'Preset' }).inputValue()).toBe('Sidekiq');
    await page.keyboard.press('Control+z');
    await expect.poll(() => controls.getByRole('combobox', { name: 'Preset' }).inputValue()).toBe('');
    await expect.poll(() => page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true);
  });

  it('have nothing that axe objects to', async () => {
    const page = await visit(document);
    await look(page, 'Ledger');
    await goTo(page, 'End');
    for (const view of ['Ledger', 'Lanes', 'Dead letters']) {
      await page.getByRole('tabpanel').getByText(view, { exact: true }).first().click();
      expect([view, ...(await objectionsIn(page))]).toEqual([view]);
    }
  });
});
