import { useEffect, useState } from 'react';
import classes from './Story.module.css';

/** Texts that have been rendered, among them those of curated stories, which come rendered. */
const rendered = new Map<string, string>();

/** Takes in texts that were rendered when the page was built. */
export function rememberRendered(texts: Readonly<Record<string, string>>): void {
  for (const [text, html] of Object.entries(texts)) rendered.set(text, html);
}

/** An image would be fetched from somewhere else. */
const NO_IMAGES = { extensions: [{ disable: { null: ['labelStartImage'] } }] };

/** Markdown from a scenario, which may have come with a link: rendered without any HTML of its own. */
export function Markdown({ text }: { text: string }) {
  const [, setReady] = useState('');
  const html = rendered.get(text);
  useEffect(() => {
    if (rendered.has(text)) return;
    let gone = false;
    import('micromark').then(({ micromark }) => {
      rendered.set(text, micromark(text, NO_IMAGES));
      if (!gone) setReady(text);
    });
    return () => {
      gone = true;
    };
  }, [text]);
  // until the renderer is there the text stands as it was written
  if (html === undefined) return <p className={classes.markdown}>{text}</p>;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: micromark escapes all HTML in its input
  return <div className={classes.markdown} dangerouslySetInnerHTML={{ __html: html }} />;
}
