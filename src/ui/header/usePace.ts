import type { MenuEntry } from '../menu/MenuButton.tsx';
import { FACTORS, FITS, factorText, type Tempo } from '../store/pace.ts';
import { playhead, useFactorText, usePlaying } from '../store/playhead.ts';

/** How much of the run passes in a second, as text, and what there is to choose from. */
export function usePace(): { text: string; entries: readonly MenuEntry[] } {
  const { tempo, duration } = usePlaying();
  const text = useFactorText();
  const entry = (label: string, choice: Tempo): MenuEntry => ({
    label,
    chosen: JSON.stringify(choice) === JSON.stringify(tempo),
    run: () => playhead.setTempo(choice),
  });
  const held: Tempo = tempo.kind === 'fit' ? { kind: 'factor', factor: duration / (tempo.seconds * 1_000) } : tempo;
  const known = held.kind === 'factor' && (FACTORS as readonly number[]).includes(held.factor);
  return {
    text,
    entries: [
      ...FITS.toReversed().map((seconds) => entry(`The run in ${seconds} s`, { kind: 'fit', seconds })),
      ...(held.kind === 'factor' && !known ? [entry(`Hold ${factorText(held.factor)}`, held)] : []),
      ...FACTORS.map((factor) => entry(factor === 1 ? 'Real time' : factorText(factor), { kind: 'factor', factor })),
    ],
  };
}
