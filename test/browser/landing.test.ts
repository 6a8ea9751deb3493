import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { missing, openFirefox } from './browsers.ts';
import { openWebKit } from './webkit.ts';

const address = inject('address');

/** How many lines are drawn, and what the page says of itself; a function body for any browser. */
const LOOK = `const lines = document.querySelectorAll('path[stroke^="var(--arm"][d^="M"]').length;
return JSON.stringify({ lines, title: document.title, fingerprint: (document.body.innerText.match(/[0-9a-f]{4}(·[0-9a-f]{4}){3}/) || [''])[0] });`;

async function looked(look: () => Promise<string>): Promise<{ lines: number; title: string; fingerprint: string }> {
  for (let tries = 0; tries < 100; tries++) {
    const seen = JSON.parse(await look());
    if (seen.lines >= 6 && seen.fingerprint !== '') return seen;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error('no picture within 20 s');
}

/** The landing scenario's first arm: the same run as in the golden file. */
const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../golden/data/fingerprints.json'), 'utf8'));
const LANDED = {
  lines: 6,
  title: 'The retry storm · Goodput',
  fingerprint: golden['retry-storm'].base.match(/.{4}/g).join('·'),
};

it('Firefox lands on the same picture', async ({ skip }) => {
  const browser = await openFirefox();
  if (!browser) return missing('Firefox', skip);
  try {
    const page = await browser.newPage();
    await page.goto(address);
    expect(await looked(() => page.evaluate((body) => new Function(body)() as string, LOOK))).toEqual(LANDED);
  } finally {
    await browser.close();
  }
});

it('WebKit lands on the same picture', async ({ skip }) => {
  const webkit = await openWebKit();
  if (!webkit) return missing('WebKit', skip);
  try {
    await webkit.go(address);
    expect(await looked(async () => String(await webkit.execute(LOOK)))).toEqual(LANDED);
  } finally {
    await webkit.close();
  }
});
