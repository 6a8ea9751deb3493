import type { Page } from 'playwright-core';
import { type Fault, fault } from './fault.ts';
import type { Rect } from './texts.ts';

/** What stays where it is, whatever happens: names, with a selector of what may be several; those are told apart by their labels. */
const LANDMARKS = {
  header: 'header:has(> h1) button, header:has(> h1) input',
  topology: '[class*="_topology_"]',
  legend: '[class*="_legend_"]',
  chart: '[class*="_grid_"] > section',
  plot: '[class*="_grid_"] [class*="_plot_"]:not(svg)',
  timeline: '[class*="_timeline_"] > *',
  inspector: 'section[aria-label="Controls"]',
  control: 'section[aria-label="Controls"] [class*="_section_"]',
  story: '[class*="_story_"] > h2',
  question: '[class*="_ask_"]',
  button: '[class*="_foot_"] button',
} as const;
export type Landmark = keyof typeof LANDMARKS;

type Places = Readonly<Record<string, Readonly<Record<string, Rect>>>>;

/** Runs in the browser. */
function places(landmarks: Readonly<Record<string, string>>): Places {
  return Object.fromEntries(
    Object.entries(landmarks).map(([name, selector]) => [
      name,
      Object.fromEntries(
        [...document.querySelectorAll<HTMLElement>(selector)].flatMap((element, i) => {
          const { left, top, right, bottom } = element.getBoundingClientRect();
          const label =
            element.getAttribute('aria-label') ?? (element.matches('button, h2') ? element.innerText.replace(/[\d.:]+/g, '') : i);
          // a button that says what it would do now
          const same = label === 'Pause' ? 'Play' : label;
          return right > left ? [[same, { left, top, right, bottom }]] : [];
        }),
      ),
    ]),
  );
}

/** Less than that is rounding [px]. */
const STILL = 0.75;

/** What of the landmarks has moved or grown by an act. @param excused what the act is meant to move */
export async function shiftsOf(
  page: Page,
  act: string,
  excused: readonly Landmark[],
  run: () => Promise<unknown>,
): Promise<readonly Fault[]> {
  const before = await page.evaluate(places, LANDMARKS);
  await run();
  await page.waitForTimeout(250);
  const after = await page.evaluate(places, LANDMARKS);
  return Object.keys(LANDMARKS)
    .filter((name) => !excused.includes(name as Landmark))
    .flatMap((name) => {
      const moved = Object.entries(before[name]).flatMap(([label, box]) => {
        const now = after[name][label];
        if (!now) return [];
        return [{ label, by: Math.max(...(['left', 'top', 'right', 'bottom'] as const).map((side) => Math.abs(now[side] - box[side]))) }];
      });
      const most = moved.sort((a, b) => b.by - a.by)[0];
      return most && most.by > STILL ? [fault('jumps', `${name} “${most.label}”, at ${act}`, `${Number(most.by.toFixed(1))} px`)] : [];
    });
}
