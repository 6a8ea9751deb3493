import { usePaint as usePaintOf } from '../../plot/usePaint.ts';

const VARIABLES = {
  empty: '--line-2',
  held: '--accent',
  expired: '--wasted',
  wrong: '--error',
  popular: '--ink',
  ghost: '--line',
} as const;
type Colour = keyof typeof VARIABLES;

/** A colour as styles name it. */
export function colourOf(colour: Colour): string {
  return `var(${VARIABLES[colour]})`;
}

/** The colours as a canvas needs them. */
export const usePaint = () => usePaintOf(VARIABLES);
