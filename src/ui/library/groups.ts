import { document } from '../../scenario/document.ts';
import { isLesson } from '../../scenario/lesson.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** A heading of the library; the topic is null of what rebuilds public reports. */
interface Group<T> {
  topic: string | null;
  title: string;
  entries: readonly T[];
}

/** Lessons by topic, then what rebuilds public reports; each in the order given, and no group that is empty. */
export function groupsOf<T>(entries: readonly T[], scenarioOf: (entry: T) => Pick<Scenario, 'topic' | 'found'>): readonly Group<T>[] {
  const topicOf = (entry: T) => (isLesson(scenarioOf(entry)) ? scenarioOf(entry).topic : null);
  const titles: [string | null, string][] = [...Object.entries(document.fields.topic.options), [null, 'Found in the wild']];
  return titles
    .map(([topic, title]) => ({ topic, title, entries: entries.filter((entry) => topicOf(entry) === topic) }))
    .filter((group) => group.entries.length > 0);
}
