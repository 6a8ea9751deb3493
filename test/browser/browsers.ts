import fs from 'node:fs';
import { type Browser, chromium, firefox } from 'playwright-core';

/** What to do when there is none. */
export const NO_BROWSER =
  'No browser found. Any of these helps: CHROME_BIN=/path/to/chrome npm test | sudo apt-get install chromium | npx playwright-core install chromium';

const { env } = process;
const CHROMIUMS = [
  env.CHROME_BIN,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
].filter((path): path is string => path !== undefined && fs.existsSync(path));
const FIREFOXES = [env.FIREFOX_BIN, '/usr/bin/firefox-esr', '/usr/bin/firefox'].filter(
  (path): path is string => path !== undefined && fs.existsSync(path),
);

const ARGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // what is drawn anew is drawn whole: otherwise the edges of equal pictures depend on which part changed last
  '--disable-partial-raster',
];

/** A Chromium of the system, or one that playwright-core has installed; null when there is none. */
export async function openChromium(): Promise<Browser | null> {
  for (const executablePath of CHROMIUMS) {
    try {
      return await chromium.launch({ executablePath, args: ARGS });
    } catch {
      // the next one
    }
  }
  for (const channel of ['chrome', 'msedge', undefined]) {
    try {
      return await chromium.launch({ channel, args: ARGS });
    } catch {
      // the next one
    }
  }
  return null;
}

/** A Firefox, over WebDriver BiDi; null when there is none. */
export async function openFirefox(): Promise<Browser | null> {
  for (const executablePath of FIREFOXES) {
    try {
      return await firefox.launch({ channel: 'moz-firefox', executablePath });
    } catch {
      // the next one
    }
  }
  return null;
}

/** A browser that is not there: a loud skip, or a failure where `REQUIRE_BROWSERS` is set. */
export function missing(name: string, skip: (note: string) => void): void {
  const message = `${name} is not installed, so nothing was checked in it. ${NO_BROWSER}`;
  if (process.env.REQUIRE_BROWSERS) throw new Error(message);
  console.warn(`SKIPPED: ${message}`);
  skip(message);
}
