import { useEffect, useState } from 'react';
import { keepUnits } from './keepUnits.ts';
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

/** Markdown from a scenario, which may have come with a link: rendered without any HTML of its own. */
export function Markdown({ text }: { text: string }) {
  const html = useRendered(text, blocks);
  // until the renderer is there the text stands as it was written
  if (html === undefined) return <p className={classes.markdown}>{text}</p>;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: micromark escapes all HTML in its input
  return <div className={classes.markdown} dangerouslySetInnerHTML={{ __html: html }} />;
}

/** A question, a choice, a goal: a line of markdown. */
export function MarkdownLine({ text }: { text: string }) {
  const html = useRendered(text, lines);
  if (html === undefined) return keepUnits(text);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: micromark escapes all HTML in its input
  return <span className={classes.line} dangerouslySetInnerHTML={{ __html: html }} />;
}

/** A text as HTML; undefined until the renderer is there, and where there is nothing to render. */
function useRendered(text: string, known: Map<string, string>): string | undefined {
  const [, setReady] = useState('');
  useEffect(() => {
    if (known.has(text) || (known === lines && isPlain(text))) return;
    let gone = false;
    import('./renderMarkdown.ts').then(({ renderMarkdown, renderInline }) => {
      known.set(text, known === lines ? renderInline(text) : renderMarkdown(text));
      if (!gone) setReady(text);
    });
    return () => {
      gone = true;
    };
  }, [text, known]);
  return known.get(text);
}

/** Whether a line is what it looks like. */
export function isPlain(line: string): boolean {
  return !/[*_`^\\&\n]/.test(line);
}
