import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { curated, curatedIds } from '../curated.ts';
import { objections } from './axe.ts';
import { smallTargets } from './touch.ts';
import { address, drawn, type Look, linkTo, noChromium, visitor } from './visitor.ts';

const visit = visitor();

/** Small enough to be run again in a few milliseconds. */
const calm = {
  format: 2,
  title: 'A calm shop',
  duration: 20_000,
  components: {
    shoppers: { kind: 'client', arrival: { kind: 'poisson', rate: 50 }, calls: ['checkout'] },
    checkout: { kind: 'service', servers: 8 },
  },
  watch: [{ meter: 'shoppers.goodput' }],
};

const PHONES: readonly [string, Look][] = [
  ['390 px, light', { width: 390, height: 844, touch: true }],
  ['360 px, dark', { width: 360, height: 740, touch: true, dark: true }],
];

async function phone(fragment: string, look: Look): Promise<Page> {
  const page = await visit(null, { ...look, url: `${address}${fragment}` });
  // the landing has no arms
  await (fragment === '' ? page.getByRole('heading', { level: 2, name: /back to normal/ }).waitFor() : drawn(page));
  return page;
}

const part = (page: Page, name: string) => page.getByRole('navigation').getByText(name, { exact: true }).tap();
const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

async function fromMenu(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Menu', exact: true }).tap();
  await page.getByRole('menuitem', { name, exact: true }).tap();
}

/** What there is to see of a scenario on a phone: the way there, and back where something lies over the page. */
const SIGHTS: readonly [string, (page: Page) => Promise<void>, ((page: Page) => Promise<void>)?][] = [
  ['the story', async () => {}],
  [
    'the picture',
    async (page) => {
      await part(page, 'Picture');
      // the playhead stands at a change, and another is beside it: both are pressed where they are seen
      const flags = page.getByRole('button', { name: /^Change at/ });
      const { y, height } = (await page.getByRole('slider', { name: 'Playhead' }).boundingBox())!;
      await page.touchscreen.tap((await flags.first().boundingBox())!.x - 4, y + height / 2);
      const covered = await flags.evaluateAll((buttons) =>
        buttons.filter((button) => {
          const { left, top, bottom } = button.lastElementChild!.getBoundingClientRect();
          return !button.contains(document.elementFromPoint(left + 2, (top + bottom) / 2));
        }),
      );
      expect(covered).toEqual([]);
    },
  ],
  ['the controls', (page) => part(page, 'Controls')],
  [
    'the menu of algorithms',
    async (page) => {
      await page.getByRole('combobox', { name: 'Arrivals' }).tap();
      await page.getByRole('option').first().waitFor();
    },
    (page) => page.touchscreen.tap(100, 100),
  ],
  [
    'the drawer',
    async (page) => {
      await part(page, 'Picture');
      await page.getByRole('tab', { name: 'Requests' }).tap();
      await page.getByText('Show anyway').tap();
      await page.getByRole('region', { name: 'Details' }).getByRole('row').nth(2).waitFor();
    },
  ],
  [
    'the story of a request',
    async (page) => {
      const details = page.getByRole('region', { name: 'Details' });
      // all the room is the list's
      expect(
        await details
          .getByRole('row')
          .filter({ has: page.getByRole('button') })
          .count(),
      ).toBeGreaterThanOrEqual(5);
      await details.getByRole('row').nth(3).tap();
      await details.getByRole('button', { name: 'All requests' }).waitFor();
      expect(await details.getByRole('row').nth(3).isVisible()).toBe(false);
      // what a hover says of a call, a finger asks for
      await details
        .getByRole('button', { name: /attempt 1$/ })
        .first()
        .tap();
      await details.getByText('Shoppers: sent', { exact: true }).waitFor();
    },
    (page) => page.getByRole('region', { name: 'Details' }).getByRole('button', { name: 'Close', exact: true }).tap(),
  ],
  [
    'the menu',
    async (page) => {
      await page.getByRole('button', { name: 'Menu', exact: true }).tap();
      await page.getByRole('menuitem').first().waitFor();
    },
    (page) => page.touchscreen.tap(100, 20),
  ],
  [
    'the library',
    async (page) => {
      await fromMenu(page, 'Library');
      await page.getByRole('dialog', { name: 'Library' }).waitFor();
    },
    (page) => page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap(),
  ],
  [
    'sharing',
    async (page) => {
      await fromMenu(page, 'Share');
      await page.getByRole('dialog', { name: 'Share' }).waitFor();
    },
  ],
];

/** Has room for fingers, does not scroll sideways, and nothing that axe objects to. */
async function fits(page: Page, sight: string): Promise<void> {
  await page.waitForTimeout(400);
  expect(await sideways(page), sight).toBeLessThanOrEqual(0);
  // the kit hangs its menus beside all landmarks, and an empty element into them that takes the focus at first
  const isMenu = await page.getByRole('menu').or(page.getByRole('listbox')).isVisible();
  expect(
    (await objections(page)).filter((each) => !(isMenu && /^(?:region|aria-required-children):/.test(each))),
    sight,
  ).toEqual([]);
  // changes stand where their moments are, however close
  expect(
    (await smallTargets(page)).filter((target) => !/“Change at .* \d+×44 /.test(target)),
    sight,
  ).toEqual([]);
}

describe.skipIf(await noChromium())('on a phone', () => {
  describe.each(PHONES)('of %s', (_, look) => {
    it('the landing has room for fingers and is cut nowhere', async () => {
      const page = await phone('', look);
      await fits(page, 'the question');
      await page.getByRole('button', { name: 'Not within 40 s' }).tap();
      await page.getByRole('slider', { name: 'Customers a second' }).waitFor();
      await fits(page, 'the answer');
    });

    it('the workshop has, whatever is open', async () => {
      const page = await phone('#retry-storm/4', look);
      for (const [sight, go, back] of SIGHTS) {
        await go(page);
        await fits(page, sight);
        await back?.(page);
      }
    });
  });

  it('opens menus and dialogs as sheets at the lower edge; the page behind them takes no tap but to close them', async () => {
    const page = await phone('#retry-storm', PHONES[0][1]);
    const before = page.url();
    for (const name of ['Library', 'Share']) {
      await fromMenu(page, name);
      const dialog = page.getByRole('dialog', { name });
      await page.waitForTimeout(300);
      const box = (await dialog.boundingBox())!;
      expect([box.x, box.width, box.y + box.height], name).toEqual([0, 390, 844]);
      await dialog.getByRole('button', { name: 'Close' }).tap();
      await dialog.waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'Menu', exact: true }).tap();
    const menu = page.getByRole('menu');
    await page.waitForTimeout(300);
    const box = (await menu.boundingBox())!;
    expect([box.x, box.width, box.y + box.height]).toEqual([0, 390, 844]);
    // over the mark, which opens the library
    await page.touchscreen.tap(28, 28);
    await menu.waitFor({ state: 'detached' });
    expect([await page.getByRole('dialog').count(), page.url()]).toEqual([0, before]);
  });

  it('undoes, compares and changes pace from the menu', async () => {
    const page = await phone('#metastable-failure', PHONES[0][1]);
    await fromMenu(page, 'Compare');
    await part(page, 'Picture');
    const copy = page.getByRole('button', { name: /^Copy of/ }).first();
    await copy.waitFor();
    await fromMenu(page, 'Undo');
    await copy.waitFor({ state: 'detached' });
    await fromMenu(page, 'Redo');
    await copy.waitFor();
    await page.getByRole('button', { name: 'Menu', exact: true }).tap();
    await page.getByRole('menuitem', { name: /^Pace/ }).tap();
    await page.getByRole('menuitem', { name: 'Real time' }).tap();
    await page.getByRole('button', { name: 'Menu', exact: true }).tap();
    await page.getByRole('menuitem', { name: 'Pace: 1 s = 1 s' }).waitFor();
  });

  it('says what a parameter does and which values it takes to a finger', async () => {
    const page = await phone(linkTo(calm).slice(address.length), PHONES[0][1]);
    await part(page, 'Controls');
    const says = page.getByText('0 to 100k req/s; default 100 req/s.');
    const about = page.getByRole('button', { name: 'About Arrival rate' });
    await about.tap();
    await says.waitFor();
    expect(await page.getByRole('textbox', { name: 'Arrival rate, value' }).evaluate((field) => field === document.activeElement)).toBe(
      false,
    );
    await about.tap();
    await says.waitFor({ state: 'detached' });
  });

  it('keeps a chart in sight while a control is dragged, and it is drawn anew', async () => {
    const page = await visit(calm, PHONES[1][1]);
    await drawn(page);
    await part(page, 'Controls');
    const chart = page.getByRole('region', { name: 'The chart in question' });
    const line = () => chart.locator('path[stroke^="var(--arm"]').first().getAttribute('d');
    const before = await line();
    const thumb = page.getByRole('slider', { name: 'Arrival rate' });
    await thumb.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await thumb.boundingBox())!;
    const touch = await page.context().newCDPSession(page);
    const at = (by: number) => [{ x: x + width / 2 + by, y: y + height / 2 }];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
    for (const by of [10, 20, 30]) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(by) });
    await expect.poll(line).not.toBe(before);
    const box = (await chart.boundingBox())!;
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.y + box.height).toBeLessThan(y);
    expect(box.height).toBeGreaterThan(120);
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  });

  it('shows the longest title of the library in full', async () => {
    const titles = await Promise.all(curatedIds.map(async (id) => ({ id, length: (await curated(id)).title.length })));
    const { id } = titles.reduce((longest, each) => (each.length > longest.length ? each : longest));
    const page = await phone(`#${id}`, PHONES[1][1]);
    const cut = await page
      .getByRole('banner')
      .getByTitle('Rename')
      .evaluate((title) => {
        const [box, header] = [title.getBoundingClientRect(), title.closest('header')!.getBoundingClientRect()];
        return { wide: title.scrollWidth - title.clientWidth, high: box.top < header.top || box.bottom > header.bottom };
      });
    expect(cut).toEqual({ wide: 0, high: false });
  });

  const sound = linkTo(calm);
  it.each([
    ['cut short', sound.slice(0, -20), /cut short.*[Aa]sk for it again/],
    ['damaged', `${sound.slice(0, -20)}${sound.at(-20) === 'A' ? 'B' : 'A'}${sound.slice(-19)}`, /damaged.*Ask for it again/],
    ['too new', sound.replace('#v2.', '#v9.'), /newer version.*Load the newest page/],
    ['of no version there is', sound.replace('#v2.', '#v0.'), /no links of version 0.*Ask for it again/],
  ])('says what to do about a link that is %s, until that is read', async (_, url, says) => {
    const page = await visit(null, { ...PHONES[0][1], url });
    const notice = page.getByRole('alert');
    await expect.poll(() => notice.allTextContents()).toEqual([expect.stringMatching(says)]);
    await page.waitForTimeout(400);
    const box = (await notice.boundingBox())!;
    expect([box.x >= 0, box.x + box.width <= 390, box.y >= 0, box.y + box.height <= 844]).toEqual([true, true, true, true]);
    expect(await smallTargets(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    // there is a first visit behind it
    await page.getByRole('heading', { level: 1, name: /checkout is down/ }).waitFor();
    await notice.getByRole('button', { name: 'Close the notice' }).tap();
    await notice.waitFor({ state: 'detached' });
  });

  it('loads the newest page at a link that is too new for it', async () => {
    const page = await visit(null, { ...PHONES[0][1], url: sound.replace('#v2.', '#v9.') });
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Load the newest page' }).tap()]);
    // the same page, so it says the same
    await page.getByRole('button', { name: 'Load the newest page' }).waitFor();
    expect(page.url()).not.toContain('draft');
  });
});
