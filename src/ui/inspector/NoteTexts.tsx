import { prose } from '../../scenario/prose.ts';
import { Markdown } from '../story/Markdown.tsx';
import classes from './Inspector.module.css';

/** The notes themselves, loaded when somebody reads them. */
export default function NoteTexts({ kind }: { kind: string }) {
  return (prose.notes[kind] ?? []).map(({ title, text }) => (
    <div key={title} className={classes.note}>
      <h4>{title}</h4>
      <Markdown text={text} />
    </div>
  ));
}
