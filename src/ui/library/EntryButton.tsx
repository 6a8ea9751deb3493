import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { document } from '../../scenario/document.ts';
import { isLesson } from '../../scenario/lesson.ts';
import { useDocument } from '../store/document.ts';
import { useProgress } from '../store/progress.ts';
import { Report } from '../story/Report.tsx';
import type { Entry } from './entry.ts';
import type { Why } from './Finder.ts';
import classes from './Library.module.css';
import type { Piece } from './pieces.ts';

const LEVELS = document.fields.level.options;
const TOPICS = document.fields.topic.options;

interface EntryButtonProps {
  entry: Entry;
  /** Why it was found; undefined where nothing was looked for. */
  why?: Why;
  open(id: string, challenge?: boolean): void;
}

/** A scenario, opened by a click: what it is called and teaches, for whom, how long it takes and how much of it is read. */
export function EntryButton({ entry, why, open }: EntryButtonProps) {
  const { id, title, summary, topic, level, minutes, steps, challenge, found } = entry;
  const current = useDocument((state) => state.origin?.id === id);
  const settled = useProgress((state) => (state.settled[id] ?? []).filter((step) => step < steps).length);
  const facts = [...(why || !isLesson(entry) ? [TOPICS[topic]] : []), ...(level ? [LEVELS[level]] : []), `${minutes} min`];
  const lesson = (
    <UnstyledButton className={classes.entry} data-entry aria-current={current || undefined} onClick={() => open(id)}>
      <span className={classes.head}>
        <b>{why ? <Marked pieces={why.title} /> : title}</b>
        <span className={classes.facts}>{facts.join(' · ')}</span>
        <Progress settled={settled} steps={steps} />
      </span>
      <span className={classes.summary}>{why ? <Marked pieces={why.summary} /> : summary}</span>
      {why?.reasons.map(({ where, pieces }) => (
        <span key={where} className={classes.reason}>
          <i>{where}</i>
          {pieces.length > 0 && ': '}
          <Marked pieces={pieces} />
        </span>
      ))}
    </UnstyledButton>
  );
  if (found)
    return (
      <>
        {lesson}
        <Report {...found} className={classes.report} />
      </>
    );
  if (!challenge) return lesson;
  return (
    <div className={classes.twoWays}>
      {lesson}
      <UnstyledButton className={classes.challenge} aria-label={`Challenge: ${title}`} onClick={() => open(id, true)}>
        Challenge
      </UnstyledButton>
    </div>
  );
}

function Progress({ settled, steps }: { settled: number; steps: number }): ReactNode {
  if (steps === 0) return null;
  const says = settled === 0 ? `${steps} steps` : settled >= steps ? `all ${steps} steps` : `${settled} of ${steps} steps`;
  return (
    <span className={classes.progress} data-begun={settled > 0 || undefined}>
      <svg width="28" height="4" aria-hidden="true">
        <rect width="28" height="4" rx="2" />
        {settled > 0 && <rect width={(28 * settled) / steps} height="4" rx="2" data-settled />}
      </svg>
      {says}
    </span>
  );
}

/** A text in which the words that were looked for stand out. */
function Marked({ pieces }: { pieces: readonly Piece[] }): ReactNode {
  let at = 0;
  return pieces.map(({ text, hit }) => {
    at += text.length;
    return hit ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>;
  });
}
