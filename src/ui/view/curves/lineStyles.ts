import { armStyle } from '../../chart/armStyles.ts';
import type { ChosenLine } from './study.ts';

export interface LineStyle {
  color: string;
  dash: string | undefined;
}

/** How the optimum looks: nobody's colour. */
const NEUTRAL: LineStyle = { color: 'var(--ink-3)', dash: '3 3' };
const COLOURS = 6;

/** Every line its own pair of colour and dash, by its place among the chosen ones. */
export function lineStyles(lines: readonly ChosenLine[]): ReadonlyMap<string, LineStyle> {
  let place = 0;
  return new Map(
    lines.map(({ id, policy }) => {
      if (policy === null) return [id, NEUTRAL];
      const style = { color: armStyle(place).color, dash: armStyle(place + Math.floor(place / COLOURS)).dash };
      place++;
      return [id, style];
    }),
  );
}
