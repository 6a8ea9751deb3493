import { useHotkeys } from '@mantine/hooks';
import { useEffect } from 'react';
import { seenArms } from '../challenge/seenArms.ts';
import { compareArm, selectArm } from '../store/arms.ts';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { build, closeText, openText, useSession } from '../store/session.ts';
import { goToStep } from '../story/goToStep.ts';
import { views } from '../view/views.ts';

interface Binding {
  keys: readonly string[];
  shown: string;
  does: string;
  run(): void;
}

const step = () => playhead.duration / 600;
const turn = (by: number) => {
  const { step, challenge } = useSession.getState();
  // a lesson that is folded away has no steps
  if (challenge !== 'on') goToStep(step + by);
};
const arm = (index: number) => {
  const chosen = seenArms().find((each) => each.index === index);
  if (chosen) selectArm(chosen.id);
};

/** Every key there is; the table on `?` is made from it. */
export const BINDINGS: readonly Binding[] = [
  { keys: ['space'], shown: 'Space', does: 'Play or pause', run: () => playhead.toggle() },
  { keys: ['ArrowLeft'], shown: '←', does: 'Step back', run: () => playhead.seek(playhead.now - step()) },
  { keys: ['ArrowRight'], shown: '→', does: 'Step forward', run: () => playhead.seek(playhead.now + step()) },
  { keys: ['shift+ArrowLeft'], shown: 'Shift ←', does: 'Ten steps back', run: () => playhead.seek(playhead.now - 10 * step()) },
  { keys: ['shift+ArrowRight'], shown: 'Shift →', does: 'Ten steps forward', run: () => playhead.seek(playhead.now + 10 * step()) },
  { keys: ['Home'], shown: 'Home', does: 'To the start', run: () => playhead.seek(0) },
  { keys: ['End'], shown: 'End', does: 'To the end', run: () => playhead.seek(playhead.duration) },
  { keys: ['['], shown: '[', does: 'Slower', run: () => playhead.shift(-1) },
  { keys: [']'], shown: ']', does: 'Faster', run: () => playhead.shift(1) },
  { keys: ['mod+Z'], shown: 'Ctrl Z', does: 'Undo', run: () => useDocument.getState().undo() },
  { keys: ['mod+shift+Z', 'mod+Y'], shown: 'Ctrl Shift Z', does: 'Redo', run: () => useDocument.getState().redo() },
  { keys: ['N'], shown: 'N', does: 'Next step of the story', run: () => turn(1) },
  { keys: ['P'], shown: 'P', does: 'Previous step', run: () => turn(-1) },
  ...[1, 2, 3, 4, 5, 6].map((n) => ({ keys: [String(n)], shown: String(n), does: `Select arm ${n}`, run: () => arm(n - 1) })),
  {
    keys: ['C'],
    shown: 'C',
    does: 'Compare: copy the selected arm',
    run: () => compareArm(useSession.getState().arm),
  },
  {
    keys: ['F'],
    shown: 'F',
    does: 'Edit the whole run, or from the playhead on',
    run: () => {
      const { scope, choose } = useSession.getState();
      choose({ scope: scope === 'whole-run' ? 'from-here' : 'whole-run' });
    },
  },
  ...views.map(({ id, key, label, help = label }) => ({ keys: [key], shown: key, does: help, run: () => toggleDrawer(id) })),
  {
    keys: ['T'],
    shown: 'T',
    does: 'The scenario as text',
    run: () => (useSession.getState().text ? closeText() : openText({ kind: 'scenario' })),
  },
  { keys: ['B'], shown: 'B', does: 'Build: add, wire and break parts', run: () => build(!useSession.getState().building) },
  { keys: ['L'], shown: 'L', does: 'Library', run: () => useSession.getState().choose({ dialog: 'library' }) },
  { keys: ['S'], shown: 'S', does: 'Share', run: () => useSession.getState().choose({ dialog: 'share' }) },
  {
    keys: ['V'],
    shown: 'V',
    does: 'Projector view',
    run: () => useSession.getState().choose({ presenting: !useSession.getState().presenting }),
  },
  { keys: ['shift+/', '?'], shown: '?', does: 'This table', run: () => useSession.getState().choose({ dialog: 'keys' }) },
];

function toggleDrawer(view: string): void {
  const { drawer, choose } = useSession.getState();
  choose({ drawer: drawer === view ? null : view });
}

/** Listens for the keys; those of text fields, open menus and whatever the keyboard has been led to stay theirs. */
export function useKeys(): void {
  useHotkeys(
    BINDINGS.flatMap(({ keys, run }) =>
      keys.map((key): [string, (event: KeyboardEvent) => void, { preventDefault: boolean }] => [
        key,
        (event) => {
          if (isTaken(event)) return;
          event.preventDefault();
          run();
        },
        { preventDefault: false },
      ]),
    ),
    [],
  );
  useEffect(() => {
    document.addEventListener('click', leaveMenu);
    return () => document.removeEventListener('click', leaveMenu);
  }, []);
}

/** A menu that was used with the pointer gives the keys back; with the keyboard the focus stays where it was. */
function leaveMenu({ target, detail }: MouseEvent): void {
  if (detail === 0 || !(target as Element).closest('[role="option"]')) return;
  const field = document.activeElement;
  if (field instanceof HTMLInputElement && field.getAttribute('aria-haspopup') === 'listbox') field.blur();
}

const OPEN = '[role="dialog"], [role="menu"], [aria-haspopup="listbox"][aria-expanded="true"]';
const PRESSED = 'button, a, [role="button"], [role="radio"], [role="switch"], [type="radio"], [type="checkbox"], [readonly]';
const MOVED = '[role="radio"], [role="radiogroup"], [type="radio"], [role="listbox"], [readonly], table';

/** Whether a key means something to what has the focus: letters to a text, Space to a button, arrows to a slider. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  // a dialog that is still being loaded has been led to as well: what is typed then is meant for it
  if (useSession.getState().dialog !== null || document.querySelector(OPEN)) return true;
  if (!target) return false;
  if (isText(target) || target.closest('[data-own-keys]')) return true;
  // what was clicked has had its turn
  const led = target.matches(':focus-visible');
  if (event.key === ' ') return target.closest('[role="slider"]') !== null || (led && target.closest(PRESSED) !== null);
  if (event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End')
    return target.closest('[role="slider"]') !== null || (led && target.closest(MOVED) !== null);
  return false;
}

function isText(target: HTMLElement): boolean {
  if (target instanceof HTMLInputElement)
    return !target.readOnly && !['radio', 'checkbox', 'range', 'button', 'file'].includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
