/** `looks page [scenario …]`: what is wrong on the page, over all steps of the scenarios. */
import type { Page } from 'playwright-core';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { NO_BROWSER, openChromium } from '../../../test/browser/browsers.ts';
import { served } from '../../../test/browser/served.ts';
import { DEAF, dragsOf, fullestStep } from './drags.ts';
import { linesOf } from './linesOf.ts';
import { DESK, type Met, tour } from './tour.ts';

type Named = readonly [id: string, scenario: Scenario];

/** Pages at a time. */
const PAGES = 2;
/** What takes longer than this hangs [ms]. */
const HANGING = 120_000;

/** Steps of a scenario that a quick look takes in. */
const FEW = 2;

/** Prints a line a fault. @param thorough all steps, and axe is asked at each @returns how many scenarios have any */
export async function checkPage(scenarios: readonly Named[], thorough: boolean): Promise<number> {
  let faulty = 0;
  await forEach(PAGES, scenarios, async (page, [id, scenario], address) => {
    const errors: Met[] = [];
    page.on('pageerror', ({ message }) => errors.push({ at: id, what: 'error', where: message, figure: '' }));
    const lines = linesOf([
      ...errors,
      ...(await tour(page, id, scenario, { address, thorough, elsewhere: true, steps: thorough ? undefined : FEW })),
    ]);
    console.log(lines.length === 0 ? `${id}: nothing` : lines.join('\n'));
    if (lines.length > 0) faulty++;
  });
  return faulty;
}

/** Prints the longest stop of every slider that stops the page for too long, and how many do not. */
export async function checkDrags(scenarios: readonly Named[]): Promise<void> {
  // a browser traces one page at a time
  await forEach(1, scenarios, async (page, [id, scenario], address) => {
    page.on('pageerror', ({ message }) => console.log(`${id}: error: ${message}`));
    const drags = [...(await dragsOf(page, `${address}#${id}/${fullestStep(scenario)}`))].sort((a, b) => b.longest - a.longest);
    for (const { slider, longest } of drags.filter((drag) => drag.longest > DEAF))
      console.log(`${id}: ${slider}: ${Math.round(longest)} ms`);
    console.log(`${id}: ${drags.length} sliders, the longest task ${Math.round(drags[0]?.longest ?? 0)} ms`);
  });
}

/** Does something with every scenario on a page of its own. What fails is said, and the next one goes on. */
async function forEach(
  pages: number,
  scenarios: readonly Named[],
  run: (page: Page, scenario: Named, address: string) => Promise<void>,
): Promise<void> {
  const { address, close } = await served(process.cwd());
  const browser = await openChromium();
  if (!browser) throw new Error(NO_BROWSER);
  const left = [...scenarios];
  const one = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const context = await browser.newContext({ viewport: DESK, reducedMotion: 'reduce', serviceWorkers: 'block' });
      context.setDefaultTimeout(HANGING);
      try {
        await run(await context.newPage(), next, address);
      } catch (error) {
        console.log(`${next[0]}: could not be looked at: ${(error as Error).message}`);
      }
      await context.close();
    }
  };
  await Promise.all(Array.from({ length: pages }, one));
  await browser.close();
  await close();
}
