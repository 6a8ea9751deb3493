import entries from './entries.json' with { type: 'json' };
import { LANDING } from './library.ts';

/** A scenario of the library, as its list shows it. */
export interface Entry {
  id: string;
  title: string;
  summary: string;
  topic: string;
}

/** What there is, the landing scenario first, then by title. */
export const library: readonly Entry[] = [...entries].sort(
  (a, b) => Number(b.id === LANDING) - Number(a.id === LANDING) || a.title.localeCompare(b.title, 'en'),
);
