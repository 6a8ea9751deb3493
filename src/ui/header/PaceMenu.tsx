import { MenuButton } from '../menu/MenuButton.tsx';
import classes from './Header.module.css';
import { usePace } from './usePace.ts';

/** How much of the run passes in a second, always in sight, and the menu to choose it. */
export function PaceMenu() {
  const { text, entries } = usePace();
  return (
    <MenuButton
      label={`Pace: ${text}`}
      icon={text}
      variant="default"
      size={28}
      className={classes.pace}
      position="bottom-start"
      width={230}
      entries={entries}
    />
  );
}
