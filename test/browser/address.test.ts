import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { withParam } from '../../src/scenario/edit.ts';
import { lessonHash } from '../../src/scenario/lesson.ts';
import { decodeLink, encodeLink } from '../../src/scenario/link.ts';
import { BASE } from '../../src/scenario/scenario.ts';
import { curated } from '../curated.ts';
import { objections } from './axe.ts';
import { address, anotherTab, drawn, noChromium, visitor } from './visitor.ts';

const visit = visitor();

/** The first tab of somebody who has not been here before, once there is a picture. */
async function first(fragment = ''): Promise<Page> {
  const page = await visit(null, { url: `${address}${fragment}` });
  await drawn(page);
  return page;
}

/** Another tab of theirs. */
async function another(page: Page, fragment = ''): Promise<Page> {
  const tab = await anotherTab(page, `${address}${fragment}`);
  await drawn(tab);
  return tab;
}

const fragment = (page: Page) => new URL(page.url()).hash;
const bar = (page: Page) => expect.poll(() => fragment(page));
const title = (page: Page) => expect.poll(() => page.getByRole('heading', { level: 1 }).textContent());
const rate = (page: Page) => page.getByRole('textbox', { name: 'Arrival rate, value' });
const edited = (page: Page) => page.getByRole('banner').getByRole('button', { name: 'edited' });
const step = (page: Page) => expect.poll(() => page.getByText(/^Step \d+ of/).textContent());
const playhead = (page: Page) => page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow');

async function setRate(page: Page, value: string): Promise<void> {
  await rate(page).fill(value);
  await rate(page).press('Enter');
}

async function openInLibrary(page: Page, name: string): Promise<void> {
  await page.keyboard.press('l');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click();
  await title(page).toBe(name);
}

describe.skipIf(await noChromium())('the address bar', () => {
  it('names the scenario and the step, holds everything once something is changed, and Back goes through scenarios and steps only', async () => {
    const page = await first('#retry-storm');
    await bar(page).toBe('#retry-storm');
    const begun = await page.evaluate(() => window.history.length);
    await page.keyboard.press('n');
    await bar(page).toBe('#retry-storm/2');
    await page.keyboard.press('n');
    await bar(page).toBe('#retry-storm/3');
    // an edit, a view, an arm, the playhead: no entry of their own
    await setRate(page, '77');
    await bar(page).toMatch(/^#v2\./);
    await page.getByRole('slider', { name: 'Playhead' }).focus();
    await page.keyboard.press('m');
    await page.keyboard.press('End');
    await expect
      .poll(() => decodeLink(fragment(page)))
      .toMatchObject({ step: 2, view: 'numbers', playhead: 70_000, origin: { id: 'retry-storm' } });
    expect(await page.evaluate(() => window.history.length)).toBe(begun + 2);
    expect(JSON.stringify(decodeLink(fragment(page)))).not.toMatch(/guess/);
    // Back to a step of the same scenario changes the step only
    await page.goBack();
    await step(page).toMatch(/^Step 2 of/);
    expect(await rate(page).inputValue()).toMatch(/^77/);
    await bar(page).toMatch(/^#v2\./);
    await page.goForward();
    await step(page).toMatch(/^Step 3 of/);
    // another scenario, and back to the one before as it was left
    await openInLibrary(page, 'Metastable failure');
    await bar(page).toBe('#metastable-failure');
    await page.goBack();
    await title(page).toBe('The retry storm');
    await step(page).toMatch(/^Step 3 of/);
    expect(await rate(page).inputValue()).toMatch(/^77/);
    await page.keyboard.press('Control+z');
    await expect.poll(() => rate(page).inputValue()).toMatch(/^120/);
    await bar(page).toBe('#retry-storm/3');
    await page.goForward();
    await title(page).toBe('Metastable failure');
    // an address that somebody types
    await page.evaluate(() => {
      window.location.hash = 'retry-storm/2';
    });
    await title(page).toBe('The retry storm');
    await step(page).toMatch(/^Step 2 of/);
    await page.goBack();
    await title(page).toBe('Metastable failure');
  });

  it('is not written while the run plays, and is when it pauses', async () => {
    const page = await first('#retry-storm');
    await setRate(page, '77');
    await bar(page).toMatch(/^#v2\./);
    const still = fragment(page);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForTimeout(1_000);
    expect(fragment(page)).toBe(still);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await bar(page).not.toBe(still);
    expect(decodeLink(fragment(page)).playhead).toBe(Number(await playhead(page)));
  });

  it('a reload brings back all there was, and two tabs keep apart', async () => {
    const page = await first('#retry-storm');
    await page.getByRole('radio').first().check();
    for (const number of [2, 3, 4]) {
      await page.getByRole('button', { name: 'Next', exact: true }).click();
      await step(page).toMatch(`Step ${number} of`);
    }
    await page.getByText('Show without a guess').click();
    await page.locator('button', { hasText: /^Full jitter$/ }).click();
    await setRate(page, '77');
    await setRate(page, '88');
    await page.getByRole('tab', { name: 'Requests' }).click();
    await page.getByRole('region', { name: 'Details' }).getByRole('row').nth(3).click();
    const request = await page.getByRole('region', { name: 'Details' }).locator('tr[aria-selected=true] button').textContent();
    await page.getByRole('slider', { name: 'Playhead' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('PageUp');
    const at = await playhead(page);
    const drawnArms = () => page.getByRole('region', { name: 'Goodput', exact: true }).locator('path[stroke^="var(--arm"][d^="M"]').count();
    const arms = await drawnArms();
    const other = await another(page, '#metastable-failure');
    await page.reload();
    await drawn(page);
    await title(page).toBe('The retry storm');
    await step(page).toMatch(/^Step 4 of/);
    expect(await edited(page).count()).toBe(1);
    expect(await playhead(page)).toBe(at);
    await expect.poll(drawnArms).toBe(arms);
    expect(await page.locator('button', { hasText: /^Full jitter$/ }).getAttribute('aria-pressed')).toBe('true');
    await expect
      .poll(() => page.getByRole('region', { name: 'Details' }).locator('tr[aria-selected=true] button').textContent())
      .toBe(request);
    expect(await rate(page).inputValue()).toMatch(/^88/);
    await page.keyboard.press('Control+z');
    await expect.poll(() => rate(page).inputValue()).toMatch(/^77/);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => rate(page).inputValue()).toMatch(/^88/);
    await page.getByRole('button', { name: /^Step 1:/ }).click();
    await step(page).toMatch(/^Step 1 of/);
    expect(await page.getByRole('radio').first().isChecked()).toBe(true);
    await other.reload();
    await drawn(other);
    await title(other).toBe('Metastable failure');
    // whoever comes back another day finds what was left last
    await page.close({ runBeforeUnload: true });
    await other.waitForTimeout(200);
    const later = await another(other);
    await title(later).toBe('The retry storm');
    await edited(later).waitFor();
  });

  it('keeps a draft of what is too long for it, says so once, and says what it was in another browser', async () => {
    const page = await first('#retry-storm');
    const long = await curated('retry-storm');
    const text = JSON.stringify({
      ...long,
      title: 'A long one',
      story: Array.from({ length: 30 }, (_, i) => ({
        title: `Step ${i}`,
        text: Array.from({ length: 60 }, (__, k) => Math.sin(i * 60 + k).toString(36)).join(' '),
      })),
    });
    await page.keyboard.press('l');
    await page.getByRole('button', { name: 'Paste a scenario' }).click();
    await page.getByRole('textbox', { name: 'Scenario as JSON' }).fill(text);
    await page.getByRole('button', { name: 'Open it' }).click();
    await bar(page).toMatch(/^#draft\.[a-z0-9]+$/);
    const draft = fragment(page);
    const notice = page.getByRole('alert').filter({ hasText: /too long for the address bar/ });
    await notice.waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), notice.getByRole('button', { name: 'Download the file' }).click()]);
    expect(file.suggestedFilename()).toBe('a-long-one.json');
    await notice.getByRole('button', { name: 'Copy link' }).click();
    await notice.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(decodeLink(new URL(copied).hash).scenario.title).toBe('A long one');
    const kept = () => page.evaluate((key) => window.localStorage.getItem(`goodput.${key}`), draft.slice(1));
    const before = await kept();
    await setRate(page, '77');
    await expect.poll(async () => (await kept())?.split(' ')[1]).not.toBe(before?.split(' ')[1]);
    expect([fragment(page), await notice.count()]).toEqual([draft, 1]);
    // another tab has the draft, and one of its own from then on
    const other = await another(page, draft);
    await title(other).toBe('A long one');
    expect(await rate(other).inputValue()).toMatch(/^77/);
    await bar(other).toMatch(/^#draft\./);
    await bar(other).not.toBe(draft);
    const stranger = await visit(null, { url: `${address}${draft}` });
    await stranger.getByText(/kept only in the browser where it was made/).waitFor();
    // as on any first visit
    await title(stranger).toMatch(/checkout is down/);
    await bar(stranger).toBe('');
  });

  it('tells the receiver of a link what was changed, and leads back to the original, which can be undone', async () => {
    const original = await curated('retry-storm');
    const changed = withParam(original, BASE, 'shoppers.arrival.rate', 77, 'whole-run');
    const link = encodeLink({
      scenario: changed,
      origin: { id: 'retry-storm', lesson: lessonHash(original) },
      playhead: 30_000,
      arm: 'jitter',
      fingerprint: '0123456789abcdef',
      step: 3,
      shown: ['base', 'jitter'],
      view: 'numbers',
      veil: [],
    });
    const page = await first(`#${link}`);
    const told = page.getByRole('region', { name: 'What was changed' });
    await expect
      .poll(() => told.textContent())
      .toMatch(/Changed from “The retry storm”: With your numbers: Arrival rate of shoppers 120 → 77.req\/s, in every arm/);
    await step(page).toMatch(/^Step 4 of/);
    expect(await page.getByRole('tab', { name: 'Numbers' }).getAttribute('aria-selected')).toBe('true');
    // it was sent veiled, and is
    await page.getByText('Show without a guess').waitFor();
    await page.getByText(/made with another version of the simulation/).waitFor();
    await edited(page).click();
    await page
      .getByRole('dialog')
      .getByText(/Arrival rate of shoppers 120 → 77/)
      .waitFor();
    const violations = await objections(page);
    expect(violations).toEqual([]);
    await page.keyboard.press('Escape');
    await told.getByRole('button', { name: /close/ }).click();
    await told.waitFor({ state: 'hidden' });
    await edited(page).click();
    await page.getByRole('button', { name: 'Back to the original' }).click();
    await expect.poll(() => rate(page).inputValue()).toMatch(/^120/);
    expect(await edited(page).count()).toBe(0);
    await bar(page).toBe('#retry-storm/4');
    await page.keyboard.press('Control+z');
    await expect.poll(() => rate(page).inputValue()).toMatch(/^77/);
    await edited(page).waitFor();
  });

  it('undoing a comparison leaves the page as it was', async () => {
    const page = await first('#retry-storm');
    await page.keyboard.press('c');
    await page.getByRole('button', { name: 'Copy of Every 250 ms', exact: true }).waitFor();
    await page.keyboard.press('Control+z');
    await page.getByRole('button', { name: 'Copy of Every 250 ms', exact: true }).waitFor({ state: 'detached' });
    await title(page).toBe('The retry storm');
  });
});
