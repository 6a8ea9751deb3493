import { MenuButton, type MenuEntry } from '../menu/MenuButton.tsx';
import { FACTORS, FITS, factorText, type Tempo } from '../store/pace.ts';
import { playhead, useFactorText, usePlaying } from '../store/playhead.ts';
import classes from './Header.module.css';

/** How much of the run passes in a second, always in sight, and the menu to choose it. */
export function PaceMenu() {
  const { tempo, duration } = usePlaying();
  const text = useFactorText();
  const entry = (label: string, choice: Tempo): MenuEntry => ({
    label,
    chosen: JSON.stringify(choice) === JSON.stringify(tempo),
    run: () => playhead.setTempo(choice),
  });
  const held: Tempo = tempo.kind === 'fit' ? { kind: 'factor', factor: duration / (tempo.seconds * 1_000) } : tempo;
  const known = held.kind === 'factor' && (FACTORS as readonly number[]).includes(held.factor);
  return (
    <MenuButton
      label={`Pace: ${text}`}
      icon={text}
      variant="default"
      size={28}
      className={classes.pace}
      position="bottom-start"
      width={230}
      entries={[
        ...FITS.toReversed().map((seconds) => entry(`The run in ${seconds} s`, { kind: 'fit', seconds })),
        ...(held.kind === 'factor' && !known ? [entry(`Hold ${factorText(held.factor)}`, held)] : []),
        ...FACTORS.map((factor) => entry(factor === 1 ? 'Real time' : factorText(factor), { kind: 'factor', factor })),
      ]}
    />
  );
}
