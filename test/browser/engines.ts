import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { rolldown } from 'rolldown';
import { openChromium, openFirefox } from './browsers.ts';
import type { fingerprintsOf } from './fingerprinting.ts';
import { openWebKit } from './webkit.ts';

type FingerprintsOf = typeof fingerprintsOf;

/** A JavaScript engine in its browser. */
export interface Engine {
  /** Goes to an address. */
  go(address: string): Promise<unknown>;
  /** Runs a function body in the page. */
  execute(body: string): Promise<unknown>;
  /** Goes to an empty page with the simulation in it. */
  prepare(): Promise<unknown>;
  /** The fingerprints of a document's arms, as JSON, as this engine computes them. */
  fingerprintsOf(...asked: Parameters<FingerprintsOf>): Promise<string>;
  close(): Promise<void>;
}

/** The simulation as one script that defines `engine`, the same for all browsers. */
async function simulation(): Promise<string> {
  const bundle = await rolldown({ input: join(import.meta.dirname, 'fingerprinting.ts'), platform: 'browser' });
  const { output } = await bundle.generate({ format: 'iife', name: 'engine' });
  await bundle.close();
  return `${output[0].code}\nglobalThis.engine = engine;`;
}

async function inPlaywright(browser: Browser | null, script: string): Promise<Engine | null> {
  if (!browser) return null;
  const page = await browser.newPage();
  return {
    go: (address) => page.goto(address),
    execute: (body) => page.evaluate((text) => new Function(text)() as unknown, body),
    async prepare() {
      await page.goto('about:blank');
      await page.addScriptTag({ content: script });
    },
    fingerprintsOf: (...asked) =>
      page.evaluate(
        (args) => (globalThis as unknown as { engine: { fingerprintsOf: FingerprintsOf } }).engine.fingerprintsOf(...args),
        asked,
      ),
    close: () => browser.close(),
  };
}

async function inWebKit(script: string): Promise<Engine | null> {
  const webkit = await openWebKit();
  if (!webkit) return null;
  return {
    ...webkit,
    async prepare() {
      await webkit.go('about:blank');
      await webkit.execute(script);
    },
    fingerprintsOf: async (...asked) => String(await webkit.execute('return engine.fingerprintsOf(...arguments);', ...asked)),
  };
}

/** The engines by name, all started at once; null for one that is not installed. */
export async function openEngines(): Promise<Record<'Chromium' | 'Firefox' | 'WebKit', Engine | null>> {
  const script = await simulation();
  const [Chromium, Firefox, WebKit] = await Promise.all([
    openChromium().then((browser) => inPlaywright(browser, script)),
    openFirefox().then((browser) => inPlaywright(browser, script)),
    inWebKit(script),
  ]);
  return { Chromium, Firefox, WebKit };
}
