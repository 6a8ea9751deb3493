import { linearDomain, logDomain } from './axis.ts';
import type { Domain } from './scale.ts';
import { extent } from './seriesPath.ts';

/** What a vertical axis has to know of what it measures. */
export interface Measured {
  unit: string;
  log: boolean;
  /** The axis reaches at least this far. */
  max?: number;
  /** Values that it reaches besides those of the lines. */
  reaching?: { least: number; most: number } | null;
}

/** The vertical axis for what these lines show together; null while they show nothing. */
export function domainOf(lines: readonly ArrayLike<number>[], { unit, log, max, reaching = null }: Measured): Domain | null {
  let least = reaching?.least ?? Number.POSITIVE_INFINITY;
  let most = reaching?.most ?? 0;
  let zero = false;
  const shown = lines.filter(({ length }) => length > 0);
  if (shown.length === 0 && !reaching) return null;
  for (const samples of shown) {
    const found = extent(samples);
    if (found.least > 0) least = Math.min(least, found.least);
    most = Math.max(most, found.most);
    zero ||= found.zero;
  }
  if (!log) return linearDomain(most, unit, max);
  // less than one request, on average over a bin, is noise
  const floor = unit === 'req' || unit === 'req/s' || unit === 'servers' ? 1 : 0;
  return { ...logDomain(Math.max(floor, Number.isFinite(least) ? least : 0), Math.max(most, max ?? 0)), zero };
}
