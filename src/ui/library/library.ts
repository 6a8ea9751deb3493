import { componentOf } from '../../scenario/descriptions.ts';
import { lessonHash, type Origin } from '../../scenario/lesson.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { type Rendered, rememberRendered } from '../story/Markdown.tsx';

interface Lesson {
  /** Sound by test: what comes from elsewhere is read with care. */
  scenario: Scenario;
  html: Rendered;
}

/** Each scenario is a file of its own, loaded when it is opened. */
const lessons = import.meta.glob<Lesson>('../../../scenarios/*.json', { query: '?lesson' });

const fileOf = (id: string) => `../../../scenarios/${id}.json`;

export function isInLibrary(id: string): boolean {
  return Object.hasOwn(lessons, fileOf(id));
}

/** A scenario of the library, whole. */
export async function fromLibrary(id: string): Promise<{ scenario: Scenario; origin: Origin }> {
  const load = lessons[fileOf(id)];
  if (!load) throw new Error(`There is no scenario called ${id} in the library.`);
  const { scenario, html } = await load();
  rememberRendered(html);
  // more than a first visit needs is described apart
  const kinds = Object.values(scenario.components);
  if (kinds.some(({ kind }) => !componentOf(kind))) await import('../../scenario/every-description.ts');
  return { scenario, origin: { id, lesson: lessonHash(scenario) } };
}
