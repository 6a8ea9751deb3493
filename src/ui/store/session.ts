import { create } from 'zustand';
import { planOf } from '../../scenario/arm.ts';
import { armsOf, BASE } from '../../scenario/scenario.ts';
import { useDocument } from './document.ts';

export type Pane = 'story' | 'picture' | 'controls';
/** What is open as text in the story's column. */
export type OpenText = { kind: 'scenario' } | { kind: 'policy'; id: string } | { kind: 'source'; seam: string; policy: string };
export type Dialog = 'share' | 'keys' | 'library' | 'recording' | null;

/** What the reader has chosen to see and where edits go; nothing of it changes a run. */
export interface SessionState {
  /** The arm that edits go to and that the picture follows. */
  arm: string;
  /** Arms that are not drawn. */
  hidden: readonly string[];
  /** The component in the inspector. */
  component: string;
  /** Whether a drag edits the starting value or the future only. */
  scope: 'whole-run' | 'from-here';
  /** Place in the story: a step, or after the last of them the form for one's own numbers. */
  step: number;
  /** Guesses, by step. */
  guesses: Readonly<Record<number, number>>;
  /** Steps whose answer has been looked at. */
  revealed: readonly number[];
  /** Whether the scenario is a task: its lesson is folded away, or open again because the task is done. */
  challenge: 'on' | 'passed' | null;
  /** Hints that have been asked for. */
  hints: number;
  /** Id of the view that is open. */
  drawer: string | null;
  /** Number of the request whose story is read; null for whichever comes first. */
  request: number | null;
  dialog: Dialog;
  /** Which pane a narrow screen shows. */
  pane: Pane;
  presenting: boolean;
  /** What stands in the story's column instead of the story. */
  text: OpenText | null;
  /** Whether the picture is a canvas to build at. */
  building: boolean;
  /** Whether what is built goes into the selected arm alone. */
  onlyHere: boolean;
}

interface SessionActions {
  choose(choice: Partial<SessionState>): void;
  guess(step: number, choice: number): void;
  reveal(step: number): void;
  /** Starts over for another scenario. */
  begin(component: string, arm: string): void;
}

export const useSession = create<SessionState & SessionActions>()((set) => ({
  arm: BASE,
  hidden: [],
  component: '',
  scope: 'whole-run',
  step: 0,
  guesses: {},
  revealed: [],
  challenge: null,
  hints: 0,
  drawer: null,
  request: null,
  dialog: null,
  // a phone shows the sentence below the chart in question
  pane: typeof window !== 'undefined' && window.innerWidth < 900 ? 'story' : 'picture',
  presenting: false,
  text: null,
  building: false,
  onlyHere: false,
  choose: (choice) => set(choice),
  guess: (step, choice) => set(({ guesses }) => ({ guesses: { ...guesses, [step]: choice } })),
  reveal: (step) => set(({ revealed }) => (revealed.includes(step) ? {} : { revealed: [...revealed, step] })),
  begin: (component, arm) =>
    set({
      ...{ arm, component, hidden: [], scope: 'whole-run', step: 0, guesses: {}, revealed: [] },
      ...{ challenge: null, hints: 0, request: null },
    }),
}));

export function openText(text: OpenText): void {
  useSession.getState().choose({ text, pane: 'story' });
}

/** The palette stands where the story does, the canvas where the picture of the system does. */
export function build(on: boolean): void {
  useSession.getState().choose({ building: on, ...(on ? { text: null, pane: 'picture' } : { onlyHere: false }) });
}

export function closeText(): void {
  useSession.getState().choose({ text: null });
}

// an arm or a component can go while it is selected: by undo, by going back to the original
useDocument.subscribe(({ scenario }, before) => {
  if (scenario === before.scenario) return;
  const { arm, component, hidden, choose } = useSession.getState();
  const isThere = (id: string) => armsOf(scenario).some((each) => Object.hasOwn(planOf(scenario, each.id).components, id));
  if (scenario.components !== before.scenario.components && !isThere(component))
    choose({ component: Object.keys(scenario.components)[0] ?? '' });
  const ids = armsOf(scenario).map(({ id }) => id);
  if (!ids.includes(arm)) choose({ arm: ids.find((id) => !hidden.includes(id)) ?? BASE });
});
