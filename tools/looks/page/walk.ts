/** How the page is walked through: to a scenario, to a step, past a question; each time until all is drawn. */
import type { Page } from 'playwright-core';

/** Opens an address in a page of its own: what was answered or changed before is not remembered. */
export async function open(page: Page, url: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(url);
  await page.locator('[class*="_story_"] h2').first().waitFor({ state: 'attached' });
  await settled(page);
  await pause(page);
}

/** Goes on to another step. @param fragment of its address, with `#` */
export async function goTo(page: Page, fragment: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, fragment);
  await page.waitForTimeout(50);
  await settled(page);
}

/** Lifts the veil from a step, if there is one, and makes its change. */
export async function reveal(page: Page): Promise<void> {
  const show = page.getByRole('button', { name: 'Show without a guess' });
  const look = page.getByRole('button', { name: /^(?:Run|Change) and look$/ });
  if (await show.isVisible()) await show.click();
  else if ((await look.isVisible()) && (await look.isEnabled())) await look.click();
  else return;
  await pause(page);
  await settled(page);
}

async function pause(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Pause', exact: true });
  if (await button.isVisible()) await button.click();
}

/** For so long nothing is drawn [ms]. */
const STILL = 250;

/** Waits until the runs have ended and nothing is drawn any more. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(
    (still) => {
      const state = window as unknown as { looked?: { drawn: string; at: number } };
      const lines = [...document.querySelectorAll('path[stroke^="var(--arm"]')].map((path) => path.getAttribute('d'));
      const drawn = `${lines.join()} ${document.body.innerText}`;
      if (state.looked?.drawn !== drawn || /Simulating…|\bfingerprint …/.test(drawn)) state.looked = { drawn, at: performance.now() };
      return performance.now() - state.looked.at > still;
    },
    STILL,
    { polling: 60 },
  );
}

/** Turns the page light or dark and waits until it is. */
export async function inTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor({ state: 'attached' });
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
}
