/** Longer texts are cut [characters]. */
const MOST = 2_000;

/** What was thrown, as a text: code of somebody's own may throw what is no error, what no text can be made of, and texts without end. */
export function saidBy(thrown: unknown): string {
  try {
    const said = thrown instanceof Error ? String(thrown.message) : `it threw ${String(thrown)}`;
    return said.length > MOST ? `${said.slice(0, MOST - 1)}…` : said;
  } catch {
    return 'it threw something that cannot be put into words';
  }
}
