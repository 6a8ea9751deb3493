import { useProgress } from '../store/progress.ts';
import { library } from './catalogue.ts';
import { EntryButton } from './EntryButton.tsx';
import { groupsOf } from './groups.ts';
import classes from './Library.module.css';

const GROUPS = groupsOf(library, (entry) => entry);

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
