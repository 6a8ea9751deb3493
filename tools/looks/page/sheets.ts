/** `looks sheets <folder> [scenario …]`: all scenarios side by side, a picture a size and theme. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { NO_BROWSER, openChromium } from '../../../test/browser/browsers.ts';
import { served } from '../../../test/browser/served.ts';
import { inTheme, open, reveal } from './walk.ts';

/** Windows that are looked at [px], and how wide a picture of them is on a sheet. */
const WINDOWS = [
  { width: 1280, height: 720, shown: 480, columns: 5 },
  { width: 1920, height: 1080, shown: 576, columns: 4 },
  { width: 390, height: 844, shown: 195, columns: 12 },
] as const;
const THEMES = ['light', 'dark'] as const;

export async function drawSheets(folder: string, ids: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { address, close } = await served(process.cwd());
  const browser = await openChromium();
  if (!browser) throw new Error(NO_BROWSER);
  for (const window of WINDOWS) {
    const taken = await photographs(browser, address, ids, window);
    for (const theme of THEMES) {
      const file = join(folder, `${window.width}x${window.height}-${theme}.png`);
      writeFileSync(file, await sheet(browser, taken[theme], window));
      console.log(file);
    }
  }
  await browser.close();
  await close();
}

interface Photograph {
  id: string;
  /** JPEG. */
  picture: Buffer;
}

/** The first step of each scenario with its answer, in both themes. */
async function photographs(browser: Browser, address: string, ids: readonly string[], { width, height }: (typeof WINDOWS)[number]) {
  const phone = width < 900;
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
    hasTouch: phone,
    isMobile: phone,
  });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const taken: Record<(typeof THEMES)[number], Photograph[]> = { light: [], dark: [] };
  for (const id of ids) {
    await page.emulateMedia({ colorScheme: 'light' });
    await open(page, `${address}#${id}`);
    await reveal(page);
    for (const theme of THEMES) {
      await inTheme(page, theme);
      taken[theme].push({ id, picture: await page.screenshot({ type: 'jpeg', quality: 85 }) });
    }
  }
  await context.close();
  return taken;
}

async function sheet(
  browser: Browser,
  taken: readonly Photograph[],
  { width, height, shown, columns }: (typeof WINDOWS)[number],
): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: columns * (shown + 12) + 12, height: 600 } });
  const figures = taken.map(
    ({ id, picture }) => `<figure><img src="data:image/jpeg;base64,${picture.toString('base64')}"><figcaption>${id}</figcaption></figure>`,
  );
  await page.setContent(`<!doctype html><style>
body { margin: 12px; display: grid; grid-template-columns: repeat(${columns}, ${shown}px); gap: 12px; background: #808080; font: 11px sans-serif; }
figure { margin: 0 } img { display: block; width: ${shown}px; height: ${Math.round((shown * height) / width)}px }
figcaption { overflow: hidden; white-space: nowrap }
</style>${figures.join('')}`);
  const picture = await page.screenshot({ fullPage: true });
  await page.close();
  return picture;
}
