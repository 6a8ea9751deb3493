import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { Markdown, MarkdownLine } from './Markdown.tsx';
import classes from './Story.module.css';

/** What stands folded below a step’s text; as long as its question is open it cannot be opened, and says why. @param before the step’s text */
export function Fold({ title, text, before, veiled }: { title: string; text: string; before: string; veiled: boolean }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const shown = open && !veiled;
  return (
    <div className={classes.fold}>
      <button type="button" disabled={veiled} aria-expanded={shown} aria-controls={shown ? id : undefined} onClick={() => setOpen(!open)}>
        <IconChevronRight size={13} className={classes.chevron} aria-hidden="true" />
        <span>
          <MarkdownLine text={title} />
          {veiled && <small>after your guess</small>}
        </span>
      </button>
      {shown && (
        <div id={id}>
          <Markdown text={text} explainedAfter={before} />
        </div>
      )}
    </div>
  );
}
