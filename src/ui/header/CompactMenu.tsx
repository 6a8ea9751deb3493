import { IconDots } from '@tabler/icons-react';
import { MenuButton, type MenuEntry } from '../menu/MenuButton.tsx';
import { RunStatus } from '../samples/RunStatus.tsx';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { closeText, openText, useSession } from '../store/session.ts';
import classes from './Header.module.css';
import { anotherSeed } from './seed.ts';
import { useColours } from './useColours.ts';
import { useCompare } from './useCompare.ts';
import { usePace } from './usePace.ts';

/** What the header of a narrow screen has no room for. */
export function CompactMenu() {
  const canUndo = useDocument((state) => state.past.length > 0);
  const canRedo = useDocument((state) => state.future.length > 0);
  const seed = useDocument((state) => state.scenario.seed);
  const reads = useSession(({ text }) => text !== null);
  const { undo, redo } = useDocument.getState();
  const { choose } = useSession.getState();
  const pace = usePace();
  const colours = useColours();
  const compare = useCompare();
  const entries: readonly MenuEntry[] = [
    { label: 'Library', run: () => choose({ dialog: 'library' }) },
    { label: 'Share', run: () => choose({ dialog: 'share' }) },
    { label: 'Undo', run: undo, disabled: !canUndo },
    { label: 'Redo', run: redo, disabled: !canRedo },
    compare,
    reads ? { label: 'Close the text', run: closeText } : { label: 'The scenario as text', run: () => openText({ kind: 'scenario' }) },
    { label: 'To the start', run: () => playhead.seek(0) },
    { label: `Pace: ${pace.text}`, entries: pace.entries },
    { label: `Another seed than ${seed}`, run: anotherSeed },
    { label: `Colours: ${colours.scheme}`, entries: colours.entries },
  ];
  return (
    <MenuButton
      label="Menu"
      icon={<IconDots size={18} />}
      variant="default"
      size={28}
      className={classes.compactMenu}
      width={240}
      entries={entries}
      foot={<RunStatus />}
    />
  );
}
