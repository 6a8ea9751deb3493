/** With more of them than this on a time axis none says anything by itself. */
const MOST = 60;

/** The changes that get a mark of their own: all while they are few, else those with a note, if they are few. */
export function standingOut<C extends { note?: string }>(changes: readonly C[]): readonly C[] {
  if (changes.length <= MOST) return changes;
  const noted = changes.filter(({ note = '' }) => note !== '');
  return noted.length <= MOST ? noted : [];
}
