import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import type { MenuEntry } from '../menu/MenuButton.tsx';

/** Light or dark as it is, and what there is to choose from. */
export function useColours(): { scheme: 'light' | 'dark'; entries: readonly MenuEntry[] } {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const entry = (label: string, choice: typeof colorScheme): MenuEntry => ({
    label,
    chosen: choice === colorScheme,
    run: () => setColorScheme(choice),
  });
  return { scheme, entries: [entry('Light', 'light'), entry('Dark', 'dark'), entry('As the system', 'auto')] };
}
