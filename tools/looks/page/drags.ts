/**
 * `looks page --drags [scenario …]`: how long the page is deaf while a slider is dragged, in time of its processor: what
 * else a machine does counts for nothing.
 */
import type { Page } from 'playwright-core';
import { armsOf, type Scenario } from '../../../src/scenario/scenario.ts';
import { open, reveal } from './walk.ts';

export interface Drag {
  slider: string;
  /** The longest task on the page's own thread while the slider was dragged [ms of processor time]. */
  longest: number;
}

/** Where the pointer goes from where it took the slider: to and fro, to both ends, and back [px]. */
const DRAG = [6, 14, 24, 36, 20, 4, -12, -28, -40, -20, -300, 0, 300, 0];

/** What is longer than this is felt as a stop [ms]. */
export const DEAF = 200;

/** The step of a story, from 1, with the most arms on the screen: the last of those that have as many. */
export function fullestStep(scenario: Scenario): number {
  const shown = scenario.story.map(({ arms = armsOf(scenario) }) => arms.length);
  return shown.lastIndexOf(Math.max(...shown)) + 1;
}

/** Drags every slider that the inspector shows, of every component, to both its ends and back. */
export async function dragsOf(page: Page, url: string): Promise<readonly Drag[]> {
  await open(page, url);
  await reveal(page);
  const drags: Drag[] = [];
  const boxes = page.getByRole('group', { name: 'Components and wires' }).locator('[aria-pressed]');
  for (let i = 0; i < (await boxes.count()); i++) {
    await boxes.nth(i).click();
    const component = await page.locator('section[aria-label="Controls"] h2').innerText();
    const sliders = page.locator('section[aria-label="Controls"]').getByRole('slider');
    for (let s = 0; s < (await sliders.count()); s++) {
      const slider = sliders.nth(s);
      // what was taken back may have been what settled a question
      if (await page.getByRole('button', { name: 'Show without a guess' }).isVisible()) await reveal(page);
      await slider.scrollIntoViewIfNeeded();
      const name = await slider.evaluate(
        (thumb) =>
          document.getElementById(thumb.getAttribute('aria-labelledby') ?? '')?.innerText ?? thumb.getAttribute('aria-label') ?? '',
      );
      const box = await slider.boundingBox();
      if (!box) continue;
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(x, y);
      const browser = page.context().browser()!;
      await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', 'blink.user_timing'] });
      let trace: Buffer;
      try {
        await page.evaluate(() => performance.mark('drag'));
        await page.mouse.down();
        for (const by of DRAG) {
          await page.mouse.move(x + by, y, { steps: 2 });
          await page.waitForTimeout(16);
        }
        await page.mouse.up();
        await runsEnd(page);
      } finally {
        // the next page is traced as well
        trace = await browser.stopTracing();
      }
      drags.push({ slider: `${component}, ${name}`, longest: longestTask(trace.toString()) });
      await page.keyboard.press('Control+z');
    }
  }
  return drags;
}

/** Gives runs that last longer than the drag the time to be drawn; asking costs the page next to nothing. */
async function runsEnd(page: Page): Promise<void> {
  await page.waitForTimeout(150);
  const isRunning = () => page.evaluate(() => document.querySelector('[title^="Two runs with the same"] code')?.textContent === '…');
  for (let waits = 0; waits < PATIENCE && (await isRunning()); waits++) await page.waitForTimeout(150);
}

/** Times that the end of a run is asked for. */
const PATIENCE = 20;

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Processor time [µs]. */
  tdur?: number;
}

/** The longest task of the thread that has made the mark [ms of processor time]. */
function longestTask(trace: string): number {
  const { traceEvents } = JSON.parse(trace) as { traceEvents: readonly TraceEvent[] };
  const mark = traceEvents.find(({ name }) => name === 'drag');
  const tasks = traceEvents.filter(({ name, pid, tid }) => name === 'RunTask' && pid === mark?.pid && tid === mark.tid);
  if (tasks.length === 0) throw new Error('nothing was traced of the drag');
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1_000;
}
