import type { Strain } from '../../sim/param/strain.ts';

/** How far back the mean of a figure goes: a second and a half, four bins at the least [ms]. */
const LOOK_BACK = 1_500;
const LEAST_BINS = 4;
/** A gauge grows where it is by so much more than it was before: a tenth, and one. */
const GROWTH = { factor: 1.1, plus: 1 };

/**
 * The first strain that a component is under at a moment, with the figures that say so.
 * @param meanOf mean of a meter of the component over a span [ms]; NaN where nothing is known
 * @param now @param binWidth [ms]
 */
export function strainOf(
  strains: readonly Strain[],
  meanOf: (meter: string, from: number, to: number) => number,
  now: number,
  binWidth: number,
): { text: string; mean(meter: string): number } | null {
  const span = Math.max(LOOK_BACK, LEAST_BINS * binWidth);
  const mean = (meter: string) => meanOf(meter, now - span, now);
  const grows = (meter: string) => mean(meter) > GROWTH.factor * meanOf(meter, now - 2 * span, now - span) + GROWTH.plus;
  for (const { meter, from, below, grows: growing, text } of strains) {
    const figure = mean(meter);
    const holds = (from !== undefined && figure >= from) || (below !== undefined && figure < below);
    if (holds && (growing === undefined || grows(growing))) return { text, mean };
  }
  return null;
}
