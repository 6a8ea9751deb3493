import { linearDomain, logDomain } from '../plot/axis.ts';
import type { GuessLine } from '../plot/GuessLines.tsx';
import type { Domain } from '../plot/scale.ts';
import { extent } from '../plot/seriesPath.ts';
import { results } from '../samples/results.ts';

/** What decides how far a chart's axis goes. */
export interface Measured {
  meter: string;
  unit: string;
  /** Where it ends at the least. */
  max: number | undefined;
  log: boolean;
  arms: readonly { id: string }[];
  guesses: readonly GuessLine[];
  /** How far the thin runs of other seeds go; 0 where there are none. */
  thin: number;
}

/** The axis of a chart that shows nothing. */
export function usualDomain({ unit, max, log }: Pick<Measured, 'unit' | 'max' | 'log'>): Domain {
  return { low: log ? 1 : 0, high: max ?? (unit === 'ratio' ? 1 : 10) };
}

/** The axis for what may be seen of the arms now, and for the guesses; null while there is nothing. */
export function domainOf({ meter, unit, max, log, arms, guesses, thin }: Measured): Domain | null {
  const seen = arms.flatMap(({ id }) => results.samples(id, meter) ?? []);
  const shown = [...seen, ...guesses.map(({ points }) => points.map(({ value }) => value))].filter(({ length }) => length > 0);
  if (shown.length === 0) return null;
  let least = Number.POSITIVE_INFINITY;
  let most = thin;
  let zero = false;
  for (const values of shown) {
    const found = extent(values);
    if (found.least > 0) least = Math.min(least, found.least);
    most = Math.max(most, found.most);
    zero ||= found.zero;
  }
  if (!log) return linearDomain(most, unit, max);
  // less than one request, on average over a bin, is noise
  const floor = unit === 'req' || unit === 'req/s' || unit === 'servers' ? 1 : 0;
  return { ...logDomain(Math.max(floor, Number.isFinite(least) ? least : 0), Math.max(most, max ?? 0)), zero };
}
