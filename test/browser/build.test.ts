import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { objections } from './axe.ts';
import { noChromium, visitor } from './visitor.ts';

const visit = visitor();

const nothing = { format: 2, title: 'Mine', components: {} };

const canvas = (page: Page) => page.getByRole('region', { name: 'Canvas' });
const box = (page: Page, name: string) => canvas(page).locator(`.react-flow__node[aria-label^="${name},"]`);
const build = async (page: Page) => {
  await page.getByRole('button', { name: 'Build', exact: true }).click();
  await canvas(page).locator('.react-flow__pane').waitFor();
  await page.mouse.move(5, 700);
  await expect.poll(() => page.getByRole('tooltip').count()).toBe(0);
};
const part = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Palette' }).getByRole('button', { name: new RegExp(`^${name} `) });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true });
/** Every requests that is born and how it ends, as the page has it. */
const document = async (page: Page) => {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('button', { name: /Copy as JSON/ }).click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  return JSON.parse(text) as {
    components: Record<string, { kind: string; calls?: unknown }>;
    changes?: { at: number; note?: string }[];
    arms?: { id: string }[];
    layout?: unknown;
    watch?: unknown[];
  };
};
const kindsOf = ({ components }: Awaited<ReturnType<typeof document>>) =>
  Object.values(components)
    .map(({ kind }) => kind)
    .sort();
const wiresIn = ({ components }: Awaited<ReturnType<typeof document>>) =>
  Object.entries(components)
    .flatMap(([from, { calls = [] }]) => (Array.isArray(calls) ? calls : Object.keys(calls as object)).map((to) => `${from} ${to}`))
    .sort();

/** A wire with a setting of its own, and another component that it may lead to. */
const wired = {
  format: 2,
  title: 'Wires',
  components: {
    client: { kind: 'client', title: 'Clients', calls: { service: { attemptTimeout: 300 } } },
    service: { kind: 'service', title: 'Service' },
    other: { kind: 'service', title: 'Other' },
  },
  layout: { client: { x: 0, y: 0 }, service: { x: 420, y: 0 }, other: { x: 420, y: 160 } },
};

const WIRES = ['cache database', 'client gateway', 'gateway service', 'job-queue workers', 'service cache', 'service job-queue'];
const KINDS = ['cache', 'client', 'database', 'gateway', 'job-queue', 'service', 'workers'];
const PARTS = ['Clients', 'Gateway', 'Service', 'Cache', 'Database', 'Job queue', 'Workers'] as const;

describe.skipIf(await noChromium())('the builder', () => {
  it('a newcomer builds a system with the mouse: parts dragged in, wires drawn, a fault, two arms', async () => {
    const page = await visit(nothing, { height: 800 });
    await build(page);
    expect(await objections(page)).toEqual([]);
    const stage = (await canvas(page).boundingBox())!;
    const at = (column: number, row: number) => ({ x: 100 + column * 240, y: 70 + row * 130 });
    const places = {
      Clients: at(0, 0),
      Gateway: at(1, 0),
      Service: at(2, 0),
      Cache: at(2, 1),
      Database: at(1, 1),
      'Job queue': at(0, 1),
      Workers: at(0, 2),
    };
    for (const name of PARTS) {
      await part(page, name).dragTo(canvas(page), { targetPosition: places[name] });
      await box(page, name).waitFor();
    }
    await page.getByRole('button', { name: 'Fit View' }).click();
    await page.waitForTimeout(400);
    const draw = async (from: string, to: string) => {
      const [a, b] = await Promise.all([
        box(page, from).locator('[data-handleid="out"]').boundingBox(),
        box(page, to).locator('[data-handleid="in"]').boundingBox(),
      ]);
      await page.mouse.move(a!.x + a!.width / 2, a!.y + a!.height / 2);
      await page.mouse.down();
      await page.mouse.move((a!.x + b!.x) / 2, (a!.y + b!.y) / 2, { steps: 4 });
      await page.mouse.move(b!.x + b!.width / 2, b!.y + b!.height / 2, { steps: 4 });
      await page.mouse.up();
    };
    await draw('Clients', 'Gateway');
    await draw('Gateway', 'Service');
    await draw('Service', 'Cache');
    await draw('Cache', 'Database');
    await draw('Service', 'Job queue');
    // against its direction
    await draw('Workers', 'Job queue');
    await expect.poll(() => canvas(page).locator('.react-flow__edge').count()).toBe(6);
    // nothing lacks anything any more
    await expect
      .poll(() =>
        canvas(page)
          .getByText(/draw a wire/)
          .count(),
      )
      .toBe(0);

    await box(page, 'Service')
      .getByRole('button', { name: /^Service: break/ })
      .click();
    await page.getByRole('menuitem', { name: 'Break something here' }).hover();
    await page.getByRole('menuitem', { name: /Hang/i }).first().click();
    await page.getByRole('button', { name: 'Compare', exact: true }).click();

    const made = await document(page);
    expect(kindsOf(made)).toEqual(KINDS);
    expect(wiresIn(made)).toEqual(WIRES);
    expect(made.changes).toHaveLength(2);
    expect(made.arms!.length).toBeGreaterThanOrEqual(1);
    expect(made.watch!.length).toBeGreaterThan(2);
    expect(Object.keys(made.layout as object)).toHaveLength(7);
    // it runs: somebody is served
    await page
      .getByRole('region', { name: /Goodput/ })
      .first()
      .waitFor();
    expect(stage.height).toBeGreaterThanOrEqual(380);
  });

  it('and by the keyboard alone', async () => {
    const page = await visit(nothing);
    await page.getByRole('button', { name: 'Build', exact: true }).waitFor();
    await page.keyboard.press('b');
    await canvas(page).locator('.react-flow__pane').waitFor();
    for (const name of PARTS) {
      await part(page, name).focus();
      await page.keyboard.press('Enter');
      await box(page, name).waitFor();
    }
    const choose = async (name: string, ...items: readonly RegExp[]) => {
      await box(page, name)
        .getByRole('button', { name: new RegExp(`^${name}: break`) })
        .focus();
      await page.keyboard.press('Enter');
      for (const [i, item] of items.entries()) {
        const entry = page.getByRole('menuitem', { name: item }).first();
        await entry.waitFor();
        await entry.focus();
        await page.keyboard.press(i < items.length - 1 ? 'ArrowRight' : 'Enter');
      }
    };
    for (const [from, to] of [
      ['Clients', 'Gateway'],
      ['Gateway', 'Service'],
      ['Service', 'Cache'],
      ['Cache', 'Database'],
      ['Service', 'Job queue'],
      ['Job queue', 'Workers'],
    ] as const)
      await choose(from, /^Wire to$/, new RegExp(`^${to}$`));
    await expect.poll(() => canvas(page).locator('.react-flow__edge').count()).toBe(6);
    await choose('Service', /^Break something here$/, /Hang/i);
    // a box is moved by arrows and removed by a key, and undone
    await box(page, 'Workers').focus();
    await page.keyboard.press('Delete');
    await expect.poll(() => box(page, 'Workers').count()).toBe(0);
    await page.getByText(/Removed Workers, and with it/).waitFor();
    await undo(page).focus();
    await page.keyboard.press('Enter');
    await box(page, 'Workers').waitFor();
    const made = await document(page);
    expect(kindsOf(made)).toEqual(KINDS);
    expect(wiresIn(made)).toEqual(WIRES);
  });

  it('says why a wire does not fit, renames everywhere, ghosts what another arm has, and is loaded when it is opened', async () => {
    const page = await visit({
      format: 2,
      title: 'Two',
      components: { client: { kind: 'client', calls: ['service'] }, service: { kind: 'service' }, workers: { kind: 'workers' } },
      watch: ['client.goodput'],
      arms: [{ id: 'b', title: 'B' }],
    });
    const files: string[] = [];
    page.on('request', (request) => files.push(request.url()));
    await page.getByRole('button', { name: 'Build', exact: true }).waitFor();
    await page.keyboard.press('b');
    await box(page, 'client').waitFor();
    expect(files.some((url) => /Canvas-/.test(url))).toBe(true);
    await box(page, 'workers')
      .getByRole('button', { name: /^workers: break/ })
      .click();
    await page.getByRole('menuitem', { name: 'Wire to' }).hover();
    const unfit = page.getByRole('menuitem', { name: /^client$/ });
    await unfit.waitFor();
    expect(await unfit.getAttribute('title')).toBe('Nothing can call client.');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');

    await box(page, 'service')
      .getByRole('button', { name: /^service: break/ })
      .click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Orders');
    await page.keyboard.press('Enter');
    await box(page, 'Orders').waitFor();

    await page.keyboard.press('2');
    await page.getByText('Only in B').click();
    await part(page, 'Cache').click();
    await box(page, 'Cache').waitFor();
    const made = await document(page);
    expect(Object.keys(made.components)).toHaveLength(3);
  });

  it('leads a wire elsewhere and puts a part between, by hand', async () => {
    const page = await visit(wired, { height: 800 });
    await build(page);
    await page.waitForTimeout(400);
    // the end of the wire, beside the port that it leads to
    const port = (await box(page, 'Service').locator('[data-handleid="in"]').boundingBox())!;
    const target = (await box(page, 'Other').locator('[data-handleid="in"]').boundingBox())!;
    await page.mouse.move(port.x - 7, port.y + port.height / 2);
    await page.mouse.down();
    await page.mouse.move(target.x - 40, target.y - 30, { steps: 5 });
    await page.mouse.move(target.x + 4, target.y + 5, { steps: 5 });
    await page.mouse.up();
    await page.getByText('Clients is wired to Other now.').waitFor();
    // dropped on the wire, it stands between
    const [a, b] = [(await box(page, 'Clients').boundingBox())!, (await box(page, 'Other').boundingBox())!];
    const stage = (await canvas(page).boundingBox())!;
    const middle = { x: (a.x + a.width + b.x) / 2 - stage.x, y: (a.y + b.y + a.height) / 2 - stage.y };
    await part(page, 'Gateway').dragTo(canvas(page), { targetPosition: middle });
    await page.getByText('Put Gateway between Clients and Other.').waitFor();
    const made = await document(page);
    expect(made.components.client.calls).toEqual({ gateway: { attemptTimeout: 300 } });
    expect(wiresIn(made)).toEqual(['client gateway', 'gateway other']);
    // and what is shown is there
    await undo(page).click();
    await page.getByRole('region', { name: 'Controls' }).getByRole('heading', { name: 'Clients' }).waitFor({ state: 'attached' });
  });

  it('and by keyboard', async () => {
    const page = await visit(wired, { height: 800 });
    await build(page);
    const choose = async (...items: readonly RegExp[]) => {
      await canvas(page)
        .getByRole('group', { name: /^Wire from Clients/ })
        .focus();
      await page.keyboard.press('Enter');
      for (const [i, item] of items.entries()) {
        const entry = page.getByRole('menuitem', { name: item }).first();
        await entry.waitFor();
        await entry.focus();
        await page.keyboard.press(i < items.length - 1 ? 'ArrowRight' : 'Enter');
      }
    };
    await choose(/^Lead to$/, /^Other$/);
    await page.getByText('Clients is wired to Other now.').waitFor();
    await choose(/^Put between$/, /^Gateway$/);
    await page.getByText('Put Gateway between Clients and Other.').waitFor();
    // a chosen wire goes with a key
    await canvas(page).getByRole('group', { name: 'Wire from Gateway to Other' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await canvas(page).getByRole('group', { name: 'Wire from Gateway to Other' }).focus();
    await page.keyboard.press('Delete');
    await page.getByText(/^Removed a wire of Gateway/).waitFor();
    const made = await document(page);
    expect(made.components.client.calls).toEqual({ gateway: { attemptTimeout: 300 } });
    expect(wiresIn(made)).toEqual(['client gateway']);
  });

  it('shows within two gestures what breaks: a pattern, and more load than it can serve', async () => {
    const page = await visit(nothing);
    await build(page);
    const failing = async (pattern: string, said: RegExp) => {
      await part(page, pattern).click();
      const load = page.getByRole('group', { name: 'Load', exact: true }).getByRole('slider').first();
      await load.waitFor();
      const { y, height } = (await load.boundingBox())!;
      expect(y + height).toBeLessThan(720);
      await canvas(page).getByText(/busy/).first().waitFor();
      expect(await canvas(page).locator('[data-strained]').count()).toBe(0);
      const thumb = (await load.boundingBox())!;
      const track = (await page.getByRole('group', { name: 'Load', exact: true }).boundingBox())!;
      await page.mouse.move(thumb.x + thumb.width / 2, thumb.y + thumb.height / 2);
      await page.mouse.down();
      await page.mouse.move(track.x + track.width * 0.9, thumb.y + thumb.height / 2, { steps: 6 });
      await page.mouse.up();
      await canvas(page).locator('text[data-tone="error"]').filter({ hasText: said }).first().waitFor();
      await page.keyboard.press('Escape');
    };
    await failing('Client and service', /\d\s%\sbusy: queue grows/);
    await page.keyboard.press('l');
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await failing('Queue and workers', /% busy: jobs have to wait|jobs wait: backlog grows/);
  });
});
