import type { Page } from 'playwright-core';
import { componentOf } from '../../../src/scenario/descriptions.ts';
import { armsOf, type Scenario } from '../../../src/scenario/scenario.ts';
import { objections } from '../../../test/browser/axe.ts';
import { type Fault, fault } from './fault.ts';
import { type Codes, judgeTexts } from './judgeTexts.ts';
import { judgeBudget, judgeQuestion, judgeRows, judgeTimeline, measure } from './measures.ts';
import { shiftsOf } from './shifts.ts';
import { readPage } from './texts.ts';
import { goTo, inTheme, open, reveal, settled } from './walk.ts';

/** A fault with where on the tour it was met. */
export interface Met extends Fault {
  /** `scenario/step state`. */
  at: string;
}

export interface TourOptions {
  address: string;
  /** Whether axe is asked at every step; otherwise at the first only. */
  thorough: boolean;
  /** Whether it leads on to a page magnified twice, a phone and a room. */
  elsewhere: boolean;
  /** How many steps are gone through; all where it is left out. */
  steps?: number;
}

export const DESK = { width: 1280, height: 720 };
const PHONE = { width: 390, height: 844 };
/** 1280 × 720, magnified twice. */
const MAGNIFIED = { width: 640, height: 360 };

/** Goes through all steps of a scenario, with open questions and without, and looks at everything. */
export async function tour(
  page: Page,
  id: string,
  scenario: Scenario,
  { address, thorough, elsewhere, steps = scenario.story.length }: TourOptions,
): Promise<readonly Met[]> {
  const met: Met[] = [];
  const codes = codesOf(scenario);
  const note = (at: string, faults: readonly Fault[]) => met.push(...faults.map((each) => ({ ...each, at: `${id}${at}` })));
  const read = async (at: string) => note(at, judgeTexts(await page.evaluate(readPage), codes));
  const axe = async (at: string) => {
    note(
      at,
      (await objections(page)).map((text) => fault('axe', text)),
    );
    await inTheme(page, 'dark');
    note(
      `${at} dark`,
      (await objections(page, ['color-contrast'])).map((text) => fault('axe', text)),
    );
    await inTheme(page, 'light');
  };
  await page.setViewportSize(DESK);
  await page.emulateMedia({ colorScheme: 'light' });
  for (let step = 0; step < Math.min(steps, scenario.story.length); step++) {
    const at = `/${step + 1}`;
    if (step === 0) await open(page, `${address}#${id}`);
    else await goTo(page, `#${id}${at}`);
    const asked = await read(`${at} asked`).then(() => page.evaluate(measure));
    note(`${at} asked`, [...judgeQuestion(asked), ...judgeTimeline(asked), ...judgeRows(asked)]);
    if (thorough || step === 0) await axe(`${at} asked`);
    if (step === 0) note(at, await acts(page));
    if (step === 0) await open(page, `${address}#${id}`);
    await reveal(page);
    note(`${at} told`, judgeQuestion(await page.evaluate(measure)));
    await read(`${at} told`);
    // one view a step, so that all of them are seen
    const tabs = page.getByRole('tab');
    const tab = tabs.nth(step % (await tabs.count()));
    const view = await tab.innerText();
    note(
      `${at} ${view}`,
      await shiftsOf(page, `opening ${view}`, ['chart', 'plot', 'topology', 'legend', 'timeline', 'inspector'], () => tab.click()),
    );
    await settled(page);
    const drawn = await page.evaluate(measure);
    note(`${at} ${view}`, [...judgeBudget(drawn), ...judgeTimeline(drawn)]);
    await read(`${at} ${view}`);
    if (thorough) await axe(`${at} ${view}`);
    await tab.click();
  }
  if (!elsewhere) return met;
  await magnified(page, note, codes, `${address}#${id}`);
  await onPhone(page, note, codes, `${address}#${id}`);
  await inRoom(page, note, codes, `${address}#${id}`);
  return met;
}

/** What is done with a scenario most often; nothing jumps. */
async function acts(page: Page): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  const does = async (...args: [act: string, excused: Parameters<typeof shiftsOf>[2], run: () => Promise<unknown>]) => {
    faults.push(...(await shiftsOf(page, ...args)));
  };
  const chart = page.locator('[class*="_grid_"] > section').first();
  await does('hovering', [], () => chart.hover({ position: { x: 120, y: 70 } }));
  await page.mouse.move(640, 20);
  const choice = page.getByRole('radio').and(page.locator('[class*="_ask_"] *')).first();
  if (await choice.count()) await does('a guess', [], () => choice.check());
  await reveal(page);
  await does('playing', [], async () => {
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForTimeout(300);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
  });
  const compare = page.getByRole('button', { name: 'Compare', exact: true });
  // another arm is what the inspector shows from then on
  await does('Compare', ['control'], async () => {
    await compare.click();
    const place = page.getByRole('menuitem').first();
    if (await place.isVisible()) await place.click();
    await settled(page);
  });
  return faults;
}

type Note = (at: string, faults: readonly Fault[]) => void;

/** At twice the size a chart is in sight, and the question can be reached. */
async function magnified(page: Page, note: Note, codes: Codes, url: string): Promise<void> {
  await page.setViewportSize(MAGNIFIED);
  await open(page, url);
  for (const pane of ['Story', 'Picture', 'Controls']) {
    await page.locator('nav').getByText(pane, { exact: true }).click();
    await settled(page);
    note(` at 200 %, ${pane}`, judgeTexts(await page.evaluate(readPage), codes));
    if (pane === 'Controls') continue;
    const { plot, above } = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll('[class*="_plot_"]:not(svg)')].map((element) => element.getBoundingClientRect());
      const timeline = document.querySelector('[class*="_area_"]')?.getBoundingClientRect();
      const end = timeline && timeline.height > 0 ? timeline.top : window.innerHeight;
      const visible = boxes.filter(({ width }) => width > 0).map(({ top, bottom }) => Math.min(bottom, end) - top);
      return {
        plot: Math.max(0, ...visible),
        above: timeline === undefined || timeline.height === 0 || timeline.bottom <= window.innerHeight,
      };
    });
    if (plot < 40) note(` at 200 %, ${pane}`, [fault('no chart in sight', 'above the timeline', `${Math.round(plot)} px`)]);
    if (!above) note(` at 200 %, ${pane}`, [fault('below the fold', 'the timeline')]);
    if (pane === 'Story') {
      const button = page.locator('[class*="_foot_"] button').last();
      await button.scrollIntoViewIfNeeded();
      const reached = await page.evaluate(() =>
        [...document.querySelectorAll('[class*="_ask_"] label, [class*="_foot_"] button')]
          .filter((element) => {
            element.scrollIntoView({ block: 'center' });
            const { left, right, top, bottom } = element.getBoundingClientRect();
            const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
            return hit === null || !(element.contains(hit) || hit.contains(element));
          })
          .map((element) => (element as HTMLElement).innerText),
      );
      note(
        ' at 200 %, Story',
        reached.map((text) => fault('out of reach', text)),
      );
    }
  }
}

async function onPhone(desk: Page, note: Note, codes: Codes, url: string): Promise<void> {
  const context = await desk
    .context()
    .browser()!
    .newContext({ viewport: PHONE, reducedMotion: 'reduce', serviceWorkers: 'block', isMobile: true, hasTouch: true });
  const page = await context.newPage();
  await open(page, url);
  for (const pane of ['Story', 'Picture', 'Controls']) {
    await page.locator('nav').getByText(pane, { exact: true }).click();
    await settled(page);
    note(` on a phone, ${pane}`, judgeTexts(await page.evaluate(readPage), codes));
  }
  await context.close();
}

/** What stands on the wall of a room is read from its last row. */
async function inRoom(page: Page, note: Note, codes: Codes, url: string): Promise<void> {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await open(page, url);
  await page.getByRole('button', { name: 'Projector view' }).click();
  await page.locator('[class*="_projector_"]').waitFor();
  await settled(page);
  note(' in a room', judgeTexts(await page.evaluate(readPage), codes, 18));
  await page.keyboard.press('Escape');
}

/** Names of a document's parts that are no words. */
function codesOf(scenario: Scenario): Codes {
  const components = Object.entries(scenario.components);
  const titles = [...components.map(([id, { title }]) => title ?? id), ...armsOf(scenario).map(({ title }) => title)];
  const names = components.flatMap(([, { kind }]) => {
    const description = componentOf(kind);
    return description ? [...Object.keys(description.params), ...description.meters.map(({ name }) => name.split('.')[0])] : [];
  });
  return {
    ids: components.map(([id]) => id).filter((id) => !titles.includes(id)),
    names: new Set(names.filter((name) => /[A-Z]/.test(name))),
  };
}
