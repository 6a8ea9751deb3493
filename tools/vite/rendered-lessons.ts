import { readFileSync } from 'node:fs';
import { micromark } from 'micromark';
import type { Plugin } from 'vite';
import { complete } from '../../src/scenario/complete.ts';

/**
 * `import { scenario, html } from './scenario.json?lesson'`: a curated scenario, complete, and the markdown of its story,
 * text → HTML, rendered when the page is built. A first visit then needs neither a renderer nor the description of the
 * document; what comes with links still goes through both in the browser.
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
        const scenario = complete(JSON.parse(readFileSync(file, 'utf8')));
        const texts = scenario.story.flatMap(({ text, ask }) => [text, ask?.why ?? '']);
        const html = Object.fromEntries(texts.filter((text) => text !== '').map((text) => [text, micromark(text)]));
        return {
          code: `export const scenario = ${JSON.stringify(scenario)};\nexport const html = ${JSON.stringify(html)};`,
          moduleType: 'js',
        };
      },
    },
  };
}
