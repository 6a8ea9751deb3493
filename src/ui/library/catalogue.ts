import { LANDING } from '../landing/landing.ts';
import entries from './entries.json' with { type: 'json' };
import type { Entry } from './entry.ts';

const LEVELS: readonly (Entry['level'] | undefined)[] = ['introduction', undefined, 'core', 'advanced'];

/** What there is in the order in which one may go through it: the landing scenario, the easier ones, and by title. */
export const library: readonly Entry[] = [...(entries as Entry[])].sort(
  (a, b) =>
    Number(b.id === LANDING) - Number(a.id === LANDING) ||
    LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
    a.title.localeCompare(b.title, 'en', { numeric: true }),
);
