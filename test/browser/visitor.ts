import type { Browser, BrowserContext, BrowserContextOptions, CDPSession, Page } from 'playwright-core';
import { afterEach, beforeAll, expect, inject } from 'vitest';
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

/**
 * The Chromium of this process, for all of its files, opened when it is first asked for; null where there is none. It ends
 * with the process.
 */
const opened = (): Promise<Browser | null> => {
  browser ??= openChromium();
  return browser;
};
let browser: Promise<Browser | null> | undefined;

/** Whether to leave the page out, having said so. */
export async function noChromium(): Promise<boolean> {
  if (process.env.REQUIRE_BROWSERS !== undefined) return false;
  const found = await opened();
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

/** What went wrong since the last test: errors of the page, and requests to other places. */
let faults: string[] = [];
let strangers: string[] = [];

async function newContext(more: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await (await opened())!.newContext({
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...more,
  });
  context.setDefaultTimeout(60_000);
  return context;
}

/** Notes what goes wrong in the pages that are opened from now on. */
function watch(context: BrowserContext): void {
  context.on('request', (request) => {
    if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url())) strangers.push(request.url());
  });
  context.on('page', (page) => {
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  });
}

/**
 * A context that visitors come to and leave. The page that stays in it spares Chromium building all of it anew, which is a
 * quarter of what a visit costs.
 */
class Place {
  private constructor(
    readonly context: BrowserContext,
    /** A text of the same origin: nothing runs there, and from there can be seen what is kept of visitors. */
    private readonly stays: Page,
    private readonly session: CDPSession,
  ) {}

  static async open(touch: boolean): Promise<Place> {
    // whether it is a phone is settled for a whole context
    const context = await newContext({ hasTouch: touch, isMobile: touch });
    const stays = await context.newPage();
    await stays.goto(`${address}llms.txt`);
    // a text has no icon of its own, and a browser asks for one
    watch(context);
    return new Place(context, stays, await context.newCDPSession(stays));
  }

  /** Ends a visit; false where something of it may still be there. */
  async leave(): Promise<boolean> {
    try {
      for (const page of this.context.pages()) if (page !== this.stays) await page.close();
      await this.session.send('Storage.clearDataForOrigin', { origin: new URL(address).origin, storageTypes: 'all' });
      return await this.stays.evaluate(async () => localStorage.length === 0 && (await indexedDB.databases()).length === 0);
    } catch {
      return false;
    }
  }
}

/** By whether they are touched; of this process, for all of its files. */
const places = new Map<boolean, Place>();

/** A context for somebody, and how their visit ends. */
async function contextFor({ touch = false, offline }: Look): Promise<[context: BrowserContext, leave: () => Promise<void>]> {
  if (offline) {
    // a service worker stays with its context, and so does whether there is a network
    const context = await newContext({ hasTouch: touch, isMobile: touch, serviceWorkers: 'allow' });
    watch(context);
    return [context, () => context.close()];
  }
  const place = places.get(touch) ?? (await Place.open(touch));
  places.set(touch, place);
  const leave = async () => {
    if (await place.leave()) return;
    places.delete(touch);
    await place.context.close();
  };
  return [place.context, leave];
}

/**
 * Somebody who opens scenarios in Chromium, each time as somebody who has not been here before; each test ends with no
 * error in any of their tabs and no request elsewhere.
 */
export function visitor(): (scenario: unknown, look?: Look) => Promise<Page> {
  let leave = async () => {};
  beforeAll(opened);
  afterEach(async () => {
    await leave();
    leave = async () => {};
    const found = { faults, strangers };
    faults = [];
    strangers = [];
    expect(found).toEqual({ faults: [], strangers: [] });
  });
  return async (scenario, look = {}) => {
    await leave();
    const [context, end] = await contextFor(look);
    leave = end;
    const { width = 1280, height = 720, dark = false, before, url } = look;
    const page = await context.newPage();
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    if (before) await page.addInitScript(before);
    await page.goto(url ?? linkTo(scenario));
    return page;
  };
}
