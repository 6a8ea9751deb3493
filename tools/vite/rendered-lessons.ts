import { readFileSync } from 'node:fs';
import { micromark } from 'micromark';
import type { Plugin } from 'vite';

/**
 * `import { document, html } from './scenario.json?lesson'`: a curated scenario, and the markdown of its story, text → HTML,
 * rendered when the page is built. A first visit then needs no renderer; texts that come with links still go through one
 * in the browser.
 */
export function renderedLessons(): Plugin {
  const SUFFIX = '?lesson';
  return {
    name: 'rendered-lessons',
    enforce: 'pre',
    load: {
      filter: { id: /\.json\?lesson$/ },
      handler(id) {
        const file = id.slice(0, -SUFFIX.length);
        this.addWatchFile(file);
        const document = JSON.parse(readFileSync(file, 'utf8'));
        const { story = [] } = document;
        const texts: string[] = story.flatMap((step: { text: string; ask?: { why?: string } }) => [step.text, step.ask?.why ?? '']);
        const html = Object.fromEntries(texts.filter((text) => text !== '').map((text) => [text, micromark(text)]));
        return {
          code: `export const document = ${JSON.stringify(document)};\nexport const html = ${JSON.stringify(html)};`,
          moduleType: 'js',
        };
      },
    },
  };
}
