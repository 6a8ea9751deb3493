import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';

/** The page's colours as a canvas needs them, by names of one's own; other ones when the scheme changes. @param variables the same object every time */
export function usePaint<Name extends string>(variables: Readonly<Record<Name, string>>): Readonly<Record<Name, string>> {
  const scheme = useComputedColorScheme('light');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme decides what the variables say
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const paint = {} as Record<Name, string>;
    for (const name in variables) paint[name] = style.getPropertyValue(variables[name]).trim();
    return paint;
  }, [scheme, variables]);
}
