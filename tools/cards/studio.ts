import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { CARD } from './layout.ts';
import { palettePng } from './palette-png.ts';

/** The page's type as a style sheet that holds it: a document of no address reads no files. */
export function typeface(root: string): string {
  const faces = ['latin', 'greek'].map((script) => {
    const font = readFileSync(join(root, `node_modules/@fontsource-variable/inter/files/inter-${script}-wght-normal.woff2`));
    const range = script === 'greek' ? 'unicode-range:U+370-3FF;' : '';
    return `@font-face{font-family:"Inter Variable";font-weight:100 900;${range}src:url(data:font/woff2;base64,${font.toString('base64')})}`;
  });
  return faces.join('\n');
}

/** A picture of a card. */
export async function photographed(page: Page, html: string, faces: string): Promise<Uint8Array> {
  await page.setContent(html);
  await page.addStyleTag({ content: faces });
  const cramped = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.querySelectorAll<HTMLElement>('[data-lines]')]
      .filter((element) => {
        const lines = Math.round(element.offsetHeight / Number.parseFloat(getComputedStyle(element).lineHeight));
        return lines !== Number(element.dataset.lines) || element.scrollWidth > element.clientWidth;
      })
      .map(({ textContent }) => textContent);
  });
  if (cramped.length > 0) throw new Error(`takes more room on its card than was thought: ${cramped.join(', ')}`);
  const taken = await page.screenshot({ clip: { x: 0, y: 0, ...CARD } });
  const pixels = await page.evaluate(
    async ({ taken, width, height }) => {
      const bytes = Uint8Array.from(atob(taken), (letter) => letter.charCodeAt(0));
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d')!;
      context.drawImage(await createImageBitmap(new Blob([bytes], { type: 'image/png' })), 0, 0);
      let text = '';
      for (const byte of context.getImageData(0, 0, width, height).data) text += String.fromCharCode(byte);
      return btoa(text);
    },
    { taken: taken.toString('base64'), ...CARD },
  );
  return palettePng(Buffer.from(pixels, 'base64'), CARD.width, CARD.height);
}
