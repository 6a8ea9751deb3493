import { describe, expect, it } from 'vitest';
import { objectionsIn } from './axe.ts';
import { address, noChromium, visitor } from './visitor.ts';

describe.skipIf(await noChromium())('pages behind links', () => {
  const visit = visitor();

  it('end on their scenario, without a network as well', async () => {
    const page = await visit(null, { url: `${address}s/retry-storm/`, offline: true });
    await page.getByRole('heading', { name: 'The retry storm' }).waitFor();
    // not below the page that led there: everything else is looked for from here
    expect(await page.evaluate(() => window.location.pathname)).toBe(new URL(address).pathname);
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
    await page.context().setOffline(true);
    await page.goto(`${address}s/metastable-failure/?from=elsewhere`);
    await page.getByRole('heading', { name: 'Metastable failure' }).waitFor();
    await page.goto(`${address}glossary/`);
    await page.getByRole('link', { name: 'Three layers of retries' }).first().click();
    await page.getByRole('heading', { name: 'Three layers of retries' }).waitFor();
  });

  it('give axe nothing to object to', async () => {
    const page = await visit(null, { url: `${address}glossary/` });
    expect(await objectionsIn(page)).toEqual([]);
  });
});
