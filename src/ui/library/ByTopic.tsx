import { document } from '../../scenario/document.ts';
import { useProgress } from '../store/progress.ts';
import { library } from './catalogue.ts';
import { EntryButton } from './EntryButton.tsx';
import classes from './Library.module.css';

const TOPICS = document.fields.topic.options;

/** All scenarios, the easier ones of a topic first. */
export function ByTopic({ open }: { open(id: string, challenge?: boolean): void }) {
  const { settled, forget } = useProgress();
  const topics = Object.entries(TOPICS).flatMap(([topic, title]) => {
    const entries = library.filter((entry) => entry.topic === topic);
    return entries.length > 0 ? [{ topic, title, entries }] : [];
  });
  return (
    <>
      {topics.map(({ topic, title, entries }) => (
        <section key={topic} className={classes.topic} aria-label={title}>
          <h3>
            {title}
            <span>{entries.length === 1 ? '1 scenario' : `${entries.length} scenarios`}</span>
          </h3>
          {entries.map((entry) => (
            <EntryButton key={entry.id} entry={entry} open={open} />
          ))}
        </section>
      ))}
      {Object.keys(settled).length > 0 && (
        <p className={classes.kept}>
          How far you have read is kept on this device only.{' '}
          <button type="button" className="text-button" onClick={forget}>
            Forget it
          </button>
        </p>
      )}
    </>
  );
}
