/** What is wrong with a document, where, and what would be right. */
export interface Problem {
  /** Where: `components.checkout.servers`, or a line and column for text that is not JSON. */
  path: string;
  /** What was found there, shortened. */
  found: string;
  expected: string;
  /** What was probably meant, where that is clear. */
  remedy?: Remedy;
}

/** A change of a document that may mend a problem: another name for a key, another value, or nothing there. */
export type Remedy = { kind: 'key'; name: string } | { kind: 'value'; value: unknown } | { kind: 'nothing' };

/** One line a person can act on. */
export function sentence({ path, found, expected }: Problem): string {
  return `${path || 'document'}: found ${found}, expected ${expected}`;
}

/** A value as an error message shows it. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** A document that cannot be used; `problems` says why, all at once. */
export class ScenarioError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(sentence).join('\n'));
    this.name = 'ScenarioError';
    this.problems = problems;
  }
}
