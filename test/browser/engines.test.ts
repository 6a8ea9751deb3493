import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { rolldown } from 'rolldown';
import { beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../src/scenario/write.ts';
import { curated, curatedIds } from '../curated.ts';
import { missing, openChromium, openFirefox } from './browsers.ts';
import { openWebKit } from './webkit.ts';

const golden: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(join(import.meta.dirname, '../golden/data/fingerprints.json'), 'utf8'),
);

/** The engine as one script, with `engine.fingerprintsOf` in it. */
let script = '';

beforeAll(async () => {
  const bundle = await rolldown({ input: join(import.meta.dirname, 'fingerprinting.ts'), platform: 'browser' });
  const { output } = await bundle.generate({ format: 'iife', name: 'engine' });
  await bundle.close();
  script = output[0].code;
});

/** The fingerprints of every curated scenario, as one engine computes them. */
async function allFingerprints(compute: (document: string) => Promise<string>): Promise<Record<string, Record<string, string>>> {
  const found: Record<string, Record<string, string>> = {};
  for (const id of curatedIds) found[id] = JSON.parse(await compute(textOf(await curated(id))));
  return found;
}

async function inPlaywright(browser: Browser): Promise<Record<string, Record<string, string>>> {
  const page = await browser.newPage();
  try {
    await page.goto('about:blank');
    await page.addScriptTag({ content: script });
    return await allFingerprints((document) =>
      page.evaluate(
        (text) => (globalThis as unknown as { engine: { fingerprintsOf(t: string): string } }).engine.fingerprintsOf(text),
        document,
      ),
    );
  } finally {
    await browser.close();
  }
}

describe('the same run in every engine', () => {
  it('Chromium', async ({ skip }) => {
    const browser = await openChromium();
    if (!browser) return missing('Chromium', skip);
    expect(await inPlaywright(browser)).toEqual(golden);
  });

  it('Firefox', async ({ skip }) => {
    const browser = await openFirefox();
    if (!browser) return missing('Firefox', skip);
    expect(await inPlaywright(browser)).toEqual(golden);
  });

  it('WebKit', async ({ skip }) => {
    const webkit = await openWebKit();
    if (!webkit) return missing('WebKit', skip);
    try {
      await webkit.go('about:blank');
      const found = await allFingerprints(async (document) =>
        String(await webkit.execute(`${script}\nreturn engine.fingerprintsOf(arguments[0]);`, document)),
      );
      expect(found).toEqual(golden);
    } finally {
      await webkit.close();
    }
  });
});
