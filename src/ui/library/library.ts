import { lessonHash, type Origin } from '../../scenario/lesson.ts';
import { complete, type Scenario } from '../../scenario/scenario.ts';
import { rememberRendered } from '../story/Markdown.tsx';
import entries from './entries.json' with { type: 'json' };

/** A scenario of the library, as its list shows it. */
export interface Entry {
  id: string;
  title: string;
  summary: string;
  topic: string;
}

/** The scenario that a first visit lands in. */
export const LANDING = 'retry-storm';

/** Each scenario is a file of its own, loaded when it is opened. */
const documents = import.meta.glob<Record<string, unknown>>('../../../scenarios/*.json', { import: 'default' });

const lessons = import.meta.glob<Readonly<Record<string, string>>>('../../../scenarios/*.json', { query: '?lesson', import: 'default' });

/** What there is, the landing scenario first, then by title. */
export const library: readonly Entry[] = [...entries].sort(
  (a, b) => Number(b.id === LANDING) - Number(a.id === LANDING) || a.title.localeCompare(b.title, 'en'),
);

export function isInLibrary(id: string): boolean {
  return library.some((entry) => entry.id === id);
}

/** A scenario of the library, whole. */
export async function fromLibrary(id: string): Promise<{ scenario: Scenario; origin: Origin }> {
  const load = documents[`../../../scenarios/${id}.json`];
  if (!load) throw new Error(`There is no scenario called ${id} in the library.`);
  const [document, lesson] = await Promise.all([load(), lessons[`../../../scenarios/${id}.json`]()]);
  rememberRendered(lesson);
  // sound by test: what comes from elsewhere is read with care
  const scenario = complete(document);
  return { scenario, origin: { id, lesson: lessonHash(scenario) } };
}
