/** A policy of somebody's own has answered what makes no sense. */
export class PolicyError extends Error {
  /** @param policy its id @param method which of its functions */
  constructor(
    readonly policy: string,
    readonly method: string,
    readonly found: unknown,
    readonly expected: string,
  ) {
    super(`${method} answered ${saying(found)}, expected ${expected}`);
    this.name = 'PolicyError';
  }
}

function saying(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}
