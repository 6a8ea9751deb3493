import { document } from '../../scenario/document.ts';
import { isLesson } from '../../scenario/lesson.ts';
import { useProgress } from '../store/progress.ts';
import { library } from './catalogue.ts';
import { EntryButton } from './EntryButton.tsx';
import classes from './Library.module.css';

const TOPICS = document.fields.topic.options;

const GROUPS = [
  ...Object.entries(TOPICS).map(([topic, title]) => ({
    title,
    entries: library.filter((entry) => isLesson(entry) && entry.topic === topic),
  })),
  { title: 'Found in the wild', entries: library.filter((entry) => !isLesson(entry)) },
].filter(({ entries }) => entries.length > 0);

/** All scenarios: the lessons by topic, the easier ones first, and then what rebuilds public reports. */
export function ByTopic({ open }: { open(id: string, challenge?: boolean): void }) {
  const { settled, forget } = useProgress();
  return (
    <>
      {GROUPS.map(({ title, entries }) => (
        <section key={title} className={classes.topic} aria-label={title}>
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
