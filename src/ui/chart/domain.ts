import { domainOf as axisFor } from '../plot/domainOf.ts';
import type { GuessLine } from '../plot/GuessLines.tsx';
import type { Domain } from '../plot/scale.ts';
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
  /** From where to where the cells of a heat map go; null where there is none. */
  heat: { least: number; most: number } | null;
}

/** The axis of a chart that shows nothing. */
export function usualDomain({ unit, max, log }: Pick<Measured, 'unit' | 'max' | 'log'>): Domain {
  return { low: log ? 1 : 0, high: max ?? (unit === 'ratio' ? 1 : 10) };
}

/** The axis for what may be seen of the arms now, and for the guesses; null while there is nothing. */
export function domainOf({ meter, unit, max, log, arms, guesses, thin, heat }: Measured): Domain | null {
  const seen = arms.flatMap(({ id }) => results.samples(id, meter) ?? []);
  const drawn = guesses.map(({ points }) => points.map(({ value }) => value));
  const reaching = heat || thin > 0 ? { least: heat?.least ?? Number.POSITIVE_INFINITY, most: Math.max(thin, heat?.most ?? 0) } : null;
  return axisFor([...seen, ...drawn], { unit, log, max, reaching });
}
