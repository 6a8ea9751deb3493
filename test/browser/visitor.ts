import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { encodeLink } from '../../src/scenario/link.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { BASE } from '../../src/scenario/scenario.ts';
import { NO_BROWSER, openChromium } from './browsers.ts';

export const address = inject('address');

export interface Look {
  width?: number;
  height?: number;
  dark?: boolean;
  before?: () => void;
  /** Whether the page may work without the network from then on. */
  offline?: boolean;
  /** Where to go instead of to a link to the scenario. */
  url?: string;
}

/** A link to a scenario at a moment [ms]. */
export const linkTo = (scenario: unknown, playhead = 5_000) =>
  `${address}#${encodeLink({ scenario: readScenario(scenario), origin: null, playhead, arm: BASE, fingerprint: '' })}`;

/** Whether to leave the page out, having said so. */
export async function noChromium(): Promise<boolean> {
  if (process.env.REQUIRE_BROWSERS !== undefined) return false;
  const found = await openChromium();
  await found?.close();
  if (!found) console.warn(`SKIPPED: Chromium is not installed, so the page was not tried in it. ${NO_BROWSER}`);
  return found === null;
}

/** Somebody who opens scenarios in a Chromium of the suite's own; each test ends with no error and no request elsewhere. */
export function visitor(): (scenario: unknown, look?: Look) => Promise<Page> {
  let browser: Browser | null = null;
  let context: BrowserContext;
  let faults: string[] = [];
  let strangers: string[] = [];
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await context?.close();
    expect(faults).toEqual([]);
    expect(strangers).toEqual([]);
  });
  return async (scenario, { width = 1280, height = 720, dark = false, before, offline = false, url } = {}) => {
    faults = [];
    strangers = [];
    context = await browser!.newContext({
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      serviceWorkers: offline ? 'allow' : 'block',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(60_000);
    context.on('request', (request) => {
      if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url())) strangers.push(request.url());
    });
    if (before) await context.addInitScript(before);
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(url ?? linkTo(scenario));
    return page;
  };
}
