import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { objectionsIn } from './axe.ts';
import { address, drawn, type Look, linkTo, noChromium, visitor } from './visitor.ts';

/** A calm shop: small enough to be run again in a few milliseconds. */
const document = {
  format: 1,
  title: 'A calm shop',
  duration: 20_000,
  bins: 200,
  components: {
    shoppers: { kind: 'client', arrival: { kind: 'poisson', rate: 50 }, attemptTimeout: 500, calls: ['checkout'] },
    checkout: { kind: 'service', servers: 8, serviceTime: { kind: 'exponential', mean: 100 } },
  },
  changes: [{ at: 8_000, set: { 'checkout.fault': { kind: 'slow', factor: 2 } }, note: 'slow' }],
  watch: ['shoppers.goodput', 'shoppers.responseTime.p99', 'checkout.queueLength'].map((meter) => ({ meter })),
};

const open = visitor();

/** A visitor's first page, at an address, once there is a picture. */
async function visit(url = `${address}#retry-storm`, look: Look = {}): Promise<Page> {
  const page = await open(null, { ...look, url });
  await drawn(page);
  return page;
}

/** The fingerprint of the run on the screen, once it has ended. */
async function fingerprint(page: Page): Promise<string> {
  // an open question hides it
  const show = page.getByRole('button', { name: 'Show without a guess' });
  if (await show.isVisible()) await show.click();
  const shown = page
    .getByText(/^fingerprint/)
    .locator('code')
    .first();
  let digits = '';
  await expect
    .poll(
      async () => {
        digits = (await shown.textContent()) ?? '';
        return digits;
      },
      { timeout: 60_000 },
    )
    .toMatch(/^[0-9a-f]{4}·/);
  return digits;
}

/** The fingerprint once no newer run takes its place. */
async function settled(page: Page): Promise<string> {
  for (let last = ''; ; ) {
    const now = await fingerprint(page);
    if (now === last) return now;
    last = now;
    await page.waitForTimeout(500);
  }
}

/** The line of a chart, as drawn. */
const line = (page: Page, chart: string) =>
  page.getByRole('region', { name: chart, exact: true }).locator('path[stroke^="var(--arm"]').first().getAttribute('d');

async function changed(read: () => Promise<unknown>, from: unknown): Promise<void> {
  await expect.poll(read, { timeout: 60_000 }).not.toEqual(from);
}

const title = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

describe.skipIf(await noChromium())('the page', () => {
  it('lands in a running scenario with a story, a picture and controls', async () => {
    const page = await visit();
    expect(await page.title()).toBe('The retry storm · Goodput');
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    expect(await page.getByRole('region', { name: 'Goodput', exact: true }).count()).toBe(1);
    expect(await page.getByRole('slider', { name: 'Arrival rate' }).count()).toBe(1);
    // the mark at the charts of the step says what it is
    expect(await page.getByTitle('This step of the story is about this chart').count()).toBeGreaterThan(0);
  });

  it('redraws every chart when a slider is dragged, as one step back; undo and redo bring back both pictures', async () => {
    const page = await visit(linkTo(document));
    const before = await fingerprint(page);
    const picture = await line(page, 'Goodput');
    const thumb = (await page.getByRole('slider', { name: 'Arrival rate' }).boundingBox())!;
    await page.mouse.move(thumb.x + thumb.width / 2, thumb.y + thumb.height / 2);
    await page.mouse.down();
    for (const by of [4, 9, 16, 25]) {
      await page.mouse.move(thumb.x + by, thumb.y + 4);
      await page.waitForTimeout(60);
    }
    // while the hand still holds it
    await changed(() => line(page, 'Goodput'), picture);
    await page.mouse.up();
    await changed(() => fingerprint(page), before);
    const after = await settled(page);
    await page.keyboard.press('Control+z');
    await expect.poll(() => fingerprint(page)).toBe(before);
    await expect.poll(() => line(page, 'Goodput')).toBe(picture);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => fingerprint(page)).toBe(after);
  });

  it('takes a value by keyboard, with its unit, and says what is wrong with one it cannot use', async () => {
    const page = await visit(linkTo(document));
    const before = await fingerprint(page);
    const field = page.getByRole('textbox', { name: 'Attempt timeout, value' });
    await field.fill('2 s');
    await field.press('Enter');
    await changed(() => fingerprint(page), before);
    const after = await settled(page);
    await field.fill('soon');
    await field.press('Enter');
    await page
      .getByRole('alert')
      .getByText(/Not a number\. Expected 1/)
      .waitFor();
    expect(await fingerprint(page)).toBe(after);
  });

  it('explains a parameter to whoever has a keyboard, and says of a move that nothing came of it', async () => {
    const { shoppers, checkout } = document.components;
    const page = await visit(linkTo({ ...document, components: { shoppers, checkout: { ...checkout, servers: 80 } } }));
    await page
      .getByRole('group', { name: 'Components and wires' })
      .getByRole('button', { name: /^checkout/i })
      .click();
    await page.getByRole('textbox', { name: 'Servers per replica, value' }).focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByText(/works on at once .* 1 to 10,000; default 10\.$/).waitFor();
    await page.getByRole('slider', { name: 'Servers per replica' }).press('ArrowRight');
    await page.getByText('80 → 81: the run is the same, event for event.').waitFor();
    await page.getByRole('slider', { name: 'Servers per replica' }).press('Home');
    await page.getByText(/event for event/).waitFor({ state: 'hidden' });
  });

  it('changes the future only, from the playhead on, and shows the change on the timeline', async () => {
    const page = await visit(linkTo(document, 12_000));
    const flags = page.getByRole('button', { name: /^Change at/ });
    expect(await flags.count()).toBe(1);
    await page.getByText(/^From 0:12/).click();
    await page.getByRole('slider', { name: 'Arrival rate' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => flags.count()).toBe(2);
    await page.getByRole('button', { name: /^Change at 0:12/ }).focus();
    await page.keyboard.press('Delete');
    await expect.poll(() => flags.count()).toBe(1);
  });

  it('plays, pauses, steps, scrubs and rewinds', async () => {
    const page = await visit(linkTo(document));
    const at = async () => Number(await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow'));
    expect(await at()).toBe(5_000);
    await page.keyboard.press('ArrowRight');
    expect(await at()).toBeGreaterThan(5_000);
    await page.keyboard.press('ArrowLeft');
    expect(await at()).toBe(5_000);
    await page.keyboard.press('End');
    expect(await at()).toBe(20_000);
    await page.keyboard.press('Home');
    expect(await at()).toBe(0);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(at).toBeGreaterThan(500);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    const stopped = await at();
    await page.waitForTimeout(150);
    expect(await at()).toBe(stopped);
  });

  it('compares two arms on the same traffic', async () => {
    const page = await visit(linkTo(document));
    const lines = page.getByRole('region', { name: 'Goodput', exact: true }).locator('path[stroke^="var(--arm"][d^="M"]');
    expect(await lines.count()).toBe(1);
    await page.getByRole('button', { name: 'Compare' }).click();
    await expect.poll(() => lines.count()).toBe(2);
    const [one, two] = await Promise.all([0, 1].map((i) => lines.nth(i).getAttribute('d')));
    expect(one).toBe(two);
    const field = page.getByRole('textbox', { name: 'Attempt timeout, value' });
    await field.fill('60 ms');
    await field.press('Enter');
    await changed(() => lines.nth(1).getAttribute('d'), two);
    expect(await lines.nth(0).getAttribute('d')).toBe(one);
    // the one whose name is pointed at stands out; the selected one is drawn last
    const opacities = () => lines.evaluateAll((each) => each.map((line) => getComputedStyle(line).opacity));
    await page.locator('[class*="_legend_"] button[aria-pressed="false"]').hover();
    await expect.poll(opacities).toEqual(['1', '0.25']);
  });

  it('chooses another policy and shows its parameters', async () => {
    const page = await visit(linkTo(document));
    const before = await fingerprint(page);
    await page
      .getByRole('combobox', { name: 'Arrivals' })
      .or(page.getByLabel('Arrivals', { exact: true }).getByRole('textbox'))
      .first()
      .click();
    await page.getByRole('option', { name: /^Bursts/ }).click();
    await page.getByRole('slider', { name: 'Burst rate' }).waitFor();
    await changed(() => fingerprint(page), before);
    // the menu has had its turn: keys are the page's again
    await page.keyboard.press('End');
    expect(await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow')).toBe('20000');
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await page.keyboard.press('Space');
    await page.keyboard.press('r');
    await page.getByRole('region', { name: 'Details' }).waitFor();
  });

  it('plays in 20 s, says how fast, and holds a factor', async () => {
    const page = await visit(linkTo(document));
    // within 0.4 s of 8 s at a quarter of the speed: 20 s + 3 · 0.8 s at 1.12 are 20 s
    await page.getByRole('button', { name: 'Pace: 1 s = 1.1 s' }).click();
    await page.getByRole('menuitem', { name: 'Real time' }).click();
    await page.getByRole('button', { name: 'Pace: 1 s = 1 s' }).waitFor();
  });

  it('shares a link that shows the receiver the same picture, at the same moment', async () => {
    const page = await visit(linkTo(document, 5_000));
    await page.getByRole('slider', { name: 'Arrival rate' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(600);
    const [run, picture] = [await fingerprint(page), await line(page, 'Goodput')];
    await page.getByRole('button', { name: 'Share' }).click();
    const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
    expect(link.startsWith(`${address}#v2.`)).toBe(true);
    await page.getByRole('button', { name: 'Copy link' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download as a file' }).click()]);
    expect(download.suggestedFilename()).toBe('a-calm-shop.json');
    const receiver = await visit(link);
    expect(await fingerprint(receiver)).toBe(run);
    expect(await line(receiver, 'Goodput')).toBe(picture);
    expect(await receiver.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow')).toBe('5000');
    expect(await receiver.getByRole('alert').count()).toBe(0);
  });

  it.each([
    ['cut short', (link: string) => link.slice(0, -30), /cut|short|incomplete/i],
    [
      'changed on the way',
      (link: string) => `${link.slice(0, -40)}${link.at(-40) === 'A' ? 'B' : 'A'}${link.slice(-39)}`,
      /damaged|changed|cut/i,
    ],
    ['of a later version', (link: string) => link.replace('#v2.', '#v9.'), /newer|version/i],
    ['no address of ours', () => `${address}#%E0%A4%A`, /no scenario/],
  ])('keeps the picture when a link is %s, and says so', async (_, break_, says) => {
    const page = await visit(linkTo(document));
    const [run, picture] = [await fingerprint(page), await line(page, 'Goodput')];
    const fragment = new URL(break_(linkTo({ ...document, title: 'Another', seed: 2 }))).hash;
    await page.evaluate((hash) => {
      window.location.hash = hash;
    }, fragment);
    await expect.poll(() => page.getByRole('alert').allTextContents()).toEqual([expect.stringMatching(says)]);
    expect([await title(page), await fingerprint(page), await line(page, 'Goodput')]).toEqual(['A calm shop', run, picture]);
  });

  it('keeps the picture when what is pasted is broken, and says where it breaks', async () => {
    const page = await visit(linkTo(document));
    const run = await fingerprint(page);
    await page.getByRole('button', { name: /open the library/ }).click();
    await page.getByRole('button', { name: 'Paste a scenario' }).click();
    const field = page.getByRole('textbox', { name: 'Scenario as JSON' });
    const open = page.getByRole('button', { name: 'Open it' });
    await field.fill('{ "format": 1,\n  "title": "x" "y" }');
    await open.click();
    await page.getByText(/line 2/).waitFor();
    await field.fill(
      JSON.stringify({ ...document, seed: -1, components: { ...document.components, shoppers: { kind: 'client', cals: ['checkout'] } } }),
    );
    await open.click();
    // each error is named, and what was said about the last text is taken back
    await page.getByText(/components\.shoppers\.cals.*calls/).waitFor();
    await page.getByText(/· seed/).waitFor();
    await page.getByText(/line 2/).waitFor({ state: 'hidden' });
    expect([await title(page), await fingerprint(page)]).toEqual(['A calm shop', run]);
    await field.fill(JSON.stringify({ ...document, title: 'Pasted' }));
    await open.click();
    await expect.poll(() => title(page)).toBe('Pasted');
    await page.getByText(/cannot be opened/).waitFor({ state: 'hidden' });
  });

  it('brings back what was on the screen after a reload', async () => {
    const page = await visit(linkTo(document));
    const before = await fingerprint(page);
    await page.getByRole('slider', { name: 'Arrival rate' }).focus();
    await page.keyboard.press('ArrowRight');
    await changed(() => fingerprint(page), before);
    const after = await settled(page);
    await page.getByRole('slider', { name: 'Playhead' }).focus();
    await page.keyboard.press('End');
    await page.reload();
    await drawn(page);
    expect([await title(page), await fingerprint(page)]).toEqual(['A calm shop', after]);
    expect(await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow')).toBe('20000');
  });

  it.each([
    [
      'full',
      () => {
        Storage.prototype.setItem = () => {
          throw new DOMException('full', 'QuotaExceededError');
        };
      },
    ],
    [
      'forbidden',
      () => {
        Object.defineProperty(window, 'localStorage', {
          get() {
            throw new DOMException('forbidden', 'SecurityError');
          },
        });
      },
    ],
    [
      'full of something else',
      () => {
        if (window.origin !== 'null') localStorage.setItem('goodput.v1', '{"scenario":{"format":1,"components":7}}');
      },
    ],
  ])('survives a local storage that is %s', async (_, before) => {
    const page = await visit(undefined, { before });
    // it is said for a few seconds only
    const said = _ === 'full of something else' ? null : page.getByText(/keeps nothing for this page/).waitFor();
    const run = await fingerprint(page);
    await page.getByRole('slider', { name: 'Arrival rate' }).focus();
    await page.keyboard.press('ArrowRight');
    await changed(() => fingerprint(page), run);
    await said;
  });

  it('can be read without charts: a table and a sentence for each', async () => {
    const page = await visit(linkTo(document));
    const chart = page.getByRole('region', { name: 'Goodput', exact: true });
    expect(await chart.locator('p').last().textContent()).toMatch(/req\/s/);
    await chart.hover();
    await chart.getByRole('button', { name: /Goodput: more/ }).click();
    await page.getByRole('menuitem', { name: /table/i }).click();
    const rows = page.getByRole('dialog').getByRole('row');
    await expect.poll(() => rows.count()).toBeGreaterThan(20);
  });

  it('tells the story of one request', async () => {
    const page = await visit(linkTo(document));
    await page.keyboard.press('r');
    const row = page.getByRole('region', { name: 'Details' }).getByRole('row').nth(1);
    await row.click();
    await page
      .getByText(/responds|answers|attempt 1/i)
      .first()
      .waitFor();
  });

  it('races limiters on the same stream, lane by lane', async () => {
    const { shoppers, checkout } = document.components;
    const limiter = { kind: 'token-bucket', rate: 30, burst: 5 };
    const page = await visit(
      linkTo({
        ...document,
        components: { shoppers: { ...shoppers, calls: ['gate'] }, gate: { kind: 'gateway', limiter, calls: ['checkout'] }, checkout },
        arms: [{ id: 'window', title: 'Fixed window', set: { 'gate.limiter': { kind: 'fixed-window', limit: 30 } } }],
        watch: [{ meter: 'gate.admitted' }],
      }),
    );
    await page.keyboard.press('g');
    const lanes = page.getByRole('region', { name: 'Lanes' }).getByRole('article');
    await expect.poll(() => lanes.count()).toBe(2);
    expect(await lanes.nth(1).textContent()).toMatch(/passed.*turned away.*disputed.*most in 1.s: \d+ of 30/);
    await page.getByRole('radiogroup', { name: 'How much of the run' }).getByText('Whole run').click();
    // one path of calls that passed, one of those turned away
    expect(await lanes.nth(0).locator('svg path').count()).toBeGreaterThanOrEqual(4);
  });

  it('has nothing that axe objects to', async () => {
    const page = await visit(undefined);
    const check = async (state: string) => expect(await objectionsIn(page, ['light', 'dark']), state).toEqual([]);
    await check('landing');
    for (const key of ['l', 's', '?']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      await check(`dialog ${key}`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    for (const key of ['r', 'm']) {
      await page.keyboard.press(key);
      await check(`drawer ${key}`);
    }
  });

  it('works without a network from the second visit on', async () => {
    const page = await visit(undefined, { offline: true });
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForTimeout(500);
    await page.context().setOffline(true);
    await page.reload();
    await drawn(page);
    // what is loaded on demand is there as well
    await page.keyboard.press('l');
    await page.getByRole('dialog').getByText('Metastable failure').click();
    await expect.poll(() => title(page)).toBe('Metastable failure');
    await page.keyboard.press('s');
    await page.getByRole('textbox', { name: 'Link' }).waitFor();
    await page.keyboard.press('Escape');
    // and curves are worked out, of a run and of a file
    const cached = {
      readers: { kind: 'client', arrival: { kind: 'constant', rate: 300 }, workload: { kind: 'zipf', keys: 500 }, calls: ['cache'] },
      cache: { kind: 'cache', capacity: 50, calls: ['store'] },
      store: { kind: 'database', servers: 50 },
    };
    await page.goto(linkTo({ ...document, title: 'A small cache', components: cached, changes: [], watch: [{ meter: 'cache.hitRatio' }] }));
    await page.getByRole('tab', { name: 'Curves' }).click();
    const curves = page.getByRole('region', { name: 'Miss-ratio curves' });
    await expect.poll(() => curves.locator('[data-line] path[d^="M"]').count()).toBe(4);
    const loop = { name: 'loop.csv', mimeType: 'text/csv', buffer: Buffer.from(`key\n${'a\nb\nc\n'.repeat(40)}`) };
    await curves.locator('input[type=file]').setInputFiles(loop);
    await curves.getByText(/120 accesses of 3 keys/).waitFor();
  });
});
