const COUNTED: ReadonlySet<string> = new Set(['req', 'servers', 'jobs', 'slots', 'replicas', 'runs']);

/** A mean over a bin is rarely whole; people count in whole requests, and of rates two digits say enough. */
export function roundCount(value: number, unit: string): number {
  if (unit.endsWith('/s')) return value < 10 ? Number(value.toPrecision(2)) : Math.round(value);
  return COUNTED.has(unit) ? (value > 0 && value < 1 ? 1 : Math.round(value)) : value;
}
