import { useEffect, useState } from 'react';

import { measuredIn, withoutSources } from '../../scenario/measured.ts';
import { useVeil } from './goToStep.ts';
import { keepUnits } from './keepUnits.ts';
import { pointing } from './pointed.ts';

import classes from './Story.module.css';

/** Texts that have been rendered, among them those of curated stories, which come rendered. */
const blocks = new Map<string, string>();
const lines = new Map<string, string>();

/** Texts of a story as HTML, by text: those that stand by themselves, and those within a line that are not what they look like. */
export interface Rendered {
  blocks: Readonly<Record<string, string>>;
  lines: Readonly<Record<string, string>>;
}

/** Takes in texts that were rendered when the page was built. */
export function rememberRendered(texts: Rendered): void {
  for (const [text, html] of Object.entries(texts.blocks)) blocks.set(text, html);
  for (const [text, html] of Object.entries(texts.lines)) lines.set(text, html);
}

/**
 * Markdown from a scenario, which may have come with a link: rendered without any HTML of its own.
 * @param explainedAfter terms are explained, but for those of this text, which is read before
 */
export function Markdown({ text, explainedAfter }: { text: string; explainedAfter?: string }) {
  const html = useRendered(text, blocks, explainedAfter);
  const veiled = useVeil();
  // until the renderer is there the text stands as it was written
  if (html === undefined) return <p className={classes.markdown}>{withoutSources(text)}</p>;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: micromark escapes all HTML in its input
  return <div className={classes.markdown} {...pointing} dangerouslySetInnerHTML={{ __html: veiled ? html : pointable(html) }} />;
}

/** A question, a choice, a goal: a line of markdown. @param points whether its numbers can be pointed at: not where the line is pressed */
export function MarkdownLine({ text, points = false }: { text: string; points?: boolean }) {
  const html = useRendered(text, lines);
  const veiled = useVeil();
  if (html === undefined) return keepUnits(withoutSources(text));
  return (
    <span
      className={classes.line}
      {...(points && pointing)}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: micromark escapes all HTML in its input
      dangerouslySetInnerHTML={{ __html: veiled || !points ? html : pointable(html) }}
    />
  );
}

/** HTML whose numbers can be pointed at; while a question is open nobody may, as a number’s place in a chart is an answer. */
export function pointable(html: string): string {
  return html.replaceAll('<span data-source=', '<span role="button" tabindex="0" data-source=');
}

/** Renders texts that are going to be shown: what comes in place of a text as it was written would move what is below. */
export async function prepare(texts: readonly string[]): Promise<void> {
  const fresh = texts.filter((text) => !blocks.has(text));
  if (fresh.length === 0) return;
  const { renderMarkdown } = await import('./renderMarkdown.ts');
  for (const text of fresh) blocks.set(text, renderMarkdown(text));
}

/** A text as HTML; undefined until the renderer is there, and where there is nothing to render. */
function useRendered(text: string, known: Map<string, string>, explainedAfter?: string): string | undefined {
  const [, setReady] = useState('');
  useEffect(() => {
    if (known.has(text) || (known === lines && isPlain(text))) return;
    let gone = false;
    import('./renderMarkdown.ts').then(({ renderMarkdown, renderInline, renderExplained }) => {
      if (known === lines) known.set(text, renderInline(text));
      else known.set(text, explainedAfter === undefined ? renderMarkdown(text) : renderExplained(text, explainedAfter));
      if (!gone) setReady(text);
    });
    return () => {
      gone = true;
    };
  }, [text, known, explainedAfter]);
  return known.get(text);
}

/** Whether a line is what it looks like. */
export function isPlain(line: string): boolean {
  return !/[*_`^\\&\n]/.test(line) && measuredIn(line).length === 0;
}
