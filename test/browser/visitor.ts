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
  /** Whether it is touched: a phone, if it is narrow. */
  touch?: boolean;
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

/** Waits for the first picture of a run. */
export async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(() => window.document.querySelectorAll('path[stroke^="var(--arm"][d^="M"]').length > 0);
}

/** Another tab of the same visitor, at an address. */
export async function anotherTab(page: Page, url: string): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto(url);
  return tab;
}

/**
 * Somebody who opens scenarios in a Chromium of the suite's own, each time as somebody who has not been here before; each
 * test ends with no error in any of their tabs and no request elsewhere.
 */
export function visitor(): (scenario: unknown, look?: Look) => Promise<Page> {
  let browser: Browser | null = null;
  let context: BrowserContext | null = null;
  let faults: string[] = [];
  let strangers: string[] = [];
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await context?.close();
    context = null;
    const found = { faults, strangers };
    faults = [];
    strangers = [];
    expect(found).toEqual({ faults: [], strangers: [] });
  });
  return async (scenario, { width = 1280, height = 720, dark = false, before, offline = false, touch = false, url } = {}) => {
    await context?.close();
    context = await browser!.newContext({
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      serviceWorkers: offline ? 'allow' : 'block',
      permissions: ['clipboard-read', 'clipboard-write'],
      hasTouch: touch,
      isMobile: touch,
    });
    context.setDefaultTimeout(60_000);
    context.on('request', (request) => {
      if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url())) strangers.push(request.url());
    });
    context.on('page', (page) => {
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    });
    if (before) await context.addInitScript(before);
    const page = await context.newPage();
    await page.goto(url ?? linkTo(scenario));
    return page;
  };
}
