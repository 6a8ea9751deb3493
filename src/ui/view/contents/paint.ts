import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';

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

/** The page's colours as a canvas needs them; other ones when the scheme changes. */
export function usePaint(): Readonly<Record<Colour, string>> {
  const scheme = useComputedColorScheme('light');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme decides what the variables say
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(Object.entries(VARIABLES).map(([name, variable]) => [name, style.getPropertyValue(variable)])) as Record<
      Colour,
      string
    >;
  }, [scheme]);
}
