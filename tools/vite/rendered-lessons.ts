import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { complete } from '../../src/scenario/complete.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { keepUnits } from '../../src/ui/story/keepUnits.ts';
import { renderExplained, renderInline, renderMarkdown } from '../../src/ui/story/renderMarkdown.ts';

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
        return {
          code: `export const scenario = ${JSON.stringify(scenario)};\nexport const html = ${JSON.stringify(renderedOf(scenario))};`,
          moduleType: 'js',
        };
      },
    },
  };
}

function renderedOf({ story, goals, keep, challenge }: Scenario) {
  const blocks = [
    ...story.flatMap(({ ask }) => [ask?.why, ...(ask?.choices ?? []).map(({ because }) => because)]),
    ...(challenge ? [challenge.brief, ...challenge.hints] : []),
  ].filter((text): text is string => Boolean(text));
  const lines = [
    ...story.flatMap(({ ask, fold }) => [
      ...(fold ? [fold.title] : []),
      ...(ask ? [ask.question, ...ask.choices.map(({ text }) => text)] : []),
    ]),
    ...goals.map(({ text }) => text),
    ...keep.map(({ text }) => text.replace(/\.$/, '')),
    ...keep.map(({ text }) => text),
  ];
  return {
    blocks: Object.fromEntries([
      ...blocks.map((text) => [text, renderMarkdown(text)]),
      ...story.map(({ text }) => [text, renderExplained(text)]),
      ...story.flatMap(({ text, fold }) => (fold ? [[fold.text, renderExplained(fold.text, text)]] : [])),
    ]),
    // nothing is sent twice: most lines are what they look like
    lines: Object.fromEntries(lines.map((text) => [text, renderInline(text)]).filter(([text, html]) => keepUnits(text) !== html)),
  };
}
